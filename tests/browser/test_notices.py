"""From a return to the eyes of its author: the worker's letter, the number in the bar, the page itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import HEAD, METHODIST
from tests.installation import wait_for

pytestmark = pytest.mark.browser
REMARK = "Укажите, кто ведёт занятия."
#: a sent roadmap of its own; prints its address
SEND = """
from django.utils import timezone
from portal.accounts.models import User
from roadmaps.services import MeasureInput, SectionInput, roadmap_create, roadmap_save, roadmap_submit
from schools.models import School
by = User.objects.get(email="metodist@kotelnikovo.example")
school = School.objects.get(short_name="МКОУ Виноградненская ОШ")
made = roadmap_create(district=school.district, school=school, year=2022, by=by)
measure = MeasureInput(name="Занятия с учениками", term="май 2023", responsible="директор")
made = roadmap_save(roadmap=made, sections=[SectionInput("Ученики", (measure,))], seen=made.revision, by=by)
print(roadmap_submit(roadmap=made, by=by, seen=made.revision).get_absolute_url())
"""


def test_returned_work_reaches_its_author_by_mail_and_in_the_portal(portal, postbox, visitor):
    address = portal.python(SEND)
    head = visitor(HEAD)
    head.open(address)
    head.page.get_by_text("Вернуть на доработку…").click()
    head.page.get_by_label("Что доработать").fill(REMARK)
    head.press("Вернуть на доработку")
    head.is_told("Карта возвращена")

    title = "Карту вернули на доработку: МКОУ Виноградненская ОШ, 2022/23"
    letter = wait_for(lambda: next((row for row in postbox.letters if title in row["Subject"]), None), 20)
    assert letter["To"] == METHODIST
    text = letter.get_content().replace("\r\n", "\n")
    assert f"«{REMARK}»\nhttp://127.0.0.1:{portal.port}{address}\n" in text

    author = visitor(METHODIST)
    author.open("/")
    author.page.get_by_role("link", name=re.compile(r"^Уведомления \d+ непрочитанных$")).click()
    line = author.page.get_by_role("listitem").filter(has_text=REMARK)
    expect(line).to_contain_text("Новое")
    line.get_by_role("link", name=title).click()
    expect(author.page.get_by_role("heading", level=1)).to_contain_text("Виноградненская")
    # The page says «read» on its way out; nobody waits for the answer.
    wait_for(lambda: author.open("/notices/") and "Новое" not in line.inner_text(), 10, 0.3)
