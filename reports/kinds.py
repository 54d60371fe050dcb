"""The kinds of documents that the portal prints, each with what builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from monitoring.enums import EXAM_CHOICES, Exam
from monitoring.selectors import district_has_results
from portal.core.errors import InvalidInput
from reports.documents.blocks import Document
from reports.documents.dynamics import dynamics_document
from reports.documents.execution import execution_document
from reports.documents.execution_basis import Year, year_to_print
from reports.documents.protocol import protocol_document
from reports.documents.roadmap import draft_document, draft_to_print, edition_to_print, roadmap_document
from reports.enums import USUAL_YEARS, DocumentKind
from reports.models import Meeting
from roadmaps.enums import PlanPeriod
from roadmaps.selectors import ApprovedRoadmap, PlanKey, UnapprovedRoadmap
from schools.models import District, School

#: a longer one is not read on paper
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """Calendar years, the first and the last included, and exams; None: all exams."""

    first: int
    last: int
    exams: tuple[Exam, ...] | None = None

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


def choice_of(year: int, *, first: int | None = None, exam: str = "") -> Choice | None:
    """What an order kept: None where it is of the usual years and of everything. `exam`: of EXAM_CHOICES."""
    if not exam:
        return Choice(first, year) if first else None
    return Choice(first or year - USUAL_YEARS + 1, year, EXAM_CHOICES[exam][1])


#: how an exam is named in a command and an address; ГВЭ-9 and ГВЭ-11 are two exams all the same
EXAM_NAMES: dict[str, tuple[Exam, ...]] = {
    "vpr": (Exam.VPR,),
    "oge": (Exam.OGE,),
    "ege": (Exam.EGE,),
    "gve": (Exam.GVE9, Exam.GVE11),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a document is: a district and a year, or one meeting, or one school of the district.

    `choice` names other years or exams than those that `year` stands for.
    """

    district: District
    year: int
    meeting: Meeting | None = None
    school: School | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """`build` raises PortalError for the user; `check` is the cheap part of that, asked before a person
    is made to wait for a worker. `first_year(first, last)` is the first year of an order as it is kept,
    None for the usual years. A kind that is not `of_school` is of the whole district only.
    """

    build: Callable[[Subject], Document]
    check: Callable[[Subject], None]
    first_year: Callable[[int | None, int], int | None]
    of_meeting: bool = False
    of_school: bool = False
    takes_exam: bool = False


def years_up_to(year: int) -> tuple[int, ...]:
    return tuple(range(year - USUAL_YEARS + 1, year + 1))


def _protocol(subject: Subject) -> Document:
    if subject.meeting is None:
        raise InvalidInput({"meeting": "Выберите заседание."})
    return protocol_document(meeting=subject.meeting)


def _anything(subject: Subject) -> None:
    """The meeting itself is checked with the order."""


def _no_first_year(first: int | None, last: int) -> None:
    """Minutes have the year of their meeting."""


def _dynamics(subject: Subject) -> Document:
    choice = subject.choice
    years = choice.years if choice else years_up_to(subject.year)
    exams = (choice and choice.exams) or tuple(Exam)
    return dynamics_document(district=subject.district, years=years, exams=exams)


def _has_results(subject: Subject) -> None:
    years = years_up_to(subject.year)
    if not district_has_results(district=subject.district, years=years):
        raise InvalidInput(
            {
                "year": f"Результатов за {years[0]}–{years[-1]} годы пока нет: {subject.district}. "
                "Введите их в разделе «Результаты» или выберите другой год."
            }
        )


def _first_of_dynamics(first: int | None, last: int) -> int | None:
    """None for the usual span, so that one order has one fingerprint."""
    if first is None or first == last - USUAL_YEARS + 1:
        return None
    if not last - MOST_YEARS < first <= last:
        text = f"Выберите не больше {MOST_YEARS} лет, первый год не позже последнего."
        raise InvalidInput({"first_year": text})
    return first


def plan_key(subject: Subject) -> PlanKey:
    """Which plan is meant: a choice of two years is an academic one, of one year a calendar one."""
    if (choice := subject.choice) is None:
        return PlanKey(subject.year)
    first_of_plan(choice.first, choice.last)
    return PlanKey(choice.first, PlanPeriod.ACADEMIC if choice.first < choice.last else PlanPeriod.CALENDAR)


def first_of_plan(first: int | None, last: int) -> int | None:
    if first is not None and first not in (last - 1, last):
        raise InvalidInput({"year": "План — на один год. Укажите учебный год (2021-2022) или год (2023)."})
    return first


def _roadmap(subject: Subject) -> Document:
    return roadmap_document(_edition(subject))


def _has_edition(subject: Subject) -> None:
    _edition(subject)


def _edition(subject: Subject) -> ApprovedRoadmap:
    return edition_to_print(district=subject.district, school=subject.school, key=plan_key(subject))


def _draft(subject: Subject) -> Document:
    return draft_document(_unapproved(subject))


def _has_draft(subject: Subject) -> None:
    _unapproved(subject)


def _unapproved(subject: Subject) -> UnapprovedRoadmap:
    return draft_to_print(district=subject.district, school=subject.school, key=plan_key(subject))


def _execution(subject: Subject) -> Document:
    return execution_document(_year_of(subject))


def _has_measures(subject: Subject) -> None:
    _year_of(subject)


def _year_of(subject: Subject) -> Year:
    return year_to_print(district=subject.district, school=subject.school, key=plan_key(subject))


KINDS: dict[str, Kind] = {
    DocumentKind.PROTOCOL: Kind(build=_protocol, check=_anything, first_year=_no_first_year, of_meeting=True),
    DocumentKind.DYNAMICS: Kind(
        build=_dynamics, check=_has_results, first_year=_first_of_dynamics, takes_exam=True
    ),
    DocumentKind.EXECUTION: Kind(
        build=_execution, check=_has_measures, first_year=first_of_plan, of_school=True
    ),
    DocumentKind.ROADMAP: Kind(build=_roadmap, check=_has_edition, first_year=first_of_plan, of_school=True),
    DocumentKind.DRAFT: Kind(build=_draft, check=_has_draft, first_year=first_of_plan, of_school=True),
}


def build_document(*, kind: str, subject: Subject) -> Document:
    """A fresh document from the data as they are now."""
    return KINDS[kind].build(subject)
