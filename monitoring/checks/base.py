"""What a rule is, what it is given, and what it gives back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from monitoring.enums import ResultStatus, Severity
from monitoring.models import BiasMarkers, JournalComparison, Result, Sitting, Waiver
from portal.core.russian import number
from schools.models import District, School


class Place(NamedTuple):
    """One number on which a finding rests: `field` as in the database, `name` and `value` for people.

    `year` (of the sitting) and `school_id` (if not the finding's own) tell on which entry form it stands.
    """

    sitting_id: int | None
    field: str
    name: str
    value: str
    year: int | None = None
    school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one rule noticed: a sentence with the numbers, and the cells in which they stand.

    Without a school it is of the whole sitting; without a sitting of the school's whole year.
    """

    text: str
    places: tuple[Place, ...]
    school: School | None = None
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt with its rule, and the waiver of the person who accepted just these numbers."""

    rule: str
    severity: Severity
    title: str
    explanation: str
    text: str
    places: tuple[Place, ...]
    year: int
    school: School | None = None
    sitting: Sitting | None = None
    waiver: Waiver | None = None

    @property
    def cells(self) -> list[str]:
        """«Участников: 12», as a list under the sentence."""
        return [f"{place.name}: {place.value}" if place.value else place.name for place in self.places]

    @property
    def is_open(self) -> bool:
        return self.waiver is None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rule, the school, the sitting and the numbers: other numbers are another finding."""
        numbers = [[place.sitting_id, place.field, place.value] for place in self.places]
        school = self.school.pk if self.school else None
        sitting = self.sitting.pk if self.sitting else None
        facts = json.dumps([self.rule, self.year, school, sitting, numbers], ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()

    def waived(self, waiver: Waiver | None) -> "Finding":
        return replace(self, waiver=waiver)


@dataclass
class CheckData:
    """All that the rules need of one district and calendar year; rules ask nothing of the database.

    `sittings` and `results` (by school and sitting) are those of the year and of the year before;
    `schools` stand by name and know what they teach; `file_problems` are remarks of applied imports.
    """

    district: District
    year: int
    parameters: Mapping[str, Decimal]
    schools: list[School] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    results: Mapping[tuple[int, int], Result] = field(default_factory=dict)
    journals: list[JournalComparison] = field(default_factory=list)
    markers: list[BiasMarkers] = field(default_factory=list)
    file_problems: list["FileProblem"] = field(default_factory=list)

    @cached_property
    def sittings_of_the_year(self) -> list[Sitting]:
        return [sitting for sitting in self.sittings if sitting.year == self.year]

    @cached_property
    def _series(self) -> dict[tuple, list[Sitting]]:
        found: dict[tuple, list[Sitting]] = {}
        for sitting in self.sittings:
            found.setdefault((_series_of(sitting), sitting.year), []).append(sitting)
        return found

    def values(self) -> Iterator[tuple[School, Sitting, Result]]:
        """Every result of the year that is a number, by procedure and then by the name of the school."""
        for sitting in self.sittings_of_the_year:
            for school in self.schools:
                result = self.value_of(school, sitting)
                if result is not None:
                    yield school, sitting, result

    def value_of(self, school: School, sitting: Sitting) -> Result | None:
        result = self.results.get((school.pk, sitting.pk))
        return result if result is not None and result.status == ResultStatus.VALUE else None

    def a_year_before(self, school: School, sitting: Sitting) -> tuple[Sitting, Result] | None:
        """The same work one calendar year earlier; of two windows (2022) only if one of them has a number."""
        earlier = self._series.get((_series_of(sitting), sitting.year - 1), [])
        found = [(one, result) for one in earlier if (result := self.value_of(school, one)) is not None]
        return found[0] if len(found) == 1 else None

    def parameter(self, code: str) -> Decimal:
        return self.parameters[code]


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A remark about a row of an imported file: file, address in it, sentence, and whose row it is."""

    file_name: str
    kind: str
    address: str
    text: str
    school: School | None = None
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` is the rule itself; `explanation` tells people why it matters and what to do."""

    code: str
    title: str
    severity: Severity
    explanation: str
    find: Callable[[CheckData], Iterable[Doubt]]

    def findings(self, data: CheckData) -> list[Finding]:
        return [
            Finding(
                rule=self.code,
                severity=self.severity,
                title=self.title,
                explanation=self.explanation,
                text=doubt.text,
                places=doubt.places,
                year=data.year,
                school=doubt.school,
                sitting=doubt.sitting,
            )
            for doubt in self.find(data)
        ]


def place(sitting: Sitting | None, row: object, name: str, label: str = "", places: int = 2) -> Place:
    """The cell `name` of a row of the database; its label is the field's own unless told otherwise."""
    value = getattr(row, name)
    shown = number(value, places) if isinstance(value, int | Decimal) and value is not True else ""
    number_of, year = (sitting.pk, sitting.year) if sitting else (None, None)
    return Place(number_of, name, label or _label(row, name), shown, year)


def _label(row: object, name: str) -> str:
    text = str(row._meta.get_field(name).verbose_name)  # type: ignore[attr-defined]
    return text[:1].upper() + text[1:]


def _series_of(sitting: Sitting) -> tuple:
    return (sitting.exam, sitting.subject_id, sitting.level, sitting.programme_grade or sitting.grade)
