#!/usr/bin/env bash
# Keep .venv in step with pyproject.toml: environment.sh run|test
# A stamp of what was installed makes every later call a matter of milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=$1
python=${PYTHON:-python3}
wanted=$( { cat pyproject.toml; pwd; } | sha256sum | cut -c1-16)
stamps=.venv/stamps

# Testing needs all that running needs.
[[ -e $stamps/$wanted-$purpose && -x .venv/bin/python ]] && exit 0

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
    echo "Python 3.11 to 3.14 is needed; '$python' is $("$python" --version 2>&1 || true)." >&2
    echo "Name another one: make $purpose PYTHON=python3.11" >&2
    exit 1
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Creating the virtual environment .venv"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
fi

echo "Installing scribe-desktop and what it needs (the first time takes some minutes)"
extra=$([[ $purpose == test ]] && echo "[dev]" || true)
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --editable ".$extra"

rm -rf "$stamps"
mkdir "$stamps"
touch "$stamps/$wanted-run" "$stamps/$wanted-$purpose"
