# One command for each thing a developer does. Needs Python 3.11 or newer and, the first time, network access to PyPI.
#   make serve   the bundled gazette as linked data on http://127.0.0.1:8000
#   make test    every test
SHELL := /bin/sh
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
RELEASE := var/release
BUILT := var/release.stamp
HOST ?= 127.0.0.1
PORT ?= 8000
# On as many processors as there are.
PYTEST_ARGS ?= -n auto
BENCH_ARGS ?=
# The newest interpreter that will do; set PYTHON to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# What a release is made from: a change in any of it makes a new one.
CODE := $(shell find lod -name '*.py' 2>/dev/null)
DATA := $(shell find ontology shapes data/registry data/gazettes -type f 2>/dev/null)

.PHONY: serve test lint types format bench bench-web docs golden lock clean install release

serve: $(BUILT)
	exec $(BIN)/lod serve --release $(RELEASE) --host $(HOST) --port $(PORT) --log-format text

test: $(INSTALLED)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(INSTALLED)
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The graphs of the small documents in data/golden, written anew; read the diff before committing it.
golden: $(INSTALLED)
	LOD_WRITE_GOLDEN=1 $(BIN)/python -m pytest tests/test_golden_documents.py

bench: $(INSTALLED)
	$(BIN)/python data/bench/run.py $(BENCH_ARGS)

# Running endpoints on the same data side by side, the first being ours (see the file); needs wrk.
bench-web: $(INSTALLED)
	$(BIN)/python data/bench/web.py $(BENCH_ARGS)

# The reference of all rules, in both languages, from the rule files.
docs: $(INSTALLED)
	rm -rf docs/rules
	$(BIN)/lod rule --reference docs/rules
	$(BIN)/python -m lod.web.reference docs/running.md

install: $(INSTALLED)
release: $(BUILT)

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (set PYTHON=/path/to/python)." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q lod
	@touch $@

# A stamp without its release is worth nothing.
ifeq ($(wildcard $(RELEASE)/data.nq.gz),)
.PHONY: $(BUILT)
endif
$(BUILT): $(INSTALLED) $(CODE) $(DATA)
	@mkdir -p var
	$(BIN)/lod build data/gazettes/*.txt --out $(RELEASE)
	@touch $@

# New exact versions of everything, for every platform; needs the resolver `uv`.
lock: $(INSTALLED)
	$(BIN)/python -m pip install --quiet 'uv>=0.5'
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
		--extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
