"""The columns of the school's collection form of ВПР in the layouts of its years, and its sheet «Классы»."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitoring.imports._fis_oko_heading import GRADES
from monitoring.imports.groups import school_login
from monitoring.imports.layout import Table, error, pattern, warning
from monitoring.imports.numbers import amount, is_blank
from monitoring.imports.parsed import Problem
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
_NUMBER_OF_TASK = r"\d{1,2}(?:[.,]\d{1,2})*\.?\s*(?:[kк]\s?\d{1,2})?\s*(?:\(.*\)?)?"
TASK = pattern(
    r"a-.+-grade(?:-\d+)?",
    r"балл за .+",
    rf"(?:(?:задани[ея]|зад\.?|вопрос|task|№)[\s-]*(?:№\s*)?)?{_NUMBER_OF_TASK}",
)
#: what stands among the tasks and is none
_BESIDE = pattern(r"otc", r"gender", r"пол", r"отметка за .*", r"учебник.*", r"region", r"school")
ALL = {**COLUMNS, "variant": VARIANT, "task": TASK, "beside": _BESIDE}
#: A form has columns of tasks that we know, or at least their sum; one layout has no variant.
REQUIRED = (("code", "variant", "task"), ("code", "variant", "total"), ("code", "class_number", "task"))
_NUMBER = re.compile(r"\d+")
_ABSENT = re.compile(r"отсутств|не\s+(?:присутств|участв|писал|явил)|неявка|\bн/?я\b")
_NOT_TRIED = re.compile(r"[xх]", re.IGNORECASE)
_CLASS = re.compile(r"(\d{1,2})\s*(?:-?\s*(?:й|ый|ой)?\s*класс)?[\s«\"'-]*([а-яa-z]?)[\s»\"']*(?:класс)?")


@dataclass(frozen=True, slots=True)
class Pupil:
    """What is kept of one row while the file is read: neither code, nor sex, nor a former mark.

    `points` is None where the row contradicts itself: it is told and never guessed.
    """

    login: str
    grade: int | None
    points: int | None
    address: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of the form. `classes` names the classes by their number, `grade` is the one of the file.

    `others` are columns among the tasks whose names we do not know: they may hold points.
    """

    table: Table
    login: str
    grade: int | None
    classes: Mapping[str, str]
    variants: tuple[int, ...] = field(init=False)
    tasks: tuple[int, ...] = field(init=False)
    others: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        places = self.table.places
        taken = {index for key, indexes in places.items() if key != "task" for index in indexes}
        tasks = tuple(index for index in places.get("task", ()) if index not in taken)
        variants = tuple(places.get("variant", ()))
        points = (*variants, *tasks, *places.get("total", ()))
        between = range(tasks[0] if _is_first_task(self.table, tasks) else min(points), max(points))
        others = tuple(index for index in between if index not in taken.union(tasks))
        for name, indexes in (("variants", variants), ("tasks", tasks), ("others", others)):
            object.__setattr__(self, name, indexes)

    def is_absent(self, row: Row) -> bool:
        """«отсутствовал», «не присутствовал» in the place of the variant, or of the first task."""
        return any(_ABSENT.search(folded(row.text(index))) for index in (*self.variants, *self.tasks[:1]))

    def is_empty(self, row: Row) -> bool:
        """A line of the form that nobody filled in; its formula may already show 0."""
        told = [row.text(index) for index in (*self.variants, *self.tasks, *self.others)]
        total = self.table.cell(row, "total")
        return not any(told) and (is_blank(total) or amount(total) == 0)

    def is_doubtful(self, row: Row) -> bool:
        """Points without a code and a variant: a second line of the head, or a pupil."""
        return not self.table.text(row, "code") and not any(row.text(index) for index in self.variants)

    def login_of(self, row: Row) -> str:
        return school_login(self.table.text(row, "login")) if "login" in self.table.columns else self.login

    def pupil(self, row: Row) -> Pupil:
        points, problems = points_of(self, row)
        address = self.address(row, self.table.columns.get("total", (*self.tasks, 0)[0]))
        return Pupil(self.login_of(row), self._grade(row), points, address, tuple(problems))

    def address(self, row: Row, index: int) -> str:
        return self.table.sheet.address(row, index)

    def _grade(self, row: Row) -> int | None:
        """«6Б» tells the class that wrote; a bare number may be its place in a list of classes."""
        number = self.table.text(row, "class_number")
        named = self.table.text(row, "class") or self.classes.get(number, "")
        grade, letter = class_of(named or number)
        if letter:
            return grade
        return self.grade or (grade if named else None)


def _is_first_task(table: Table, tasks: Sequence[int]) -> bool:
    """Whether the known tasks begin with number 1: what stands before it («№», «Возраст») is then no task."""
    if not tasks or not table.body:
        return False
    head = range(table.header.number, table.body[0].number)
    names = (row.text(tasks[0]) for row in table.sheet.rows if row.number in head)
    return any((number := _NUMBER.search(name)) and number[0] == "1" for name in names)


def points_of(form: Form, row: Row) -> tuple[int | None, list[Problem]]:
    """The primary points: the total that the form states, else the sum of its tasks.

    Both must agree: «X» counts as nothing. A total of 0 beside «X» may be a formula that was not reckoned.
    """
    told = [_cell(row, index) for index in form.tasks]
    points = [task_points(cell) for cell in told]
    bad = [form.address(row, index) for index, value in zip(form.tasks, points, strict=True) if value is None]
    others = any(amount(_cell(row, index)) is not None for index in form.others)
    gained, total = sum(value or 0 for value in points), form.table.cell(row, "total")
    if is_blank(total):
        if bad:
            return None, [error("bad_points", address, f"{_POINTS} {_LEFT_OUT}") for address in bad]
        return (None, [_wrong(form, row, "no_total")]) if others or not form.tasks else (gained, [])
    stated = amount(total)
    if stated is None or stated != int(stated) or stated < 0:
        return None, [_wrong(form, row, "bad_total")]
    is_formula = stated == 0 and any(amount(cell) is None for cell in told)
    if gained != stated and not (others or bad or is_formula or all(map(is_blank, told))):
        return None, [_wrong(form, row, "total_differs")]
    return int(stated) or gained, [
        warning("bad_points", address, f"{_POINTS} {_BY_TOTAL}") for address in bad
    ]


_LEFT_OUT = "Строка не учтена ни в участниках, ни в отметках: исправьте её и загрузите файл снова."
_POINTS = "Здесь нужны баллы целым числом или «X», если к заданию не приступали."
_BY_TOTAL = "Отметка взята по итогу строки; исправьте ячейку."
_WRONG = {
    "bad_total": "Здесь нужна сумма баллов целым числом.",
    "no_total": "Здесь нужна сумма баллов: не все столбцы с заданиями узнаны, и сложить их нельзя.",
    "total_differs": "Сумма баллов за задания расходится с этим итогом.",
}


def _wrong(form: Form, row: Row, kind: str) -> Problem:
    return error(kind, form.table.address(row, "total"), f"{_WRONG[kind]} {_LEFT_OUT}")


def doubtful(form: Form, row: Row) -> Problem:
    """Told instead of dropped: nobody knows whether this row is a pupil."""
    text = (
        "Не видно, участник ли это: баллы есть, а кода и варианта нет. Строка не учтена. Если это участник, "
        "впишите его код и загрузите файл снова."
    )
    return error("doubtful_row", form.table.address(row, "code"), text)


def over_maximum(address: str, maximum: int) -> Problem:
    return error(
        "over_maximum", address, f"Баллов больше, чем можно набрать: максимум работы — {maximum}. {_LEFT_OUT}"
    )


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
