# One command a chore. `make help` lists them.
PY   ?= python3
VENV := .venv
BIN  := $(VENV)/bin
PORT ?= 8000
DEMO ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup secrets run test lint types fmt audit bench shots lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.base: requirements/base.txt requirements/embedded.txt
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes --no-deps -r requirements/base.txt -r requirements/embedded.txt
	touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(BIN)/python -m pip install -q --require-hashes --no-deps -r requirements/dev.txt
	touch $@

static/built/.done: $(VENV)/.base frontend/package-lock.json frontend/build.mjs frontend/icons.mjs static/mark.svg \
		$(wildcard frontend/js/*.js frontend/js/*/*.js frontend/scss/*.scss frontend/scss/*/*.scss)
	$(BIN)/python -m tools.node
	touch $@

# After the build: it installs without the tools of tests and linters.
frontend/node_modules/.dev: static/built/.done
	$(BIN)/python -m tools.node --dev
	touch $@

setup: $(VENV)/.base static/built/.done ## install what the portal needs into .venv

secrets: ## fill the blank secrets of .env with good ones; what is there stays
	@$(PY) -m tools.new_secrets

run: setup ## start everything on http://127.0.0.1:$(PORT); DEMO=0 starts an empty portal
	@PORT=$(PORT) DEMO=$(DEMO) exec $(BIN)/python -m tools.up

test: setup $(VENV)/.dev frontend/node_modules/.dev ## lint, types, imports, guards, unit, integration and browser tests
	$(BIN)/python -m tools.browser
	$(MAKE) --no-print-directory lint types
	$(BIN)/python -m pytest -n auto --dist loadscope $(ARGS)

lint: $(VENV)/.dev frontend/node_modules/.dev ## ruff, djangofmt, djlint, import-linter, prettier, eslint, stylelint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check --quiet templates bench/floor/templates
	$(BIN)/djlint templates bench/floor/templates --lint --quiet
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.node --run lint

types: $(VENV)/.dev ## mypy
	$(BIN)/python -m tools.types

audit: $(VENV)/.dev ## known vulnerabilities of what is locked; asks services on the network
	$(BIN)/python -m tools.audit

fmt: $(VENV)/.dev frontend/node_modules/.dev ## format Python, templates, styles and scripts
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .
	$(BIN)/djangofmt --quiet templates bench/floor/templates
	$(BIN)/python -m tools.node --run fmt

bench: setup $(VENV)/.dev ## measure against a bare floor; prints ratios (ROWS=1000000)
	$(BIN)/python -m bench $(ARGS)

shots: setup $(VENV)/.dev ## pictures of the pages, at three widths and in large type, into build/shots
	$(BIN)/python -m tools.browser
	$(BIN)/python -m tools.shots $(ARGS)

lock: ## write the lock files anew
	cd requirements && for f in base embedded dev node; do uv pip compile --no-config -q --no-emit-package pip --generate-hashes --no-header --no-annotate --universal --python-version 3.11 $$f.in -o $$f.txt; done
	cd frontend && rm -rf node_modules package-lock.json && npm install --package-lock-only --ignore-scripts && npm ci --ignore-scripts

clean: ## remove what was installed and built, and the local data
	rm -rf $(VENV) static/built build frontend/node_modules .local
