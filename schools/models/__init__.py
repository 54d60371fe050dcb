from schools.models.membership import Membership
from schools.models.place import District, Region
from schools.models.school import School, SchoolAlias, SchoolProgramme
from schools.models.support import LegalAct, SupportList, SupportListEntry

__all__ = [
    "District",
    "LegalAct",
    "Membership",
    "Region",
    "School",
    "SchoolAlias",
    "SchoolProgramme",
    "SupportList",
    "SupportListEntry",
]
