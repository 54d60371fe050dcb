"""`schools_import` and `user_add` as an operator runs them."""

import json

import pytest

from portal.accounts.models import User
from schools.management.commands import schools_import, user_add
from schools.models import School

PLACE = ["--region", "Область", "--district", "rayon", "--district-name", "Энский район"]
TABLE = "Краткое наименование;Полное наименование;Код ОО\nСШ № 1;Школа № 1;1\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_json_counts_schools(run_command, table):
    for expected in ({"new": 1, "changed": 0, "same": 0}, {"new": 0, "changed": 0, "same": 1}):
        code, out, err = run_command(schools_import, str(table), *PLACE, "--json")

        assert (code, err) == (0, "")
        assert json.loads(out) == expected | {"problems": []}


def test_text_for_people(run_command, table):
    code, out, _ = run_command(schools_import, str(table), *PLACE)

    assert (code, out) == (0, "Школ новых: 1, изменено: 0, без изменений: 0.\n")


def test_errors_of_the_table_are_all_in_the_json(run_command, table):
    table.write_text(TABLE + ";Без имени;2\nСШ № 3;;1\n", encoding="utf-8")

    code, out, err = run_command(schools_import, str(table), *PLACE, "--json")

    answer = json.loads(out)
    assert code == 1
    assert (answer["new"], [problem["address"] for problem in answer["problems"]]) == (0, ["A3", "C4"])
    assert {"severity", "kind", "address", "text"} == set(answer["problems"][0])
    assert err.startswith("Ничего не записано, в таблице 2 ошибки. A3: ")
    assert err.count("\n") == 1
    assert not School.objects.exists()


@pytest.mark.parametrize(
    "args",
    [
        ["absent.xlsx", *PLACE],
        ["absent.xlsx"],
        [__file__, *PLACE],
        ["absent.xlsx", *PLACE, "--unknown"],
        [__file__, *PLACE[:2], "--district", "Энский", "--district-name", "Энский"],
    ],
    ids=["no file", "no parameters", "no table", "unknown parameter", "bad code"],
)
def test_an_error_is_one_line_and_one_object(run_command, args):
    code, out, err = run_command(schools_import, *args, "--json")

    assert code == 1
    assert json.loads(out)["problems"]
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert any("а" <= letter <= "я" for letter in err)


NAMES = ["--last-name", "Первая", "--first-name", "Анна"]
PASSWORD = "надёжный-пароль-2026"  # noqa: S105 - of a person of this file


def test_first_administrator(run_command):
    code, _, err = run_command(
        user_add, "Boss@Example.org", *NAMES, "--password-stdin", stdin=PASSWORD + "\n"
    )

    assert (code, err) == (0, "")
    user = User.objects.get()
    assert (user.email, user.check_password(PASSWORD)) == ("boss@example.org", True)
    assert user.may("user.manage")
    assert not user.may("school.view")


def test_a_role_in_a_place(run_command, district):
    args = ["m@example.org", *NAMES, "--role", "methodist", "--place", district.code, "--password-stdin"]

    assert run_command(user_add, *args, stdin=PASSWORD)[0] == 0
    assert User.objects.get().scope_for("result.edit").district_ids == {district.pk}


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (["a@example.org"], "12345\n"),
        (["a@example.org"], ""),
        (["not-an-address"], PASSWORD),
        (["a@example.org", "--role", "methodist"], PASSWORD),
        (["a@example.org", "--role", "methodist", "--place", "absent"], PASSWORD),
    ],
    ids=["weak password", "no password", "bad address", "no place", "unknown place"],
)
def test_a_refused_person_is_not_half_made(run_command, args, stdin):
    code, _, err = run_command(user_add, *args, *NAMES, "--password-stdin", stdin=stdin)

    assert (code, err.count("\n")) == (1, 1)
    assert not User.objects.exists()
