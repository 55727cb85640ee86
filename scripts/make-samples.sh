#!/usr/bin/env bash
# Speak resources/samples/dictation.txt, a sentence a line with a pause behind each, into dictation.flac.
# Of flite's and espeak-ng's voices, rms a little slowed down is the one that recognisers understand best.
set -euo pipefail
cd "$(dirname "$0")/../resources/samples"

spoken=$(mktemp -d)
trap 'rm -r "$spoken"' EXIT

number=10
while read -r sentence; do
    flite -voice rms --setf duration_stretch=1.05 -t "$sentence" -o "$spoken/$number.wav"
    number=$((number + 1))
done <dictation.txt

../../.venv/bin/python - "$spoken" <<'JOIN'
import sys
from pathlib import Path

import numpy as np
import soundfile

parts = []
for path in sorted(Path(sys.argv[1]).glob("*.wav")):
    samples, rate = soundfile.read(path, dtype="int16")
    parts += [samples, np.zeros(int(0.8 * rate), np.int16)]
soundfile.write("dictation.flac", np.concatenate(parts), rate, subtype="PCM_16")
JOIN
