from schools.services.people import (
    PLACE_OF,
    membership_grant,
    membership_revoke,
    person_create,
    person_password_reset,
    person_set_active,
)
from schools.services.register import Plan, official_names, register_import, register_plan
from schools.services.schools import alias_add, alias_remove, district_update, programmes_set, school_update
from schools.services.support import entry_add, entry_remove, legal_act_create, support_list_create

__all__ = [
    "PLACE_OF",
    "Plan",
    "alias_add",
    "alias_remove",
    "district_update",
    "entry_add",
    "entry_remove",
    "legal_act_create",
    "membership_grant",
    "membership_revoke",
    "official_names",
    "person_create",
    "person_password_reset",
    "person_set_active",
    "programmes_set",
    "register_import",
    "register_plan",
    "school_update",
    "support_list_create",
]
