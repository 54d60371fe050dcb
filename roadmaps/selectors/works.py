"""Lists of roadmaps and the one that a page asks for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.russian import counted
from roadmaps.models import ExclusionCase, Roadmap, RoadmapVersion
from roadmaps.models.roadmap import RoadmapQuerySet
from roadmaps.selectors.texts import changes_since_approval
from roadmaps.selectors.versions import order_words
from schools.models import District, School


def roadmap_list(
    *,
    user: User,
    district: District | None = None,
    year: int | None = None,
    status: str = "",
    period: str = "",
) -> RoadmapQuerySet:
    """Roadmaps that `user` may see, the plan of a district before its schools.

    `year` is an academic one; the plans of the calendar year in which it ends belong to it. Rows carry
    `measure_count`.
    """
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).with_places()
    rows = rows.of_academic_year(year) if year else rows
    wanted = {"district": district, "status": status, "period": period}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.annotate(measure_count=Count("sections__measures"))
    return rows.order_by("-year", F("school__order_key").asc(nulls_first=True), "pk")


def roadmap_years(*, user: User, district: District) -> dict[int, set[str]]:
    """The academic years for which there is a roadmap, with the periods of their plans."""
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).filter(district=district)
    years: dict[int, set[str]] = defaultdict(set)
    for year, period in rows.order_by("-year").values_list("year", "period").distinct():
        years[Roadmap(year=year, period=period).academic_year].add(period)
    return years


def district_plan(*, user: User, district: District, year: int) -> Roadmap | None:
    """The plan of the district itself for an academic year, if there is one and `user` may see it."""
    return district_plans(user=user, district=district).of_academic_year(year).first()


def district_plans(*, user: User, district: District) -> RoadmapQuerySet:
    """The plans of the district itself that `user` may see, the newest year first."""
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW)
    return rows.filter(district=district, school=None).order_by("-year", "pk")


@dataclass(frozen=True, slots=True)
class ListRow:
    """A roadmap of the list; `changes` since its approval, None where no newer text is under way."""

    roadmap: Roadmap
    order: str
    changes: int | None

    @property
    def changes_words(self) -> str:
        return counted(self.changes or 0, "изменение", "изменения", "изменений")


def list_rows(roadmaps: Sequence[Roadmap]) -> list[ListRow]:
    """With the last order of each and what has changed since: texts are read only of those under way."""
    numbers = [row.pk for row in roadmaps]
    versions = RoadmapVersion.objects.filter(roadmap__in=numbers).select_related("act").defer("content")
    last: dict[int, RoadmapVersion] = {}
    for version in versions.order_by("number"):
        last[version.roadmap_id] = version
    opened = [row.pk for row in roadmaps if row.pk in last and row.version > last[row.pk].number]
    texts = Roadmap.objects.filter(pk__in=opened).with_content()
    changes = {row.pk: len(changes_since_approval(row) or []) for row in texts}
    orders = {pk: order_words(version.act) for pk, version in last.items() if version.act}
    return [ListRow(row, orders.get(row.pk, ""), changes.get(row.pk)) for row in roadmaps]


def roadmap_of(*, user: User, school: School, year: int) -> Roadmap | None:
    """The plan of a school for an academic year with its counts, if there is one and `user` may see it."""
    rows = roadmap_list(user=user).of_academic_year(year).filter(school=school)
    return rows.prefetch_related("versions").first()


def plan_in_place(
    *, user: User, district: District, school: School | None, year: int, period: str
) -> Roadmap | None:
    """The plan that stands where a new one was to begin, if `user` may see it."""
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).with_places()
    return rows.filter(district=district, school=school, year=year, period=period).first()


def exclusion_of(*, user: User, school: School, year: int) -> ExclusionCase | None:
    """The exclusion case of a school and year, if there is one and `user` may see it."""
    rows = ExclusionCase.objects.permitted(user, Permission.ROADMAP_VIEW)
    return rows.filter(school=school, year=year).with_places().first()


def schools_to_plan(*, user: User, district: District | None = None) -> QuerySet[School]:
    """The schools for which `user` may write a roadmap."""
    rows = School.objects.permitted(user, Permission.ROADMAP_EDIT).filter(is_active=True)
    return rows.filter(district=district) if district else rows
