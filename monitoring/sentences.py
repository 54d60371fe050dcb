"""Draft conclusions made by rules out of a table of dynamics, in the words that a department would use.

Every sentence names the cells it is made of and carries the fingerprint of their numbers, so that a person's
edit is known to be out of date as soon as one of the numbers changes. Too few participants are never called
growth or decline; nothing is said of who is better than whom.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitoring.enums import Exam, Measure, ResultStatus, Scale
from monitoring.models import Sitting
from monitoring.selectors import Column, MeasuredRow, MeasuredTable, Shown
from monitoring.selectors.measured_table import DISTRICT, LISTED, REGION
from portal.core.russian import MINUS, number, plural, rounded

#: «по математике»; a subject that is not here is said by its name
_DATIVES = {
    "rus": "русскому языку",
    "math": "математике",
    "phys": "физике",
    "chem": "химии",
    "inf": "информатике",
    "bio": "биологии",
    "hist": "истории",
    "geo": "географии",
    "eng": "английскому языку",
    "ger": "немецкому языку",
    "fra": "французскому языку",
    "spa": "испанскому языку",
    "chi": "китайскому языку",
    "soc": "обществознанию",
    "lit": "литературе",
    "world": "окружающему миру",
}
#: a measure in words with its gender, on the scale of marks and on that of scores
_NOUNS = {
    (Measure.MEAN, Scale.MARK): ("средняя отметка", "f"),
    (Measure.MEAN, Scale.SCORE): ("средний балл", "m"),
    (Measure.LOW_SHARE, Scale.MARK): ("доля «2»", "f"),
    (Measure.LOW_SHARE, Scale.SCORE): ("доля не преодолевших минимум", "f"),
    (Measure.PASS_RATE, Scale.MARK): ("успеваемость", "f"),
    (Measure.PASS_RATE, Scale.SCORE): ("доля преодолевших минимум", "f"),
    (Measure.QUALITY_RATE, Scale.MARK): ("качество знаний", "n"),
    (Measure.LEARNING_LEVEL, Scale.MARK): ("степень обученности (СОУ)", "f"),
}
_ROSE = {"f": "выросла", "m": "вырос", "n": "выросло"}
_FELL = {"f": "снизилась", "m": "снизился", "n": "снизилось"}
_STAYED = {"f": "не изменилась", "m": "не изменился", "n": "не изменилось"}
_GROUPS = {LISTED: "Школы перечня", DISTRICT: "Район", REGION: "Регион"}
#: with what a row is compared, and how that is said
_OTHER = {LISTED: (DISTRICT, "району"), DISTRICT: (REGION, "региону")}
#: the rule of `low_results` in a key
LOW = "low"
_EQUAL = {"f": "такая же, как", "m": "такой же, как", "n": "такое же, как"}
_NOT_JUDGED = "судить о росте или снижении нельзя"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`cells` are (key of the row, id of the sitting); `key` names rule and cells, `fingerprint` numbers."""

    key: str
    fingerprint: str
    text: str
    cells: tuple[tuple[str, int], ...]
    #: whether there is a year before to speak of
    is_of_change: bool = True


def sentences_of(
    table: MeasuredTable, *, measure: str, rows: Iterable[MeasuredRow] | None = None
) -> list[Sentence]:
    """What is to be said of the last year of the table: one sentence for each row and series."""
    found = []
    for row in table.all_rows if rows is None else rows:
        for column in last_columns(table):
            shown = table.cell(row, column.sitting, measure)
            if shown.value is not None:
                found.append(_dynamics(table, row, column, measure, shown))
    return found


def low_results(table: MeasuredTable, *, rows: Iterable[MeasuredRow] | None = None) -> list[Sentence]:
    """Where the share of «2» in the last year reaches the threshold of low results (a dated parameter)."""
    found = []
    for row in table.rows if rows is None else rows:
        for column in last_columns(table):
            shown = table.cell(row, column.sitting, Measure.LOW_SHARE)
            if column.sitting.scale != Scale.MARK or shown.value is None or shown.is_few:
                continue
            if shown.value >= table.rules.low_share:
                found.append(_low(table, row, column, shown))
    return found


def last_columns(table: MeasuredTable) -> list[Column]:
    """Those of the last year: the table's conclusions speak of it."""
    return [column for column in table.columns if column.sitting.year == table.years[-1]]


