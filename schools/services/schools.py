"""Changes of one school, by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from portal.core.audit import audit_record
from schools.models import District, School, SchoolAlias, SchoolProgramme
from schools.naming import match_key
from schools.services.checks import refuse, require_district, require_school, save_checked

SCHOOL_FIELDS = frozenset(
    {"short_name", "full_name", "kind", "oo_code", "fis_oko_login", "growth_point_opened_on", "is_active"}
)
DISTRICT_FIELDS = frozenset({"name", "full_name", "genitive", "department", "timezone"})


@transaction.atomic
def school_update(
    *,
    school: School,
    changes: Mapping[str, Any],
    by: Any,
    levels: Iterable[str] | None = None,
    year: int | None = None,
) -> School:
    """Write the changed facts of a school and, if given, the levels it teaches from `year` on.

    Only what is named in `changes` is written, so that two people who edit different facts do not
    undo each other. The name it had stays as another name. Raises InvalidInput.
    """
    if unknown := set(changes) - SCHOOL_FIELDS:
        raise ValueError(f"not editable: {unknown}")
    require_school(school, by)
    locked = School.objects.select_for_update().get(pk=school.pk)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    save_checked(locked)
    if "short_name" in changes:
        keep_old_name(school=locked, old=before["short_name"])
    moved = programmes_set(school=locked, levels=levels, year=year) if levels is not None and year else {}
    after = {name: value for name, value in changes.items() if value != before[name]}
    if after or moved:
        was = {name: before[name] for name in after}
        audit_record(action="school.edit", subject=locked, by=by, before=was, after=after, levels=moved)
    return locked


def keep_old_name(*, school: School, old: str) -> None:
    """Papers of former years know the school by its old name: it becomes an alias."""
    if old and match_key(old) != match_key(school.short_name):
        SchoolAlias.objects.get_or_create(school=school, key=match_key(old), defaults={"name": old})


def programmes_set(*, school: School, levels: Iterable[str], year: int) -> dict[str, list[str]]:
    """Make `levels` those taught from the academic year `year` on; former years stay as they were.

    A school of which nothing was known is taken to have taught them always. Returns the levels
    that were opened and closed.
    """
    rows = list(school.programmes.all())
    wanted, now = set(levels), {row.level for row in rows if row.covers(year)}
    opened, closed = sorted(wanted - now), sorted(now - wanted)
    for row in rows:
        if row.level in closed and row.covers(year):
            _end(row, year)
    start = year if rows else None
    SchoolProgramme.objects.bulk_create(
        SchoolProgramme(school=school, level=level, from_year=start) for level in opened
    )
    return {name: found for name, found in (("opened", opened), ("closed", closed)) if found}


def _end(row: SchoolProgramme, year: int) -> None:
    """Not taught from `year` on: the last year is the one before, or there was none."""
    if row.from_year is not None and row.from_year >= year:
        row.delete()
        return
    row.to_year = year - 1
    row.save(update_fields=["to_year"])


@transaction.atomic
def alias_add(*, school: School, name: str, by: Any) -> SchoolAlias:
    """Another name by which files know the school; it may not belong to another school of the district."""
    require_school(school, by)
    name = " ".join(name.split())
    key = match_key(name)
    if not key:
        raise refuse("name", "Напишите название: в нём нет ни букв, ни цифр.")
    if key == match_key(school.short_name) or school.aliases.filter(key=key).exists():
        raise refuse("name", "Это название у школы уже есть.")
    if owner := _owner_of(school, key):
        raise refuse("name", f"Так уже называется другая школа: {owner}.")
    alias = SchoolAlias(school=school, name=name)
    save_checked(alias)
    audit_record(action="school.alias_add", subject=school, by=by, name=name)
    return alias


def _owner_of(school: School, key: str) -> School | None:
    others = School.objects.filter(district_id=school.district_id).exclude(pk=school.pk)
    return others.filter(key=key).first() or others.filter(aliases__key=key).first()


@transaction.atomic
def alias_remove(*, alias: SchoolAlias, by: Any) -> None:
    require_school(alias.school, by)
    audit_record(action="school.alias_remove", subject=alias.school, by=by, name=alias.name)
    alias.delete()


@transaction.atomic
def district_update(*, district: District, changes: Mapping[str, Any], by: Any) -> District:
    """The printed names of a department and its time zone. Raises InvalidInput."""
    if unknown := set(changes) - DISTRICT_FIELDS:
        raise ValueError(f"not editable: {unknown}")
    require_district(district, by)
    locked = District.objects.select_for_update().get(pk=district.pk)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    save_checked(locked)
    audit_record(action="district.edit", subject=locked, by=by, before=before, after=dict(changes))
    return locked
