# The two commands: make demo, make test. Both set up what they need; make setup does only that.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The demo keeps to a folder of its own, so that trying it never touches real data.
DEMO := FIELDWRIGHT_HOME=build/demo

.PHONY: demo test test-long test-fast docs setup lint types imports lock benchmark screenshots outputs samples release clean

demo: setup
	@$(DEMO) $(BIN)/fieldwright ingest samples/documents
	@$(DEMO) $(BIN)/fieldwright run
	@$(DEMO) $(BIN)/fieldwright list
	@echo; echo "fieldwright search 'total amount:>100'"
	@$(DEMO) $(BIN)/fieldwright search 'total amount:>100' --limit 3

# Three processes share the files of tests, slow files first (tests/conftest.py). Two cores are then busy also while a
# test waits for a server. Fixtures of a module are made once, and servers listen on free ports. One process that dies
# ends the run: with another in its place the rest may wait for ever. Each computes in one thread: more would wait for
# each other.
test: setup lint types imports docs
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

# The drills of gameday that take minutes each, before a release.
test-long: setup
	$(BIN)/python -m pytest -m long

# The inner loop: what needs no model, server or browser.
test-fast: setup
	$(BIN)/python -m pytest -q tests/unit/schemas tests/unit/values tests/unit/expectations tests/unit/review tests/unit/registry tests/unit/store

# The documentation site, with strict links, in build/site. Its plugin for commands calls `typer` by name, hence PATH;
# Material announces its successor on each build.
docs: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell *.md docs/*.md benchmarks/*.md samples/*.md models/*/*.md ops
	$(BIN)/python ops/check_words.py

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

setup: $(VENV)/.ready
	@sh ops/system-packages.sh

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
	  || { echo "Fieldwright needs Python 3.11 or 3.12: make PYTHON=python3.11 setup"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade pip
	$(BIN)/python -m pip install -qq -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps -e .
	@touch $@

lock:
	$(BIN)/python -m piptools compile --quiet --all-extras --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --output-file requirements.lock pyproject.toml
	@# A machine that resolves to the CPU build writes a local version, which no public index has.
	sed -i 's/^\(torch==[0-9.]*\)+cpu$$/\1/' requirements.lock

benchmark: setup build/readings.jsonl
	$(BIN)/python -m benchmarks all
	$(BIN)/python -m benchmarks fields --scanned --set zugferd_invoices --set azure_documents

# Recognition of 450 pages, once: papers with noise of fixed seeds. Moved into place when it is whole.
build/readings.jsonl:
	rm -f $@.part
	$(BIN)/python -m benchmarks.readings $@.part
	mv $@.part $@

screenshots: setup
	FIELDWRIGHT_TEST_SCREENSHOTS=docs $(BIN)/python -m pytest tests/services -k portal -q

# What README shows of the commands' output, as they print it today.
outputs: setup
	$(BIN)/python docs/outputs.py

samples: setup
	$(BIN)/python -m training.synthetic samples/

# All checks, then version, changelog, wheel and tag: make release VERSION=0.2.0. Nothing is pushed.
release: test
	$(BIN)/python ops/release.py "$(VERSION)"

clean:
	rm -rf build $(VENV)
