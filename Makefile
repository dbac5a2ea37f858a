# Every target makes or mends .venv first; nothing else needs to be installed than Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
TIAOLI := $(BIN)/tiaoli

.DEFAULT_GOAL := help
.PHONY: help install chat ask test check eval gate bench load screenshots lock clean

help:
	@echo 'make chat           the chat page on this machine'
	@echo 'make ask Q="…"      one question in the terminal'
	@echo 'make test           all tests'
	@echo 'make check          formatting, lint and types'
	@echo 'make eval           all known questions, with baselines and a report'
	@echo 'make gate           the known questions against the committed bounds'
	@echo 'make bench          speed and memory, beside plain LangChain'
	@echo 'make load           many people asking at once'
	@echo 'make screenshots    every page, both languages, three widths, into build/screenshots'

# uv installs in half a minute; where it cannot be had, pip does the same more slowly. Both take the
# pinned versions of $(LOCK). A folder of local wheels may be named in PIP_FIND_LINKS or UV_FIND_LINKS.
define INSTALL
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "tiaoli needs Python 3.11 or newer, this is %d.%d: set PYTHON=…" % v[:2])'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo 'installing into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) uv >/dev/null 2>&1 || true
	@UV_FIND_LINKS="$${UV_FIND_LINKS:-$$PIP_FIND_LINKS}" $(BIN)/python -m uv pip install --quiet --compile-bytecode \
	    --python $(BIN)/python --constraint $(LOCK) --editable '$(1)' \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(LOCK) --editable '$(1)'
	@touch $@
endef

$(VENV)/.ready: pyproject.toml $(LOCK)
	$(call INSTALL,.)

$(VENV)/.ready-dev: pyproject.toml $(LOCK)
	$(call INSTALL,.[dev])
	@touch $(VENV)/.ready

install: $(VENV)/.ready-dev

chat: $(VENV)/.ready
	@$(TIAOLI) chat

ask: $(VENV)/.ready
	@$(TIAOLI) ask "$(Q)"

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest

check: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/.ready-dev
	$(TIAOLI) eval

gate: $(VENV)/.ready-dev
	$(TIAOLI) eval gate

bench: $(VENV)/.ready-dev
	$(BIN)/python -m evals.bench

load: $(VENV)/.ready-dev
	$(BIN)/python -m evals.bench_load

screenshots: $(VENV)/.ready-dev
	$(BIN)/python -m tests.browser.screenshots build/screenshots

# The lock file names versions only: no hosts, no local paths, no local build tags.
lock: $(VENV)/.ready-dev
	UV_FIND_LINKS="$${UV_FIND_LINKS:-$$PIP_FIND_LINKS}" $(BIN)/python -m uv pip compile --quiet --upgrade \
	    --no-annotate --no-header --extra dev pyproject.toml \
	  | sed -e 's/+cpu//' | grep -v '^--' > $(LOCK).new
	mv $(LOCK).new $(LOCK)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
