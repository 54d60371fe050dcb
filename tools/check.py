"""`make check`: everything that can be said of the code without running the suite. Changes nothing."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
MANAGE = [sys.executable, "manage.py"]
# Tools are called as modules: a script in .venv/bin names the folder where the environment was made.
CHECKS = {
    "стиль кода (ruff)": [*PYTHON, "-m", "ruff", "check"],
    "вид кода (ruff format)": [*PYTHON, "-m", "ruff", "format", "--check"],
    "шаблоны (djlint)": [*PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    "типы (mypy)": [*PYTHON, "-m", "mypy"],
    "границы приложений (import-linter)": [
        *PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()",
    ],
    "миграции": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "настройки": [*MANAGE, "check", "--fail-level", "WARNING"],
}  # fmt: skip


def run_checks() -> list[str]:
    """Run all checks, print the output of those that fail, return their names."""
    with tempfile.TemporaryDirectory() as folder:
        # The portal's own commands must not meet the data or the settings of whoever runs this.
        environment = clean_environment() | {"PORTAL_DATA": folder}
        return [name for name, command in CHECKS.items() if not passes(name, command, environment)]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    mark = "ОШИБКА" if done.returncode else "хорошо"
    print(f"{mark}  {name}, {time.monotonic() - started:.1f} с".replace(".", ","), flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return not done.returncode


def clean_environment() -> dict[str, str]:
    """Our environment without what would point the portal at somebody's database, broker or data."""
    own = ("PORTAL_", "DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


if __name__ == "__main__":
    sys.exit(1 if run_checks() else 0)
