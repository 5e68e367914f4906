# `make demo` and `make test` need Python 3.11 or newer, make and git; all else is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

# The first Python here that is new enough; `make PYTHON=/path/to/python test` chooses another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && { echo "$$python"; break; }; done)

.PHONY: demo test peers browser pictures lint format clean

demo: $(VENV)/installed
	@rm -rf demo
	@$(BIN)/cleaner clean seeds/ -o demo/clean/ --archive demo/seeds.warc.gz
	@printf '\nBefore, seeds/ice-deportations.txt:\n\n'
	@sed -n '1,16p' seeds/ice-deportations.txt | sed 's/^/    | /'
	@printf '\nAfter, demo/clean/ice-deportations.md:\n\n'
	@sed -n '1,16p' demo/clean/ice-deportations.md | sed 's/^/    | /'
	@printf '%s\n' '' 'The results:' \
		'  demo/clean/          the cleaned articles, as markdown' \
		'  demo/seeds.warc.gz   originals and cleaned versions side by side' \
		'' 'Look at them:' \
		'  less demo/clean/ice-deportations.md' \
		'  $(BIN)/cleaner explain seeds/ice-deportations.txt      what was removed, by which rule' \
		'  $(BIN)/cleaner archive list demo/seeds.warc.gz         what the archive holds' \
		'  $(BIN)/cleaner archive show demo/seeds.warc.gz --diff  an original against its cleaned version'

test: $(VENV)/developing
	$(BIN)/python -m pytest -n $(WORKERS)

# Other people's archive tools, for the tests that ask them. Their own environment: pywb brings another `brotli`.
# ReplayWeb.page comes by npm, where there is one.
peers: $(VENV)/bin/python
	@test -x .venv-peers/bin/pywb || "$(BIN)/python" -m venv --clear .venv-peers
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check setuptools'<81' -r tests/peers.txt
	@test -e .venv-peers/replaywebpage/sw.js || ! command -v npm >/dev/null || { \
		npm pack --silent --pack-destination .venv-peers replaywebpage@2 >/dev/null && \
		mkdir -p .venv-peers/replaywebpage && \
		tar -xzf .venv-peers/replaywebpage-*.tgz -C .venv-peers/replaywebpage --strip-components 1; }

# axe-core, with which the tests look at the viewer's pages; it comes by npm. Chromium is the system's.
browser:
	@test -e .axe/axe.min.js || ! command -v npm >/dev/null || { mkdir -p .axe && \
		npm pack --silent --pack-destination .axe axe-core@4 >/dev/null && \
		tar -xzf .axe/axe-core-*.tgz -C .axe --strip-components 1 package/axe.min.js && rm .axe/*.tgz; }

# The pictures in the README, anew; small ones where pngquant is installed.
pictures: $(VENV)/developing
	PYTHONPATH=tests $(BIN)/python tests/serve/pictures.py docs/screenshots

lint: $(VENV)/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/developing
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) .venv-peers .axe demo dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "cleaner needs Python 3.11 or newer, and none is on the PATH: install it, or say make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is too old: cleaner needs Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || { echo "$(PYTHON) has no venv module: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)

# Both marks are newer than pyproject.toml where what it names is installed.
$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing cleaner into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developing: pyproject.toml | $(VENV)/bin/python
	@echo "Installing cleaner and its development tools into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev,fast,serve]'
	@touch $@ $(VENV)/installed
