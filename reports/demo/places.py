from typing import Any

from schools.models import (
    District,
    LegalAct,
    Region,
    School,
    SchoolAlias,
    SchoolProgramme,
    SupportList,
    SupportListEntry,
)

_FACTS = ("full_name", "kind", "oo_code", "fis_oko_login", "growth_point_opened_on")


def load_district(data: dict[str, Any]) -> District:
    """Region, district, schools, acts and lists of one file."""
    region, _ = Region.objects.get_or_create(name=data["region"]["name"])
    facts = {**data["district"], "region": region}
    district, _ = District.objects.get_or_create(code=facts.pop("code"), defaults=facts)
    schools = {row["short_name"]: _school(district, row) for row in data["schools"]}
    acts = {row["code"]: _act(district, row) for row in data["acts"]}
    for row in data["support_lists"]:
        _support_list(district, row, acts, schools)
    return district


def _school(district: District, row: dict[str, Any]) -> School:
    facts = {name: row[name] for name in _FACTS}
    school, is_new = School.objects.get_or_create(
        district=district, short_name=row["short_name"], defaults=facts
    )
    if is_new:
        for alias in row["aliases"]:
            SchoolAlias.objects.create(school=school, name=alias)
        for programme in row["levels"]:
            SchoolProgramme.objects.create(school=school, **programme)
    return school


def _act(district: District, row: dict[str, Any]) -> LegalAct:
    act, _ = LegalAct.objects.get_or_create(
        district=district, **{name: row[name] for name in ("kind", "number", "date", "issuer", "title")}
    )
    act.refresh_from_db()  # the date of the file is text
    return act


def _support_list(
    district: District, row: dict[str, Any], acts: dict[str, LegalAct], schools: dict[str, School]
) -> None:
    support_list, _ = SupportList.objects.get_or_create(
        district=district,
        kind=row["kind"],
        level=row["level"],
        year=row["year"],
        defaults={"legal_act": acts[row["act"]]},
    )
    for name in row["schools"]:
        SupportListEntry.objects.get_or_create(support_list=support_list, school=schools[name])