def exam_words(sitting: Sitting, window: str = "") -> str:
    """«ОГЭ по математике», «ЕГЭ по профильной математике», «ВПР по русскому языку (5 класс, весна)»."""
    subject = _DATIVES.get(sitting.subject.code, f"предмету «{sitting.subject.name}»")
    if sitting.level:
        adjective = {"base": "базовой", "profile": "профильной"}[sitting.level]
        if sitting.subject.code == "math":
            subject = f"{adjective} {subject}"
        else:
            subject += f" ({sitting.get_level_display().replace('ая', 'ый')} уровень)"
    text = f"{sitting.get_exam_display()} по {subject}"
    grade = sitting.grade_label.replace(" (", ", ").replace(")", "")
    about = [grade] if sitting.exam == Exam.VPR and sitting.grade else []
    about += [window] if window else []
    return f"{text} ({', '.join(about)})" if about else text


def _dynamics(table: MeasuredTable, row: MeasuredRow, column: Column, measure: str, shown: Shown) -> Sentence:
    sitting = column.sitting
    noun, gender = _NOUNS[Measure(measure), Scale(sitting.scale)]
    joint = " " if measure == Measure.MEAN else " на "
    covered = _coverage(shown)
    what = f"{_name(row)}{covered}: {noun}{joint}{exam_words(sitting, column.window)}"
    other, words = _compared(table, row, sitting, measure, shown)
    if shown.is_judged and shown.before is not None:
        joined = f" и {words}" if words else ""
        said = f"{what} {_moved(shown, measure, gender)}{joined}"
    else:
        said = f"{what} {_stood(table, row, sitting, measure, shown, words)}"
    cells = [(row.key, sitting.pk), *((row.key, pk) for pk in _cells_before(table, row, sitting, shown))]
    if other is not None:
        cells.append((other, sitting.pk))
    numbers = (
        shown.value,
        shown.participants,
        shown.before,
        shown.participants_before,
        words,
        table.rules.few,
        *filter(None, [covered]),
    )
    text = said if said.endswith(".") else f"{said}."  # «п.п.» ends it already
    return Sentence(
        _key(row, sitting, measure), _digest(numbers), text, tuple(cells), shown.before is not None
    )


def _name(row: MeasuredRow) -> str:
    return _GROUPS.get(row.key, row.name)


def _coverage(shown: Shown) -> str:
    """« (по 3 из 20 школ; годом раньше по 18 из 20)» where a sum lacks schools, now or a year before."""
    if shown.schools is None:
        return ""
    before = shown.schools_before or shown.schools
    if shown.schools[0] == shown.schools[1] and before[0] == before[1]:
        return ""
    made_of, expected = shown.schools
    words = "по {} из {}\u00a0{}{}".format(
        number(made_of),
        number(expected),
        plural(expected, "школы", "школ", "школ"),
        " с результатом" if shown.of_results else "",
    )
    if shown.schools_before is None:
        return f" ({words})"
    return f" ({words}; годом раньше по {number(before[0])} из {number(before[1])})"


def _moved(shown: Shown, measure: str, gender: str) -> str:
    value, before = shown.value or Decimal(0), shown.before or Decimal(0)
    unit = "" if measure == Measure.MEAN else "\u00a0%"
    if value == before:
        return f"{_STAYED[gender]}: {number(value)}{unit}"
    verb = (_ROSE if value > before else _FELL)[gender]
    points = "" if measure == Measure.MEAN else "\u00a0п.п."
    change = _alike(value - before, value, before)
    sign = "+" if value > before else MINUS
    return f"{verb} с {number(before)}{unit} до {number(value)}{unit} ({sign}{change}{points})"


def _stood(
    table: MeasuredTable, row: MeasuredRow, sitting: Sitting, measure: str, shown: Shown, words: str
) -> str:
    """The number alone, how it stands to the whole, and why nothing is said of its change."""
    unit = "" if measure == Measure.MEAN else "\u00a0%"
    now = f"в {sitting.year} году — {number(shown.value)}{unit}"
    if shown.is_few:
        return f"{now}; по {_works(shown.participants or 0)} {_NOT_JUDGED}"
    compared = f"{now}, {words}" if words else now
    if shown.before is None:
        return f"{compared}; {_no_year_before(table, row, sitting)}"
    if shown.participants is None or shown.participants_before is None:
        was = f"в {sitting.year - 1} году — {number(shown.before)}{unit}, "
        return f"{was}{now}; число участников не указано, и {_NOT_JUDGED}"
    count = shown.participants_before
    were = plural(count, "была", "было", "было")
    works = plural(count, "работа", "работы", "работ")
    return f"{compared}; годом раньше {were} {count}\u00a0{works}, и {_NOT_JUDGED}"


