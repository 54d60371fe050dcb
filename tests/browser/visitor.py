"""A person at a browser: signs in, opens pages, remembers what the browser complained about."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from portal.accounts.services import DEMO_PASSWORD

METHODIST = "metodist@kotelnikovo.example"
SECOND_METHODIST = "metodist2@kotelnikovo.example"
HEAD = "nachalnik@kotelnikovo.example"
COORDINATOR = "koordinator@kotelnikovo.example"
STRANGER = "metodist@zarechny.example"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
#: patience for pages of a machine that runs other things too, in milliseconds
PATIENCE = 15_000
#: and for a document that a worker builds
BUILD_PATIENCE = 60_000

expect.set_options(timeout=PATIENCE)


class Visitor:
    """One window; `second_window()` opens another one of the same person."""

    def __init__(self, context: BrowserContext):
        self.context, self.complaints = context, []
        context.set_default_timeout(PATIENCE)
        context.on("request", self._only_ours)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = context.new_page()

    def open(self, path: str) -> Response:
        return self.page.goto(path)

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> None:
        self.open("/accounts/sign-in/")
        self.page.get_by_label("Электронная почта").fill(email)
        self.page.get_by_label("Пароль").fill(password)
        self.page.get_by_role("button", name="Войти", exact=True).click()
        expect(self.page.get_by_role("heading", level=1, name="Мой день")).to_be_visible()

    def second_window(self) -> Page:
        return self.context.new_page()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def field(self, label: str) -> Locator:
        """An obligatory field has a star behind its label."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))

    def fill(self, **texts: str) -> None:
        """Type into several fields; `**{"Номер протокола": "3"}`."""
        for label, text in texts.items():
            self.field(label).fill(text)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def is_told(self, text: str) -> None:
        """The line on top of the page that says what has just happened."""
        expect(self.page.locator("#messages")).to_contain_text(text)

    def _only_ours(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in (None, "127.0.0.1"):
            self.complaints.append(f"asked {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        """Errors and warnings; the status of a page itself is the business of the test that opened it."""
        is_the_page = message.page is not None and message.location["url"] == message.page.url
        about_status = message.text.startswith("Failed to load resource: the server responded with a status")
        if message.type in ("error", "warning") and not (about_status and is_the_page):
            self.complaints.append(f"{message.text} ({message.location['url']})")
