"""The beginning of a plan that is not empty: out of a file, a template or last year."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import TransitionRefused
from portal.core.rights import require
from roadmaps.checks import SectionInput, checked_sections
from roadmaps.content import MeasureContent, RoadmapContent
from roadmaps.enums import EDITABLE, PlanPeriod, RoadmapStatus
from roadmaps.models import Roadmap
from roadmaps.selectors import content_of, content_of_input
from roadmaps.services.roadmap import roadmap_create, roadmap_save
from schools.models import District, School

TAKEN = (
    "На этот год карта уже есть, и в ней есть меры. Откройте её и правьте там: "
    "новое начало не стирает того, что уже написано."
)


@transaction.atomic
def roadmap_start(
    *,
    district: District,
    year: int,
    sections: Sequence[SectionInput],
    by: User | None,
    school: School | None = None,
    period: str = PlanPeriod.ACADEMIC,
    title: str = "",
) -> Roadmap:
    """Begin a roadmap with `sections`, or fill one that is still empty; None is the operator of the machine.

    A roadmap that already says just this stays as it is: the same file may come twice. A corrected file
    of the operator replaces what he brought before, as long as no person has touched it. Raises
    TransitionRefused where the roadmap says anything else, InvalidInput or NotAllowed.
    """
    roadmap = _existing(district, school, year, period)
    if roadmap is None:
        roadmap = roadmap_create(
            district=district, year=year, period=period, school=school, title=title, by=by
        )
    require(Roadmap.objects.all(), pk=roadmap.pk, by=by, permission=Permission.ROADMAP_EDIT)
    if _says(roadmap, sections):
        return roadmap
    _check_free(roadmap, by)
    return roadmap_save(roadmap=roadmap, sections=sections, seen=roadmap.revision, by=by)


def check_startable(
    *, district: District, school: School | None, year: int, period: str, by: User | None
) -> None:
    """Raises TransitionRefused where no answer to a question would let a plan begin."""
    if roadmap := _existing(district, school, year, period):
        _check_free(roadmap, by)


def _check_free(roadmap: Roadmap, by: User | None) -> None:
    if not (_is_empty(roadmap) or (by is None and _is_untouched(roadmap))):
        raise TransitionRefused(TAKEN)


def _is_empty(roadmap: Roadmap) -> bool:
    return roadmap.status in EDITABLE and not content_of(roadmap).measures


def _is_untouched(roadmap: Roadmap) -> bool:
    """Still the draft that the operator's command wrote: every write of a person leaves his name."""
    is_first_draft = roadmap.status == RoadmapStatus.DRAFT and roadmap.version == 1
    return is_first_draft and roadmap.edited_by_id is None


def _existing(district: District, school: School | None, year: int, period: str) -> Roadmap | None:
    rows = Roadmap.objects.filter(district=district, school=school, year=year, period=period)
    return rows.with_content().first()


def _says(roadmap: Roadmap, sections: Sequence[SectionInput]) -> bool:
    rows = checked_sections(sections, year=roadmap.year, period=roadmap.period)
    stored, new = content_of(roadmap), content_of_input(title=roadmap.title, sections=rows)
    return _texts(stored) == _texts(new)


def _texts(content: RoadmapContent) -> list[tuple[str, list[MeasureContent]]]:
    """The sections without the numbers of their rows."""
    return [
        (section.title, [replace(measure, id=None) for measure in section.measures])
        for section in content.sections
    ]
