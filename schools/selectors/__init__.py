from schools.selectors.matching import Match, SchoolIndex, school_match, school_named
from schools.selectors.people import holders, memberships_of, people, people_with
from schools.selectors.schools import (
    districts_of,
    school_detail,
    school_list,
    with_taught,
)
from schools.selectors.support import (
    legal_acts,
    listed_schools,
    lists_in_force,
    schools_outside,
    support_lists,
)

__all__ = [
    "Match",
    "SchoolIndex",
    "districts_of",
    "holders",
    "legal_acts",
    "listed_schools",
    "lists_in_force",
    "memberships_of",
    "people",
    "people_with",
    "school_detail",
    "school_list",
    "school_match",
    "school_named",
    "schools_outside",
    "support_lists",
    "with_taught",
]
