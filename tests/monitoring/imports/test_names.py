"""Names of pupils are planted in files and then sought everywhere: database, logs, texts, folders, files.

Each name is a word that nothing else contains, so that finding it anywhere is a leak.
"""

import io
import logging
import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from monitoring.imports import formats, ris_ege
from monitoring.imports.review import batch_review
from monitoring.management.commands import results_import
from monitoring.models import ImportBatch, Result
from monitoring.services import import_write, imports, reference_load
from tests.factories.schools import SchoolFactory
from tests.monitoring.imports.ris_files import as_xlsx

SURNAME, FIRST, DOCUMENT = "Планкушкин", "Эвлампиада", "984317"
SECRETS = (SURNAME, FIRST, DOCUMENT, SURNAME.upper(), SURNAME.encode("unicode_escape").decode()[:24])

PROTOCOL = f"""01 - Русский язык 2022.06.23
№;Код МСУ;Код ОО;Класс;Фамилия;Имя;Отчество;Серия;Номер;Первичный балл;Балл
1;111;111002;11;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT};20;39
2;111;111002;11;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT}1;20;не число {SURNAME}
3;111;{SURNAME};11;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT}2;20;50
4;111;111099;11;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT}3;20;500
Минимальная граница;;;;;;;;;;24
"""
APPEALS = f"""12 - Обществознание 2021.06.15
№;Код ОО;Класс;Фамилия;Имя;Отчество;Документ;Тип апелляции / перепроверки;Состояние;Балл до изменения;Текущие;;Разница
;;;;;;;;;;Первичный балл;Балл;
1;111002;11;{SURNAME};{FIRST};Ивановна;9843 {DOCUMENT};Апелляция;Апелляция удовлетворена;41;22;42;1
2;111002;11;{SURNAME};{FIRST};Ивановна;9843 {DOCUMENT};Апелляция;{SURNAME};сорок один;22;42;1
"""
OGE = f"""SchoolCode;ClassCode;SurnameCell;NameCell;SecondNameCell;DocumentSeriesCode;DocumentNumberCode;TestResultBCell;TestResultCCell;PrimaryMark;Mark5
111002;9А;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT};++++-;2(2)1(2);21;4
111002;9А;{SURNAME};{FIRST};Ивановна;9843;{DOCUMENT};++++-;2(2)1(2);21;{SURNAME}
"""
OGE_APPEALS = f"""№;Код ОО;Класс;Код ППЭ;Аудитория;ФИО;Экзамен;апелляция;Первичный балл;Оценка
1;111002;9А;101;0001;{SURNAME} {FIRST};Математика(2023.06.09);Удовлетворена;22;5
"""
FORM = f"""логин школы;класс;номер обучающегося;пол;вариант;балл за 1;балл за 2;всего баллов;отметка за предыдущую четверть/триместр;ФИО
sch340012;5А;50001;ж;1;1;2;3;4;{SURNAME} {FIRST}
sch340012;5А;{SURNAME};ж;1;1;2;{SURNAME};4;{SURNAME} {FIRST}
"""
FILES = {
    "01_2022.06.23.csv": PROTOCOL,
    "12_2021.06.15.csv": APPEALS,
    "02_2023.06.09.csv": OGE,
    "appeals_oge.csv": OGE_APPEALS,
    "vpr_rus_5_2021.csv": FORM,
}


@pytest.fixture(autouse=True)
def world(district):
    reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")
    SchoolFactory(district=district, short_name="Своя СШ", oo_code="111002", fis_oko_login="sch340012")


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Where the process might put a file, and what stands there."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return [place, Path(settings.DATA_DIR)]


