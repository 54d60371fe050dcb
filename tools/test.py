"""`make test`: checks of the code, then the suite on SQLite, on PostgreSQL with Redis, and in the browser.

`tools/test.py PART…` runs only the named parts. A test that asks for no database, or is marked to say the
same on every one, runs once, with SQLite. Every part must run at least one test and may skip none: a
skipped test would hide what a machine lacks.
"""

import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from check import clean_environment, run_checks
from private_servers import ROOT, ServiceError
from services import services

REPORTS = Path(os.environ.get("PORTAL_DATA") or ROOT / "var").resolve() / "tests"
#: one more than every machine has cores: tests that kill and restart a portal mostly wait
PROCESSES = ("-n", "3")
#: a portal for each process; who has nothing left takes over tests of the other
PORTALS = ("-n", "2", "--dist", "worksteal")
OF_THE_DATABASE = ("--of-the-database",)


@dataclass(frozen=True)
class Part:
    name: str
    title: str
    marks: str
    outside: bool  # PostgreSQL and Redis instead of SQLite and folders
    options: tuple[str, ...] = ()


PARTS = (
    Part("sqlite", "SQLite", "not browser and not postgres", False, PROCESSES),
    Part("postgres", "PostgreSQL и Redis", "not browser", True, PROCESSES + OF_THE_DATABASE),
    Part("browser", "Браузер, SQLite", "browser and not postgres", False, PORTALS),
    Part("browser-postgres", "Браузер, PostgreSQL и Redis", "browser", True, PORTALS + OF_THE_DATABASE),
)


@dataclass
class Outcome:
    part: Part
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    code: int = 0

    @property
    def good(self) -> bool:
        return self.code == 0 and self.passed > 0 and self.failed == 0 and self.skipped == 0

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped (пропускать нельзя)" if self.skipped else ""
        nothing = "" if self.passed or self.failed else " — не выполнен ни один тест"
        return f"{self.part.title}: {self.passed} passed, {self.failed} failed{skipped}{nothing}"


def main(names: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if unknown := set(names) - {part.name for part in PARTS} - {"check"}:
        print(f"Нет такой части: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    bad_checks = run_checks() if not names or "check" in names else []
    try:
        outcomes = run_parts([part for part in PARTS if not names or part.name in names])
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    return summary(bad_checks, outcomes)


def run_parts(parts: list[Part]) -> list[Outcome]:
    outcomes = [run_part(part, {}) for part in parts if not part.outside]
    if outside := [part for part in parts if part.outside]:
        with services() as environment:
            outcomes += [run_part(part, environment) for part in outside]
    return outcomes


def run_part(part: Part, services_found: dict[str, str]) -> Outcome:
    """One run of pytest, which shows its own output; tests/conftest.py gives it a data folder."""
    print(f"\n── {part.title} ──", flush=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{part.name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-m", part.marks, f"--junitxml={report}", *part.options]
    environment = clean_environment() | services_found
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return outcome(part, code, report)


def outcome(part: Part, code: int, report: Path) -> Outcome:
    if not report.exists():
        return Outcome(part, code=code or 1)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it just now
    ran, failed, errors, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites)
        for key in ("tests", "failures", "errors", "skipped")
    )
    return Outcome(part, ran - failed - errors - skipped, failed + errors, skipped, code)


def summary(bad_checks: list[str], outcomes: list[Outcome]) -> int:
    """The last lines: what failed and pytest's own counts. Returns the exit code."""
    print("\n── Итог ──")
    for name in bad_checks:
        print(f"ОШИБКА  {name}")
    for result in outcomes:
        print(f"{'хорошо' if result.good else 'ОШИБКА'}  {result}")
    good = not bad_checks and all(result.good for result in outcomes)
    if outcomes:
        passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
        print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
