"""The kinds of documents that the portal prints, each with what builds it."""

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Kind:
    """`build` is called as build(district, year, meeting) and raises PortalError for the user.

    `check` is the cheap part of that, asked before a person is made to wait for a worker.
    """

    build: Callable[[District, int, Meeting | None], Document]
    check: Callable[[District, int], None]
    of_meeting: bool


def years_up_to(year: int) -> tuple[int, ...]:
    return tuple(range(year - SPAN + 1, year + 1))


def _protocol(district: District, year: int, meeting: Meeting | None) -> Document:
    if meeting is None:
        raise InvalidInput({"meeting": "Выберите заседание."})
    return protocol_document(meeting=meeting)


def _dynamics(district: District, year: int, meeting: Meeting | None) -> Document:
    return dynamics_document(district=district, years=years_up_to(year))


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
    DocumentKind.DYNAMICS: Kind(build=_dynamics, check=_has_results, of_meeting=False),
}


def build_document(*, kind: str, district: District, year: int, meeting: Meeting | None = None) -> Document:
    """A fresh document from the data as they are now."""
    return KINDS[kind].build(district, year, meeting)
