"""Files that attack, each given to `manage.py results_import` as people would: a process from start to exit.

Every one must end with code 2 and one Russian sentence, within five seconds of wall time that hold the start
of the command; an honest file of the same run is applied.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from django.core.management import call_command

from benchmarks.measure import machine
from schools.models import District, Region, School
from tests.core.hostile import FILES, NAME

SECONDS, REFUSED = 5.0, 2
ROOT = Path(__file__).parent.parent
_SENTENCE = re.compile(r"[А-ЯЁ][^\n]*[.!]\n")
_HONEST = """Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5
2021;5;Русский язык;Район;;СШ № 1;10;10;20;30;40
"""


def main(options: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0)
    region = Region.objects.create(name="Измерение")
    named = dict.fromkeys(("name", "full_name", "genitive"), "Район")
    district = District.objects.create(region=region, code="measured", **named)
    School.objects.create(district=district, short_name="СШ № 1", key="сш 1")
    print(f"\nhostile: results_import of each, code {REFUSED}, one sentence, ≤ {SECONDS:.0f} s\n{machine()}")
    with TemporaryDirectory() as folder:
        missed = not _is_applied(Path(folder))
        times = []
        for name, make in FILES.items():
            seconds, complaint, said = _tried(_written(Path(folder), name, make()))
            times.append(seconds)
            missed |= bool(complaint)
            print(f"  {name:<42} {seconds:6.2f} s  {complaint or 'met'}: {said.strip()[:70]}")
    print(f"  {len(times)} files: median {median(times):.2f} s, slowest {max(times):.2f} s")
    return int(missed)


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / ("table.csv" if name.startswith("csv") else "table.xlsx")
    path.write_bytes(content)
    return path


def _tried(path: Path) -> tuple[float, str, str]:
    """Seconds, what is wrong with the refusal (empty: nothing), and what was said."""
    begin = perf_counter()
    done = _import(path)
    seconds = perf_counter() - begin
    complaints = {
        f"MISSED, code {done.returncode}": done.returncode != REFUSED,
        "MISSED, not one sentence": not _SENTENCE.fullmatch(done.stderr) or bool(done.stdout),
        "MISSED, words of the file": NAME in done.stderr + done.stdout,
        "MISSED, slow": seconds > SECONDS,
    }
    return seconds, ", ".join(text for text, is_so in complaints.items() if is_so), done.stderr


def _is_applied(folder: Path) -> bool:
    done = _import(_written(folder, "csv", _HONEST.encode()))
    print(f"  (an honest file of one row: code {done.returncode}) {done.stderr.strip()}")
    return done.returncode == 0


def _import(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "results_import", str(path), "--district", "measured"]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
