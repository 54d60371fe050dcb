# Every command that people and CI need; `make help` lists them. What takes more than a line stands in tools/.

PYTHON := .venv/bin/python
PORT ?= 8000
SERVE ?= 1
INSTALLED := .venv/.packages .venv/.libraries node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: install demo test check fix benchmark lock help

install: $(INSTALLED) ## Поставить всё, что нужно порталу (второй раз — мгновенно)
	@:

demo: install ## Показать портал: данные, протокол в PDF, адрес и входы (SERVE=0 — только PDF, PORT=8000)
	@$(PYTHON) tools/demo.py --port $(PORT) --serve $(SERVE)

test: install .venv/.dev .venv/.chromium .venv/.office ## Проверить всё: код, SQLite, PostgreSQL и Redis, браузер
	@$(PYTHON) tools/test.py

check: install .venv/.dev ## Проверить код, ничего не меняя: стиль, шаблоны, типы, границы, миграции
	@$(PYTHON) tools/check.py

fix: .venv/.dev ## Поправить стиль кода там, где это делает программа
	@$(PYTHON) -m ruff check --fix --quiet
	@$(PYTHON) -m ruff format

benchmark: install .venv/.dev ## Измерить скорость (итоги — в benchmarks/README.md)
	@$(PYTHON) tools/services.py $(PYTHON) -m benchmarks

lock: .venv/.dev ## Пересобрать файлы с точными версиями после правки pyproject.toml или package.json
	@tools/lock.sh

help: ## Показать эти команды
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

# A file here means that the part stands; a newer lock file makes it due again.
.venv/.created:
	@tools/install.sh venv
	@touch $@

.venv/.packages: requirements/runtime.txt | .venv/.created
	@tools/install.sh packages runtime
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.packages
	@tools/install.sh packages dev
	@touch $@

.venv/.libraries: .venv/.packages
	@tools/install.sh libraries
	@touch $@

.venv/.chromium: | .venv/.dev
	@tools/install.sh chromium
	@touch $@

.venv/.office: | .venv/.created
	@tools/install.sh office
	@touch $@

node_modules/.package-lock.json: package-lock.json .npmrc | .venv/.created
	@tools/install.sh pages
	@touch $@
