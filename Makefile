# Everything a person types. `make demo` and `make test` are the two that matter; `make check` is the gate.
#
# Needs Python 3.11 or newer with pip (22.3 or newer), and make; not python3-venv. What is pinned in requirements/*.txt
# is installed into .venv, checked by hash; a stamp per file makes the second run instant.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=
BIN := .venv/bin
PIP = $(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check --no-input --require-hashes

.PHONY: help demo serve setup test check format lint types imports docs tests bench bench-long spark lock clean

help:
	@echo '中文                                English'
	@echo 'make demo    演示城市               a made-up city at http://127.0.0.1:8000   (ARGS="--port 8001")'
	@echo 'make test    运行全部测试           all tests'
	@echo 'make check   提交前检查             the gate: format, lint, types, imports, tests, docs'
	@echo 'make setup   只安装依赖             only make .venv'
	@echo 'make serve   启动（不含演示数据）   run with your own data'
	@echo 'make bench   性能                   speed, as ratios (bench-long: ten million facts)'

# -- running ---------------------------------------------------------------------------------------------------------

demo: .venv/.run
	@$(BIN)/ipops demo --tied $(ARGS)

serve: .venv/.run
	@$(BIN)/ipops serve --tied $(ARGS)

# -- .venv -----------------------------------------------------------------------------------------------------------

setup: .venv/.dev

# Without ensurepip (Debian keeps it in python3-venv): the system's pip installs into the new environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"需要 Python 3.11 或更新版本 Python 3.11 or newer is needed, this is {v[0]}.{v[1]}: make PYTHON=python3.11")'
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo '缺少 pip。请安装： pip is missing. Install it: apt-get install python3-pip'; exit 1; }
	$(PYTHON) -m venv --clear --without-pip .venv

.venv/.run: requirements/run.txt tools/link.py | $(BIN)/python
	@echo '安装依赖（首次约一分钟）…… Installing what it stands on (about a minute the first time) …'
	@$(PIP) -r requirements/run.txt
	@$(BIN)/python tools/link.py
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo '安装开发工具…… Installing the tools of the gate …'
	@$(PIP) -r requirements/dev.txt
	@touch $@

.venv/.spark: requirements/spark.txt .venv/.dev
	@echo '安装 PySpark（约半 GB）…… Installing PySpark (half a gigabyte) …'
	@$(PIP) -r requirements/spark.txt
	@touch $@

spark: .venv/.spark

# -- the gate --------------------------------------------------------------------------------------------------------

test tests: .venv/.dev
	@$(BIN)/python tools/what_is_missing.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: format lint types imports tests docs

format: .venv/.dev
	$(BIN)/ruff format --check .

lint: .venv/.dev
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

# Pages that are made from the code must be what the code makes now.
docs: .venv/.dev
	$(BIN)/python -m pytest -q tests/test_docs.py tests/test_glossary.py tests/test_house.py tests/ledger/test_docs.py tests/policy/test_docs.py tests/measures/test_definitions.py tests/finance/scheme/test_docs.py

.venv/.bench: requirements/bench.txt .venv/.dev
	@echo '安装性能对比对象…… Installing the peers of the benches …'
	@$(PIP) -r requirements/bench.txt && touch $@ || echo '对比对象未装全（cdindex 需要 C 编译器），缺者不比。 Not every peer is there (cdindex needs gcc and python3-dev); its line is left out.'

bench: .venv/.bench
	$(BIN)/python -m benches $(ARGS)

bench-long: .venv/.bench
	$(BIN)/python -m benches --long $(ARGS)

# -- upkeep ----------------------------------------------------------------------------------------------------------

# Pins with hashes and without index addresses. Needs uv.
lock:
	cd requirements && for f in run dev spark bench; do \
		uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(LOCK) -o $$f.txt $$f.in || exit 1; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache build dist
