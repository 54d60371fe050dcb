"""«Замечания» as a page: what is told, where it can be mended, and how it is accepted."""

import pytest
from django.urls import reverse

from monitoring.enums import Exam
from monitoring.models import Waiver
from monitoring.selectors import findings_of
from monitoring.services import finding_waive
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory, SupportListEntryFactory

WRONG = {"participants": 12, "n2": 0, "n3": 6, "n4": 6, "n5": 2, "mean_mark": "3.71"}


@pytest.fixture
def oge(db):
    return SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)


@pytest.fixture
def wrong(school, oge):
    return ResultFactory(school=school, sitting=oge, **WRONG)


def page(client, person, **query):
    client.force_login(person)
    return client.get(reverse("monitoring:findings"), {"year": 2021} | query).content.decode()


def waive(client, person, finding, **fields):
    client.force_login(person)
    facts = {"year": 2021, "rule": finding.rule, "fingerprint": finding.fingerprint}
    return client.post(
        reverse("monitoring:finding-waive") + "?year=2021", facts | {"reason": "Проверено"} | fields
    )


def the_finding(district):
    (finding,) = findings_of(district=district, year=2021)
    return finding


def test_a_finding_is_told_with_its_cells_and_the_way_to_them(client, methodist, school, wrong):
    text = page(client, methodist)
    assert "Сумма отметок 14, а участников 12." in text
    assert "1\u00a0ошибка" in text
    assert "Каждый участник получает ровно одну отметку." in text
    form = reverse("monitoring:school-results", args=[school.pk, 2021])
    assert f'href="{form}#id_s{wrong.sitting_id}-participants"' in text
    assert f'id="id_s{wrong.sitting_id}-participants"' in client.get(form).content.decode()


def test_accepting_keeps_the_reason_and_withdrawing_opens_it(client, methodist, district, wrong):
    finding = the_finding(district)
    assert waive(client, methodist, finding).status_code == 302
    assert "Сумма отметок 14" not in page(client, methodist)
    accepted = page(client, methodist, state="waived")
    assert "Проверено" in accepted
    assert "Методистова" in accepted
    facts = {"year": 2021, "rule": finding.rule, "fingerprint": finding.fingerprint}
    client.post(reverse("monitoring:finding-withdraw"), facts)
    assert "Сумма отметок 14" in page(client, methodist)


def test_without_a_reason_the_page_says_so_at_the_field(client, methodist, district, wrong):
    response = waive(client, methodist, the_finding(district), reason="  ")
    text = response.content.decode()
    assert "Напишите, почему замечание можно принять." in text
    assert '<details class="more small" open>' in text
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"fingerprint": "0" * 64}, {"fingerprint": ""}, {"year": "x"}, {"year": ""}]
)
def test_a_finding_that_is_gone_changes_nothing(client, methodist, district, wrong, fields):
    response = waive(client, methodist, the_finding(district), **fields)
    assert response.status_code == 302
    assert not Waiver.objects.exists()


def test_who_may_only_look_has_no_form(client, head, district, wrong):
    text = page(client, head)
    assert "Сумма отметок 14" in text
    assert reverse("monitoring:finding-waive") not in text
    assert waive(client, head, the_finding(district)).status_code == 403


def test_a_stranger_finds_no_such_district(client, stranger, district, wrong):
    assert "Сумма отметок 14" not in page(client, stranger)
    client.force_login(stranger)
    assert client.get(reverse("monitoring:findings"), {"district": "own"}).status_code == 404
    answer = client.post(
        reverse("monitoring:finding-waive") + "?district=own",
        {
            "year": 2021,
            "rule": "marks_participants",
            "fingerprint": the_finding(district).fingerprint,
            "reason": "x",
        },
    )
    assert answer.status_code == 404
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, True),
        ({"severity": "error"}, True),
        ({"severity": "info"}, False),
        ({"severity": "x", "school": "x", "state": "x"}, True),
        ({"state": "waived"}, False),
        ({"state": "all"}, True),
        ({"year": "1999"}, False),
    ],
)
def test_filters(client, methodist, wrong, query, shown):
    client.force_login(methodist)
    session = client.session
    session["year"] = 2021  # the calendar year 2022 unless the address names one
    session.save()
    assert ("Сумма отметок 14" in page(client, methodist, **query)) is shown


def test_one_school_is_chosen(client, methodist, school, second_school, wrong):
    assert "Сумма отметок 14" in page(client, methodist, school=school.pk)
    assert "Сумма отметок 14" not in page(client, methodist, school=second_school.pk)


def test_nothing_doubtful_is_said_in_words(client, methodist, school, oge):
    ResultFactory(school=school, sitting=oge)
    assert "Замечаний нет" in page(client, methodist)


def test_my_day_of_a_methodist_counts_them(client, methodist, head, district, school, wrong):
    SupportListEntryFactory(school=school, support_list__district=district)  # 2020/21 is the working year
    client.force_login(methodist)
    text = client.get(reverse("home")).content.decode()
    assert "Замечания к данным 2021 года: 1" in text
    assert "ошибок: 1, сомнительных мест: 0" in text
    finding_waive(
        district=district,
        year=2021,
        rule="marks_participants",
        fingerprint=the_finding(district).fingerprint,
        reason="Проверено",
        by=methodist,
    )
    assert "Замечания к данным" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("count", [1, 60])
def test_the_page_asks_the_same_number_of_questions(
    client, methodist, district, oge, count, django_assert_num_queries
):
    for school in SchoolFactory.create_batch(count, district=district):
        ResultFactory(school=school, sitting=oge, **WRONG)
    client.force_login(methodist)
    with django_assert_num_queries(19):
        response = client.get(reverse("monitoring:findings"), {"year": 2021})
    assert len(response.context["page_obj"].object_list) == min(count, 50)
