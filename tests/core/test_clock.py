"""What time a page tells, and whose today it takes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.core.models import WorkflowEvent
from tests.factories.roadmaps import roadmap_with, submitted

#: an evening in Moscow, the next day's night in Vladivostok
EVENING = datetime(2021, 3, 17, 15, 30, tzinfo=UTC)


@pytest.fixture
def far(district):
    district.timezone = "Asia/Vladivostok"
    district.save()
    return district


@time_machine.travel(EVENING, tick=False)
def test_a_page_tells_the_time_of_its_district(client, far, school, methodist, head):
    roadmap = submitted(roadmap_with(1, school=school, edited_by=methodist), by=methodist)
    WorkflowEvent.objects.update(at=datetime(2021, 3, 17, 13, 59, tzinfo=UTC))
    client.force_login(head)
    page = client.get(roadmap.get_absolute_url())
    assert [event["when"] for event in page.context["events"]] == ["вчера в 23:59"]
    assert timezone.get_current_timezone() == ZoneInfo("Europe/Moscow")  # the next request begins anew


@time_machine.travel(EVENING, tick=False)
def test_today_is_that_of_the_district(client, far, school, methodist):
    client.force_login(methodist)
    assert client.get(reverse("home")).context["today"].isoformat() == "2021-03-18"


@time_machine.travel(EVENING, tick=False)
def test_without_a_district_the_clock_is_that_of_the_portal(client, far, admin):
    client.force_login(admin)
    assert client.get(reverse("home")).context["today"].isoformat() == "2021-03-17"
