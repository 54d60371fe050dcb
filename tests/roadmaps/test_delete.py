"""A draft that nobody has sent is deleted; of many clicks one counts, as with a next version."""

import threading
from datetime import date

import pytest
from django.db import connection

from portal.core.errors import NotAllowed, PortalError, TransitionRefused
from portal.core.models import AuditEvent
from roadmaps import services
from roadmaps.enums import DECIDED
from roadmaps.models import Measure, Roadmap, Section
from roadmaps.selectors import is_first_draft
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with, submitted
from tests.roadmaps.discarding import delete, discard, rewritten, text


def test_a_draft_that_nobody_sent_is_deleted_and_its_year_is_free(school, methodist):
    draft = roadmap_with(2, school=school)
    assert is_first_draft(draft)
    lost = text(draft)
    number = draft.pk
    delete(draft, methodist)

    assert [model.objects.count() for model in (Roadmap, Section, Measure)] == [0, 0, 0]
    deed = AuditEvent.objects.get(action="roadmap.delete")
    assert (deed.actor_id, deed.subject_id, deed.district_id) == (methodist.pk, number, school.district_id)
    assert (deed.data["name"], deed.data["school"]) == (str(draft), school.pk)
    names = [row["name"] for row in deed.data["content"]["sections"][0]["measures"]]
    assert names == [row["name"] for row in lost["sections"][0]["measures"]]
    assert set(Measure.history.filter(history_type="-").values_list("history_user", flat=True)) == {
        methodist.pk
    }
    assert (
        services.roadmap_create(district=school.district, school=school, year=2020, by=methodist).pk != number
    )


@pytest.mark.parametrize("way", ["sent", "returned", "next"])
def test_a_plan_that_was_ever_sent_is_not_deleted(way, school, methodist, head):
    sent = submitted(roadmap_with(1, school=school), by=methodist)
    if way == "returned":
        sent = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Мало мер")
    if way == "next":
        order = services.Order("1", date(2020, 9, 1))
        sent = services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order)
        sent = services.roadmap_reopen(roadmap=sent, by=methodist, seen=sent.revision)

    with pytest.raises(TransitionRefused):
        delete(sent, methodist)
    assert Roadmap.objects.count() == 1


@pytest.mark.parametrize("who", ["head", "school_user", "observer", "stranger"])
def test_only_who_may_write_deletes(who, school, request):
    draft = roadmap_with(1, school=school)

    with pytest.raises(NotAllowed):
        delete(draft, request.getfixturevalue(who))
    assert Roadmap.objects.get() == draft


def test_every_deed_on_a_deleted_plan_is_refused_in_words(school, methodist):
    draft = RoadmapFactory(school=school)
    gone = Roadmap.objects.get()
    delete(draft, methodist)

    for deed in (services.roadmap_submit, services.roadmap_discard):
        with pytest.raises(TransitionRefused, match="его удалили"):
            deed(roadmap=gone, by=methodist, seen=gone.revision)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["discard", "delete"])
def test_of_eight_clicks_at_once_one_counts(way, school, methodist, head):
    plan = roadmap_with(2, school=school)
    if way == "discard":
        plan = rewritten(approved(plan, author=methodist, head=head), by=methodist)
    start, outcomes = threading.Barrier(8), []

    def click():
        try:
            start.wait()
            (discard if way == "discard" else delete)(Roadmap.objects.get(pk=plan.pk), methodist)
            outcomes.append("done")
        except (PortalError, Roadmap.DoesNotExist):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done"] + ["refused"] * 7
    assert AuditEvent.objects.filter(action=f"roadmap.{way}").count() == 1
    assert all(row.status in DECIDED for row in Roadmap.objects.all())
