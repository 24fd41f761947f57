# Everything a newcomer needs: `make demo`, `make test`. Needs Python 3.11, git and make; installs the rest into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPARK := build/spark
FORECAST := build/forecast
# Kill runs take PostgreSQL too where Debian's server is installed.
STORES := sqlite $(if $(wildcard /usr/lib/postgresql/*/bin/initdb),postgresql)
QUICK := tests/test_command.py tests/test_error_codes.py tests/test_faults.py tests/test_house.py tests/test_library.py tests/test_docs.py tests/plan tests/proof
CORPUS ?= $(or $(GUIHUA_CORPUS),../shared)
export GUIHUA_CORPUS := $(abspath $(CORPUS))

.PHONY: quick wheel offline operate licences demo test test-all check lint types layers format docs serve bench accuracy accuracy-final ceiling soak screenshots lock clean test-spark test-forecast

demo: $(VENV)/.run
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/demo.sh

test: $(VENV)/.dev
	@bash scripts/install_browser.sh || true
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not soak"

test-all: $(VENV)/.dev
	@bash scripts/install_browser.sh --postgres
	$(BIN)/python scripts/test_all.py
	$(MAKE) test-forecast test-spark

# The array kernel on Spark's partitions, in an environment of its own (PySpark is 430 MB; needs Java 17).
test-spark: $(SPARK)/.done
	@bash scripts/install_browser.sh --postgres --java
	PYTHONPATH=src $(SPARK)/bin/python -m pytest -q tests/spark

# The models of the extra `forecast` (statsforecast with numba and pandas, 600 MB), in an environment of their own.
test-forecast: $(FORECAST)/.done
	PYTHONPATH=src $(FORECAST)/bin/python -m pytest -q tests/forecast

$(FORECAST)/.done: requirements/forecast.txt
	$(PYTHON) -m venv $(FORECAST)
	$(FORECAST)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/forecast.txt
	@touch $@

$(SPARK)/.done: requirements/spark.txt
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

# Wheel and sdist into dist/; `make offline` puts everything that a machine without a network needs into build/offline.
wheel: $(VENV)/.dev
	$(BIN)/python -c "from setuptools import build_meta as b; b.build_sdist('dist'); b.build_wheel('dist')"

offline: $(VENV)/.dev
	$(BIN)/python -m scripts.offline

# Does what docs/howto/operate.md says.
operate: $(VENV)/.dev
	$(BIN)/python -m scripts.follow_operator

licences: $(VENV)/.dev
	$(BIN)/python -m scripts.licences

# For each save, under a minute: style, layers, and the tests of the laws that every change can break.
quick: $(VENV)/.dev
	$(BIN)/ruff check -q src tests scripts benchmarks
	$(BIN)/ruff format -q --check src tests scripts benchmarks
	$(BIN)/pytest -q -n 2 -m "not soak and not browser" $(QUICK)

check: lint types layers test

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests scripts benchmarks
	$(BIN)/ruff format --check src tests scripts benchmarks

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix src tests scripts benchmarks
	$(BIN)/ruff format src tests scripts benchmarks

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

serve: $(VENV)/.run
	cd examples/neimenggu && ../../$(BIN)/guihua serve

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py

accuracy: $(VENV)/.dev
	$(BIN)/python scripts/accuracy.py

accuracy-final: $(VENV)/.dev
	$(BIN)/python scripts/accuracy.py --final

ceiling: $(VENV)/.dev
	$(BIN)/python scripts/ceiling.py

soak: $(VENV)/.dev
	for store in $(STORES); do \
	  $(BIN)/python -m scripts.soak_import --store $$store && $(BIN)/python -m scripts.soak_ledgers --store $$store || exit 1; \
	done
	$(BIN)/pytest -q -m soak

screenshots: $(VENV)/.dev
	$(BIN)/python -m scripts.screenshots

# The lock files: hashes for every wheel, no index address in them. The widest environment is solved first and constrains
# the others, so that a package has one version in all of them.
LOCK := build/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url
lock:
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install -q 'uv>=0.8,<1'
	$(LOCK) --extra postgres --extra sdmx --extra signatures --extra beacon --extra mcp pyproject.toml requirements/dev.in -o requirements/dev.txt
	$(LOCK) pyproject.toml -c requirements/dev.txt -o requirements/run.txt
	$(LOCK) --extra spark --extra postgres pyproject.toml requirements/spark.in -c requirements/dev.txt -o requirements/spark.txt
	$(LOCK) --extra forecast pyproject.toml requirements/forecast.in -c requirements/dev.txt -o requirements/forecast.txt

clean:
	rm -rf out build docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
