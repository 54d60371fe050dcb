"""Pages of the dictionaries: everybody reads values with their acts, the administrator changes them in two steps."""

import inspect
from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring.checks import RULES
from monitoring.enums import Exam, ParameterCode, Scale
from monitoring.models import MarkScale, Parameter, Sitting
from monitoring.parameters import PARAMETERS, with_unit
from monitoring.services.parameter_edit import parameter_save
from monitoring.templatetags.monitoring import source_link
from tests.factories.monitoring import MarkScaleFactory, ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory

ACT = "Приказ от 12.11.2026 № 1"


@pytest.fixture
def russian(db):
    return SittingFactory(
        exam=Exam.EGE, scale=Scale.SCORE, grade=11, minimum=Decimal(24), source="Прежний приказ"
    )


def parameter_url(code="learning_4"):
    return reverse("monitoring:parameter-edit", args=[code])


def hidden(page, name):
    """The value of a hidden field of the page."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def typed(client, url, **fields):
    """What the form sends: with what was seen when it was opened."""
    return {"seen": hidden(client.get(url).content.decode(), "seen")} | fields


def test_first_what_would_change_then_the_save(client, admin, school, oge):
    for one in (school, *SchoolFactory.create_batch(2, district=school.district)):
        ResultFactory(school=one, sitting=oge, participants=10, n2=0, n3=0, n4=10, n5=0)
    client.force_login(admin)
    data = typed(client, parameter_url(), value="70,5", valid_from="2021", source=ACT)

    preview = client.post(parameter_url(), data).content.decode()

    assert "пока ничего не сохранено" in preview
    assert "показателей школ — 3" in preview
    assert '<td class="num">64</td><td class="num">70,5</td>' in preview
    assert school.short_name not in preview
    assert not Parameter.objects.exists()
    again = {name: hidden(preview, name) for name in ("seen", "value", "valid_from", "source")}
    assert again == data
    response = client.post(parameter_url(), again | {"confirm": "1"}, follow=True)
    assert "Сохранено." in response.content.decode()
    assert "с 2021 года" in response.content.decode()
    assert Parameter.objects.get().value == Decimal("70.5")


@pytest.fixture
def oge(db):
    return SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)


def test_back_to_the_form_keeps_what_was_typed(client, admin):
    client.force_login(admin)
    data = typed(client, parameter_url(), value="70", valid_from="2021", source=ACT)
    page = client.post(parameter_url(), data | {"edit": "1"}).content.decode()
    assert 'value="70"' in page
    assert ACT in page
    assert "error-summary" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "семьдесят"}, "Введите число, например 64."),
        ({"value": "-1"}, "Введите число от 0 до 100."),
        ({"source": ""}, "Назовите приказ"),
        ({"valid_from": "20"}, "Год — число от 2009 до 2100."),
        ({"valid_from": ""}, "Обязательное поле."),
    ],
)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_what_is_wrong_is_said_at_the_field(client, admin, fields, words, confirm):
    client.force_login(admin)
    data = typed(client, parameter_url(), value="70", valid_from="2021", source=ACT)
    page = client.post(parameter_url(), data | fields | confirm).content.decode()
    assert page.count(words) >= 2, "in the box on top and at the field"
    assert not Parameter.objects.exists()


@pytest.mark.parametrize(("code", "example"), [("few_participants", "10"), ("spread_mark", "0,8")])
def test_the_example_is_one_of_the_parameter(client, admin, code, example):
    client.force_login(admin)
    data = typed(client, parameter_url(code), value="много", valid_from="2021", source=ACT)

    assert f"Введите число, например {example}." in client.post(parameter_url(code), data).content.decode()


def test_the_second_administrator_sees_both_values_and_decides(client, admin):
    client.force_login(admin)
    mine = typed(client, parameter_url(), value="66", valid_from="2021", source=ACT)
    seen = mine["seen"]
    parameter_save(
        code="learning_4", value=Decimal(70), valid_from=2021, source="Другой приказ", seen=seen, by=admin
    )

    page = client.post(parameter_url(), mine | {"confirm": "1"}).content.decode()

    assert "уже изменил другой администратор. Сейчас: 70\u00a0% с 2021 года" in page
    assert 'value="66"' in page
    assert Parameter.objects.get().value == 70
    client.post(parameter_url(), mine | {"seen": hidden(page, "seen")})
    assert Parameter.objects.get().value == 70, "knowingly, but looked at first"
    client.post(parameter_url(), mine | {"seen": hidden(page, "seen"), "confirm": "1"})
    assert Parameter.objects.get().value == 66


def test_a_sitting_is_changed_and_the_box_that_is_off_stays_off(client, admin, russian):
    url = reverse("monitoring:sitting-edit", args=[russian.pk])
    client.force_login(admin)
    data = typed(client, url, minimum="24", entry_minimum="36", source=ACT, is_held="on")
    preview = client.post(url, data).content.decode()
    assert "не пересчитывается" in preview
    names = ("seen", "minimum", "entry_minimum", "source", "is_held", "is_general")
    client.post(url, {name: hidden(preview, name) for name in names} | {"confirm": "1"})
    russian.refresh_from_db()
    assert (russian.entry_minimum, russian.is_held, russian.is_general) == (36, True, False)


def test_a_held_procedure_with_results_is_refused_before_the_preview(client, admin, school, russian):
    ResultFactory(school=school, sitting=russian, mean_score="50")
    url = reverse("monitoring:sitting-edit", args=[russian.pk])
    client.force_login(admin)
    page = client.post(url, typed(client, url, minimum="24", source=ACT)).content.decode()
    assert page.count("У процедуры уже есть результаты школ: 1.") >= 2
    assert Sitting.objects.get().is_held


def test_a_sitting_and_a_scale_are_added(client, admin):
    subject = SubjectFactory()
    client.force_login(admin)
    sitting = {"exam": "oge", "subject": subject.pk, "year": "2027", "season": "spring", "source": ACT}
    url = reverse("monitoring:sitting-add")
    assert (
        "Новые ячейки «н/д»: 0."
        in client.post(url, sitting | {"is_held": "on", "is_general": "on"}).content.decode()
    )
    client.post(url, sitting | {"is_held": "on", "is_general": "on", "confirm": "1"})
    assert (Sitting.objects.get().grade, Sitting.objects.get().source) == (9, ACT)
    page = client.post(url, sitting | {"is_held": "on", "confirm": "1"}).content.decode()
    assert "Такая процедура уже есть в календаре." in page
    scale = {"subject": subject.pk, "programme_grade": "5", "year": "2027", "season": "spring", "source": ACT}
    borders = {"from3": "18", "from4": "29", "from5": "39", "maximum": "45", "confirm": "1"}
    client.post(reverse("monitoring:scale-add"), scale | borders)
    assert MarkScale.objects.get().from5 == 39


def test_a_scale_is_edited(client, admin):
    scale = MarkScaleFactory()
    url = reverse("monitoring:scale-edit", args=[scale.pk])
    client.force_login(admin)
    data = typed(client, url, from3="17", from4="29", from5="39", maximum="45", source=ACT)
    assert "не пересчитываются" in client.post(url, data).content.decode()
    client.post(url, data | {"confirm": "1"})
    assert MarkScale.objects.get().from3 == 17


def test_everybody_reads_values_with_their_acts_and_nobody_else_finds_a_button(
    client, admin, methodist, school_user, observer, russian
):
    MarkScaleFactory()
    Sitting.objects.update(entry_minimum=36)
    for person in (methodist, school_user, observer, admin):
        client.force_login(person)
        parameters = client.get(reverse("monitoring:parameters")).content.decode()
        assert "В. П. Симонов" in parameters
        scales = client.get(reverse("monitoring:scales")).content.decode()
        assert "Письмо о проведении ВПР" in scales
        calendar = client.get(reverse("monitoring:calendar")).content.decode()
        assert 'data-label="Для поступления">36</td>' in calendar
        for page in (parameters, scales, calendar):
            assert ("Изменить" in page) is (person == admin)


def test_others_may_not_open_the_forms(client, methodist, russian):
    client.force_login(methodist)
    for url in (
        parameter_url(),
        reverse("monitoring:sitting-edit", args=[russian.pk]),
        reverse("monitoring:sitting-add"),
        reverse("monitoring:scale-add"),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, {"confirm": "1"}).status_code == 403


def test_what_is_not_there_is_not_found(client, admin):
    client.force_login(admin)
    for name, args in (("parameter-edit", ["learning_9"]), ("sitting-edit", [7]), ("scale-edit", [7])):
        assert client.get(reverse(f"monitoring:{name}", args=args)).status_code == 404


def test_an_empty_list_of_scales_says_so(client, methodist):
    client.force_login(methodist)
    assert "Шкал пока нет" in client.get(reverse("monitoring:scales")).content.decode()


# --- Words --------------------------------------------------------------------------------------


def test_every_parameter_says_what_it_does_and_where_it_is_met(client, methodist):
    client.force_login(methodist)
    page = client.get(reverse("monitoring:parameters")).content.decode()
    for code, facts in PARAMETERS.items():
        assert page.count(ParameterCode(code).label) == page.count(facts.meaning) == 1
        assert f"Где: {', '.join(facts.used)}." in page.split(facts.meaning)[1].split("</th>")[0]
    assert page.count("<h2>") == len({facts.group for facts in PARAMETERS.values()}) == 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_remark_is_named_at_every_parameter_that_its_rule_asks_for(rule):
    """The rule's own code is the truth: who adds a parameter to a rule has to tell its readers."""
    source = inspect.getsource(inspect.getmodule(rule.find))
    asked = {code for code in ParameterCode if f"ParameterCode.{code.name}" in source}
    told = {code for code, facts in PARAMETERS.items() if f"замечание «{rule.title}»" in facts.used}
    assert told == asked


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("few_participants", "10", "10 человек"),
        ("few_participants", "12", "12 человек"),
        ("few_participants", "22", "22 человека"),
        ("unlikely_mark", "3", "3 стандартные ошибки"),
        ("unlikely_mark", "2.5", "2,5 стандартной ошибки"),
        ("spread_mark", "0.800", "0,8 отметки"),
        ("spread_score", "18", "18 баллов"),
        ("spread_score", "21", "21 балл"),
        ("low_share", "30", "30 %"),
        ("learning_2", "0", "0 %"),
    ],
)
def test_a_value_is_read_with_its_unit(code, value, text):
    assert with_unit(code, Decimal(value)) == text.replace(" ", "\u00a0", 1)


def test_the_form_names_the_unit(client, admin):
    client.force_login(admin)
    assert (
        "Новое значение, в стандартных ошибках" in client.get(parameter_url("unlikely_mark")).content.decode()
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Приказ № 5 https://obrnadzor.gov.ru/5", '<a href="https://obrnadzor.gov.ru/5">Приказ № 5</a>'),
        ("Приказ № 5", "Приказ № 5"),
        ("<b>Приказ</b> javascript:alert(1)", "&lt;b&gt;Приказ&lt;/b&gt; javascript:alert(1)"),
        ('<b> https://x.ru/"onclick="y', '<a href="https://x.ru/&quot;onclick=&quot;y">&lt;b&gt;</a>'),
    ],
)
def test_a_source_is_a_link_under_its_own_name(source, shown):
    assert source_link(source) == shown
