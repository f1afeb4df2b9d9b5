# Harakat's commands. Every line calls a tool; what a tool needs is set up first and only when something changed.

PYTHON ?= python3
BROWSER ?= 1
UV := .tools/uv/bin/uv
UV_VERSION := 0.13.9
RUN := .venv/bin/python
# One process more than two cores: each waits for the database now and then. The longest files begin (tests/databases.py).
TOGETHER := --numprocesses 3 --dist loadfile --no-loadscope-reorder
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
STATIC := $(shell find workflow_site/static -type f 2>/dev/null)

export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help run test check lint bare prove install bench

help: ## lists these
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.runtime $(CATALOGUES:.po=.mo) var/static/.collected ## sets up, then runs the site at http://127.0.0.1:$PORT until Ctrl-C
	@$(RUN) tools/system_libraries.py pango
	@exec $(RUN) manage.py serve

install: .venv/.runtime $(CATALOGUES:.po=.mo) var/static/.collected ## what a real office runs on, and nothing started: docs/operating.md
	@$(RUN) tools/system_libraries.py pango

test: .venv/.development $(CATALOGUES:.po=.mo) ## sets up, starts the services, runs all tests, stops them; BROWSER=0 leaves the browser out
	@$(RUN) tools/system_libraries.py pango $(if $(filter 0,$(BROWSER)),,chromium)
	$(RUN) -m pytest $(TOGETHER) $(if $(filter 0,$(BROWSER)),-m "not browser")
	HARAKAT_TEST_DB=sqlite $(RUN) -m pytest $(TOGETHER) -m "journey $(if $(filter 0,$(BROWSER)),and not browser)"
	@echo "All tests passed$(if $(filter 0,$(BROWSER)),; the browser tests were left out by BROWSER=0)."

lint: .venv/.development $(CATALOGUES:.po=.mo)
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(RUN) tools/file_lengths.py
	$(RUN) tools/messages.py --check
	$(RUN) manage.py describe_flows --check
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) tools/production_check.py

check: lint test ## exactly what CI runs: format, lint, types, imports, migrations, check --deploy, tests

prove: .venv/.development $(CATALOGUES:.po=.mo) ## tries every fault at full numbers (half an hour) and writes docs/evidence.md
	@$(RUN) tools/system_libraries.py pango
	@$(RUN) tools/prove.py

bench: .venv/.development $(CATALOGUES:.po=.mo) ## measures a step and an order beside others, writes bench/results.md
	@$(RUN) -m bench

bare: ## builds a bare Debian root and runs make run and make test there, as root and as a user
	@$(PYTHON) tools/bare.py

$(UV): Makefile
	$(PYTHON) -m venv .tools/uv
	.tools/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.runtime: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --inexact --no-dev --python $(PYTHON)
	@touch $@

.venv/.development: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --python $(PYTHON)
	@touch $@ .venv/.runtime

%.mo: %.po | .venv/.runtime
	$(RUN) tools/compile_catalogues.py $<

var/static/.collected: .venv/.runtime $(STATIC)
	$(RUN) manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
