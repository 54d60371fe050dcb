"""What stands in the workbook of a district and a calendar year: sheets, blocks of columns, schools."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from monitoring.enums import EXAM_PROGRAMME, STATUS_MARKS, Exam, ResultStatus, Scale, Season
from monitoring.models import Result, Sitting
from monitoring.own_book.keys import FIELDS, LABELS, STATUS
from monitoring.selectors import sittings_of_year
from portal.core.errors import PortalError
from portal.core.russian import rounded
from schools.models import District, School
from schools.selectors import with_taught

Value = int | Decimal | str | None
#: both exams of a class side by side
EXAM_ORDER = (Exam.VPR, Exam.OGE, Exam.GVE9, Exam.EGE, Exam.GVE11)
_MARKS = ("n2", "n3", "n4", "n5")


class Found(NamedTuple):
    """A result as the workbook shows it."""

    status: str
    participants: int | None
    n2: int | None
    n3: int | None
    n4: int | None
    n5: int | None
    mean_mark: Decimal | None
    mean_score: Decimal | None
    below_minimum: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one sitting. Of a procedure that was not held there is one, to say so."""

    sitting: Sitting
    head: str
    sub_head: str
    fields: tuple[str, ...]

    def labels(self) -> list[str]:
        return [LABELS[name] for name in self.fields]


@dataclass(frozen=True, slots=True)
class Line:
    """One school: the values of each block, and whether the block is closed to it."""

    code: str
    name: str
    values: list[Value]
    closed: list[bool]


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One exam, of ВПР one class (or all classes together); the same schools in every sheet."""

    name: str
    district: District
    blocks: list[Block]
    schools: list[School] = field(repr=False)

    @property
    def has_sub_heads(self) -> bool:
        return any(block.sub_head for block in self.blocks)

    def lines(self) -> Iterator[Line]:
        """Row by row, as the database gives the results: a region's table is never held."""
        results = _results(self.district, self.schools, self.blocks)
        ahead = next(results, None)
        for school in self.schools:
            of_school: dict[int, Found] = {}
            if ahead is not None and ahead[0] == school.pk:
                of_school, ahead = ahead[1], next(results, None)
            values: list[Value] = []
            closed: list[bool] = []
            for block in self.blocks:
                found = of_school.get(block.sitting.pk)
                mark = _closed_mark(school, block.sitting, found)
                values += [mark, *[None] * (len(block.fields) - 1)] if mark else _values(block.fields, found)
                closed += [bool(mark)] * len(block.fields)
            yield Line(school.oo_code or school.fis_oko_login, school.short_name, values, closed)


@dataclass(frozen=True, slots=True)
class Book:
    district: District
    year: int
    sheets: list[BookSheet]
    #: whether who takes it away may bring it back
    may_import: bool = True


def district_book(
    *, district: District, year: int, schools: QuerySet[School], may_import: bool = True
) -> Book:
    """The table of calendar `year`. The caller answers for the scope of `schools`; they are of `district`.

    A closed school stands in it only with a result of the year. Raises PortalError for a year of which
    the calendar knows nothing.
    """
    calendar = sittings_of_year(year=year)
    if not calendar:
        raise PortalError(
            f"В календаре процедур нет {year} года: таблицу составить не из чего. Выберите другой год."
        )
    entered = Result.objects.filter(school=OuterRef("pk"), district=district, sitting__year=year)
    rows = with_taught(schools.filter(Q(is_active=True) | Exists(entered)))
    # What was not held is there only where a core subject of the exam was not: one column says so.
    shown = [sitting for sitting in calendar if sitting.is_held or sitting.subject.is_core]
    seasons: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for sitting in shown:
        seasons[sitting.exam, sitting.is_summary].add(sitting.season)
    blocks: dict[str, list[Block]] = defaultdict(list)
    for sitting in sorted(shown, key=_place):
        two_seasons = len(seasons[sitting.exam, sitting.is_summary]) > 1
        blocks[_sheet_name(sitting, two_seasons)].append(_block(sitting))
    sheets = [BookSheet(name, district, found, rows) for name, found in blocks.items()]
    return Book(district, year, sheets, may_import)


