# make demo: draft, publish and check the example. make test: everything CI checks. make lock: pin the newest allowed versions.
# Needs Python ≥ 3.11, git and make; PYTHON=… names another interpreter.
PYTHON ?= python3
BIN = .venv/bin
LOCK = --quiet --strip-extras --allow-unsafe --generate-hashes --no-annotate --no-header \
       --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --build-deps-for=editable

VENDOR = src/gouji/web/static/vendor/SHA256SUMS

.PHONY: demo test lint format rules lock clean
.DELETE_ON_ERROR:

# Nothing that is not here is downloaded: hashes in the lock file decide what may be installed.
demo: .venv/runtime .venv/font $(VENDOR)
	@sh examples/demo.sh $(BIN)

test: .venv/dev .venv/system $(VENDOR)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

rules: .venv/dev
	$(BIN)/python -m gouji.checking.document

lock: .venv/dev
	$(BIN)/pip-compile $(LOCK) --extra assets --extra web --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'gouji needs Python 3.11 or newer ($(PYTHON) is older or not there); try make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo 'gouji needs the Python module venv: on Debian, apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q src/gouji # so that the first command is not the slow one
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q src/gouji
	@touch $@ .venv/runtime

# What the pages load in the browser: the npm packages that assets/package-lock.json names by hash, with the npm of a PyPI package.
$(VENDOR): assets/package-lock.json assets/package.json assets/vendor.py | .venv/bin/python
	@test -x $(BIN)/npm || $(MAKE) --no-print-directory .venv/runtime
	$(BIN)/npm ci --silent --prefix assets 2>/dev/null || $(BIN)/npm ci --prefix assets
	$(BIN)/python assets/vendor.py

# Debian packages that tests use and PyPI does not have: a Chinese font, a browser, an office suite, a database, poppler.
.venv/system: debian-packages.txt | .venv/bin/python
	@$(call install,$$(grep -v '^\#' $<))
	@touch $@

# The one of them that the demo needs, to publish a PDF.
.venv/font: | .venv/bin/python
	@$(call install,fonts-noto-cjk)
	@touch $@

# Installs Debian packages that are missing, where that is allowed; else says which.
define install
missing=$$(for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "make: not installed, and may not be installed by you, so what needs it is left out: $$missing" >&2; fi
endef
