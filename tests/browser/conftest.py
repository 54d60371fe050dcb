"""One portal with the demonstration for all browser tests, and visitors who open it in Chromium."""

import json
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.visitor import DESKTOP, Visitor
from tests.installation import Installation
from tests.postbox import mail_server

#: the browser talks to nobody but the portal: what it asks its maker for by itself is switched off
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
]  # fmt: skip
#: loads the demonstration and signs everybody in; prints {e-mail: key of the session}
LOAD_DEMO = """
import json
from functools import cache
from django.contrib.auth import base_user
from django.core.management import call_command
from django.test import Client
from portal.accounts.models import User

base_user.make_password = cache(base_user.make_password)  # all have one password: one hash will do
call_command("demo_load", verbosity=0)

def key(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value

print(json.dumps({user.email: key(user) for user in User.objects.all()}))
"""


@pytest.fixture(scope="session")
def postbox():
    """The mail server to which the portal sends."""
    with mail_server() as (box, port):
        box.port = port
        yield box


@pytest.fixture(scope="session")
def portal_and_sessions(tmp_path_factory, postbox):
    """Real gunicorn and Celery worker on a fresh database; every test leaves the others' rows alone."""
    place = Installation(tmp_path_factory.mktemp("portal") / "data")
    place.env["EMAIL_URL"] = f"smtp://127.0.0.1:{postbox.port}"
    try:
        place.start()
        yield place, json.loads(place.python(LOAD_DEMO).splitlines()[-1])
    finally:
        place.close()


@pytest.fixture(scope="session")
def portal(portal_and_sessions):
    return portal_and_sessions[0]


@pytest.fixture(scope="session")
def sessions(portal_and_sessions):
    """Of everybody, by e-mail: checking a password takes the portal long, on purpose."""
    return portal_and_sessions[1]


@pytest.fixture(scope="module")
def chromium():
    """One browser for a module: a longer one would keep its event loop over tests that use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def admit(portal, chromium, sessions):
    """A visitor, signed in if his address is given: `admit("metodist@kotelnikovo.example")`."""

    def make(email: str | None = None, **options) -> Visitor:
        home = f"http://127.0.0.1:{portal.port}"
        context = chromium.new_context(base_url=home, viewport=DESKTOP, locale="ru-RU", **options)
        if email:
            context.add_cookies([{"name": "sessionid", "value": sessions[email], "url": home}])
        return Visitor(context)

    return make


@pytest.fixture
def visitor(admit):
    """Visitors of one test, who leave with it.

    Whatever their browsers complained about (scripts, styles, the content policy) fails the test.
    """
    made = []

    def make(*args, **options) -> Visitor:
        made.append(admit(*args, **options))
        return made[-1]

    yield make
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert complaints == []
