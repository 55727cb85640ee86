#!/usr/bin/env bash
# Run the tests; the FHIR server that some of them talk to warms up meanwhile and is stopped in any case.
set -euo pipefail
cd "$(dirname "$0")/.."

fhir_server() { .venv/bin/python -m tests.helpers.fhir_server "$1" </dev/null; }

mkdir -p build
fhir_server start >build/fhir-server.log 2>&1 &
trap 'wait; fhir_server stop >>build/fhir-server.log 2>&1' EXIT

.venv/bin/python -m pytest "$@"
