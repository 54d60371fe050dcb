"""Whether a row of a file speaks of a municipality at all, and of ours or of another one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from monitoring.imports.groups import is_group, municipality_key
from monitoring.imports.parsed import SchoolRef
from schools.models import District, School
from schools.naming import match_key

#: the first digits of a «Код ОО» are the «Код МСУ»
_CODE_OF_PLACE = 3


@dataclass(slots=True)
class Place:
    """The names and codes by which files call our own district, its region and its neighbours."""

    names: frozenset[str] = frozenset()
    codes: set[str] = field(default_factory=set)
    others: frozenset[str] = frozenset()
    #: the file speaks of one «Код МСУ»: a register without codes takes it for its own and asks
    is_only_place: bool = False

    @classmethod
    def of(cls, district: District, schools: Iterable[School]) -> Self:
        own = (district.name, district.full_name, district.genitive, district.department)
        siblings = District.objects.filter(region_id=district.region_id).exclude(pk=district.pk)
        groups = [district.region.name, *own, *siblings.values_list("name", flat=True)]
        return cls(
            names=frozenset(municipality_key(name) for name in own),
            codes={school.oo_code[:_CODE_OF_PLACE] for school in schools if len(school.oo_code) == 6},
            others=frozenset(match_key(name) for name in groups),
        )

    def is_group(self, ref: SchoolRef) -> bool:
        if ref.code or ref.login or not ref.name:
            return False
        return match_key(ref.name) in self.others or is_group(ref.name)

    def is_elsewhere(self, ref: SchoolRef) -> bool:
        """Whether the row's municipality is known and is not ours."""
        place = ref.municipality.strip()
        if not place and not ref.name and ref.code.isdigit():
            place = ref.code[:_CODE_OF_PLACE]  # a code alone tells its municipality by its first digits
            return bool(self.codes) and len(ref.code) == 6 and place not in self.codes
        if place.isdigit():
            return place not in self.codes and (bool(self.codes) or not self.is_only_place)
        return bool(place) and municipality_key(place) not in self.names


def place_of(ref: SchoolRef) -> str:
    """The municipality as the file names it; a row of codes alone is known by its school."""
    return ref.municipality or (f"школа с кодом {ref.code}" if ref.code else "")
