"""Every address × every role × own, neighbour's and other region's rows; an unlisted address fails."""

import io
import zipfile

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from portal.core.models import AuditEvent, WorkflowEvent
from tests.architecture.access import ADDRESSES, PUBLIC
from tests.architecture.world import PEOPLE, build_world

#: pages of the administrator, who keeps all people and letters
OF_THE_INSTALLATION = {*(name for name in ADDRESSES if name.startswith("people:")), "notices:outbox"}
REFUSED = {403, 404}
#: What a permitted person may get: a page, a redirect, or a refusal that speaks of the row's state.
ANSWERED = {200, 302, 400, 409, 410}


def names(resolver=None, prefix="") -> list[str]:
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{prefix}{pattern.name}")
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found += names(pattern, inner)
    return found


def test_every_address_is_listed():
    assert sorted(names()) == sorted([*ADDRESSES, *PUBLIC])


@pytest.fixture(scope="module")
def only_world(django_db_setup, django_db_blocker):
    """Built once for this file; rolled back with the connection's transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(only_world, db):
    """As it was built: what a test does to its rows is rolled back with it."""
    return only_world


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    """Orders are written, but no broker is asked to carry them out."""
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)


def url(name: str, place) -> str:
    args = ADDRESSES[name].args
    return reverse(name, kwargs=args(place) if args else None)


def deeds() -> int:
    return AuditEvent.objects.count() + WorkflowEvent.objects.count()


def ask(client, method: str, address: str):
    return getattr(client, method)(address)


def sign_in(client, person):
    """Again only where the last deed has ended the session: it takes as long as a page."""
    if SESSION_KEY not in client.session:
        client.force_login(person)


CASES = [
    (name, method)
    for name, address in ADDRESSES.items()
    for method in ("get", "post")
    if getattr(address, method)
]


@pytest.mark.parametrize("role", PEOPLE)
def test_own_rows(client, world, role):
    """All addresses of a role in one world, which its own deeds may change."""
    wrong = []
    for name, method in CASES:
        if name == "accounts:sign-out":
            continue
        sign_in(client, world.people[role])
        before = deeds()
        status = ask(client, method, url(name, world.own)).status_code
        allowed = role in getattr(ADDRESSES[name], method)
        if status not in (ANSWERED if allowed else REFUSED) or (not allowed and deeds() != before):
            wrong.append((name, method, status))
    assert wrong == []


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("where", ["neighbour", "far"])
def test_rows_of_others(client, world, role, where):
    place = getattr(world, where)
    wrong = []
    for name, method in CASES:
        address = ADDRESSES[name]
        if address.args is None or address.placeless:
            continue
        sign_in(client, world.people[role])
        before = deeds()
        response = ask(client, method, url(name, place))
        # The observer reads every district of his region, and nothing beyond it.
        reads = role == "observer" and where == "neighbour" and role in getattr(address, method)
        expected = ANSWERED if reads else REFUSED
        if response.status_code not in expected or deeds() != before:
            wrong.append((name, method, response.status_code))
        # The frame of a refusal names the districts that the observer may read.
        if role != "observer" and place.canary in response.content.decode(errors="replace"):
            wrong.append((name, method, "the other place's data"))
    assert wrong == []


def told(content: bytes) -> str:
    """What a page or a downloaded table says; a workbook is an archive of its texts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.mark.parametrize("role", PEOPLE)
def test_lists_show_nothing_of_other_places(client, world, role):
    client.force_login(world.people[role])
    leaks = []
    for name, address in ADDRESSES.items():
        if address.get is None or role not in address.get or name in OF_THE_INSTALLATION:
            continue
        response = client.get(url(name, world.own), {"schools": "all"}, follow=True)
        assert response.status_code in ANSWERED, name
        body = "" if response.streaming else told(response.content)
        strangers = [world.far] if role == "observer" else [world.far, world.neighbour]
        leaks += [(name, place.canary) for place in strangers if place.canary in body]
    assert leaks == []


def test_the_owner_sees_what_a_stranger_might(client, world):
    """There was something to leak: the same pages show the own place's name to its methodist."""
    client.force_login(world.people["methodist"])
    shown = [
        name for name, address in ADDRESSES.items()
        if address.get and "methodist" in address.get and address.args and not address.placeless
        and world.own.canary in told(client.get(url(name, world.own)).content)
    ]  # fmt: skip
    expected = {"schools:detail", "roadmaps:detail", "roadmaps:edit", "reports:meeting", "reports:run"}
    expected |= {"roadmaps:measure", "roadmaps:report"}
    assert expected <= set(shown)


def test_without_a_sign_in_everything_leads_to_it(client, world):
    sign_in = reverse("accounts:sign-in")
    answers = {case: ask(client, case[1], url(case[0], world.own)) for case in CASES}
    assert [
        case for case, answer in answers.items() if not answer.headers.get("Location", "").startswith(sign_in)
    ] == []
    assert {answer.status_code for answer in answers.values()} == {302}


def test_a_get_of_a_deed_changes_nothing_and_leads_to_a_page(client, world):
    """The address stays in the bar after a refusal, and a sign-in or a bookmark may come back to it."""
    wrong = []
    for name, address in ADDRESSES.items():
        if address.get is not None:
            continue
        for role in address.post:
            client.force_login(world.people[role])
            before = deeds()
            answer = client.get(url(name, world.own), follow=True)
            if answer.status_code != 200 or not answer.redirect_chain or deeds() != before:
                wrong.append((name, role, answer.status_code))
    assert wrong == []


def test_a_post_without_its_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    accepted = []
    for name, address in ADDRESSES.items():
        if address.post is None:
            continue
        client.force_login(world.people[min(address.post)])
        if client.post(url(name, world.own)).status_code != 403:
            accepted.append(name)
    assert accepted == []