def _works(count: int) -> str:
    return f"{number(count)}\u00a0{plural(count, 'работе', 'работам', 'работам')}"


def _no_year_before(table: MeasuredTable, row: MeasuredRow, sitting: Sitting) -> str:
    figures = [row.figures[pk] for pk in table.before[sitting.pk]]
    year = f"с {sitting.year - 1} годом не сравнить"
    if sum(each.mean is not None for each in figures) > 1:
        return f"{year}: тогда работу писали дважды, весной и осенью"
    if figures and all(each.status == ResultStatus.NOT_HELD for each in figures):
        held = "ВПР не проводились" if sitting.exam == Exam.VPR else "экзамен не проводился"
        return f"{year}: тогда {held}"
    if not figures:
        return f"{year}: тогда такой работы не было"
    if all(each.status == ResultStatus.NO_PARTICIPANTS for each in figures):
        return f"{year}: тогда участников не было"
    return f"{year}: данных за тот год нет"


def _compared(
    table: MeasuredTable, row: MeasuredRow, sitting: Sitting, measure: str, shown: Shown
) -> tuple[str | None, str]:
    """How the row stands to its group: key of the group and «ниже среднего по району на 0,12»."""
    key, place = _OTHER.get(row.key, (DISTRICT, "району")) if row.key != REGION else ("", "")
    group = table.row(key) if key else None
    if group is None or shown.value is None or shown.is_few or shown.participants is None:
        return None, ""
    other = table.cell(group, sitting, measure)
    if other.value is None or other.is_few:
        return None, ""
    gap = shown.value - other.value
    if not gap:
        return group.key, f"{_EQUAL[_NOUNS[Measure(measure), Scale(sitting.scale)][1]]} по {place}"
    size = _alike(gap, shown.value, other.value)
    word = "выше" if gap > 0 else "ниже"
    if measure == Measure.MEAN:
        return group.key, f"{word} среднего по {place} на {size}"
    return group.key, f"{word}, чем по {place}, на {size}\u00a0п.п."


def _low(table: MeasuredTable, row: MeasuredRow, column: Column, shown: Shown) -> Sentence:
    sitting = column.sitting
    marks = row.figures[sitting.pk].marks
    counts = f"{number(marks.n2)} из {number(marks.total)}" if marks else ""
    where = f"{exam_words(sitting, column.window)} в {sitting.year} году"
    text = (
        f"{_name(row)}: доля «2» на {where} — {number(shown.value)}\u00a0% "
        f"({counts}), это не меньше порога низких результатов, {number(table.rules.low_share)}\u00a0%."
    )
    numbers = (shown.value, counts, table.rules.low_share)
    return Sentence(_key(row, sitting, LOW), _digest(numbers), text, ((row.key, sitting.pk),))


def _cells_before(table: MeasuredTable, row: MeasuredRow, sitting: Sitting, shown: Shown) -> Sequence[int]:
    if shown.before is None:
        return ()
    return [pk for pk in table.before[sitting.pk] if row.figures[pk].mean is not None]


def _key(row: MeasuredRow, sitting: Sitting, rule: str) -> str:
    facts = (sitting.exam, sitting.subject.code, sitting.level, sitting.year, sitting.season)
    parts = (*facts, sitting.grade or "", sitting.programme_grade or "", rule, row.key)
    return ":".join(map(str, parts))


def _digest(numbers: tuple) -> str:
    text = json.dumps([None if each is None else str(each) for each in numbers], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _alike(size: Decimal, *operands: Decimal) -> str:
    """A difference with as many places as its operands show: 3,56 and 3,66 differ by 0,10."""
    shown = [number(each).partition(",")[2] for each in operands]
    places = max(len(part) for part in shown)
    return f"{rounded(abs(size), places):.{places}f}".replace(".", ",")
