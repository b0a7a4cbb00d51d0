# make demo    install the runtime (no PyTorch) and integrate a few functions
# make test    install everything and run all tests
# make fast    the tests of the parts that need neither PyTorch nor a whole solver; about a minute
# make check   format, lint, types, tests: what has to be green before a commit
# make lessons run the primer, and write its pages in docs/lessons anew
# make docs    build the documentation site into build/site
# make bench   measure training, token counts, every generator and the data engine
#
# Each needs only Python 3.11–3.13, a C compiler and make; the environment is .venv, made once.

# Problem files in the Lample–Charton format, for `make bench`.
TOKENS ?=
PYTHON ?= $(shell for v in 3.11 3.12 3.13; do python$$v -c "" 2>/dev/null && echo python$$v && break; done || echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

PARTS := algebra decoding evaluate expr fit limits proof

.PHONY: demo test fast check format lint types bench lessons reference docs clean

demo: .venv/runtime
	$(BIN)/ansatz demo
	$(BIN)/ansatz demo --methods network

test: .venv/dev
	$(BIN)/python -m pytest -q

fast: .venv/dev
	$(BIN)/python -m pytest -q -m "not slow" $(addprefix tests/,$(PARTS))

check: lint types test

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

bench: .venv/dev
	$(BIN)/python benchmarks/speed.py --tokens $(TOKENS)
	$(BIN)/python benchmarks/generators.py
	$(BIN)/python benchmarks/engine.py

lessons: .venv/dev
	$(BIN)/ansatz primer --all --write page --out docs/lessons

reference: .venv/dev
	$(BIN)/python -m ansatz.cli.reference > docs/reference/commands.md

docs: .venv/docs
	$(BIN)/mkdocs build --strict

clean:
	rm -rf .venv build dist

# A stamp is older than pyproject.toml: install again into the same environment.
.venv/python:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

.venv/dev: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable '.[dev,train,serve,mcp]'
	@touch .venv/runtime $@

.venv/docs: .venv/python pyproject.toml constraints.txt
	$(PIP) --editable '.[docs]'
	@touch $@
