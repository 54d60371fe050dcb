"""No name leaves a reader of РИС, no table breaks it, and it takes only tables that are its own."""

import logging
import traceback
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.imports import ris_ege, ris_ege_appeals, ris_oge, ris_oge_appeals
from monitoring.imports.parsed import ParsedFile
from portal.core.tables import Row, Sheet, UnreadableTable, read_book
from tests.monitoring.imports.ris_files import (
    BASE_2022,
    DENSE_OGE,
    ENG_2022,
    INF_2021,
    NORMAL_OGE,
    OGE_APPEALS,
    RUS_2022,
    SPARSE_OGE,
    appeals,
    as_csv,
    as_xlsx,
    parse,
    reference,
)

READERS = (ris_ege, ris_ege_appeals, ris_oge, ris_oge_appeals)
OWN = {
    ris_ege: [RUS_2022, BASE_2022, ENG_2022, INF_2021],
    ris_ege_appeals: [appeals({})],
    ris_oge: [NORMAL_OGE, DENSE_OGE, SPARSE_OGE],
    ris_oge_appeals: [OGE_APPEALS],
}
CASES = [(reader, text) for reader, texts in OWN.items() for text in texts]

# --- recognition ----------------------------------------------------------------------------


@pytest.mark.parametrize(("owner", "text"), CASES)
def test_every_file_has_one_reader(owner, text):
    for source in (as_csv(text), as_xlsx(text)):
        sheets = read_book(source)
        assert [reader for reader in READERS if reader.recognise(sheets)] == [owner]


@pytest.mark.parametrize(
    "head",
    [
        "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5",
        "Группы участников;Кол-во участников;%",
        "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5",
        "Год;Муниципалитет;ОО;Логин;Количество маркеров;4 РУ;4 МА;5 РУ;5 МА",
        "Пользователь;Код;Вариант;1 (1б);2 (1б);Наименование класса;Пол;Отметка за предыдущий триместр",
        "Код ОО;Школа;ЕГЭ Русский язык Участников;Средний балл;2;3;4;5",
        "Краткое наименование;Полное наименование;Код ОО;Логин ФИС ОКО;Уровни образования",
    ],
)
def test_tables_of_other_systems_are_left_to_their_readers(head):
    sheets = read_book(as_csv(f"{head}\n" + ";".join("1" for _ in head.split(";")) + "\n"))
    assert [reader for reader in READERS if reader.recognise(sheets)] == []


# --- names ----------------------------------------------------------------------------------

PLANTED = ("Скрытнев", "Пантелеймон", "Евграфович", "9876", "543210")


def planted(text):
    """Every name and document of the samples becomes one of ours."""
    people = (
        ("Викторович диме", PLANTED[2]), ("Викторович", PLANTED[2]),
        ("Иванович", PLANTED[2]), ("Петрович", PLANTED[2]), ("Олеговна", PLANTED[2]), ("Петровна", PLANTED[2]),
        ("Иванов", PLANTED[0]), ("Петрова", PLANTED[0]), ("Петров", PLANTED[0]), ("Сидорова", PLANTED[0]),
        ("Сидоров", PLANTED[0]), ("Смирнов", PLANTED[0]), ("Иван", PLANTED[1]), ("Анна", PLANTED[1]),
        ("1111 222222", "9876 543210"), ("222222", PLANTED[4]), ("1111", PLANTED[3]), ("1818", PLANTED[3]),
    )  # fmt: skip
    for old, new in people:
        text = text.replace(old, new)
    return text


def spoilt(text):
    """The same table with its cells shifted, so that names stand where codes and results are looked for."""
    for shift in (-4, -3, -2, -1, 1, 2, 3, 4, 6, 9):
        lines = []
        for line in text.splitlines():
            cells = line.split(";")
            if PLANTED[0] in line:
                cells = cells[-shift:] + cells[:-shift]
            lines.append(";".join(cells))
        yield "\n".join(lines)


