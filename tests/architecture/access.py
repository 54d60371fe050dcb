"""Who may open and change what: one line for every address of the portal.

`may` are the roles that get an answer for a row of their own place; the others get 403, and
everybody gets 404 for a row of a place that is not theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

EVERYONE = frozenset({"school", "curator", "methodist", "head", "coordinator", "observer", "admin"})
READERS = EVERYONE - {"admin"}
DEPARTMENT = frozenset({"methodist", "head", "coordinator", "observer"})
BUILDERS = frozenset({"methodist", "head", "coordinator"})
METHODIST = frozenset({"methodist"})
HEAD = frozenset({"head"})
#: who writes reports of a school that has its own people here: they alone
SCHOOL = frozenset({"school"})
CHECKERS = frozenset({"curator", "methodist", "head"})
ADMIN = frozenset({"admin"})

Args = Callable[[SimpleNamespace], dict]


@dataclass(frozen=True)
class Address:
    """`get` and `post` are the roles that may; None: the method is not there (405)."""

    get: frozenset | None = None
    post: frozenset | None = None
    args: Args | None = None
    #: a row that belongs to no place: only the right counts
    placeless: bool = False


def page(may, args=None, **options) -> Address:
    return Address(get=may, args=args, **options)


def deed(may, args=None, **options) -> Address:
    return Address(post=may, args=args, **options)


def form(get, post, args=None, **options) -> Address:
    return Address(get=get, post=post, args=args, **options)


def pk(name: str) -> Args:
    return lambda place: {"pk": getattr(place, name).pk}


def school_results(place):
    return {"pk": place.school.pk, "year": 2021}


def cell_of_grid(place):
    return {"school": place.school.pk, "sitting": place.school.results.order_by("pk")[0].sitting_id}


def a_new_case(place):
    return {"school_pk": place.school.pk, "year": 2021}


def support_list(place):
    return {"pk": place.entry.support_list_id}


def discarded_version(place):
    return {"pk": place.approved_plan.pk, "number": place.discarded.pk}


def run(place):
    return {"public_id": place.run.public_id}


def batch(place):
    return {"public_id": place.batch.public_id}


#: Open without a sign-in, each for the reason given.
PUBLIC = {
    "accounts:sign-in": "one cannot be signed in before",
    "healthz": "asked by the machine that watches the process",
    "readyz": "asked by the machine that watches the process",
}

ADDRESSES = {
    "home": page(EVERYONE),
    "place": form(READERS, READERS),
    "accounts:me": page(EVERYONE),
    "accounts:password": form(EVERYONE, EVERYONE),
    "accounts:sign-out": deed(EVERYONE),
    "notices:list": page(EVERYONE),
    "notices:read": deed(METHODIST, pk("notice")),  # his own one: to everybody else it is a 404
    "notices:read-all": deed(EVERYONE),
    "notices:settings": form(EVERYONE, EVERYONE),
    "notices:outbox": page(ADMIN),
    "notices:resend": deed(ADMIN, pk("letter"), placeless=True),
    "notices:resend-all": deed(ADMIN),
    "people:list": page(ADMIN),
    "people:add": form(ADMIN, ADMIN),
    "people:detail": page(ADMIN, pk("author"), placeless=True),
    "people:grant": deed(ADMIN, pk("author"), placeless=True),
    "people:revoke": deed(
        ADMIN,
        lambda place: {"pk": place.author.pk, "membership_pk": place.author.memberships.get().pk},
        placeless=True,
    ),
    "people:active": deed(ADMIN, pk("author"), placeless=True),
    "people:password": deed(ADMIN, pk("author"), placeless=True),
    "schools:list": page(READERS),
    "schools:detail": page(READERS, pk("school")),
    "schools:edit": form(METHODIST, METHODIST, pk("school")),
    "schools:alias-add": deed(METHODIST, pk("school")),
    "schools:alias-remove": deed(METHODIST, lambda p: {"pk": p.school.pk, "alias_pk": p.alias.pk}),
    "schools:register": form(METHODIST, METHODIST),
    "schools:register-apply": deed(METHODIST),
    "schools:support-lists": page(READERS),
    "schools:support-list": page(READERS, support_list),
    "schools:support-list-add": form(METHODIST, METHODIST),
    "schools:entry-add": deed(METHODIST, support_list),
    "schools:entry-remove": deed(
        METHODIST, lambda p: {"pk": p.entry.support_list_id, "entry_pk": p.entry.pk}
    ),
    "schools:legal-act-add": form(METHODIST, METHODIST),
    "schools:district-edit": form(METHODIST, METHODIST, pk("district")),
    "monitoring:entry": page(READERS),
    "monitoring:grid": page(READERS),
    "monitoring:grid-cells": deed(METHODIST, lambda place: {"code": place.district.code}),
    "monitoring:grid-findings": page(READERS, lambda place: {"code": place.district.code, "year": 2021}),
    "monitoring:grid-cell": page(READERS, cell_of_grid),
    "monitoring:grid-remark": deed(METHODIST, cell_of_grid),
    "monitoring:school-results": form(READERS, METHODIST, school_results),
    "monitoring:export": page(READERS),
    "monitoring:imports": form(METHODIST, METHODIST),
    "monitoring:import": page(METHODIST, batch),
    "monitoring:import-progress": page(METHODIST, batch),
    "monitoring:import-answers": deed(METHODIST, batch),
    "monitoring:import-apply": deed(METHODIST, batch),
    "monitoring:import-again": deed(METHODIST, batch),
    "monitoring:import-undo": form(METHODIST, METHODIST, batch),
    "monitoring:dynamics": page(READERS),
    "monitoring:dynamics-region": page(READERS),
    "monitoring:conclusion": deed(METHODIST),
    "monitoring:findings": page(READERS),
    "monitoring:finding-waive": deed(METHODIST),
    "monitoring:finding-withdraw": deed(METHODIST),
    "monitoring:calendar": page(EVERYONE),
    "monitoring:sitting-add": form(ADMIN, ADMIN),
    "monitoring:sitting-edit": form(ADMIN, ADMIN, lambda p: {"pk": p.result.sitting_id}, placeless=True),
    "monitoring:scales": page(EVERYONE),
    "monitoring:scale-add": form(ADMIN, ADMIN),
    "monitoring:scale-edit": form(ADMIN, ADMIN, pk("scale"), placeless=True),
    "monitoring:parameters": page(EVERYONE),
    "monitoring:parameter-edit": form(ADMIN, ADMIN, lambda p: {"code": "learning_4"}, placeless=True),
    "roadmaps:list": page(READERS),
    "roadmaps:queue": page(HEAD),
    "roadmaps:queue-approve": deed(HEAD),
    "roadmaps:queue-result": page(HEAD),
    "roadmaps:district-plan": page(READERS),
    "roadmaps:version": page(READERS, lambda p: {"pk": p.approved_plan.pk, "number": 1}),
    "roadmaps:discard": form(METHODIST, METHODIST, pk("first_draft")),
    "roadmaps:discarded": page(READERS, discarded_version),
    "roadmaps:difference": page(READERS, pk("approved_plan")),
    "roadmaps:create": form(METHODIST, METHODIST),
    "roadmaps:start": deed(METHODIST),
    "roadmaps:detail": page(READERS, pk("roadmap")),
    "roadmaps:edit": form(METHODIST, METHODIST, pk("roadmap")),
    "roadmaps:transition": deed(READERS, pk("roadmap")),
    "roadmaps:risk-factors": page(EVERYONE),
    "roadmaps:risk-factor-add": form(ADMIN, ADMIN),
    "roadmaps:risk-factor-edit": form(ADMIN, ADMIN, pk("risk"), placeless=True),
    "roadmaps:measures": page(READERS),
    "roadmaps:owed": page(SCHOOL | METHODIST),
    "roadmaps:checks": page(CHECKERS),
    "roadmaps:measure": page(READERS, pk("measure")),
    "roadmaps:report-begin": deed(SCHOOL, pk("measure")),
    "roadmaps:report": form(READERS, SCHOOL, pk("report")),
    "roadmaps:report-autosave": deed(SCHOOL, pk("report")),
    "roadmaps:report-decide": deed(CHECKERS, pk("report")),
    "roadmaps:evidence": page(READERS, lambda place: {"public_id": place.evidence.public_id}),
    "roadmaps:execution": page(READERS),
    "roadmaps:execution-totals": page(READERS),
    "roadmaps:measure-calendar": page(READERS),
    "roadmaps:not-reported": page(READERS),
    "roadmaps:remind": deed(CHECKERS),
    "roadmaps:picture": page(READERS, pk("approved_plan")),
    "roadmaps:exclusion-create": form(METHODIST, METHODIST, a_new_case),
    "roadmaps:exclusion-detail": page(READERS, pk("case")),
    "roadmaps:exclusion-edit": form(METHODIST, METHODIST, pk("case")),
    "roadmaps:exclusion-transition": deed(READERS, pk("case")),
    "reports:meetings": page(DEPARTMENT),
    "reports:meeting": page(DEPARTMENT, pk("meeting")),
    "reports:meeting-new": form(METHODIST, METHODIST),
    "reports:meeting-edit": form(METHODIST, METHODIST, pk("meeting")),
    "reports:meeting-preview": page(DEPARTMENT, pk("meeting")),
    "reports:meeting-submit": deed(METHODIST, pk("meeting")),
    "reports:meeting-return": deed(HEAD, pk("meeting")),
    "reports:meeting-finalise": deed(HEAD, pk("meeting")),
    "reports:meeting-reopen": deed(HEAD, pk("meeting")),
    "reports:document": page(DEPARTMENT, lambda p: {"kind": "dynamics", "year": 2021}, placeless=True),
    "reports:dynamics-file": page(DEPARTMENT, lambda p: {"format": "csv"}, placeless=True),
    "reports:runs": page(DEPARTMENT),
    "reports:run-new": deed(BUILDERS),
    "reports:run": page(DEPARTMENT, run),
    "reports:run-progress": page(DEPARTMENT, run),
    "reports:run-file": page(DEPARTMENT, run),
}