def texts_of_database() -> str:
    """Every value of every table, whatever its type."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608 - our tables
            found.extend(str(row) for row in cursor.fetchall())
    return "\n".join(found)


def assert_nowhere(*texts: str, caplog, folders) -> None:
    log = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    kept = {"database": texts_of_database(), "log": log, "texts": "\n".join(texts)}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and "sqlite3" not in path.name:
                kept[str(path)] = path.read_bytes().decode("utf-8", "replace") + path.name
    leaks = [(place, secret) for place, text in kept.items() for secret in SECRETS if secret in text]
    assert leaks == []


@pytest.fixture
def send(client, methodist, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(methodist)
    client.raise_request_exception = False

    def post(name, content):
        data = content.encode("cp1251") if isinstance(content, str) else content.getvalue()
        return client.post(
            reverse("monitoring:imports"), {"file": SimpleUploadedFile(name, data)}, follow=True
        ).content.decode()

    return post


def test_the_search_itself_finds_what_is_there(caplog, folders):
    """Else the tests below could not fail."""
    assert apps.get_model("monitoring", "ImportBatch")
    logging.getLogger("monitoring").warning("%s", SURNAME)
    with pytest.raises(AssertionError, match="log"):
        assert_nowhere(caplog=caplog, folders=folders)
    caplog.clear()
    SchoolFactory(short_name=SURNAME)
    with pytest.raises(AssertionError, match="database"):
        assert_nowhere(caplog=caplog, folders=folders)


@pytest.mark.parametrize("name", FILES)
def test_the_command_lets_no_name_out(run_command, tmp_path, caplog, folders, name):
    caplog.set_level(logging.DEBUG)
    path = tmp_path / name
    path.write_bytes(FILES[name].encode("cp1251"))
    code, out, error = run_command(
        results_import, str(path), "--district", "own", "--json", "--accept-suggestions"
    )

    assert code == (2 if name == "12_2021.06.15.csv" else 0)  # appeals without their protocol are refused
    assert_nowhere(out, error, caplog=caplog, folders=folders)


@pytest.mark.parametrize("name", FILES)
def test_the_pages_let_no_name_out(client, send, caplog, folders, name):
    pages = [send(name, FILES[name])]
    batch = ImportBatch.objects.get()
    address = {"public_id": batch.public_id}
    seen = {"seen": batch_review(batch).plan.digest}
    pages.append(
        client.post(reverse("monitoring:import-apply", kwargs=address), seen, follow=True).content.decode()
    )
    pages.append(client.post(reverse("monitoring:import-undo", kwargs=address), follow=True).content.decode())
    pages.append(client.get(reverse("monitoring:imports")).content.decode())

    assert "Импорт" in pages[-1]
    assert_nowhere(*pages, caplog=caplog, folders=folders)


@pytest.mark.same_on_every_database
def test_a_large_book_is_not_put_into_a_temporary_file(send, caplog, folders):
    """Django itself would write what is larger than 2.5 MB to a file."""
    lines = PROTOCOL.splitlines()
    rows = [
        f"{n};111;111002;11;{SURNAME}{n};{FIRST};Ивановна;9843;{DOCUMENT}{n};20;39" for n in range(45_000)
    ]
    text = "\n".join([*lines[:2], *rows])
    assert len(text.encode("cp1251")) > 3 * 1024 * 1024
    page = send("01_2022.06.23.csv", text)

    assert "45\u00a0000" in page
    assert_nowhere(page, caplog=caplog, folders=folders)


def test_an_xlsx_file_leaves_no_trace(send, caplog, folders):
    assert_nowhere(send("01_2022.06.23.xlsx", as_xlsx(PROTOCOL)), caplog=caplog, folders=folders)


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, UnicodeError])
def test_a_crash_of_a_reader_tells_no_name(send, run_command, tmp_path, monkeypatch, caplog, folders, error):
    def crash(sheets, **options):
        raise error(f"cannot read {SURNAME} {FIRST} of {sheets[0].rows[2].cells}")

    monkeypatch.setattr(ris_ege, "read", crash)
    page = send("01_2022.06.23.csv", PROTOCOL)
    path = tmp_path / "01_2022.06.23.csv"
    path.write_bytes(PROTOCOL.encode("cp1251"))
    code, out, told = run_command(results_import, str(path), "--district", "own", "--json")

    assert code == 2
    assert "неожиданная разметка" in page
    assert error.__name__ in caplog.text
    assert_nowhere(page, out, told, caplog=caplog, folders=folders)


@pytest.mark.parametrize(("module", "name"), [(import_write, "_write_parts"), (imports, "changes_keep")])
def test_a_crash_while_writing_tells_no_name(client, send, monkeypatch, caplog, folders, module, name):
    pages = [send("01_2022.06.23.csv", PROTOCOL)]
    batch = ImportBatch.objects.get()

    def crash(*args):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(module, name, crash)
    answer = client.post(
        reverse("monitoring:import-apply", kwargs={"public_id": batch.public_id}),
        {"seen": batch_review(batch).plan.digest},
    )

    assert answer.status_code == 500
    assert not Result.objects.exists()
    assert_nowhere(*pages, answer.content.decode(), caplog=caplog, folders=folders)


def test_a_refused_file_tells_no_name(send, caplog, folders):
    pages = [send("list.csv", f"Фамилия;Имя\n{SURNAME};{FIRST}\n"), send("list.csv", f'"{SURNAME};{FIRST}\n')]

    assert_nowhere(*pages, caplog=caplog, folders=folders)


def test_a_read_file_holds_no_name():
    for name, text in FILES.items():
        parsed = formats.read_file(io.BytesIO(text.encode("cp1251")), file_name=name)
        assert not any(secret in repr(parsed) for secret in SECRETS)
