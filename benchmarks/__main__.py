"""`python -m benchmarks [NAME]`: measure, print, exit code 1 where a target is missed."""

import argparse
import os
import subprocess
import sys
from importlib import import_module

from benchmarks.scratch import embedded_portal, postgres_portal

NAMES = (
    "pdf",
    "workers",
    "dynamics",
    "country",
    "tables",
    "hostile",
    "export",
    "imports",
    "grid",
    "execution",
)
#: what needs PostgreSQL whatever the environment says
ON_SERVER = ("dynamics", "imports", "country")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="without a name: all, one after another")
    parser.add_argument("--rounds", type=int, help="how often everything is repeated")
    parser.add_argument("--runs", type=int, default=12, help="workers: documents of one round")
    parser.add_argument("--rows", type=int, default=5_000_000, help="dynamics: results in the database")
    options = parser.parse_args()
    return _one(options) if options.name else _all(sys.argv[1:])


def _all(arguments: list[str]) -> int:
    """Each in a process of its own: settings are read once a process, and heaps must not mix."""
    commands = [[sys.executable, "-m", "benchmarks", name, *arguments] for name in NAMES]
    return max(subprocess.run(command, check=False).returncode for command in commands)


def _one(options: argparse.Namespace) -> int:
    with_server = options.name == "workers" and "DATABASE_URL" in os.environ
    on_server = with_server or options.name in ON_SERVER
    with postgres_portal(f"portal_bench_{options.name}") if on_server else embedded_portal():
        return import_module(f"benchmarks.{options.name}").main(options)


if __name__ == "__main__":
    sys.exit(main())
