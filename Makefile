# Everything a newcomer runs. `make demo` needs Python 3.11 or later and make, nothing else.

PYTHON ?= python3
PORT ?=
BIN := .venv/bin
RUN := $(BIN)/python
PYTEST := $(RUN) -m pytest

# mypy reads what decides: the kernel and the rules, selectors and services of every app.
TYPED = apps/kernel apps/verify portal $(wildcard apps/*/rules.py apps/*/rules apps/*/services.py apps/*/services \
        apps/*/selectors.py apps/*/selectors apps/*/states.py apps/*/states)

# Made-up but safe values for what reads the settings and connects to nothing.
MADE_UP = SECRET_KEY=made-up-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
        DATABASE_URL=postgresql://concord_app@db.example/concord \
        DATABASE_OWNER_URL=postgresql://concord_owner@db.example/concord \
        REDIS_URL=redis://redis.example/0 EMAIL_URL=smtp+tls://mail.example \
        ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example

.PHONY: help install assets demo demo-reset test test-faults browser chromium check lint walks bench lock
.DEFAULT_GOAL := help

help:
	@echo "make demo         run the portal with its demo committees (PORT=8123 to choose the port)"
	@echo "make demo-reset   throw the demo's data away"
	@echo "make test         the quick tests;  make test-faults  tear, race and kill;  make browser  drive a browser"
	@echo "make check        make lint (format, imports, templates, types, migrations, production settings) and"
	@echo "                  make walks (every address opened as everybody)"
	@echo "make bench        the measurements the README quotes"

install:
	@$(PYTHON) portal/embedded/install.py

demo: install
	@$(RUN) -m portal.embedded demo --stop-with-parent $(if $(PORT),--port $(PORT))

demo-reset: install
	@$(RUN) -m portal.embedded demo-reset

# Bootstrap, the font and the rest, from their packages into build/; quick when nothing changed.
assets: install
	@$(MADE_UP) $(RUN) manage.py build_assets

# What is compiled is kept even where the environment would have it done again: each worker reads a thousand modules.
test: assets
	PYTHONDONTWRITEBYTECODE= $(PYTEST) -n 2 --dist worksteal

test-faults: assets
	PYTHONDONTWRITEBYTECODE= $(PYTEST) -m torn -n 2 --dist worksteal
	PYTHONDONTWRITEBYTECODE= $(PYTEST) -m faults -n 2 --dist worksteal

browser: assets chromium
	PYTHONDONTWRITEBYTECODE= $(PYTEST) -m browser -n 2 --dist loadgroup

chromium:
	@command -v chromium >/dev/null \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	     && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium >/dev/null; } \
	|| { echo "The browser tests need Chromium, which only root can install here: apt-get install chromium"; exit 1; }

# What is wrong anywhere: in a line, in a type, or in what any of the addresses tells anybody.
check: lint walks

walks: assets
	PYTHONDONTWRITEBYTECODE= $(PYTEST) -m walks -n 2 --dist worksteal

lint: assets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(MADE_UP) $(BIN)/mypy $(TYPED)
	$(RUN) -m portal.embedded throwaway -- $(RUN) manage.py makemigrations --check --dry-run
	$(MADE_UP) DJANGO_SETTINGS_MODULE=portal.settings.prod $(RUN) manage.py check --deploy --fail-level WARNING

bench: install
	$(RUN) -m portal.embedded throwaway -- $(RUN) -m bench

# Names and hashes only: no line of the lock says where a package comes from.
lock: install
	$(RUN) -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file requirements.lock
