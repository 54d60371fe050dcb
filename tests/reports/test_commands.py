"""`report_build` and `demo_load` as an operator runs them."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from reports.management.commands import demo_load, report_build
from reports.models import Meeting

ORDER = ("--district", "own", "--year", "2021")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "document"


@pytest.fixture
def build(run_command, output, district, small_kinds):
    return lambda *args: run_command(report_build, *args, "--output", str(output))


@pytest.mark.parametrize(
    ("format", "start"), [("json", b"{"), ("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")]
)
def test_a_document_in_each_format(build, output, format, start):
    assert build("dynamics", *ORDER, "--format", format) == (0, "", "")
    assert output.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Не указано: вид документа, --district, --year"),
        (("dynamic", *ORDER), "Такого документа нет: «dynamic»"),
        (("dynamics", "--district", "none", "--year", "2021"), "Района с кодом «none» нет"),
        (("dynamics", "--district", "own", "--year", "x"), "Параметры не поняты"),
        (("dynamics", "--district", "own", "--year", "9" * 30), "укажите от 2000 до 2099"),
        (("dynamics", "--district", "own", "--year", "-5"), "укажите от 2000 до 2099"),
        (("dynamics", *ORDER, "--format", "doc"), "Формата «doc» нет"),
        (("protocol", *ORDER), "Заседаний за 2021 год нет"),
    ],
)
def test_an_error_is_one_russian_line(build, output, args, words):
    code, out, err = build(*args)

    assert (code, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1
    assert not output.exists()


def test_a_file_that_cannot_be_written(run_command, district, small_kinds, tmp_path):
    code, _, err = run_command(
        report_build, "dynamics", *ORDER, "--format", "json", "--output", str(tmp_path)
    )

    assert code == 1
    assert "записать нельзя: это папка" in err


def test_demo_loads_twice_and_its_protocol_is_built(run_command, output):
    for _ in range(2):
        code, out, err = run_command(demo_load)
        assert (code, err) == (0, "")
        assert "metodist@kotelnikovo.example" in out
    assert Meeting.objects.filter(district__code="kotelnikovo").count() == 2

    order = ("protocol", "--district", "kotelnikovo", "--year", "2021", "--format", "json")
    assert run_command(report_build, *order, "--output", str(output))[0] == 0
    assert "20.05.2021" in json.loads(output.read_bytes())["title"]


@pytest.mark.parametrize(
    ("address", "args", "code"),
    [
        ("postgres://nobody@127.0.0.1:1/none", ("report_build", "--list"), 0),
        ("postgres://nobody@127.0.0.1:1/none", ("migrate",), 1),
        ("postgres://nobody@127.0.0.1:1/none", ("demo_load",), 1),
        ("garbage", ("report_build", "--list"), 1),
    ],
)
def test_without_a_database(tmp_path, address, args, code):
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *args],
        env={"PATH": "/usr/bin:/bin", "PORTAL_DATA": str(tmp_path), "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == code
    assert done.stderr.count("\n") == code
    assert "Traceback" not in done.stderr