def assert_nobody(text):
    """`text` is what the reader gave away; a number may be a code, so documents are looked for as printed."""
    assert [word for word in (*PLANTED[:3], "9876 543210") if word.casefold() in text.casefold()] == []


@pytest.mark.parametrize(("reader", "text"), CASES)
def test_no_name_and_no_document_leaves_the_reader(reader, text, caplog):
    caplog.set_level(logging.DEBUG)
    text = planted(text)
    assert PLANTED[0] in text
    parsed = parse(reader, text)
    assert parsed.rows_read > 0
    assert not any(word in repr(parsed) for word in PLANTED)
    assert not any(word in caplog.text for word in PLANTED)


@pytest.mark.parametrize(("reader", "text"), CASES)
def test_no_name_leaves_a_table_whose_columns_are_shifted(reader, text, caplog):
    caplog.set_level(logging.DEBUG)
    for shifted in spoilt(planted(text)):
        assert_nobody(repr(parse(reader, shifted)))
        assert_nobody(caplog.text)


@pytest.mark.parametrize("reader", READERS)
def test_a_refusal_quotes_nothing(reader):
    sheets = read_book(as_csv(f"№;{PLANTED[0]};Класс\n1;{PLANTED[1]};11\n"))
    with pytest.raises(UnreadableTable) as caught:
        reader.read(sheets, file_name="x.csv", reference=reference())
    assert_nobody("".join(traceback.format_exception(caught.value)))


# --- any table gives problems, never a traceback --------------------------------------------

HEADS = {
    ris_ege: [text.splitlines()[1] for text in (RUS_2022, BASE_2022, ENG_2022)],
    ris_ege_appeals: ["\n".join(appeals({}).splitlines()[1:3])],
    ris_oge: [NORMAL_OGE.splitlines()[0], *(text.splitlines()[1] for text in (DENSE_OGE, SPARSE_OGE))],
    ris_oge_appeals: ["\n".join(OGE_APPEALS.splitlines()[:2])],
}
NOISE = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.text(max_size=30),
    st.sampled_from(
        [
            "Средние", "Минимальная граница", "Всего участников", "01 - Русский язык 2022.06.23", "2022.13.45",
            "Математика(2026.06.02)", "Не явился", "Удовлетворена", "11А", "9", "340012", "39", "-", "²", "٤٢",
            "Код ОО", "Балл", "Оценка", "05.07.2021 9:54:41", Decimal("1E+3"), 340012, 5, 39,
        ]
    ),
)  # fmt: skip


def sheet_of(head, rows):
    lines = [tuple(cell or None for cell in line.split(";")) for line in head.splitlines()]
    return Sheet("Лист1", tuple(Row(number, tuple(row)) for number, row in enumerate([*lines, *rows], 1)))


@pytest.mark.parametrize(
    ("reader", "head"), [(reader, head) for reader, heads in HEADS.items() for head in heads]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_rows_under_a_right_head_give_problems_and_never_an_error(reader, head, data):
    width = head.splitlines()[0].count(";") + 2
    row = st.lists(NOISE, min_size=1, max_size=width)
    above, below = data.draw(st.lists(row, max_size=2)), data.draw(st.lists(row, max_size=8))
    sheet = sheet_of(head, below)
    if above:
        lines = [*(Row(number, tuple(cells)) for number, cells in enumerate(above, 1)), *sheet.rows]
        sheet = Sheet(data.draw(st.text(max_size=20)), tuple(lines))
    assert any(each.recognise([sheet]) for each in READERS)
    try:
        parsed = reader.read([sheet], file_name=data.draw(st.text(max_size=20)), reference=reference())
    except UnreadableTable:
        return
    assert isinstance(parsed, ParsedFile)
    for counted in parsed.rows:
        assert counted.appeals or counted.numbers["participants"] > 0
        assert sum(value for name, value in counted.numbers.items() if name in ("n2", "n3", "n4", "n5")) in (
            0,
            counted.numbers.get("participants"),
        )
