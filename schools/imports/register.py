"""The register of schools from an xlsx or csv table: read → parse → check → apply."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from portal.core.spelling import folded
from portal.core.tables import Header, Row, find_header, read_table
from schools.enums import Programme
from schools.naming import match_key, split_login
from schools.register import ImportOutcome, Problem, RegisterRow
from schools.services import register_import

#: the columns of the table; the first name is the one that we ask for
COLUMNS = {
    "short_name": ("Краткое наименование", "Краткое название", "Сокращённое наименование"),
    "full_name": ("Полное наименование", "Полное название"),
    "oo_code": ("Код ОО", "Код школы"),
    "fis_oko_login": ("Логин ФИС ОКО", "Логин"),
    "levels": ("Уровни образования", "Уровень образования"),
    "aliases": ("Другие названия", "Другое название"),
}
REQUIRED = ("short_name", "full_name")

#: as in schools.models
LENGTHS = {"short_name": 200, "full_name": 500, "oo_code": 20, "fis_oko_login": 40, "aliases": 500}

_LEVELS = {
    "ноо": Programme.NOO, "начальное": Programme.NOO, "начальное общее": Programme.NOO,
    "начальное общее образование": Programme.NOO,
    "ооо": Programme.OOO, "основное": Programme.OOO, "основное общее": Programme.OOO,
    "основное общее образование": Programme.OOO,
    "соо": Programme.SOO, "среднее": Programme.SOO, "среднее общее": Programme.SOO,
    "среднее общее образование": Programme.SOO,
}  # fmt: skip
_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_POWER = re.compile(r"^\d+([.,]\d+)?e\+?\d+$", re.IGNORECASE)
_LEVEL_SIGNS = re.compile(r"[,;/+\n]|\sи\s")


def register_load(
    source: Path | str | BinaryIO, *, region_name: str, district_code: str, district_name: str, by: Any = None
) -> ImportOutcome:
    """Bring a district's register in line with a file.

    Raises UnreadableTable where the file is no such table and InvalidInput for a wrong district.
    """
    rows, problems = register_read(source)
    return register_import(
        rows=rows,
        region_name=region_name,
        district_code=district_code,
        district_name=district_name,
        by=by,
        problems=problems,
    )


def register_read(source: Path | str | BinaryIO) -> tuple[list[RegisterRow], list[Problem]]:
    """The schools of a table and everything that is wrong with it as such; no database is asked."""
    table = read_table(source)
    header = find_header(table, COLUMNS, required=REQUIRED)
    body = [row for row in table if row.number > header.row]
    parsed = [parse(row, header) for row in body]
    rows = [row for row, _ in parsed if row.short_name]
    problems = [problem for _, found in parsed for problem in found]
    problems += [problem for check in CHECKS for problem in check(rows)]
    if not body:
        problems.append(Problem("warning", "empty", f"A{header.row}", "Под заголовком нет ни одной школы."))
    return _without_copies(rows), problems


# --- parse: one row -------------------------------------------------------------------------


def parse(row: Row, header: Header) -> tuple[RegisterRow, list[Problem]]:
    """One row as a school; what cannot be understood becomes a problem with its cell."""
    addresses = {key: row.address(index) for key, index in header.columns.items()}
    text = {key: row.text(header.get(key)) for key in COLUMNS}
    problems: list[Problem] = []
    name, login_in_name = split_login(text["short_name"])
    if not match_key(name):
        problems.append(Problem("error", "empty_name", addresses["short_name"], "Нет названия школы."))
        name = ""
    levels, unknown = _levels(text["levels"])
    if unknown:
        problems.append(_unknown_levels(unknown, addresses["levels"]))
    parsed = RegisterRow(
        number=row.number,
        short_name=name,
        full_name=split_login(text["full_name"])[0],
        oo_code=_code(text["oo_code"]),
        fis_oko_login=text["fis_oko_login"].strip("() ").lower() or login_in_name,
        levels=levels,
        aliases=tuple(alias for part in text["aliases"].split(";") if (alias := " ".join(part.split()))),
        addresses=addresses,
    )
    return parsed, problems


def _code(text: str) -> str:
    """«340012» for «340012.0» and «340 012»: spreadsheets take a code for a number."""
    plain = "".join(text.split())
    whole = _WHOLE.match(plain)
    return whole.group(1) if whole else plain


def _levels(text: str) -> tuple[frozenset[str] | None, list[str]]:
    """The levels named in a cell and the words that name none; (None, …) says nothing about levels.

    With an unknown word the cell counts as unread: half of it could close a level by mistake.
    """
    words = [word for part in _LEVEL_SIGNS.split(text) for word in _level_words(part.strip(" ."))]
    unknown = [word for word in words if folded(word) not in _LEVELS]
    known = frozenset(str(_LEVELS[folded(word)]) for word in words if folded(word) in _LEVELS)
    return (known if known and not unknown else None), unknown


def _level_words(text: str) -> list[str]:
    """«НОО ООО» are two levels, «начальное общее» is one."""
    parts = text.split()
    return (
        parts if len(parts) > 1 and all(folded(part) in _LEVELS for part in parts) else [text] if text else []
    )


def _unknown_levels(words: list[str], address: str) -> Problem:
    names = ", ".join(f"«{word}»" for word in words)
    text = f"Уровень образования не узнан: {names}. Пишите НОО, ООО, СОО. Уровни этой школы не изменены."
    return Problem("warning", "unknown_level", address, text)


# --- check: the table as a whole, one rule a function -----------------------------------------


def check_length(rows: Iterable[RegisterRow]) -> Iterator[Problem]:
    """What is longer than its field would be cut off."""
    for row in rows:
        for name, longest in LENGTHS.items():
            value = getattr(row, name)
            if any(len(text) > longest for text in (value if isinstance(value, tuple) else [value])):
                text = f"Слишком длинно: больше {longest} знаков. Сократите или разделите знаком «;»."
                yield Problem("error", "too_long", row.address(name), text)


def check_code(rows: Iterable[RegisterRow]) -> Iterator[Problem]:
    """«3,4E+05» is a code that a spreadsheet has spoilt."""
    for row in rows:
        if _POWER.match(row.oo_code):
            text = f"Код «{row.oo_code}» испорчен записью числа. Сделайте столбец текстовым и впишите код."
            yield Problem("error", "bad_code", row.address("oo_code"), text)


def check_copies(rows: Iterable[RegisterRow]) -> Iterator[Problem]:
    """A row repeated word for word is counted once."""
    seen: dict[tuple, int] = {}
    for row in rows:
        first = seen.setdefault(row.content, row.number)
        if first != row.number:
            text = f"Строка {row.number} повторяет строку {first}: учтена один раз."
            yield Problem("warning", "copy", row.address("short_name"), text)


def check_unique(rows: Iterable[RegisterRow]) -> Iterator[Problem]:
    """No two different rows may have one code, one login or one name."""
    words = {"oo_code": "Код ОО", "fis_oko_login": "Логин ФИС ОКО", "short_name": "Название"}
    unique = _without_copies(rows)
    for name, word in words.items():
        seen: dict[str, int] = {}
        for row in unique:
            value = getattr(row, name)
            key = match_key(value) if name == "short_name" else value.casefold()
            first = seen.setdefault(key, row.number) if key else row.number
            if first != row.number:
                text = f"{word} «{value}» уже стоит в строке {first}. Исправьте одну из строк."
                yield Problem("error", "duplicate", row.address(name), text)


CHECKS: list[Callable[[list[RegisterRow]], Iterator[Problem]]] = [
    check_length,
    check_code,
    check_copies,
    check_unique,
]


def _without_copies(rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    return list({row.content: row for row in reversed(list(rows))}.values())[::-1]
