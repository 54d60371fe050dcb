"""What documents print as approved: editions only, and the names of schools that have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.russian import academic_year
from roadmaps.content import RoadmapContent, from_json
from roadmaps.enums import PlanPeriod
from roadmaps.models import ExclusionCase, RoadmapVersion
from roadmaps.models.roadmap import RoadmapQuerySet
from roadmaps.selectors.days import today_in
from schools.models import District, LegalAct, School


@dataclass(frozen=True, slots=True)
class ApprovedRoadmap:
    """An approved edition. `school_id` and `school_name` are None and empty for the district's plan.

    `order` and `in_force_on` are None in editions approved before orders were kept; `approved_on` is
    the day in the district's zone.
    """

    school_id: int | None
    school_name: str
    version: int
    approved_by: str
    approved_at: datetime
    sha256: str
    content: RoadmapContent
    approved_on: date
    order: LegalAct | None
    in_force_on: date | None
    year_words: str


@dataclass(frozen=True, slots=True)
class PlanKey:
    """The plan of a year: with no `period` the calendar one, else the academic one that begins in `year`."""

    year: int
    period: str = ""

    @property
    def name(self) -> str:
        """«2021/22 учебный», «2023», or both where either may be meant: before the word «год»."""
        academic = f"{academic_year(self.year)} учебный"
        if not self.period:
            return f"{academic} или {self.year}"
        return academic if self.period == PlanPeriod.ACADEMIC else str(self.year)


@dataclass(frozen=True, slots=True)
class ApprovedRoadmaps:
    """In the order in which the schools were given; `missing` have no approved roadmap."""

    roadmaps: tuple[ApprovedRoadmap, ...]
    missing: tuple[School, ...]


@dataclass(frozen=True, slots=True)
class ApprovedExclusion:
    school_id: int
    school_name: str
    version: int
    approved_by: str
    approved_at: datetime
    sha256: str
    grounds: tuple[str, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class ApprovedExclusions:
    """In the order in which the schools were given; `missing` have no approved case."""

    cases: tuple[ApprovedExclusion, ...]
    missing: tuple[School, ...]


def approved_content(*, district: District, year: int, schools: Iterable[School]) -> ApprovedRoadmaps:
    """The last approved roadmap of each of `schools` for the academic year from `year`.

    A roadmap opened again prints what was approved before; a school without a plan of that academic
    year prints that of the calendar year in which it ends. Two queries for any number of schools.
    """
    wanted = list(schools)
    rows = district.roadmaps.of_academic_year(year).filter(school__in=wanted).with_editions()
    # The academic plan comes first and is written last.
    found = {
        row.school_id: approved
        for row in reversed(list(rows))
        if (approved := _approved_roadmap(row.last_version))
    }
    return ApprovedRoadmaps(
        tuple(found[school.pk] for school in wanted if school.pk in found),
        _missing(wanted, found),
    )


def approved_plan(*, district: District, year: int) -> ApprovedRoadmap | None:
    """The approved plan of the district itself, or None."""
    rows = district.roadmaps.of_academic_year(year).filter(school=None).with_editions()
    return next((approved for row in rows if (approved := _approved_roadmap(row.last_version))), None)


def approved_edition(*, district: District, school: School | None, key: PlanKey) -> ApprovedRoadmap | None:
    """The edition in force today of a school's plan, or without a school of the district's own."""
    today, rows = today_in(district), plans_of_key(district=district, school=school, key=key)
    editions = (_approved_roadmap(row.edition_on(today)) for row in rows.with_editions())
    return next((edition for edition in editions if edition), None)


def plans_of_key(*, district: District, school: School | None, key: PlanKey) -> RoadmapQuerySet:
    """The plan that is meant, or both that may be: the calendar one first."""
    rows = district.roadmaps.filter(year=key.year, school=school)
    return rows.filter(period=key.period) if key.period else rows.order_by("-period")


def approved_years(*, district: District, school: School | None) -> list[str]:
    """The years for which there is an approved plan, as people write them, newest first."""
    rows = district.roadmaps.filter(school=school, versions__isnull=False).distinct()
    return [row.year_name for row in rows.order_by("-year", "period")]


def approved_exclusions(*, district: District, year: int, schools: Iterable[School]) -> ApprovedExclusions:
    """The last approved exclusion case of each of `schools` for the academic year from `year`."""
    wanted = list(schools)
    rows = district.exclusion_cases.filter(year=year, school__in=wanted)
    rows = rows.select_related("school").prefetch_related("versions__approved_by")
    found = {row.school_id: approved for row in rows if (approved := _approved_exclusion(row))}
    return ApprovedExclusions(
        tuple(found[school.pk] for school in wanted if school.pk in found),
        _missing(wanted, found),
    )


def has_approved_roadmap(*, school: School, year: int) -> bool:
    return school.roadmaps.of_academic_year(year).filter(versions__isnull=False).exists()


def _missing(wanted: Sequence[School], found: dict) -> tuple[School, ...]:
    return tuple(school for school in wanted if school.pk not in found)


def _approved_roadmap(version: RoadmapVersion | None) -> ApprovedRoadmap | None:
    if version is None:
        return None
    roadmap = version.roadmap
    return ApprovedRoadmap(
        school_id=roadmap.school_id,
        school_name=str(roadmap.school or ""),
        version=version.number,
        approved_by=version.approved_by.short_name,
        approved_at=version.approved_at,
        sha256=version.sha256,
        content=from_json(version.content),
        approved_on=today_in(roadmap.district, version.approved_at),
        order=version.act,
        in_force_on=version.in_force_on,
        year_words=roadmap.plan_year.words,
    )


def _approved_exclusion(case: ExclusionCase) -> ApprovedExclusion | None:
    if (version := case.last_version) is None:
        return None
    return ApprovedExclusion(
        school_id=case.school_id,
        school_name=str(case.school),
        version=version.number,
        approved_by=version.approved_by.short_name,
        approved_at=version.approved_at,
        sha256=version.sha256,
        grounds=tuple(version.content["grounds"]),
        conclusion=version.content["conclusion"],
    )
