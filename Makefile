# Two commands matter: `make demo` and `make test`. Both start from Python >= 3.11, make and git.
# NO_SERVE=1 make demo     stop after the snapshot, do not open the screens
# PYTHON=/path  WHEELS=/folder  make setup     another interpreter; wheels from a folder, no network

BIN := .venv/bin
INSTALLED := .venv/.installed
CODE := taizhang dashboard exports ingest simulate warehouse tests benchmarks
SCRATCH := .cache/check
PYTEST_ARGS ?=
FAULT_ROUNDS ?= 25

export DBT_SEND_ANONYMOUS_USAGE_STATS := false
# Tests run on every core already; a second layer of threads only gets in its own way.
test faults: export POLARS_MAX_THREADS ?= 1
export DBT_PROFILES_DIR := dbt_project
# An intranet's own certificate authority is known to the system, not to uv (two names: newer and older uv).
export UV_SYSTEM_CERTS ?= 1
export UV_NATIVE_TLS ?= 1

# dbt reads these while it parses; the checks open no database.
DBT_ENV := TAIZHANG_LANDING=$(SCRATCH)/landing TAIZHANG_WAREHOUSE=$(SCRATCH)/warehouse.duckdb \
	DBT_TARGET_PATH=$(SCRATCH)/target DBT_LOG_PATH=$(SCRATCH)/logs

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: demo test check fmt bench evaluation faults lock sample setup browser clean help

demo: $(INSTALLED) ## an invented district through the whole chain, then the screens
	@$(BIN)/taizhang demo $(if $(NO_SERVE),--no-serve)

test: setup browser check ## every check and every test
	@echo "Running the tests"
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(PYTEST_ARGS)

check: $(INSTALLED) ## format, style, types, layers, SQL, dbt project, generated files
	@echo "Checking format and style (ruff)"
	@$(BIN)/ruff format --quiet --check --output-format concise $(CODE)
	@$(BIN)/ruff check --quiet $(CODE)
	@echo "Checking types (mypy)"
	@$(BIN)/mypy --no-error-summary
	@echo "Checking layers (import-linter)"
	@mkdir -p $(SCRATCH)
	@$(BIN)/lint-imports --cache-dir .cache/import-linter >$(SCRATCH)/layers 2>&1 || { cat $(SCRATCH)/layers; exit 1; }
	@echo "Checking SQL style (sqlfluff)"
	@$(BIN)/sqlfluff lint --processes 0 --templater jinja --disable-progress-bar dbt_project/models
	@echo "Checking the dbt project (dbt parse)"
	@$(DBT_ENV) $(BIN)/dbt --quiet --warn-error parse --no-partial-parse
	@echo "Checking generated files (taizhang sync)"
	@$(BIN)/taizhang sync --check

fmt: $(INSTALLED) ## put Python and SQL into shape
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/sqlfluff fix --templater jinja --disable-progress-bar dbt_project/models

bench: $(INSTALLED) ## measure side by side with what one would use instead
	@for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

evaluation: $(INSTALLED) ## how often the indicators are right, into docs/reference/evaluation.md (20 minutes)
	@$(BIN)/python -m benchmarks.indicators.evaluate

faults: $(INSTALLED) ## kill builds and ingests at random, FAULT_ROUNDS times
	@TAIZHANG_FAULT_ROUNDS=$(FAULT_ROUNDS) $(BIN)/pytest tests/faults $(PYTEST_ARGS)

lock: $(INSTALLED) ## renew requirements.lock from pyproject.toml, keeping versions that still fit
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock

sample: $(INSTALLED) ## write data/sample again from its story
	@$(BIN)/python -m simulate.sample

setup: $(INSTALLED) ## create .venv from the lock

$(INSTALLED): requirements.lock pyproject.toml
	@.ci/setup

browser: ## a Chromium and a Chinese font for the browser tests
	@.ci/browser

clean: ## remove what tools leave behind; .venv and data stay
	@rm -rf .cache .hypothesis build dist logs target *.egg-info
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'
