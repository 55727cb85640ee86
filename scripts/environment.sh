#!/usr/bin/env bash
# Keep .venv in step with pyproject.toml: environment.sh run|test|fuzz
# A stamp of what was installed makes every later call a matter of milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=$1
declare -A extras=([run]="" [test]="[dev]" [fuzz]="[dev,fuzz]")
python=${PYTHON:-python3}
wanted=$( { cat pyproject.toml; pwd; } | sha256sum | cut -c1-16)
stamps=.venv/stamps

# Stamps hold the interpreter they were made with, so that a system's new Python is noticed.
interpreter() { readlink -e .venv/bin/python; }

up_to_date() {
    local stamp=$stamps/$wanted-$purpose
    [[ -e $stamp && $(<"$stamp") == "$(interpreter)" ]]
}

# Scripts in a virtual environment carry its path, so one that was moved is of no use.
usable() {
    grep -qsF "$PWD/.venv/bin/" .venv/bin/pip && .venv/bin/python -m pip --version >/dev/null 2>&1
}

up_to_date && exit 0

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
    echo "Python 3.11 to 3.14 is needed; '$python' is $("$python" --version 2>&1 || true)." >&2
    echo "Name another one: make $purpose PYTHON=python3.11" >&2
    exit 1
fi

if ! usable; then
    echo "Creating the virtual environment .venv"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
fi

echo "Installing scribe-desktop and what it needs (the first time takes some minutes)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --editable ".${extras[$purpose]}"

rm -rf "$stamps"
mkdir "$stamps"
# Testing needs all that running needs, and fuzzing all that testing does.
interpreter | tee "$stamps/$wanted-$purpose" >"$stamps/$wanted-run"
[[ $purpose != fuzz ]] || interpreter >"$stamps/$wanted-test"
