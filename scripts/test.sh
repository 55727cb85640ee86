#!/usr/bin/env bash
# Run the tests; the FHIR server that some of them talk to comes up meanwhile and is stopped in any case.
set -euo pipefail
cd "$(dirname "$0")/.."

fhir_server() { .venv/bin/python -m tests.helpers.fhir_server "$1"; }

trap 'fhir_server stop' EXIT
fhir_server start
# Three at a time, file by file in order, the long ones first: much of a test is waiting for sound, servers and other processes.
.venv/bin/python -m pytest --numprocesses=3 --dist=loadfile --no-loadscope-reorder "$@"
