"""The plain entry form: what is typed is kept, what is wrong is said at its field."""

from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring.enums import Exam, Scale
from monitoring.models import Result
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory


@pytest.fixture
def sitting(db):
    return SittingFactory()


def url(school, year=2021):
    return reverse("monitoring:school-results", args=[school.pk, year])


def typed(sitting, **fields):
    return {f"s{sitting.pk}-{name}": value for name, value in fields.items()}


def test_a_number_with_a_comma_is_saved_and_seen_in_the_dynamics(client, methodist, school, sitting):
    client.force_login(methodist)

    response = client.post(url(school), typed(sitting, value="3,58", participants="1 250"), follow=True)

    assert "Сохранено: 1\u00a0строка." in response.content.decode()
    result = Result.objects.get()
    assert (result.mean_mark, result.participants, result.updated_by) == (Decimal("3.58"), 1250, methodist)
    page = client.get(reverse("monitoring:dynamics"), {"year": 2021, "schools": "all"}).content.decode()
    assert "3,58" in page


def test_a_point_is_as_good_as_a_comma(client, methodist, school, sitting):
    client.force_login(methodist)
    client.post(url(school), typed(sitting, value="3.58"))
    assert Result.objects.get().mean_mark == Decimal("3.58")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "5,5"}, "Средняя отметка — число от 2 до 5, а введено 5,5."),
        ({"value": "три"}, "Введите число, например 3,45."),
        ({"value": "3,456"}, "не более 2"),
        ({"value": "3,4", "participants": "12", "n3": "14"}, "Сумма отметок 14, а участников 12."),
        ({"value": "3,4", "participants": "-1"}, "Число не может быть отрицательным."),
        ({"value": "3,4", "participants": "много"}, "Введите целое число."),
        ({"value": "3,4", "participants": "3 8"}, "пробел ставят только между тысячами"),
        ({"value": "3 5"}, "Введите одно число"),
        ({"value": "3,4", "participants": "٣"}, "Введите целое число."),
        ({"value": "3,4", "participants": "３"}, "Введите целое число."),
        ({"value": "٣"}, "Введите число, например 3,45."),
        ({"value": "3,4", "participants": "1_0"}, "Введите целое число."),
        ({"value": "3,4", "participants": "100001"}, "Слишком много: не больше 100\u00a0000."),
        ({"value": "3,4", "participants": "2147483648"}, "Слишком много: не больше 100\u00a0000."),
        ({"value": "0"}, "Ноль вместо пропуска не ставят"),
        ({"value": "3,4", "absence": "no_participants"}, "а число введено"),
        ({"participants": "12"}, "Введите среднюю отметку"),
        ({"value": "3,4", "absence": "value"}, "Выберите корректный вариант"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, methodist, school, sitting, fields, words):
    client.force_login(methodist)

    page = client.post(url(school), typed(sitting, **fields)).content.decode()

    assert page.count(words) >= 2, "in the box on top and at the field"
    assert all(f'value="{text}"' in page for name, text in fields.items() if name != "absence")
    assert not Result.objects.exists()


def test_nothing_is_half_saved(client, methodist, school, sitting):
    other = SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)
    client.force_login(methodist)

    client.post(url(school), typed(sitting, value="3,4") | typed(other, value="7"))

    assert not Result.objects.exists()


def test_two_windows_the_second_sees_both_values_and_decides(client, methodist, school, sitting):
    client.force_login(methodist)
    client.post(url(school), typed(sitting, value="3,45", seen="0"))

    page = client.post(url(school), typed(sitting, value="3,54", seen="0")).content.decode()

    assert "3,45" in page
    assert "3,54" in page
    assert Result.objects.get().mean_mark == Decimal("3.45")
    client.post(url(school), typed(sitting, value="3,54", seen="1"))
    assert Result.objects.get().mean_mark == Decimal("3.54")


def test_the_reason_for_no_result_is_kept(client, methodist, school, sitting):
    client.force_login(methodist)
    client.post(url(school), typed(sitting, absence="no_participants"))

    assert Result.objects.get().status == "no_participants"
    assert '<option value="no_participants" selected>' in client.get(url(school)).content.decode()


