#!/usr/bin/env bash
# Compiles the lock files: exact versions with hashes, and no word of where packages are kept.
# Versions move only where pyproject.toml or package.json asks for it; UPGRADE=1 moves all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

flags=(--quiet --universal --python-version 3.11 --generate-hashes
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate)
[ -z "${UPGRADE:-}" ] || flags+=(--upgrade)

compile() { .venv/bin/python -m uv pip compile "${flags[@]}" "$@"; }

compile pyproject.toml -o requirements/runtime.txt
compile pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
compile --group pyproject.toml:node -o requirements/node.txt
if command -v npm >/dev/null; then npm install --package-lock-only --silent; fi
