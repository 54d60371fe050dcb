"""The columns of the school's collection form of ВПР in the layouts of its years, and its sheet «Классы»."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitoring.imports._fis_oko_heading import GRADES
from monitoring.imports.groups import school_login
from monitoring.imports.layout import Table, amount, pattern
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet

#: Columns of which there is one; 2020 has English names, 2022 «Пользователь», 2025 no login at all.
COLUMNS = {
    "login": pattern(r"user", r"логин(?: школы| оо)?", r"пользователь"),
    "class": pattern(r"klass", r"класс", r"наименование класса", r"название класса"),
    "class_number": pattern(r"порядковый номер класса", r"класс ?№.*", r"номер класса"),
    "code": pattern(r"code", r"код", r"номер обучающегося", r"код (?:участника|обучающегося|ученика)"),
    "total": pattern(
        r"sum", r"всего(?: баллов)?", r"итого(?: баллов)?", r"сумма(?: баллов)?", r"первичный балл"
    ),
}
VARIANT = pattern(r"var(?:-?\d)?", r"вариант\b.*")
TASK = pattern(
    r"a-.+-grade",
    r"балл за .+",
    r"\d{1,2}(?:[.,]\d{1,2})*\.?\s*(?:[kк]\s?\d{1,2})?\s*(?:\(.*\)?)?",
)
ALL = {**COLUMNS, "variant": VARIANT, "task": TASK}
_ABSENT = re.compile(r"отсутств|не\s+(?:присутств|участв|писал|явил)|неявка|\bн/?я\b")
_NOT_TRIED = re.compile(r"[xх]", re.IGNORECASE)
_CLASS = re.compile(r"(\d{1,2})\s*(?:-?\s*(?:й|ый|ой)?\s*класс)?[\s«\"'-]*([а-яa-z]?)[\s»\"']*(?:класс)?")


@dataclass(frozen=True, slots=True)
class Pupil:
    """What is kept of one row while the file is read: neither code, nor sex, nor a former mark."""

    login: str
    grade: int | None
    points: int
    bad: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of the form. `classes` names the classes by their number, `grade` is the one of the file."""

    table: Table
    variants: tuple[int, ...]
    tasks: tuple[int, ...]
    login: str
    grade: int | None
    classes: Mapping[str, str]

    def is_absent(self, row: Row) -> bool:
        """«отсутствовал», «не присутствовал» in the place of the variant, or of the first task."""
        return any(_ABSENT.search(folded(row.text(index))) for index in (*self.variants, *self.tasks[:1]))

    def is_empty(self, row: Row) -> bool:
        """A line of the form that nobody filled in; its formula may already show 0."""
        told = [row.text(index) for index in (*self.variants, *self.tasks)]
        return not any(told) and not amount(self.table.cell(row, "total"))

    def login_of(self, row: Row) -> str:
        return school_login(self.table.text(row, "login")) if "login" in self.table.columns else self.login

    def pupil(self, row: Row) -> Pupil:
        total = amount(self.table.cell(row, "total"))
        points = [(index, task_points(_cell(row, index))) for index in self.tasks]
        gained = sum(value or 0 for _, value in points)
        if total is not None and total == int(total) and total > 0:
            return Pupil(self.login_of(row), self._grade(row), int(total))
        bad = tuple(index for index, value in points if value is None)
        return Pupil(self.login_of(row), self._grade(row), gained, bad)

    def _grade(self, row: Row) -> int | None:
        """«6Б» tells the class that wrote; a bare number may be its place in a list of classes."""
        number = self.table.text(row, "class_number")
        named = self.table.text(row, "class") or self.classes.get(number, "")
        grade, letter = class_of(named or number)
        if letter:
            return grade
        return self.grade or (grade if named else None)


def task_points(cell: Cell) -> int | None:
    """Points of one task: not attempted («x» in any letter) or empty is 0, what is no number is None."""
    value = amount(cell)
    if value is not None:
        return int(value) if value == int(value) and value >= 0 else None
    text = "" if cell is None else str(cell).strip()
    return 0 if not text or text in ("-", "–", "—") or _NOT_TRIED.fullmatch(text) else None


def class_of(text: str) -> tuple[int | None, str]:
    """«5А», «5 «А»», «5-й класс» → the class and its letter."""
    found = _CLASS.fullmatch(folded(text))
    if not found or int(found[1]) not in GRADES:
        return None, ""
    return int(found[1]), found[2]


def class_list(sheets: Iterable[Sheet]) -> dict[str, str]:
    """The sheet «Классы» of 2025: number of a class in the list → its name."""
    found: dict[str, str] = {}
    for sheet in sheets:
        if not folded(sheet.title).startswith("класс"):
            continue
        for row in sheet.rows:
            texts = [row.text(index) for index in range(len(row.cells))]
            number = next((text for text in texts if text.isdecimal()), "")
            name = next((text for text in texts if class_of(text)[1]), "")
            if number and name:
                found.setdefault(number, name)
    return found


def _cell(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None
