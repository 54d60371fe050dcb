from typing import Any

from portal.accounts.models import User
from portal.accounts.services import DEMO_PASSWORD, user_create
from schools.models import District, Membership, Region, School

#: The first person of each role and place, by (role, code of the district or "").
People = dict[tuple[str, str], User]


def load_people(rows: list[dict[str, Any]]) -> People:
    people: People = {}
    for row in rows:
        place = row["place"] or {}
        user = _user(row)
        for where in _places(place):
            Membership.objects.get_or_create(user=user, role=row["role"], **where)
        people.setdefault((row["role"], place.get("district", "")), user)
    return people


def _user(row: dict[str, Any]) -> User:
    known = User.objects.filter(email=row["email"]).first()
    if known is not None:
        return known
    names = {name: row[name] or "" for name in ("email", "last_name", "first_name", "patronymic", "post")}
    return user_create(**names, password=DEMO_PASSWORD, is_demo=True, by=None)


def _places(place: dict[str, Any]) -> list[dict[str, Any]]:
    """Keywords of the memberships: one for each school, or the district, the region, the installation."""
    if "region" in place:
        return [{"region": Region.objects.get(name=place["region"])}]
    if "district" not in place:
        return [{}]
    district = District.objects.get(code=place["district"])
    names = place.get("schools")
    if not names:
        return [{"district": district}]
    return [{"school": school} for school in School.objects.filter(district=district, short_name__in=names)]
