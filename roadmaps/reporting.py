"""What may be written into a report on a measure: rules without a database.

Errors are keyed by the fields of the form: «text», «done_on», «l-0-quantity» for the first countable result.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from portal.core.errors import InvalidInput
from portal.core.russian import date_ru, number
from roadmaps.content import Change, FieldChange
from roadmaps.enums import Outcome
from roadmaps.units import is_whole

MOST_LINES = 20
MOST_QUANTITY = Decimal(1_000_000)
#: a date farther from the plan is a slip in the year
_EARLIEST = timedelta(days=366)
_LONGEST = {"text": 10_000, "unit": 60, "what": 200}


@dataclass(frozen=True, slots=True)
class LineInput:
    """A countable result: 3 (quantity) педагога (unit) получили удостоверение (what)."""

    quantity: Decimal | None = None
    unit: str = ""
    what: str = ""

    @property
    def is_blank(self) -> bool:
        return self.quantity is None and not self.unit and not self.what

    def __str__(self) -> str:
        return " ".join(part for part in (number(self.quantity), self.unit, self.what) if part)


@dataclass(frozen=True, slots=True)
class ReportInput:
    """A report as written; a draft may lack anything."""

    outcome: str = ""
    text: str = ""
    began_on: date | None = None
    done_on: date | None = None
    lines: tuple[LineInput, ...] = ()


def checked_draft(given: ReportInput, *, plan_begins: date) -> ReportInput:
    """The same trimmed, without blank lines, or InvalidInput. What is only missing is no error yet."""
    lines = [replace(line, unit=_one_line(line.unit), what=_one_line(line.what)) for line in given.lines]
    report = replace(given, text=given.text.replace("\r\n", "\n").strip(), lines=tuple(lines))
    errors = _draft_errors(report, plan_begins)
    for index, line in enumerate(report.lines):
        errors |= _line_errors(f"l-{index}", line)
    if errors:
        raise InvalidInput(errors)
    return replace(report, lines=tuple(line for line in report.lines if not line.is_blank))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _draft_errors(report: ReportInput, plan_begins: date) -> dict[str, str]:
    errors = {}
    if report.outcome and report.outcome not in Outcome.values:
        errors["outcome"] = "Выберите один из ответов."
    if len(report.text) > _LONGEST["text"]:
        errors["text"] = f"Не больше {number(_LONGEST['text'])} знаков."
    for name in ("began_on", "done_on"):
        day = getattr(report, name)
        if day and day < plan_begins - _EARLIEST:
            errors[name] = f"{date_ru(day)} — больше чем за год до начала плана. Проверьте год."
    if report.began_on and report.done_on and report.done_on < report.began_on and not errors:
        errors["done_on"] = (
            f"{date_ru(report.done_on)} раньше начала {date_ru(report.began_on)}. Исправьте одну из дат."
        )
    if len(report.lines) > MOST_LINES:
        errors[""] = f"Не больше {MOST_LINES} строк с числами."
    return errors


def _line_errors(key: str, line: LineInput) -> dict[str, str]:
    errors = {
        f"{key}-{name}": f"Не больше {_LONGEST[name]} знаков."
        for name in ("unit", "what")
        if len(getattr(line, name)) > _LONGEST[name]
    }
    if line.quantity is None:
        return errors
    if line.quantity.is_signed() and line.quantity:
        errors[f"{key}-quantity"] = "Число не может быть отрицательным."
    elif line.quantity >= MOST_QUANTITY:
        errors[f"{key}-quantity"] = "Слишком большое число. Проверьте его."
    elif line.quantity != round(line.quantity, 2):
        errors[f"{key}-quantity"] = "Не больше двух знаков после запятой."
    elif line.quantity != int(line.quantity) and is_whole(line.unit):
        errors[f"{key}-quantity"] = f"Укажите целое число: «{number(line.quantity)} {line.unit}» не бывает."
    return errors


def check_complete(report: ReportInput, *, today: date) -> None:
    """Raise InvalidInput unless the report may be sent; `today` is the date in the district's zone."""
    errors = _gaps(report) | _days_to_come(report, today)
    for index, line in enumerate(report.lines):
        if line.quantity is None:
            errors[f"l-{index}-quantity"] = "Укажите число или очистите строку."
        elif not line.unit:
            errors[f"l-{index}-unit"] = "Укажите, кого или чего: «педагога», «часов»."
    if errors:
        raise InvalidInput(errors)


def _gaps(report: ReportInput) -> dict[str, str]:
    errors = {}
    if not report.outcome:
        errors["outcome"] = "Отметьте, выполнена ли мера."
    if not report.text:
        errors["text"] = "Напишите, что сделано; если мера не выполнена — почему."
    if report.outcome == Outcome.DONE and report.done_on is None:
        errors["done_on"] = "Укажите день, когда мера выполнена."
    return errors


def _days_to_come(report: ReportInput, today: date) -> dict[str, str]:
    return {
        name: f"{date_ru(day)} ещё не наступило. Укажите, что уже сделано."
        for name in ("began_on", "done_on")
        if (day := getattr(report, name)) and day > today
    }


_LABELS = {
    "outcome": "Исполнение",
    "text": "Что сделано",
    "began_on": "Начало",
    "done_on": "Окончание",
    "lines": "Результаты в числах",
}


def report_difference(*, old: ReportInput, new: ReportInput) -> list[Change]:
    """What differs between the stored report and the typed one, for two people who wrote at once."""
    changes = tuple(
        FieldChange(_LABELS[field.name], _words(old, field.name), _words(new, field.name))
        for field in fields(ReportInput)
        if getattr(old, field.name) != getattr(new, field.name)
    )
    return [Change("changed", "", "Отчёт", changes)] if changes else []


def _words(report: ReportInput, name: str) -> str:
    value = getattr(report, name)
    if name == "lines":
        return "\n".join(map(str, value))
    if name == "outcome":
        return Outcome(value).label if value in Outcome.values else value
    return date_ru(value) if isinstance(value, date) else value or ""


def printed_result(text: str, lines: Iterable[object]) -> str:
    """A report as one cell of a document: its text, then its numbers."""
    counted = "; ".join(map(str, lines))
    return "\n".join(part for part in (text, counted) if part)
