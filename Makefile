# Two commands do everything on a fresh machine (Python 3.11+, git, make):
#
#   make status   set-up and the main job: look, judge, show the table
#   make test     set-up and the tests
#
# and a third one tries the claims: make reproduce (its set-up brings PyTorch).
#
# The first run installs into .venv; later runs find it there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
ARGS ?=

.DEFAULT_GOAL := status
.PHONY: status reproduce test soak lab lint mutants bench bench-licenses lock clean

status: $(VENV)/.core  ## set up the core, then look, judge and show the table (ARGS="--offline" …)
	@$(BIN)/tracker run $(ARGS)

reproduce: $(VENV)/.reproduce  ## set up PyTorch and the like, then try the claims (ARGS="--quick 2503.16905" …)
	@$(BIN)/tracker reproduce $(ARGS)

test: $(VENV)/.dev  ## set up and run the tests
	$(BIN)/python -m pytest -n auto $(ARGS)

soak: $(VENV)/.dev  ## the long suites, whole: half an hour and more
	SOAK=whole $(BIN)/python -m pytest -n auto -m soak $(ARGS)

lab: $(VENV)/.lab  ## open all papers in JupyterLab, its file browser at the project's root
	$(BIN)/jupyter lab --LabApp.default_url='/lab/tree/notebooks/status.ipynb?file-browser-path=/' $(ARGS)

lint: $(VENV)/.dev  ## style, types, import contracts, registry, rooms, tables, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/type_rooms.py
	$(BIN)/lint-imports
	$(BIN)/tracker lint
	$(BIN)/tracker render --check
	$(BIN)/python tools/build_docs.py --check

mutants: $(VENV)/.dev  ## plant small faults, count what the tests notice (ARGS="tracker/verdicts --seed 2")
	$(BIN)/python -m tools.mutants $(ARGS)

bench: $(VENV)/.dev  ## measure everything beside peers; write docs/benchmarks.md (half an hour on a quiet machine)
	$(BIN)/python tools/bench.py $(ARGS)

bench-licenses: $(VENV)/.dev  ## measure the licence matcher beside other tools on labelled files, where there are some
	$(BIN)/python -m tools.bench_licenses --peers $(ARGS)
	$(BIN)/python -m tools.bench_licenses_scancode --peer
	$(BIN)/python -m tools.bench_licenses_scancode --peer --half unseen

lock: $(VENV)/.dev  ## renew the lock files: hashes, no addresses
	$(BIN)/python tools/lock.py

clean:  ## forget the environment
	rm -rf $(VENV)

$(BIN)/python:
	@version=$$($(PYTHON) --version 2>/dev/null) || \
	  { echo "Python 3.11 or newer is needed, and there is no $(PYTHON) that runs. Try: make PYTHON=python3.12"; exit 3; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $$version. Try: make PYTHON=python3.12"; exit 3; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "The venv module is missing. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 3; }

# Installing compiles the bytecode: without it every start is two to four times slower.
define install
	@echo "Setting up $(1) (once, a minute or two) …"
	@$(PIP) install -qq --compile --require-hashes -r requirements/$(1).txt
	@$(PIP) install -qq --compile --no-deps -e .
	@$(BIN)/python -m compileall -q tracker
	@touch $@
endef

$(VENV)/.core: requirements/core.txt pyproject.toml | $(BIN)/python
	$(call install,core)

# Over the locked core, none of which it changes: the versions of the lock are constraints.
$(VENV)/.reproduce: $(VENV)/.core pyproject.toml
	@echo "Setting up reproduce (once, some minutes: PyTorch is large) …"
	@sed -n 's/^\([A-Za-z0-9].*[^ ]\) *\\$$/\1/p' requirements/core.txt > $(VENV)/constraints.txt
	@$(PIP) install -qq --compile -c $(VENV)/constraints.txt -e '.[reproduce]'
	@touch $@

$(VENV)/.lab: requirements/lab.txt pyproject.toml | $(BIN)/python
	$(call install,lab)
	@touch $(VENV)/.core

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(call install,dev)
	@touch $(VENV)/.core
