# Rights in Transit. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

# some containers set it; without compiled modules every command would spend seconds on compiling Sphinx and pandas
unexport PYTHONDONTWRITEBYTECODE

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

book: $(READY) ## run stale sweeps and chapters, then print the book as PDF and HTML under _build/
	$(BIN)/press sweep
	$(BIN)/press run
	$(BIN)/press pdf
	$(BIN)/press html

data: $(READY) ## write the data package to _build/
	$(BIN)/press package

test: $(READY) browser ## check everything that CI checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/press check
	$(BIN)/pytest -q -n $(WORKERS)
	$(BIN)/press sealed --workers $(WORKERS)
	$(BIN)/pytest -vv -n $(WORKERS) --dist loadfile --nbval --nbval-current-env chapters

validate: $(READY) ## check the printed PDF from outside: veraPDF, PDF/A-3a and PDF/UA-1 (Java and Maven)
	@bash tools/apt.sh java=default-jre-headless mvn=maven
	$(BIN)/press pdf
	VERAPDF=$(VENV)/verapdf bash tools/validate/validate.sh _build/pdf/*.pdf
	VERAPDF=$(VENV)/verapdf $(BIN)/pytest -q tools/validate

validate-html: ## hold the printed pages to the W3C validator's rules (needs node and Java)
	npm ci --silent --no-audit --no-fund --prefix tools/html
	java -jar tools/html/node_modules/vnu-jar/build/dist/vnu.jar --errors-only --skip-non-html _build/html

env: $(READY) ## create the environment in .venv from the lock file

lock: $(READY) ## resolve the dependencies anew: requirements.lock and environment.yml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --extra test --extra cluster --extra build --upgrade pyproject.toml -o requirements.lock
	$(BIN)/python tools/conda_environment.py

browser: ## install Chromium and poppler for the tests where that is allowed
	@bash tools/apt.sh 'chromium|chromium-browser=chromium' pdftotext=poppler-utils

format: $(READY) ## format the code
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

clean: ## remove what was built (not the environment)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache

$(READY): requirements.lock tools/uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 is needed and was not found: install it, or say make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r tools/uv.lock
	$(BIN)/uv pip sync -q --require-hashes --python $(BIN)/python requirements.lock tools/uv.lock
	$(BIN)/uv pip install -q --no-deps --no-build-isolation --python $(BIN)/python -e .
	@touch $@

.PHONY: help book data test validate validate-html env lock browser format clean
