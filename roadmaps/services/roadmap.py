"""One roadmap from its first line to its approved edition."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.authors import author_add
from portal.core.errors import InvalidInput
from portal.core.rights import require
from portal.core.workflow import lock_for_edit, transition
from roadmaps.checks import SectionInput, check_complete, checked_sections
from roadmaps.content import to_json
from roadmaps.enums import EDITABLE, PlanPeriod, RoadmapStatus
from roadmaps.models import PlanYear, Roadmap
from roadmaps.selectors import content_of, disputed, today_in
from roadmaps.services.access import check_year, freeze
from roadmaps.services.discard import step_back
from roadmaps.services.force import put_in_force, write_measures_in_force
from roadmaps.services.orders import Order, checked_order, order_act
from roadmaps.services.rows import write_sections
from schools.models import District, School


@transaction.atomic
def roadmap_create(
    *,
    district: District,
    year: int,
    by: User | None,
    school: School | None = None,
    title: str = "",
    period: str = PlanPeriod.ACADEMIC,
) -> Roadmap:
    """Begin an empty roadmap of a school, or without a school the plan of the district.

    Raises InvalidInput (bad year, foreign school, already there) or NotAllowed.
    """
    check_year(year)
    if school is not None and school.district_id != district.pk:
        raise InvalidInput({"school": "Эта школа не из выбранного района."})
    title = " ".join(title.split())[:300] or _usual_title(district, school, year, period)
    try:
        with transaction.atomic():
            roadmap = Roadmap.objects.create(
                district=district, school=school, year=year, period=period, title=title, edited_by=by
            )
    except IntegrityError as error:
        raise InvalidInput({"year": "На этот год карта уже есть."}) from error
    require(Roadmap.objects.all(), pk=roadmap.pk, by=by, permission=Permission.ROADMAP_EDIT)
    author_add(roadmap, by)
    audit_record(action="roadmap.create", subject=roadmap, by=by, year=year)
    return roadmap


def _usual_title(district: District, school: School | None, year: int, period: str) -> str:
    whose = school.short_name if school else district.genitive
    what = "Дорожная карта" if school else "План мероприятий"
    return f"{what} {whose} на {PlanYear(year, period).words}"


@transaction.atomic
def roadmap_save(
    *,
    roadmap: Roadmap,
    sections: Sequence[SectionInput],
    seen: int,
    by: User | None,
    title: str | None = None,
) -> Roadmap:
    """Make `sections` the whole content of the roadmap; a row with an `id` stays the same row.

    `seen` is the revision on which the person worked. Raises StaleRevision, TransitionRefused,
    NotAllowed, or InvalidInput keyed as roadmaps.checks says.
    """
    require(Roadmap.objects.all(), pk=roadmap.pk, by=by, permission=Permission.ROADMAP_EDIT)
    locked = lock_for_edit(roadmap, by=by, seen=seen, editable=EDITABLE)
    rows = checked_sections(sections, year=locked.year, period=locked.period)
    if title is not None:
        locked.title = _checked_title(title)
        locked.save(update_fields=["title"])
    write_sections(locked, rows, by=by)
    measures = sum(len(section.measures) for section in rows)
    audit_record(action="roadmap.edit", subject=locked, by=by, revision=locked.revision, measures=measures)
    return locked


def _checked_title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain or len(plain) > 300:
        raise InvalidInput({"title": "Назовите карту, не больше 300 знаков."})
    return plain


@transaction.atomic
def roadmap_submit(*, roadmap: Roadmap, by: User, seen: int) -> Roadmap:
    """Send for approval; a roadmap with gaps is refused with a line for each gap."""
    sent = transition(obj=roadmap, target=RoadmapStatus.SUBMITTED, by=by, seen=seen)
    check_complete(content_of(sent), disputed(sent))
    return sent


def roadmap_return(*, roadmap: Roadmap, by: User, seen: int, remark: str) -> Roadmap:
    """Send back with a remark, which the author reads on top of the page."""
    return transition(obj=roadmap, target=RoadmapStatus.RETURNED, by=by, seen=seen, remark=remark)


@transaction.atomic
def roadmap_approve(
    *, roadmap: Roadmap, by: User, seen: int, order: Order, in_force_on: date | None = None
) -> Roadmap:
    """Approve by an order, and freeze the text as the version that documents print.

    From `in_force_on` (without it, from the date of the order) schools report on it; where that day
    has come the roadmap is in force at once, otherwise `put_due_in_force` does it on the day.
    """
    approved = transition(obj=roadmap, target=RoadmapStatus.APPROVED, by=by, seen=seen)
    today = today_in(approved.district)
    _, begins = checked_order(order, approved.days, today=today, in_force_on=in_force_on)
    version = freeze(approved, content=to_json(content_of(approved)), by=by)
    version.act = order_act(order, district=approved.district, by=by)
    version.in_force_on = begins
    version.save(update_fields=["act", "in_force_on"])
    if begins > today:
        return approved
    return put_in_force(approved, by=by)


def roadmap_reopen(*, roadmap: Roadmap, by: User, seen: int) -> Roadmap:
    """Open the next version; the approved one stays in force until this one is approved."""
    return transition(obj=roadmap, target=RoadmapStatus.DRAFT, by=by, seen=seen)


@transaction.atomic
def roadmap_put_in_force(*, roadmap: Roadmap, by: User, seen: int, remark: str = "") -> Roadmap:
    """Begin before the day that was set, or resume a paused or closed roadmap (the latter with a remark)."""
    source = Roadmap.objects.select_for_update().get(pk=roadmap.pk).status
    moved = transition(obj=roadmap, target=RoadmapStatus.IN_FORCE, by=by, seen=seen, remark=remark)
    version = moved.versions.get(number=moved.version)
    if source == RoadmapStatus.APPROVED:
        today = today_in(moved.district)
        version.in_force_on = min(version.in_force_on or today, today)
        version.save(update_fields=["in_force_on"])
    write_measures_in_force(version)
    return moved


def roadmap_pause(*, roadmap: Roadmap, by: User, seen: int, remark: str) -> Roadmap:
    """Stop the clock: everything can be read and nothing written until the roadmap is resumed.

    A next version that nobody has approved yet is thrown away, as by `roadmap_discard`.
    """
    return step_back(roadmap=roadmap, target=RoadmapStatus.PAUSED, by=by, seen=seen, remark=remark)


def roadmap_close(*, roadmap: Roadmap, by: User, seen: int, remark: str) -> Roadmap:
    """End the work on a roadmap, and on its next version too; the remark says why."""
    return step_back(roadmap=roadmap, target=RoadmapStatus.CLOSED, by=by, seen=seen, remark=remark)
