# Every target makes its own environment in .venv from constraints.txt; nothing is needed but make and Python >= 3.11 with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MORGUE := $(BIN)/morgue

.PHONY: demo test trust soak check bench quality clean help

help:
	@echo "make demo    build a small archive from the bundled sample and search it"
	@echo "make test    lint, types, import rules and the whole test suite"
	@echo "make quality clean the real pages named by NEWS_EVAL and compare with the floors"
	@echo "make trust   kills, faults, power cuts, damage, hostile files and queries: 20 minutes on two cores"
	@echo "make soak    the same many times over: hours"
	@echo "make check   lint, types and import rules alone"
	@echo "make bench   measure against other engines (see bench/README.md)"

demo: $(VENV)/.run
	@$(MORGUE) demo

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/pytest -n 2

quality: $(VENV)/.run
	$(BIN)/python tests/quality/gate.py --morgue $(MORGUE)

trust: $(VENV)/.dev
	$(BIN)/pytest tests/trust -m trust -n 2 --dist worksteal --durations 15

soak: $(VENV)/.dev
	MORGUE_SOAK=1 $(BIN)/pytest tests/trust -m trust -n 2 --dist worksteal --durations 15

bench: $(VENV)/.bench
	$(BIN)/python -m bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "morgue needs Python 3.11 or later as $(PYTHON) (Debian, Ubuntu: apt install python3; or: make PYTHON=/path/to/python3.12)" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "this Python has no venv module (Debian, Ubuntu: apt install python3-venv)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	@touch $@ $(VENV)/.run $(VENV)/.dev

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
