from datetime import date
from typing import Any

from portal.accounts.models import User
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.services import (
    MeasureInput,
    Order,
    SectionInput,
    exclusion_approve,
    exclusion_create,
    exclusion_save,
    exclusion_submit,
    roadmap_approve,
    roadmap_create,
    roadmap_return,
    roadmap_save,
    roadmap_submit,
)
from schools.models import District, School


def load_roadmaps(district: District, rows: list[dict[str, Any]], *, by: User, head: User) -> None:
    """Plans with their measures; `state` of a row is approved (the default), submitted or returned."""
    schools = {school.short_name: school for school in School.objects.filter(district=district)}
    for row in rows:
        school = schools[row["school"]] if row["school"] else None
        if not Roadmap.objects.filter(district=district, school=school, year=row["year"]).exists():
            _roadmap(district, school, row, by, head)


def _roadmap(district: District, school: School | None, row: dict[str, Any], by: User, head: User) -> None:
    roadmap = roadmap_create(district=district, school=school, year=row["year"], title=row["title"], by=by)
    sections = [
        SectionInput(title=section["title"], measures=tuple(map(_measure, section["measures"])))
        for section in row["sections"]
    ]
    roadmap = roadmap_save(roadmap=roadmap, sections=sections, seen=roadmap.revision, by=by)
    roadmap = roadmap_submit(roadmap=roadmap, by=by, seen=roadmap.revision)
    state = row.get("state", "approved")
    if state == "approved":
        order = Order(row["order"]["number"], date.fromisoformat(row["order"]["date"]))
        roadmap_approve(roadmap=roadmap, by=head, seen=roadmap.revision, order=order)
    elif state == "returned":
        roadmap_return(roadmap=roadmap, by=head, seen=roadmap.revision, remark=row["remark"])


def _measure(row: dict[str, Any]) -> MeasureInput:
    facts: dict[str, Any] = {name: row[name] or "" for name in ("name", "term", "responsible", "result")}
    for name in ("starts_on", "ends_on"):
        facts[name] = date.fromisoformat(row[name]) if row[name] else None
    return MeasureInput(**facts)


def load_exclusions(district: District, rows: list[dict[str, Any]], *, by: User, head: User) -> None:
    schools = {school.short_name: school for school in School.objects.filter(district=district)}
    for row in rows:
        school = schools[row["school"]]
        if ExclusionCase.objects.filter(school=school, year=row["year"]).exists():
            continue
        case = exclusion_create(school=school, year=row["year"], by=by)
        case = exclusion_save(
            case=case,
            grounds="\n".join(row["grounds"]),
            conclusion=row["conclusion"],
            seen=case.revision,
            by=by,
        )
        case = exclusion_submit(case=case, by=by, seen=case.revision)
        exclusion_approve(case=case, by=head, seen=case.revision)
