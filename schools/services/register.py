"""The register of a district's schools is brought in line with a table: all of it or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone

from portal.core.audit import audit_record
from portal.core.russian import academic_year_of
from schools.models import District, Region, School, SchoolAlias
from schools.register import ImportOutcome, Problem, RegisterRow, Step, plan_register
from schools.selectors import SchoolIndex
from schools.services.checks import refuse, require_district, save_checked
from schools.services.schools import keep_old_name, programmes_set


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would change, before it does."""

    steps: list[Step]
    problems: list[Problem]

    @property
    def is_refused(self) -> bool:
        return any(problem.is_fatal for problem in self.problems)

    @property
    def differences(self) -> list[Step]:
        return [step for step in self.steps if step.kind != "same"]

    @property
    def digest(self) -> str:
        """Changes with everything that would be written: a confirmation holds for what was shown."""
        shown = [
            (
                step.row.number,
                step.school and step.school.pk,
                sorted(step.changes.items()),
                sorted(step.aliases),
                step.levels and sorted(step.levels),
            )
            for step in self.steps
        ]
        return sha256(repr(shown).encode()).hexdigest()

    def outcome(self) -> ImportOutcome:
        """Counts of schools; all 0 when nothing may be written."""
        if self.is_refused:
            return ImportOutcome(problems=self.problems)
        counts = {kind: sum(step.kind == kind for step in self.steps) for kind in ("new", "changed", "same")}
        return ImportOutcome(**counts, problems=self.problems)


def register_plan(
    *, rows: Sequence[RegisterRow], district: District, problems: Iterable[Problem] = ()
) -> Plan:
    """Compare a table with the register of `district`; `problems` are those found while reading."""
    steps, found = plan_register(rows, SchoolIndex.of(district), _year(district))
    return Plan(steps, sorted([*problems, *found], key=lambda problem: problem.position))


@transaction.atomic
def register_import(
    *,
    rows: Sequence[RegisterRow],
    region_name: str,
    district_code: str,
    district_name: str,
    by: Any = None,
    problems: Iterable[Problem] = (),
) -> ImportOutcome:
    """Bring the district's register in line with `rows`, making region and district if they are new.

    A school is known by its code, then its login, then its name or another name of it. An empty
    cell changes nothing; schools that the table does not name stay. Two runs of one table change
    nothing the second time. With a fatal problem (`problems` are those found while reading)
    nothing at all is written. Raises InvalidInput for a wrong region or district.
    """
    district = _district(region_name, district_code, district_name, by)
    require_district(district, by)
    plan = register_plan(rows=rows, district=district, problems=problems)
    outcome = plan.outcome()
    if plan.is_refused:
        transaction.set_rollback(True)  # the region and the district are not made either
        return outcome
    for step in plan.steps:
        _apply(step, district, by)
    audit_record(action="register.import", subject=district, by=by, **outcome.counts())
    return outcome


def _year(district: District) -> int:
    return academic_year_of(timezone.localdate(timezone=district.zone))


def _apply(step: Step, district: District, by: Any) -> None:
    if step.kind == "same":
        return
    school = step.school or School(district=district)
    old_name = school.short_name
    for name, (_, value) in step.changes.items():
        setattr(school, name, value)
    save_checked(school)
    keep_old_name(school=school, old=old_name)
    for alias in step.aliases:
        SchoolAlias.objects.get_or_create(school=school, key=step.aliases[alias], defaults={"name": alias})
    if step.levels is not None:
        programmes_set(school=school, levels=step.levels, year=_year(district))
    after = {name: value for name, (_, value) in step.changes.items()}
    audit_record(action=f"school.{step.kind}", subject=school, by=by, after=after, row=step.row.number)


def _district(region_name: str, code: str, name: str, by: Any) -> District:
    region_name, code, name = (" ".join(text.split()) for text in (region_name, code, name))
    if not region_name or not name:
        raise refuse(
            "region" if not region_name else "name", "Название региона и района не может быть пустым."
        )
    try:
        validate_slug(code)
    except ValidationError as error:
        raise refuse(
            "code", f"Код района «{code}» не годится: нужны латинские буквы, цифры, «-» и «_»."
        ) from error
    district = District.objects.select_for_update().filter(code=code).first()
    if district is None:
        return _new_district(region_name, code, name, by)
    if district.region.name.casefold() != region_name.casefold():
        raise refuse("region", f"Район с кодом «{code}» уже есть в другом регионе: {district.region}.")
    return district


def _new_district(region_name: str, code: str, name: str, by: Any) -> District:
    region = next(
        (row for row in Region.objects.all() if row.name.casefold() == region_name.casefold()), None
    )
    if region is None:
        region = Region(name=region_name)
        save_checked(region)
        audit_record(action="region.create", subject=region, by=by, name=region.name)
    sibling = region.districts.first()
    full_name, genitive = official_names(name)
    district = District(
        region=region,
        code=code,
        name=name,
        full_name=full_name,
        genitive=genitive,
        department=f"Отдел образования администрации {genitive}" if genitive != name else "Отдел образования",
        **({"timezone": sibling.timezone} if sibling else {}),
    )
    save_checked(district)
    audit_record(action="district.create", subject=district, by=by, code=code)
    return district


def official_names(name: str) -> tuple[str, str]:
    """Full name and its genitive for «…ский район» and «…ский (муниципальный) округ».

    Other names are returned as they are: a person writes what a rule would only guess.
    """
    words = name.split()
    middle = [word for word in words[1:-1] if word != "муниципальный"]
    if (
        len(words) < 2
        or middle
        or words[-1] not in ("район", "округ")
        or not words[0].endswith(("ский", "цкий"))
    ):
        return name, name
    stem = words[0].removesuffix("ий")
    return f"{words[0]} муниципальный {words[-1]}", f"{stem}ого муниципального {words[-1]}а"
