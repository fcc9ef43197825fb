# Two commands are enough: `make run` starts the site, `make test` proves that it works.
# Needs python3 (3.11 or newer, with its venv package), git and make. PHANCAP_PYTHON picks another Python.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check
LOCKED = $(PIP_INSTALL) --require-hashes $(foreach extra,$(1),--requirement locks/$(extra).txt)

# What the product needs to run, and what its tests need on top.
RUN := build web docs fast plan
DEV := $(RUN) eval pg geo cluster dev
locks_of = $(foreach extra,$(1),locks/$(extra).txt)

.PHONY: help run test test-all test-browser test-postgres torture bench bench-web lint docs locks clean
.DEFAULT_GOAL := help

help:
	@echo "make run        chạy trang web / start the site (ARGS=\"--port 8080\")"
	@echo "make test       mọi phép thử không cần dịch vụ ngoài / all tests that need no service"
	@echo "make test-all   thêm trình duyệt, kiểm tra mã, tài liệu / also browsers, lint, docs: what CI runs"
	@echo "make torture    phép thử dài / the long tests"
	@echo "make bench-web  trang web dưới tải / the site under load"
	@echo "make bench      đo tốc độ / measure"
	@echo "make lint docs locks clean"

$(PYTHON):
	@python=$$(sh scripts/find-python) && $$python -m venv $(VENV)

$(VENV)/.run-ready: pyproject.toml $(call locks_of,$(RUN)) | $(PYTHON)
	@echo "phancap: cài các phần cần dùng vào $(VENV) / installing into $(VENV)"
	@$(call LOCKED,$(RUN))
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: $(call locks_of,$(DEV)) $(VENV)/.run-ready
	@$(call LOCKED,$(DEV))
	@touch $@

run: $(VENV)/.run-ready
	@$(VENV)/bin/phancap serve --demo $(ARGS)

test: $(VENV)/.dev-ready
	@$(PYTHON) -m pytest tests --ignore=tests/browser $(ARGS)

test-browser: $(VENV)/.dev-ready
	@sh scripts/need-browser
	@$(PYTHON) -m pytest tests/browser $(ARGS)

# The tests of the site once more, on a PostgreSQL of their own that is gone afterwards.
test-postgres: $(VENV)/.dev-ready
	@$(PYTHON) scripts/postgres.py --need
	@PHANCAP_POSTGRES_FAST=1 $(PYTHON) scripts/postgres.py $(PYTHON) -m pytest tests/web $(ARGS)

test-all: lint
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory test-browser
	@$(MAKE) --no-print-directory docs

torture: $(VENV)/.dev-ready
	@$(PYTHON) -m pytest tests --ignore=tests/browser --hypothesis-profile=torture $(ARGS)

bench-web: $(VENV)/.dev-ready
	@$(PYTHON) benchmarks/web.py $(ARGS)

bench: $(VENV)/.run-ready
	@$(PYTHON) benchmarks/run.py $(ARGS)

lint: $(VENV)/.dev-ready
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy

docs: $(VENV)/.dev-ready
	@$(PYTHON) scripts/reference.py
	@$(PYTHON) scripts/picture.py
	@$(PYTHON) scripts/tour.py
	@$(PYTHON) -m sphinx -q -W --keep-going docs docs/_build/html
	@echo "docs/_build/html/index.html"

locks:
	@sh scripts/lock

clean:
	rm -rf $(VENV) build dist docs/_build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: screenshots
screenshots: $(VENV)/.dev-ready
	@sh scripts/need-browser
	@$(PYTHON) scripts/screenshots.py