def _results(
    district: District, schools: Iterable[School], blocks: Iterable[Block]
) -> Iterator[tuple[int, dict[int, Found]]]:
    """Number of the school and its results by sitting, in the order of `district_book`; one query."""
    rows = (
        Result.objects.filter(
            district=district,
            school_id__in=[school.pk for school in schools],
            sitting_id__in=[block.sitting.pk for block in blocks],
        )
        .order_by("school")
        .values_list("school_id", "sitting_id", *Found._fields)
    )
    for school_id, group in groupby(rows.iterator(), key=itemgetter(0)):
        yield school_id, {sitting_id: Found(*facts) for _, sitting_id, *facts in group}


def _place(sitting: Sitting) -> tuple:
    """Sheets in their order, and in each the subjects as they are printed."""
    subject = sitting.subject
    return (
        EXAM_ORDER.index(Exam(sitting.exam)),
        not sitting.is_summary,
        sitting.season != Season.SPRING,
        sitting.grade or 0,
        subject.position,
        subject.name,
        sitting.level,
        sitting.programme_grade or 0,
    )


def _sheet_name(sitting: Sitting, two_seasons: bool) -> str:
    """«ЕГЭ», «ВПР», «ВПР 5 класс», «ВПР 5 класс, осень»: all classes of ВПР would be 500 columns in a row."""
    parts = [sitting.get_exam_display()]
    if sitting.exam == Exam.VPR:
        parts[0] += f" {sitting.grade} класс" if sitting.grade else ""
        parts += [sitting.get_season_display()] if two_seasons else []
    return ", ".join(parts)


def _block(sitting: Sitting) -> Block:
    sub_head = sitting.get_level_display() if sitting.level else ""
    if sitting.exam == Exam.VPR:
        sub_head = sitting.grade_label
    fields = FIELDS[Scale(sitting.scale)] if sitting.is_held else (STATUS,)
    return Block(sitting, sitting.subject.name, sub_head, fields)


def _closed_mark(school: School, sitting: Sitting, found: Found | None) -> str:
    """The printed mark of a cell in which there is nothing to enter, or an empty string."""
    if not sitting.is_held:
        return STATUS_MARKS[ResultStatus.NOT_HELD]
    said = ResultStatus.NO_DATA if found is None else found.status
    if said in (ResultStatus.NO_DATA, ResultStatus.NOT_OFFERED) and not _taught(school, sitting):
        return STATUS_MARKS[ResultStatus.NOT_OFFERED]
    return ""


def _taught(school: School, sitting: Sitting) -> bool:
    programme = EXAM_PROGRAMME.get(Exam(sitting.exam))
    return programme is None or school.teaches(programme, sitting.year - 1)


def _values(fields: tuple[str, ...], found: Found | None) -> list[Value]:
    if found is None:
        return [None] * len(fields)
    if found.status == ResultStatus.NO_DATA:  # a work without a scale: its participants are known
        return [found.participants if name == "participants" else None for name in fields]
    if found.status != ResultStatus.VALUE:
        return [ResultStatus(found.status).label if name == STATUS else None for name in fields]
    return [_number(name, found) for name in fields]


def _number(name: str, found: Found) -> Value:
    if name == STATUS:
        return None  # numbers say by themselves that there is a result
    if name == "mean_mark" and found.mean_mark == _mean_of_marks(found):
        return None  # it follows from the marks and changes with them
    return getattr(found, name)


def _mean_of_marks(found: Found) -> Decimal | None:
    counts = [getattr(found, name) for name in _MARKS]
    if None in counts or not sum(counts):
        return None
    return rounded(Decimal(sum(mark * count for mark, count in enumerate(counts, start=2))) / sum(counts))
