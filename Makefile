# Everything runs in .venv, which any target that needs it sets up first (Python 3.11 or later).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
STAMP := .venv/.set-up
PACKAGES = $(shell grep -c == requirements.lock)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first of these that is really there and recent enough: a shim may exist without its Python.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: marts
marts: $(STAMP) ## Build data/raw into data/marts
	@$(BIN)/township build || { status=$$?; test $$status = 3 || exit $$status; \
		echo '有报送暂缓，其余已发布；原因见上。 Published; some deliveries are held back, as named above.'; }

# Tests start hundreds of processes, each of which would compile all modules anew where that may not be kept.
test: export PYTHONDONTWRITEBYTECODE =
.PHONY: test
test: $(STAMP) ## Run everything that CI runs: lint, types, layering, tests
	@echo '── lint';     $(BIN)/ruff check
	@echo '── format';   $(BIN)/ruff format --check
	@echo '── types';    $(BIN)/mypy
	@echo '── layering'; $(BIN)/lint-imports --no-logo
	@echo '── tests';    $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: dev
dev: $(STAMP) ## Open Dagster: assets, checks, runs, schedule
	@PYTHONWARNINGS='ignore:Function `dev_command` is superseded' $(BIN)/python -m pipelines.orchestration.serving

.PHONY: pages
pages: $(STAMP) ## Run the notebooks and put their pages into the site (make dev does so after every release)
	@$(BIN)/township pages

# JupyterLab speaks the language that the commands speak.
LAB_CONFIG = notebooks/.jupyter$(if $(filter zh%,$(firstword $(TOWNSHIP_LANG) $(LC_ALL) $(LANG))),:notebooks/.jupyter/zh)

.PHONY: lab
lab: $(STAMP) ## Open the notebooks in JupyterLab
	@PYTHONUTF8=1 JUPYTER_CONFIG_PATH=$(LAB_CONFIG) $(BIN)/jupyter lab \
		--ServerApp.ip=127.0.0.1 --ServerApp.root_dir=notebooks --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly

.PHONY: sql
sql: $(STAMP) ## Ask the release in SQL, read-only
	@release="$${TOWNSHIP_MARTS:-data/marts}/township.duckdb"; \
	test -e "$$release" || { echo "Nothing has been published in $${release%/*}; run 'make marts' first." >&2; exit 2; }; \
	$(BIN)/duckdb -readonly -cmd 'set autoinstall_known_extensions = false' \
		-cmd ".print .tables 列出所有的表　.read queries/01_incidence_ranking.sql 运行一条存好的查询　.quit 退出" "$$release"

.PHONY: sample
sample: $(STAMP) ## Make the sample deliveries in data/raw again
	@$(BIN)/python -m tests.synthetic

.PHONY: screenshots
screenshots: $(STAMP) ## Take the pictures of the handbooks again, from the sample
	@$(BIN)/python -m tests.browser.screenshots

.PHONY: bench
bench: $(STAMP) ## Measure a build of a million persons against bare DuckDB
	@$(BIN)/python -m tests.benchmarks

.PHONY: soak
soak: $(STAMP) ## Kill builds 200 times and Dagster 10 times, publish 50 releases under 16 readers, work a month (two hours)
	@TOWNSHIP_SOAK=200 $(BIN)/pytest tests/faults/test_interrupted_builds.py tests/faults/test_month_of_operation.py

.PHONY: adversary
adversary: $(STAMP) ## Try to work out withheld counts of 50 random counties from all that is shown (half an hour)
	@TOWNSHIP_ADVERSARY=50 $(BIN)/pytest tests/test_adversary.py

.PHONY: spark
spark: $(STAMP) ## Install the engine spark, and compare what it makes of the sample with what DuckDB makes
	@$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements-spark.lock
	@$(BIN)/pytest tests/engines/test_parity.py

.PHONY: audit
audit: $(STAMP) ## Look requirements.lock up among known vulnerabilities; needs the network
	@found=$$($(BIN)/uv tool run --quiet --from 'pip-audit>=2.9,<3' pip-audit --strict --requirement requirements.lock \
		--require-hashes --disable-pip --progress-spinner off 2>&1) && echo "$$found" || case "$$found" in \
		*'known vulnerabilit'*) echo "$$found"; exit 1 ;; \
		*) echo 'Not audited: the list of vulnerabilities cannot be reached from here. Try again with a network.' ;; esac

.PHONY: sbom
sbom: SBOM ?= sbom.cdx.json
sbom: $(STAMP) ## List what requirements.lock pins, with hashes, as CycloneDX in sbom.cdx.json
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml \
		--output-reproducible --output-file $(SBOM)

.PHONY: set-up
set-up: $(STAMP) ## Install what requirements.lock pins into .venv

# pip's own output goes to a log, shown only when something fails; a terminal gets a counter instead. What an interrupted
# set-up left is removed first: pip stops at a package that is only half there.
$(STAMP): requirements.lock pyproject.toml pipelines/site/duckdb_wasm.json
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed: https://www.python.org/downloads/' >&2; exit 2; }
	@echo 'Setting up .venv: $(PACKAGES) packages, a few minutes the first time'
	@if test -e $@; then $(PYTHON) -m venv .venv; else $(PYTHON) -m venv --clear .venv; fi
	@terminal=0; test -t 1 && terminal=1; \
	{ $(BIN)/pip install --progress-bar off --require-hashes -r requirements.lock && \
	  $(BIN)/pip install --no-deps --no-build-isolation -e . && \
	  $(BIN)/python pipelines/site/duckdb_wasm.py && \
	  ln -sf ../../../notebooks/.jupyter/jupyter_config.json .venv/etc/jupyter/; } 2>&1 | tee .venv/set-up.log | \
	awk -v terminal=$$terminal ' \
		/^(Collecting|Processing|Requirement already)/ { printf (terminal ? "\r  %d of $(PACKAGES) collected" : ""), ++n } \
		/^DuckDB for the browser/ { print } \
		/^Installing/ { printf (terminal ? ", installing ..." : "") } \
		{ fflush() } END { printf (terminal ? "\r\033[K" : "") }' \
	|| { tail -n 15 .venv/set-up.log >&2; echo 'Set-up failed; all of it is in .venv/set-up.log' >&2; exit 2; }
	@touch $@

LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-strip-extras --no-header

.PHONY: lock
lock: $(STAMP) ## Resolve pyproject.toml again into requirements.lock and requirements-spark.lock
	@$(LOCK) --extra dev --output-file requirements.lock pyproject.toml
	@$(LOCK) --group spark --constraint requirements.lock --output-file requirements-spark.lock

.PHONY: clean
clean: ## Remove .venv and caches; releases and the ID key stay
	rm -rf .venv .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
