"""Who may do what. Rights change by a reviewed edit of this table and in no other way."""

from portal.accounts.enums import Permission as P
from portal.accounts.enums import Role

_LOOK = frozenset({P.SCHOOL_VIEW, P.RESULT_VIEW, P.ROADMAP_VIEW, P.REFERENCE_VIEW})
_DISTRICT = _LOOK | {P.MEETING_VIEW, P.REPORT_VIEW}

GRANTS: dict[Role, frozenset[P]] = {
    Role.SCHOOL: _LOOK | {P.EXECUTION_REPORT},
    Role.CURATOR: _LOOK | {P.EXECUTION_ACCEPT},
    Role.METHODIST: _DISTRICT
    | {
        P.SCHOOL_EDIT,
        P.RESULT_EDIT,
        P.ROADMAP_EDIT,
        P.ROADMAP_SUBMIT,
        # He reports on the plan of the district itself, and for a school that has nobody in the portal.
        P.EXECUTION_REPORT,
        P.EXECUTION_ACCEPT,
        P.EXCLUSION_EDIT,
        P.EXCLUSION_SUBMIT,
        P.MEETING_EDIT,
        P.MEETING_SUBMIT,
        P.REPORT_BUILD,
    },
    Role.HEAD: _DISTRICT
    | {
        P.ROADMAP_APPROVE,
        P.EXECUTION_ACCEPT,
        P.EXCLUSION_APPROVE,
        P.MEETING_FINALISE,
        P.REPORT_BUILD,
    },
    Role.COORDINATOR: _DISTRICT | {P.REPORT_BUILD},
    Role.OBSERVER: _DISTRICT,
    # The administrator keeps people, mail and dictionaries; he is not a reader of everything by accident.
    Role.ADMIN: frozenset({P.USER_MANAGE, P.MAIL_MANAGE, P.REFERENCE_VIEW, P.REFERENCE_EDIT}),
}


def roles_with(permission: str) -> frozenset[str]:
    """The roles to which `permission` is granted."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)
