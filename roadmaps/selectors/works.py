"""Lists of roadmaps and the one that a page asks for."""

from django.db.models import Count, F, Q, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.models.roadmap import RoadmapQuerySet
from schools.models import District, School


def roadmap_list(
    *, user: User, district: District | None = None, year: int | None = None, status: str = ""
) -> RoadmapQuerySet:
    """Roadmaps that `user` may see, the plan of a district before its schools.

    Rows carry `measure_count` and `result_count`, the measures whose result is written.
    """
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).with_places()
    wanted = {"district": district, "year": year, "status": status}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return _counted(rows).order_by("-year", F("school__short_name").asc(nulls_first=True), "pk")


def _counted(rows: RoadmapQuerySet) -> RoadmapQuerySet:
    return rows.annotate(
        measure_count=Count("sections__measures"),
        result_count=Count(
            "sections__measures",
            filter=Q(sections__measures__isnull=False) & ~Q(sections__measures__result=""),
        ),
    )


def roadmap_years(*, user: User, district: District | None = None) -> list[int]:
    """The academic years for which there is a roadmap, newest first."""
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW)
    rows = rows.filter(district=district) if district else rows
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def roadmap_of(*, user: User, school: School, year: int) -> Roadmap | None:
    """The plan of a school for an academic year with its counts, if there is one and `user` may see it."""
    rows = roadmap_list(user=user).of_academic_year(year).filter(school=school)
    return rows.prefetch_related("versions").first()


def exclusion_of(*, user: User, school: School, year: int) -> ExclusionCase | None:
    """The exclusion case of a school and year, if there is one and `user` may see it."""
    rows = ExclusionCase.objects.permitted(user, Permission.ROADMAP_VIEW)
    return rows.filter(school=school, year=year).with_places().first()


def schools_to_plan(*, user: User, district: District | None = None) -> QuerySet[School]:
    """The schools for which `user` may write a roadmap."""
    rows = School.objects.permitted(user, Permission.ROADMAP_EDIT).filter(is_active=True)
    return rows.filter(district=district) if district else rows
