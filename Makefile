# Everything here works on a machine with Python 3.11 or later and make, without root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
STYLES := src/assay/service/static/vendor/.made
PORT ?= 8000

.PHONY: run test coverage spark journeys check fix bench mutate docs frontend styles lock clean

run: $(VENV)/.run styles ## set up, load the demonstration, serve it; another port with PORT=8001
	@$(BIN)/assay demo --port $(PORT)

test: $(VENV)/.dev styles ## the tests; those that need Chromium say so when there is none
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long and not spark" $(TESTS)

coverage: $(VENV)/.dev styles ## what the tests reach, which makes them half as slow again; fails below the least share
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long and not statements and not spark" --cov --cov-report=term

spark: $(VENV)/.dev ## every criterion over 10,000 people on Spark and DuckDB: the same file; wants Java
	$(BIN)/python -m pytest -m spark tests/assurance

journeys: $(VENV)/.dev styles ## the long ones: whole journeys by keyboard, axe on every page, offline, kill -9, heavy load
	$(BIN)/python -m pytest -n 2 --dist loadfile -m long --durations=20 $(TESTS)

check: $(VENV)/.dev ## style, types, room order, generated reference
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	ASSAY_DATA=$$(mktemp -d) $(BIN)/mypy # reading the settings makes the data folder
	$(BIN)/lint-imports
	$(BIN)/python -m tools.reference --check

fix: $(VENV)/.dev ## mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## time the sampler, criteria (PEOPLE="25000 100000 250000"), forecasts and pages; prints ratios
	$(BIN)/python benchmarks/sampler.py
	$(BIN)/python -m benchmarks.assurance $(if $(PEOPLE),--people $(PEOPLE))
	$(BIN)/python -m benchmarks.forecast
	$(BIN)/python -m benchmarks.pages

mutate: $(VENV)/.dev ## put mistakes into the criteria one at a time; names those that no spec notices
	$(BIN)/python -m tools.mutate

docs: $(VENV)/.dev ## write docs/reference from the code and the data
	$(BIN)/python -m tools.reference

frontend: $(VENV)/.run ## fetch the styles and scripts of the service's pages again
	@command -v npm >/dev/null || $(MAKE) -s --no-print-directory $(VENV)/.node
	$(BIN)/python -m tools.frontend
	@touch $(STYLES)

styles: # as `frontend`, but only when something changed, and pages do without where it can't be had
	@$(MAKE) --no-print-directory $(STYLES) \
		|| echo "The styles could not be fetched, so pages will look plain. To try again: make frontend"

$(STYLES): frontend/package-lock.json tools/frontend.py
	@$(MAKE) --no-print-directory frontend

lock: ## resolve requirements/*.txt again; needs uv
	uv pip compile -q pyproject.toml --extra assure --extra service --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/run.txt
	uv pip compile -q pyproject.toml --extra assure --extra spark --extra service --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements/run.txt -o requirements/dev.txt
	uv pip compile -q --group node --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/node.txt

clean:
	rm -rf $(VENV) out demo-data src/assay/service/static/vendor frontend/node_modules .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

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

$(VENV)/.node: $(VENV)/bin/python requirements/node.txt
	@echo "npm is not on this machine: installing it inside $(VENV), by hash"
	@$(PIP) install --require-hashes -r requirements/node.txt
	@touch $@
