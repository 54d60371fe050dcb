"""The kinds of documents that the portal prints, each with what builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from monitoring.enums import Exam
from monitoring.selectors import district_has_results
from portal.core.errors import InvalidInput
from reports.documents.blocks import Document
from reports.documents.dynamics import dynamics_document
from reports.documents.protocol import protocol_document
from reports.enums import DocumentKind
from reports.models import Meeting
from schools.models import District

#: how many years of results a table of dynamics compares
SPAN = 3
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


#: how an exam is named in a command and an address; ГВЭ-9 and ГВЭ-11 are two exams all the same
EXAM_NAMES: dict[str, tuple[Exam, ...]] = {
    "vpr": (Exam.VPR,),
    "oge": (Exam.OGE,),
    "ege": (Exam.EGE,),
    "gve": (Exam.GVE9, Exam.GVE11),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """`build` is called as build(district, year, meeting) and raises PortalError for the user.

    `check` is the cheap part of that, asked before a person is made to wait for a worker.
    `build_chosen` builds over other years or exams than the usual ones, where the kind takes them.
    """

    build: Callable[[District, int, Meeting | None], Document]
    check: Callable[[District, int], None]
    of_meeting: bool
    build_chosen: Callable[[District, Choice], Document] | None = None


def years_up_to(year: int) -> tuple[int, ...]:
    return tuple(range(year - SPAN + 1, year + 1))


def _protocol(district: District, year: int, meeting: Meeting | None) -> Document:
    if meeting is None:
        raise InvalidInput({"meeting": "Выберите заседание."})
    return protocol_document(meeting=meeting)


def _dynamics(district: District, year: int, meeting: Meeting | None) -> Document:
    return dynamics_document(district=district, years=years_up_to(year))


def _dynamics_chosen(district: District, choice: Choice) -> Document:
    return dynamics_document(district=district, years=choice.years, exams=choice.exams or tuple(Exam))


def _anything(district: District, year: int) -> None:
    """The meeting itself is checked with the order."""


def _has_results(district: District, year: int) -> None:
    years = years_up_to(year)
    if not district_has_results(district=district, years=years):
        raise InvalidInput(
            {
                "year": f"Результатов за {years[0]}–{years[-1]} годы пока нет: {district}. "
                "Введите их в разделе «Результаты» или выберите другой год."
            }
        )


KINDS: dict[str, Kind] = {
    DocumentKind.PROTOCOL: Kind(build=_protocol, check=_anything, of_meeting=True),
    DocumentKind.DYNAMICS: Kind(
        build=_dynamics, check=_has_results, of_meeting=False, build_chosen=_dynamics_chosen
    ),
}


def build_document(
    *,
    kind: str,
    district: District,
    year: int,
    meeting: Meeting | None = None,
    choice: Choice | None = None,
) -> Document:
    """A fresh document from the data as they are now; `choice` for a kind that takes one."""
    if choice is not None and (build_chosen := KINDS[kind].build_chosen):
        return build_chosen(district, choice)
    return KINDS[kind].build(district, year, meeting)
