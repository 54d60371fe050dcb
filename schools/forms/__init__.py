from schools.forms.people import GrantForm, PersonForm
from schools.forms.schools import AliasForm, DistrictForm, RegisterFileForm, SchoolFilterForm, SchoolForm
from schools.forms.support import EntryForm, LegalActForm, SupportListForm

__all__ = [
    "AliasForm",
    "DistrictForm",
    "EntryForm",
    "GrantForm",
    "LegalActForm",
    "PersonForm",
    "RegisterFileForm",
    "SchoolFilterForm",
    "SchoolForm",
    "SupportListForm",
]
