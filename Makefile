# The two commands are `make run` and `make test`; `make help` lists the others.
# They need Python 3.11 or newer, git and make, and put everything into this folder.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV ?= $(shell command -v uv)
PORT ?= 8000
FUZZ_SECONDS ?= 3600
BIN := .venv/bin
# A production machine as far as the checks can tell; nothing of it is ever served.
PRODUCTION := env DEBUG=false SECRET_KEY=this-key-is-for-the-checks-alone-0123456789-ABCDEFGHIJ DATA_DIR=.venv/check

.DEFAULT_GOAL := help
.PHONY: help run test lint bench stress fuzz lock clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

run: .venv/installed .env ## set everything up and serve the program (PORT=8000)
	@$(BIN)/python manage.py set_up
	@$(BIN)/python manage.py serve --port $(PORT)

test: .venv/installed-for-tests ## run all tests on SQLite and PostgreSQL, those in a browser included
	@$(BIN)/python tests/run.py

lint: .venv/installed-for-tests ## check style, types, contracts between packages, templates, migrations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	find templates -name '*.html' | xargs --no-run-if-empty $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint --lint --quiet templates
	$(PRODUCTION) $(BIN)/python -W error manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

bench: .venv/installed-for-tests ## measure speed and memory
	@for script in tests/bench/[a-z]*.py; do PYTHONPATH=. $(BIN)/python $$script || exit 1; done

stress: .venv/installed-for-tests ## let 64 people write at once, and kill the program while it writes
	@STRESS_WRITERS=64 STRESS_EDITS=20 STRESS_KILLS=50 $(BIN)/python -m pytest -q -s tests/reliability

fuzz: .venv/installed-for-tests ## read damaged documents for an hour (FUZZ_SECONDS=3600)
	@PYTHONPATH=. $(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

lock: ## pin the requirements of pyproject.toml anew, with their hashes (needs uv)
	uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 --group dev -c requirements.txt \
		pyproject.toml -o tests/requirements.txt

clean: ## remove what was installed and what tools left behind; the data stay
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis .benchmarks test-results static-collected
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are written last, so that a set-up that broke off begins again.

.venv/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python")'
	@echo "Making a virtual environment in .venv"
	@"$(PYTHON)" -m venv .venv || $(if $(UV),"$(UV)" venv --quiet --clear --seed --python "$(PYTHON)" .venv,{ rm -rf .venv; exit 1; })

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what $< pins"
	@$(call install,$<)
	@touch $@

.venv/installed-for-tests: tests/requirements.txt | .venv/bin/python
	@echo "Installing what $< pins"
	@$(call install,$<)
	@touch $@ .venv/installed

# The lists name everything, so nothing is resolved again: older pips look past a pin when an extra of it is asked for.
define install
$(if $(UV),"$(UV)" pip install --quiet --no-deps --python $(BIN)/python --require-hashes -r $(1) ||) \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $(1)
endef

.env: | .venv/bin/python
	@(umask 077; printf 'DEBUG=true\nSECRET_KEY=%s\n' "$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" > $@)
	@echo "Wrote .env: a secret key of your own, and DEBUG=true, which an office that serves others turns off"
