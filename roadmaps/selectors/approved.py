"""What documents may print: approved editions only, and the names of schools that have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from roadmaps.content import RoadmapContent, from_json
from roadmaps.models import ExclusionCase, Roadmap
from schools.models import District, School


@dataclass(frozen=True, slots=True)
class ApprovedRoadmap:
    """The edition in force. `school_id` and `school_name` are None and empty for the district's plan."""

    school_id: int | None
    school_name: str
    version: int
    approved_by: str
    approved_at: datetime
    sha256: str
    content: RoadmapContent


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

    A roadmap opened again prints what was approved before. Three queries for any number of schools.
    """
    wanted = list(schools)
    rows = _with_versions(district.roadmaps.filter(year=year, school__in=wanted))
    found = {row.school_id: approved for row in rows if (approved := _approved_roadmap(row))}
    return ApprovedRoadmaps(
        tuple(found[school.pk] for school in wanted if school.pk in found),
        _missing(wanted, found),
    )


def approved_plan(*, district: District, year: int) -> ApprovedRoadmap | None:
    """The approved plan of the district itself, or None."""
    row = _with_versions(district.roadmaps.filter(year=year, school=None)).first()
    return _approved_roadmap(row) if row else None


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
    return school.roadmaps.filter(year=year, versions__isnull=False).exists()


def _with_versions(rows: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    return rows.select_related("school", "district").prefetch_related("versions__approved_by")


def _missing(wanted: Sequence[School], found: dict) -> tuple[School, ...]:
    return tuple(school for school in wanted if school.pk not in found)


def _approved_roadmap(roadmap: Roadmap) -> ApprovedRoadmap | None:
    if (version := roadmap.last_version) is None:
        return None
    return ApprovedRoadmap(
        school_id=roadmap.school_id,
        school_name=str(roadmap.school or ""),
        version=version.number,
        approved_by=version.approved_by.short_name,
        approved_at=version.approved_at,
        sha256=version.sha256,
        content=from_json(version.content),
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
