# Every target makes its own environment in .venv from constraints.txt; nothing is needed but make and Python >= 3.11 with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MORGUE := $(BIN)/morgue

# Where this is set, every program that a test starts would compile the house anew: 200 of them, a third of a second each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test opensearch cluster-demo trust soak check bench quality clean help

help:
	@echo "make demo    build a small archive from the bundled sample and search it"
	@echo "make test    lint, types, import rules and the whole test suite, what asks also with compiled kernels"
	@echo "make opensearch  the tests that need a real OpenSearch (Java 17 and Maven); MORGUE_OPENSEARCH=required: no skip"
	@echo "make cluster-demo  start an OpenSearch node, index the bundled sample into it and search (Java 17 and Maven)"
	@echo "make quality clean the real pages named by NEWS_EVAL and compare with the floors"
	@echo "make trust   kills, faults, power cuts, damage, hostile files and queries: 20 minutes on two cores"
	@echo "make soak    the same many times over, and every mutant of the modules that matter most: hours"
	@echo "make check   lint, types and import rules alone"
	@echo "make bench   measure against other engines (see bench/README.md)"

demo: $(VENV)/.run
	@$(MORGUE) demo

# What to say last when a step fails; pytest says it itself.
again = || { echo "failed: $(1); to repeat: $(1)" >&2; exit 1; }

check: $(VENV)/.dev
	@$(BIN)/ruff check . $(call again,$(BIN)/ruff check .)
	@$(BIN)/ruff format --check . $(call again,$(BIN)/ruff format --check .)
	@$(BIN)/mypy $(call again,$(BIN)/mypy)
	@$(BIN)/lint-imports --no-cache $(call again,$(BIN)/lint-imports --no-cache)

# What asks questions of archives in folders, run again with compiled kernels.
ASKING := tests/backend tests/codec tests/desk tests/local tests/oracle

# The same examples each time; other ones belong to trust.
test: check
	@$(BIN)/pytest -n 2
	@MORGUE_COMPILED=1 $(BIN)/pytest -n 2 $(ASKING)

opensearch: $(VENV)/.dev
	$(BIN)/pytest tests/opensearch tests/backend tests/desk -m opensearch -n 0 -rs

cluster-demo: $(VENV)/.dev
	@$(BIN)/python -m tests.opensearch.server.demo

quality: $(VENV)/.run
	$(BIN)/python -m tests.quality.gate --morgue $(MORGUE)

# SEED=N draws the examples of the run that printed N.
ifndef SEED
SEED := $(shell date +%s)
endif
TRUST := -m '(trust or hypothesis) and not opensearch' --hypothesis-profile=random --hypothesis-seed=$(SEED) \
  -n 2 --dist worksteal --durations 15

trust: $(VENV)/.dev
	$(BIN)/pytest tests $(TRUST)
	MORGUE_COMPILED=1 $(BIN)/pytest tests/oracle tests/trust/test_damage.py tests/trust/test_numbers.py $(TRUST)

soak: $(VENV)/.dev
	MORGUE_SOAK=1 $(BIN)/pytest tests $(TRUST)
	MORGUE_SOAK=1 $(BIN)/pytest tests/opensearch -m opensearch -n 0 -rs -k 'cut_for_a_while or full_disk'
	$(BIN)/python -m tests.trust.mutation

bench: $(VENV)/.bench
	$(BIN)/python -m bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "morgue needs Python 3.11 or later as $(PYTHON) (Debian, Ubuntu: apt install python3; or: make PYTHON=/path/to/python3.12)" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "this Python has no venv module (Debian, Ubuntu: apt install python3-venv)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -qq --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev,bench]'
	@touch $@ $(VENV)/.run $(VENV)/.dev

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
