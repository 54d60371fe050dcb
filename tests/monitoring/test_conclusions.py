"""What people make of drafts: edit, drop, restore; conflicts; out of date when numbers change."""

import pytest
from django.urls import reverse

from monitoring.conclusions import conclusions_of, document_texts, page_sentences, written
from monitoring.enums import Exam, Measure
from monitoring.models import Conclusion
from monitoring.selectors import dynamics_measures
from monitoring.services.conclusions import conclusion_drop, conclusion_edit, conclusion_restore
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory, SittingFactory

KEY, FINGERPRINT = "oge:math::2021:spring:9:9:mean:district", "a" * 64


@pytest.fixture
def facts(district, methodist):
    return {"district": district, "key": KEY, "fingerprint": FINGERPRINT, "by": methodist}


def edit(facts, text="Наша формулировка.", seen=0, **changes):
    return conclusion_edit(**{**facts, "text": text, "seen": seen, **changes})


def test_an_edit_is_kept_with_its_numbers_and_audited(facts, methodist):
    kept = edit(facts, "  Две  \n строки. ")
    assert (kept.text, kept.fingerprint, kept.revision, kept.by) == ("Две строки.", FINGERPRINT, 1, methodist)
    event = AuditEvent.objects.get(action="conclusion.edit")
    assert (event.actor_id, event.data["before"]) == (methodist.pk, None)


def test_two_clicks_are_one_edit(facts):
    edit(facts)
    edit(facts)
    assert Conclusion.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="conclusion.edit").count() == 1


def test_a_colleagues_wording_is_not_lost(facts, second_methodist):
    edit(facts, "Первая.")
    with pytest.raises(StaleRevision, match="Первая"):
        edit(facts, "Вторая.", by=second_methodist)
    assert Conclusion.objects.get().text == "Первая."
    assert edit(facts, "Вторая.", seen=1, by=second_methodist).revision == 2


def test_dropped_keeps_the_wording_and_restored_is_the_draft(facts):
    edit(facts, "Своё.")
    dropped = conclusion_drop(**facts, seen=1)
    assert (dropped.is_dropped, dropped.text) == (True, "Своё.")
    back = {name: facts[name] for name in ("district", "key", "by")}
    with pytest.raises(StaleRevision):
        conclusion_restore(**back, seen=1)
    assert conclusion_restore(**back, seen=2) is True
    assert conclusion_restore(**back, seen=2) is False
    assert not Conclusion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "я" * 2001}, "text"),
        ({"key": "a b"}, "key"),
        ({"key": ""}, "key"),
        ({"fingerprint": "x"}, "key"),
    ],
)
def test_what_cannot_be_kept(facts, changes, field):
    with pytest.raises(InvalidInput) as refused:
        edit(facts, **changes)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("who", ["head", "observer", "school_user", "stranger"])
def test_only_who_edits_results(facts, who, request):
    with pytest.raises(NotAllowed):
        edit(facts, by=request.getfixturevalue(who))
    assert not Conclusion.objects.exists()


# --- Beside the drafts ------------------------------------------------------------------------


@pytest.fixture
def grown(district, school):
    for year, mark in ((2020, "3.50"), (2021, "3.60")):
        sitting = SittingFactory(exam=Exam.OGE, year=year, grade=9, programme_grade=9)
        ResultFactory(school=school, sitting=sitting, mean_mark=mark, participants=20)
    return school


def table(district):
    return dynamics_measures(district=district, years=(2020, 2021), exams=[Exam.OGE])


def drafts(district):
    found = table(district)
    sentences = page_sentences(found, measure=Measure.MEAN, rows=found.all_rows)
    return written(sentences, conclusions_of(district=district))


def test_an_edit_stands_until_a_number_changes(district, methodist, grown):
    draft = drafts(district)[0].sentence
    conclusion_edit(
        district=district, key=draft.key, fingerprint=draft.fingerprint, text="Своё.", seen=0, by=methodist
    )
    one = drafts(district)[0]
    assert (one.text, one.is_edited, one.is_stale) == ("Своё.", True, False)

    grown.results.filter(sitting__year=2021).update(mean_mark="3.70")
    one = drafts(district)[0]
    assert (one.is_edited, one.is_stale) == (False, True)
    assert one.text == one.sentence.text


def test_the_document_prints_edits_and_leaves_out_what_is_dropped(district, methodist, grown):
    def printed():
        conclusions = conclusions_of(district=district)
        return document_texts(table(district), listed=[grown.pk], conclusions=conclusions)

    before = printed()
    of_school = next(
        one.sentence for one in drafts(district) if one.sentence.key.endswith(f"school-{grown.pk}")
    )
    of_district = next(one.sentence for one in drafts(district) if one.sentence.key.endswith("district"))
    facts = {"district": district, "seen": 0, "by": methodist}
    conclusion_edit(**facts, key=of_school.key, fingerprint=of_school.fingerprint, text="Своё о школе.")
    conclusion_drop(**facts, key=of_district.key, fingerprint=of_district.fingerprint)

    assert of_district.text in before
    assert of_district.text not in printed()
    assert "Своё о школе." in printed()
    assert of_school.text not in printed()


# --- On the page --------------------------------------------------------------------------------


def post(client, sentence, **fields):
    url = f"{reverse('monitoring:conclusion')}?exam=oge&first=2020&last=2021"
    data = {"key": sentence.key, "fingerprint": sentence.fingerprint, "seen": "0", "action": "edit"}
    return client.post(url, {**data, **fields})


def test_the_page_edits_drops_and_restores(client, methodist, district, grown):
    client.force_login(methodist)
    sentence = drafts(district)[0].sentence

    answer = post(client, sentence, text="Своя формулировка.")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?exam=oge&first=2020&last=2021#conclusions")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Своя формулировка." in page
    assert "изменён" in page

    post(client, sentence, action="drop", seen="1")
    assert Conclusion.objects.get().is_dropped
    post(client, sentence, action="restore", seen="2")
    assert not Conclusion.objects.exists()


def test_a_conflict_keeps_what_was_typed(client, methodist, second_methodist, district, grown):
    sentence = drafts(district)[0].sentence
    facts = {"district": district, "key": sentence.key, "fingerprint": sentence.fingerprint, "seen": 0}
    conclusion_edit(**facts, text="Слова коллеги.", by=second_methodist)
    client.force_login(methodist)

    answer = post(client, sentence, text="Мои слова.")

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Слова коллеги." in page
    assert "Мои слова.</textarea>" in page
    assert 'name="seen" value="1"' in page
    assert Conclusion.objects.get().text == "Слова коллеги."


def test_an_empty_wording_is_explained(client, methodist, district, grown):
    client.force_login(methodist)
    answer = post(client, drafts(district)[0].sentence, text=" ")
    assert answer.status_code == 400
    assert "Напишите вывод" in answer.content.decode()


def test_who_may_only_read_sees_no_forms(client, head, district, grown):
    client.force_login(head)
    page = client.get(reverse("monitoring:dynamics"), {"exam": "oge", "last": 2021}).content.decode()
    assert "Черновик выводов" in page
    assert "Сохранить вывод" not in page
