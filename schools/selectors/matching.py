"""Which school a row of somebody's table speaks of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from portal.core.errors import PortalError
from schools.models import District, School
from schools.naming import match_key


@dataclass(frozen=True, slots=True)
class Match:
    """The school found and what gave it away: code, login, name or alias.

    `conflict` names the schools between which the row cannot decide; `school` is then None.
    """

    school: School | None = None
    by: str = ""
    conflict: tuple[School, ...] = ()


@dataclass(slots=True)
class SchoolIndex:
    """All spellings of a district's schools, for matching many rows with two queries."""

    codes: dict[str, School] = field(default_factory=dict)
    logins: dict[str, School] = field(default_factory=dict)
    names: dict[str, School] = field(default_factory=dict)
    full_names: dict[str, list[School]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, list[School]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, district: District) -> Self:
        return cls.build(School.objects.filter(district=district).prefetch_related("aliases", "programmes"))

    @classmethod
    def build(cls, schools: Iterable[School]) -> Self:
        index = cls()
        for school in schools:
            if school.oo_code:
                index.codes[school.oo_code] = school
            if school.fis_oko_login:
                index.logins[school.fis_oko_login.casefold()] = school
            index.names[match_key(school.short_name)] = school
            if full := match_key(school.full_name):
                index.full_names[full].append(school)
            for alias in school.aliases.all():
                index.aliases[alias.key].append(school)
        return index

    def find(self, *, code: str = "", login: str = "", name: str = "") -> Match:
        """By code, then login, then name, then alias; all that is given must mean one school."""
        found = {
            "code": [self.codes[code]] if code in self.codes else [],
            "login": [self.logins[login.casefold()]] if login.casefold() in self.logins else [],
            **self._by_name(name),
        }
        schools = {school.pk: school for candidates in found.values() for school in candidates}
        if len(schools) > 1:
            return Match(conflict=tuple(schools.values()))
        by = next((how for how, candidates in found.items() if candidates), "")
        return Match(next(iter(schools.values()), None), by)

    def owners(self, name: str) -> list[School]:
        """The schools that already go by this name, as their own or as an alias."""
        key = match_key(name)
        return [*([self.names[key]] if key in self.names else []), *self.aliases.get(key, [])]

    def _by_name(self, name: str) -> dict[str, list[School]]:
        """A school's own name, short or full, goes before another one's alias."""
        key = match_key(name)
        own = [self.names[key]] if key and key in self.names else self.full_names.get(key, [])
        return {"name": own, "alias": [] if own or not key else self.aliases.get(key, [])}


def school_match(*, district: District, code: str = "", login: str = "", name: str = "") -> Match:
    """One row's school. An unknown name is a question to the user, never a new school."""
    return SchoolIndex.of(district).find(code=code, login=login, name=name)


def school_named(*, district: District, said: str) -> School:
    """The school that a command names by its code, login or name. Raises PortalError."""
    found = school_match(district=district, code=said.strip(), login=said.strip(), name=said)
    if found.conflict:
        names = ", ".join(school.short_name for school in found.conflict)
        raise PortalError(f"«{said}» подходит нескольким школам: {names}. Укажите код ОО.")
    if found.school is None:
        raise PortalError(f"Школы «{said}» в районе нет: {district}. Проверьте --school.")
    return found.school
