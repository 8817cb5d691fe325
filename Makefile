# The two commands of the README and what stands beside them. Everything happens in .venv; nothing else is touched.
PYTHON ?= python3
VENV ?= .venv
CHARTS ?=
BENCH_FLAGS ?=
RUN = $(VENV)/bin

.PHONY: review test check parity bench clean

review: $(VENV)/product
	@$(RUN)/rendiff review

test: $(VENV)/development
	$(RUN)/python -m pytest -n auto

check: $(VENV)/development
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/python -m mypy

# make parity CHARTS=folder: each chart in it, rendered by the embedded engine and by the helm that it stands for.
parity: $(VENV)/development
	$(RUN)/python -m tests.parity.folder $(CHARTS)

# make bench [CHARTS=folder]: rendiff against what a team does today.
bench: $(VENV)/development
	$(RUN)/python -m benchmarks.bench $(BENCH_FLAGS) $(CHARTS)

clean:
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/product: pyproject.toml | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/development: pyproject.toml | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/product