def test_rows_of_a_foreign_sitting_and_extra_fields_are_ignored(
    client, methodist, school, neighbour_school, sitting
):
    earlier = SittingFactory(year=2019)
    client.force_login(methodist)

    client.post(
        url(school),
        typed(
            sitting,
            value="3,4",
            status="not_held",
            school=str(neighbour_school.pk),
            source="x",
            revision="99",
        )
        | typed(earlier, value="5"),
    )

    result = Result.objects.get()
    assert (result.school, result.status, result.source, result.revision) == (
        school,
        "value",
        "ввод вручную",
        1,
    )


def test_a_procedure_that_was_not_held_has_no_row_but_a_sentence(client, methodist, school, sitting):
    cancelled = SittingFactory(exam=Exam.OGE, is_held=False)
    client.force_login(methodist)

    page = client.get(url(school)).content.decode()

    assert "В 2021 году ОГЭ не проводили" in page
    assert f"s{cancelled.pk}-value" not in page


def test_a_school_without_the_grade_is_not_asked_for_it(client, methodist, school, sitting):
    SchoolProgrammeFactory(school=school, level="ooo")
    unified = SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11)
    client.force_login(methodist)

    page = client.get(url(school)).content.decode()

    assert "В 2020/21 учебном году в школе не было 11 класса." in page
    assert f"s{unified.pk}-value" not in page


def test_who_may_only_look_sees_a_locked_sheet(client, head, school, sitting):
    client.force_login(head)

    page = client.get(url(school)).content.decode()

    assert "Только чтение" in page
    assert "Сохранить результаты" not in page
    assert client.post(url(school), typed(sitting, value="3,4")).status_code == 403


@pytest.mark.parametrize("reader", ["head", "coordinator", "observer", "school_user"])
def test_the_overview_tells_a_reader_once_that_he_only_looks(client, methodist, request, reader, sitting):
    pages = []
    for person in (methodist, request.getfixturevalue(reader)):
        client.force_login(person)
        pages.append(client.get(reverse("monitoring:entry")).content.decode())
    entering, reading = pages

    assert "Открыть таблицу ввода" in entering
    assert "Только чтение" not in entering
    assert reading.count("Только чтение") == 1
    assert "Посмотреть таблицу" in reading
    assert "Открыть таблицу ввода" not in reading
    assert "вводят" not in reading


def test_a_stranger_gets_404_where_the_owner_gets_200(client, stranger, methodist, school, sitting):
    for person, status in ((stranger, 404), (methodist, 200)):
        client.force_login(person)
        assert client.get(url(school)).status_code == status
    client.force_login(stranger)
    assert client.post(url(school), typed(sitting, value="3,4")).status_code == 404


def test_a_year_without_a_calendar_is_404(client, methodist, school, sitting):
    client.force_login(methodist)
    assert client.get(url(school, 1999)).status_code == 404


@pytest.mark.parametrize("count", [1, 200])
def test_the_overview_asks_the_same_number_of_questions(
    client, methodist, district, count, django_assert_num_queries
):
    sitting = SittingFactory()
    for school in SchoolFactory.create_batch(count, district=district):
        SchoolProgrammeFactory(school=school, level="ooo")
        ResultFactory(school=school, sitting=sitting)
    client.force_login(methodist)
    session = client.session
    session["year"] = 2020
    session.save()
    with django_assert_num_queries(10):
        response = client.get(reverse("monitoring:entry"))
    assert len(response.context["overview"]) == count


@pytest.mark.parametrize("count", [2, 40])
def test_the_sheet_asks_the_same_number_of_questions(
    client, methodist, school, count, django_assert_num_queries
):
    for position in range(count):
        subject = SubjectFactory(code=f"s{position}", name=f"Предмет {position}", is_core=position < 2)
        ResultFactory(school=school, sitting=SittingFactory(exam=Exam.OGE, subject=subject, grade=9))
    client.force_login(methodist)
    with django_assert_num_queries(10):
        assert client.get(url(school)).content.decode().count('name="s') > count
