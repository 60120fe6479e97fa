# make demo   build the graph, write the interactive page and open it
# make test   lint, types and tests, with all set-up done here
# make docs   after a change of data: counts and shown output of README and docs, from today's evidence
# make lint   only ruff and mypy
# make clean  remove what these targets wrote

# The first Python that is new enough; say `make PYTHON=/path/to/python3.12 demo` to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PAGE := build/stroma.html
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test docs lint clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	@mkdir -p build
	$(BIN)/stroma view --no-open --force -o $(PAGE)
	@echo "The interactive page is $(CURDIR)/$(PAGE)"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(BIN)/python -m webbrowser -t "file://$(CURDIR)/$(PAGE)" </dev/null >/dev/null 2>&1 & \
	else echo "No display here: open that file in a browser."; fi

test: lint
	@sh scripts/ensure_browser.sh
	@sh scripts/ensure_servers.sh
	TMPDIR="$$(sh scripts/scratch_folder.sh)" $(BIN)/python -m pytest -n 3 --dist worksteal

docs: $(VENV)/.installed-dev
	$(BIN)/python scripts/make_docs.py

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find graph tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "stroma needs Python 3.11 or newer, and none was found; install it or say: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "stroma needs Python 3.11 or newer; $(PYTHON) is older or does not run" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

# The stamps make a second run start at once; a changed pyproject.toml installs again.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "installing stroma and what it needs into $(VENV) (about a minute the first time)"
	@$(PIP) install -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing stroma and its development tools into $(VENV) (a few minutes the first time)"
	@$(PIP) install -e '.[dev]'
	@touch $@ $(VENV)/.installed
