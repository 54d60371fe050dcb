"""One portal with the demonstration for all browser tests, and visitors who open it in Chromium."""

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
LOAD_DEMO = "from django.core.management import call_command; call_command('demo_load', verbosity=0)"


@pytest.fixture(scope="session")
def postbox():
    """The mail server to which the portal sends."""
    with mail_server() as (box, port):
        box.port = port
        yield box


@pytest.fixture(scope="session")
def portal(tmp_path_factory, postbox):
    """Real gunicorn and Celery worker on a fresh database; every test leaves the others' rows alone."""
    place = Installation(tmp_path_factory.mktemp("portal") / "data")
    place.env["EMAIL_URL"] = f"smtp://127.0.0.1:{postbox.port}"
    try:
        place.start()
        place.python(LOAD_DEMO)
        yield place
    finally:
        place.close()


@pytest.fixture(scope="module")
def chromium():
    """One browser for a module: a longer one would keep its event loop over tests that use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies():
    """Of everybody who has signed in before: checking a password takes the portal long, on purpose."""
    return {}


@pytest.fixture(scope="module")
def admit(portal, chromium, cookies):
    """A visitor, signed in if his address is given: `admit("metodist@kotelnikovo.example")`."""

    def make(email: str | None = None, **options) -> Visitor:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{portal.port}", viewport=DESKTOP, locale="ru-RU",
            storage_state=cookies.get(email), **options,
        )  # fmt: skip
        one = Visitor(context)
        if email and email not in cookies:
            one.sign_in(email)
            cookies[email] = context.storage_state()
        return one

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
