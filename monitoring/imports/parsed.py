"""What every reader of a file gives, whatever system wrote it: counts by school and sitting, and problems.

Nothing here can hold a person: a reader of a file with names sums up row by row and drops the row.
What there are tens of thousands of in a region's file are tuples with names: made and compared the quickest.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from monitoring.enums import Season

Number = int | Decimal
Kind = Literal["result", "journal", "markers", "appeals"]
#: Numbers of each kind of row. A cell, as users count them, is one of these of one school and sitting.
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "result": ("participants", "n2", "n3", "n4", "n5", "mean_mark", "mean_score", "below_minimum"),
    "journal": ("participants", "lowered", "confirmed", "raised"),
    "markers": ("count", "rus4", "math4", "rus5", "math5"),
    "appeals": ("score_sum", "below_minimum"),
}


#: the cells of a row that names none
NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, where («Лист!C12»), and what to do. `severity` is one of monitoring.enums."""

    severity: str
    kind: str
    address: str
    text: str


class SchoolRef(NamedTuple):
    """A school as the file names it; `name` is told as it stands there, `municipality` if the row has one."""

    name: str = ""
    code: str = ""
    login: str = ""
    municipality: str = ""


class SittingRef(NamedTuple):
    """The natural key of a sitting; `subject` is the code of our dictionary, `date` the day of the exam."""

    exam: str
    subject: str
    year: int
    level: str = ""
    season: str = Season.SPRING
    grade: int | None = None
    programme_grade: int | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Appeal:
    """One satisfied appeal: test score (or mark) before and after it. How many alike is a count.

    `day` is that of the change as «2022-07-05», empty where the file does not tell it.
    """

    before: int
    after: int
    count: int = 1
    day: str = ""


class ParsedRow(NamedTuple):
    """The counts of one school at one sitting (`sitting` is None for markers, which are of a `year`).

    `numbers` holds what the file says, by the names of NUMBERS, and `score_sum` beside `mean_score`;
    an absent key is «the file does not say», so nothing is overwritten by it. `status` is a ResultStatus.
    `computed` are the numbers that we made of the file's percents. `whole` tells a protocol with every
    pupil of its date (kept as a ResultPart) from a table of means (written as it is).
    `minimum` is the file's own «Минимальная граница».
    """

    kind: Kind
    school: SchoolRef
    sitting: SittingRef | None
    numbers: Mapping[str, Number]
    address: str
    addresses: Mapping[str, str] = NOWHERE
    status: str = "value"
    year: int | None = None
    computed: frozenset[str] = frozenset()
    whole: bool = False
    minimum: int | None = None
    appeals: tuple[Appeal, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """`format` is the code of the reader, `rows_read` the data rows of the file, `facts` what we recognised.

    `facts` are pairs for the preview: («Предмет», «Русский язык»), («Дата», «23.06.2022»).
    `schools_in_file` are all school rows, so that a suggestion never takes a school that stands there itself.
    """

    format: str
    rows: tuple[ParsedRow, ...]
    problems: tuple[Problem, ...] = ()
    rows_read: int = 0
    facts: tuple[tuple[str, str], ...] = ()
