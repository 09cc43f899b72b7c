PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo demo-sheets demo-crm test lint lock audit interleavings evidence bench endurance pictures window templates clean

help:
	@echo "make demo       a sample workbook and its report, in demo-out/"
	@echo "make demo-sheets  the demo in a shared spreadsheet on loopback, read back and drawn, in demo-sheets/"
	@echo "make demo-crm   the sample department pulled from a BlueSales on loopback on three days, in demo-crm/"
	@echo "make test       lint and all tests"
	@echo "make lint       ruff and mypy"
	@echo "make interleavings  two refreshes of a shared spreadsheet and an editor, in 1,000 orders, in minutes"
	@echo "make lock       constraints.txt and docs/versions.md anew, with the newest versions pyproject.toml allows"
	@echo "make audit      asks which of those versions have known vulnerabilities"
	@echo "make evidence   forecasts and verdicts in simulated departments of known truth, some forty minutes"
	@echo "make bench      times a cold report, a million deals, a big file, a forecast and Calc, each against a peer"
	@echo "make endurance  500 refreshes in Calc, and how the memory of the office grows"
	@echo "make pictures   every page of the demo report as a picture, in pictures/"
	@echo "make window     Calc's window with the live workbook, in docs/pictures/; needs xvfb and imagemagick"
	@echo "make templates  makes sheets_templates/*.xlsx again"
	@echo "make clean      forgets the environment and what was made"

$(STAMP): pyproject.toml constraints.txt
	@echo "Installing into $(VENV), once, a minute or two... / Устанавливаю в $(VENV), один раз, минута-другая..."
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --no-deps --requirement constraints.txt
	$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

demo: $(STAMP)
	$(BIN)/honest-funnel demo demo-out

demo-sheets: $(STAMP)
	$(BIN)/python -m tools.demo_sheets demo-sheets

demo-crm: $(STAMP)
	$(BIN)/python -m tools.demo_crm demo-crm

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -n auto

# These two have environments of their own: what writes the lock is not part of it.
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(VENV)/lock/bin/python -m tools.lock

audit:
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(VENV)/audit/bin/python -m pip_audit --disable-pip --require-hashes --requirement constraints.txt

interleavings: $(STAMP)
	INTERLEAVINGS=1000 $(BIN)/pytest -n auto tests/hosts/sheets/test_interleavings.py

evidence: $(STAMP)
	$(BIN)/python -m tools.forecast_evidence
	$(BIN)/python -m tools.world_evidence
	$(BIN)/python -m tools.verdict_evidence
	$(BIN)/python -m tools.manager_evidence
	$(BIN)/python -m tools.chance_evidence

bench: $(STAMP)
	$(BIN)/python -m benchmarks.report_cold
	@echo
	$(BIN)/python -m benchmarks.million
	@echo
	$(BIN)/python -m benchmarks.big_file
	@echo
	$(BIN)/python -m benchmarks.forecast
	@echo
	$(BIN)/python -m benchmarks.pull
	@echo
	$(BIN)/python -m benchmarks.calc
	@echo
	@echo "The last figures stand in benchmarks/README.md: put these tables there."

endurance: $(STAMP)
	$(BIN)/python -m tools.endurance

pictures: $(STAMP)
	$(BIN)/python -m tools.pictures pictures

window: $(STAMP)
	$(BIN)/python -m tools.window

templates: $(STAMP)
	$(BIN)/python -m sheets_templates.make
	$(BIN)/python -m sheets_templates.google.make

clean:
	rm -rf $(VENV) demo-out demo-sheets demo-crm .mypy_cache .ruff_cache .pytest_cache
