# The two commands that set up and go are `make run` and `make test`; `make help` lists all.
SHELL := /bin/bash
PYTHON ?= python3
export PYTHON
# Passed on to what is started: make test ARGS="tests/unit -k passage"
ARGS ?=
BIN := .venv/bin
PICTURES := blanks dictation sign signed-and-delivered dark-and-large

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench bench-speech kills fuzz codes words language-model keys samples pictures clean environment-run environment-test

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: environment-run ## set up what is missing and open the workstation (without a display: walk through it offscreen)
	@if [[ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]]; then exec $(BIN)/scribe-desktop $(ARGS); \
	else QT_QPA_PLATFORM=offscreen exec $(BIN)/scribe-desktop walk --out build/walk $(ARGS); fi

test: environment-test ## set up what is missing and run all tests
	@scripts/test.sh $(ARGS)

lint: environment-test ## check style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: environment-test ## lay out the source and mend what can be mended by rule
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: environment-test ## measure; figures also go to build/bench.json
	$(BIN)/python -m tests.bench $(ARGS)

bench-speech: environment-test ## measure dictation of clinical sentences, stock and ours; also to build/bench-speech.json
	@scripts/system-packages.sh bench
	$(BIN)/python -m tests.bench.dictation $(ARGS)

kills: environment-test ## kill the program at 1,000 random moments of all its work; ARGS="--kills 100 migrating" for fewer
	$(BIN)/python -m tests.kills $(ARGS)

fuzz: environment-test ## throw changed files at everything that reads one, for ten minutes; ARGS="--seconds 3600 backup"
	@scripts/environment.sh fuzz
	$(BIN)/python -m tests.fuzz $(ARGS)

codes: environment-test ## write the index of ICD-10-CM codes again
	$(BIN)/python scripts/make-codes.py

words: environment-test ## write the clinical words that spelling knows again
	$(BIN)/python scripts/make-words.py

language-model: environment-test ## count words in clinical text again for resources/vocabulary/words.npz
	PYTHONPATH=. $(BIN)/python scripts/make-language-model.py $(ARGS)

keys: environment-test ## write docs/keys.md from the command table again
	PYTHONPATH=. $(BIN)/python scripts/make-keys.py

samples: environment-test ## speak the sample dictation again
	scripts/make-samples.sh

pictures: environment-run ## take the pictures in docs/pictures again, from the walk
	QT_QPA_PLATFORM=offscreen $(BIN)/scribe-desktop walk --out /var/tmp/scribe-desktop
	for name in $(PICTURES); do install -m 644 /var/tmp/scribe-desktop/pictures/*-$$name.png docs/pictures/$$name.png; done

clean: ## remove what was built, the virtual environment included
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment-run environment-test: environment-%:
	@scripts/system-packages.sh $*
	@scripts/environment.sh $*
