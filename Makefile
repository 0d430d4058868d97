# Every target does its own set-up; there is nothing to install by hand.
#
#   make run     the simulated hall and the kiosk, to be used with the mouse
#   make demo    one scripted journey: screenshots and papers in $(OUT)
#   make demo-all  every journey, and out/demo/index.html which shows them side by side
#   make test    all tests                 ARGS="tests/flows -k alipay" for some
#   make check   style, types, import rules, generated files
#   make bench   the timings that are promised
#   make lock    newest dependencies, with hashes

SCENARIO ?= flexible-pension-alipay
OUT      ?= out/demo
ARGS     ?=

PYTHON := .venv/bin/python
# Terminals and halls are started again and again as processes of their own: they need not be compiled each
# time, whatever the machine's habits.
unexport PYTHONDONTWRITEBYTECODE

PURE   := kiosk/domain/*,kiosk/session/*,kiosk/flows/*,kiosk/devices/codecs/*

.PHONY: run demo demo-all test check style types imports generated bench coverage format setup lock clean

run:
	@scripts/setup.sh sim
	@scripts/run.sh

demo:
	@scripts/setup.sh sim
	@$(PYTHON) -m sim demo --scenario $(SCENARIO) --out $(OUT)

demo-all:
	@scripts/setup.sh sim
	@$(PYTHON) -m sim demo --all --out $(OUT)

test:
	@scripts/setup.sh dev
ifeq ($(strip $(ARGS)),)
# Journeys wait for real wires with real patience, so no more than two run beside each other. They are tried
# whatever became of the others, so that one run names everything that is wrong. A worker that dies ends its run:
# in its place another would be started, and the run then waits for ever for what the dead one had been given.
	@failed=0; \
	$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 \
		--ignore tests/journeys --ignore tests/bench || failed=1; \
	$(PYTHON) -m pytest tests/journeys --numprocesses 2 --dist loadfile --no-loadscope-reorder \
		--max-worker-restart 0 \
		--override-ini faulthandler_timeout=150 || failed=1; \
	exit $$failed
else
	$(PYTHON) -m pytest $(ARGS)
endif

check: style types imports generated

style:
	@scripts/setup.sh dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	@scripts/setup.sh dev
	$(PYTHON) -m mypy kiosk sim tests $(wildcard scripts/*.py)

imports:
	@scripts/setup.sh dev
	.venv/bin/lint-imports

generated:
	@scripts/setup.sh dev
	scripts/check_generated.sh

# The order is kept and nothing else runs beside it, so that two runs can be compared. Each figure stands
# beside what the same machine needs for the bare minimum; out/bench.json keeps them.
bench:
	@scripts/setup.sh dev
	$(PYTHON) -m pytest tests/bench -o addopts= --import-mode=importlib -p no:randomly --quiet \
		--benchmark-only --benchmark-quiet -W ignore::pytest_benchmark.logger.PytestBenchmarkWarning \
		--benchmark-autosave --benchmark-storage=file://.cache/benchmarks $(ARGS)

# Every branch of the pure rooms is walked by a test.
coverage:
	@scripts/setup.sh dev
	$(PYTHON) -m pytest --cov --cov-report= $(ARGS)
	$(PYTHON) -m coverage report
	$(PYTHON) -m coverage report --include='$(PURE)' --fail-under=100

format:
	@scripts/setup.sh dev
	$(PYTHON) -m ruff check --fix --quiet .
	$(PYTHON) -m ruff format .

setup:
	@scripts/setup.sh dev

lock:
	@scripts/lock.sh

clean:
	rm -rf .cache out
	find kiosk sim tests scripts -name __pycache__ -prune -exec rm -rf {} +
