# Everything here works on a machine with Python 3.11 or later and make, without root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COVERAGE := --cov --cov-report=term
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check fix bench docs frontend lock clean

run: $(VENV)/.run ## set up, then run the league table and both examples into out/
	$(BIN)/assay demo --out out --no-serve

test: $(VENV)/.dev ## every test; those that need Chromium say so when there is none
	$(BIN)/python -m pytest -n 2 --dist worksteal $(COVERAGE) $(TESTS)

check: $(VENV)/.dev ## style, types, room order, generated reference
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	ASSAY_DATA=$$(mktemp -d) $(BIN)/mypy # reading the settings makes the data folder
	$(BIN)/lint-imports
	$(BIN)/python -m tools.reference --check

fix: $(VENV)/.dev ## mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## time the sampler against the pairwise method; prints ratios
	$(BIN)/python benchmarks/sampler.py

docs: $(VENV)/.dev ## write docs/reference from the code and the data
	$(BIN)/python -m tools.reference

frontend: $(VENV)/.dev ## fetch the styles of the service's pages; needs npm
	$(BIN)/python -m tools.frontend

lock: ## resolve requirements/*.txt again; needs uv
	uv pip compile -q pyproject.toml --extra service --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/run.txt
	uv pip compile -q pyproject.toml --extra service --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) out .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Assay needs Python 3.11 or later; say which with: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python's venv module is missing: install it (on Debian: python3-venv) and try again"; exit 1; }

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml
	@echo "Installing what Assay needs, by hash"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what the tests need, by hash"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
