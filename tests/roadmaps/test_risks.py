"""Factors of risk: loaded once, changed by the administrator, and kept where somebody has chosen them."""

import csv
import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.models import AuditEvent
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.content import from_json
from roadmaps.models import RiskFactor
from roadmaps.selectors import risk_seen
from tests.factories.roadmaps import RiskFactorFactory, RoadmapFactory, approved
from tests.roadmaps.editing import edit_url

FOLDER = settings.BASE_DIR / "fixtures" / "reference"
LIST = "roadmaps:risk-factors"


def lines() -> list[tuple[str, str]]:
    text = (FOLDER / "risk_factors.csv").read_text(encoding="utf-8")
    return [(row["code"], row["name"]) for row in csv.DictReader(io.StringIO(text), delimiter=";")]


def stored() -> list[tuple[str, str]]:
    return list(RiskFactor.objects.values_list("code", "name"))


def change(risk, by, **fields) -> bool:
    facts = {"name": risk.name, "position": risk.position, "is_active": risk.is_active}
    return services.risk_factor_update(risk=risk, seen=risk_seen(risk), by=by, **facts | fields)


def test_the_file_is_loaded_once_and_leaves_edited_rows_alone(admin, db):
    assert services.risk_factors_load(folder=FOLDER) == len(lines()) == 10
    assert stored() == lines()
    risk = RiskFactor.objects.get(code="motivation")
    change(risk, admin, name="Своё название", is_active=False)
    services.risk_factors_load(folder=FOLDER)

    risk.refresh_from_db()
    assert (risk.name, risk.is_active) == ("Своё название", False)
    assert RiskFactor.objects.count() == 10


def test_a_name_that_is_there_under_another_code_is_not_doubled(db):
    RiskFactorFactory(code="own", name="низкая учебная мотивация обучающихся")
    services.risk_factors_load(folder=FOLDER)

    assert RiskFactor.objects.count() == 10


def test_the_command_loads_both_dictionaries(db, capsys):
    call_command("reference_load")

    assert RiskFactor.objects.count() == 10
    assert "Факторы риска: 10." in capsys.readouterr().out


def test_every_change_is_written_down(admin, db):
    risk = services.risk_factor_add(name="  Новый   фактор ", position=3, by=admin)
    assert change(risk, admin, is_active=False) is True
    risk.refresh_from_db()
    assert change(risk, admin) is False

    assert risk.name == "Новый фактор"
    events = AuditEvent.objects.filter(subject_id=risk.pk, subject_type="roadmaps.riskfactor")
    assert list(events.values_list("action", "actor_id")) == [
        ("reference.risk_create", admin.pk),
        ("reference.risk_update", admin.pk),
    ]
    assert events[1].data["before"]["is_active"] is True
    assert events[1].data["after"]["is_active"] is False


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Ф" * 301}, "name"),
        ({"name": "есть уже"}, "name"),
        ({"position": 1001}, "position"),
    ],
)
def test_what_a_factor_cannot_be(fields, field, admin, db):
    RiskFactorFactory(name="Есть уже")
    with pytest.raises(InvalidInput) as refused:
        services.risk_factor_add(**{"name": "Другой", "position": 1} | fields, by=admin)
    assert list(refused.value.errors) == [field]
    with pytest.raises(InvalidInput):
        change(RiskFactorFactory(name="Второй"), admin, **fields)


def test_others_change_nothing(methodist, db):
    risk = RiskFactorFactory()
    with pytest.raises(NotAllowed):
        services.risk_factor_add(name="Новый", position=1, by=methodist)
    with pytest.raises(NotAllowed):
        change(risk, methodist, name="Новый")


def test_the_second_of_two_administrators_is_told(admin, db):
    risk = RiskFactorFactory(name="Прежнее")
    seen = risk_seen(risk)
    change(risk, admin, name="Новое")
    with pytest.raises(StaleRevision, match="«Новое»"):
        services.risk_factor_update(risk=risk, name="Моё", position=1, is_active=True, seen=seen, by=admin)


def test_an_approved_edition_keeps_the_name_with_which_it_was_approved(admin, school, methodist, head):
    risk = RiskFactorFactory(name="Прежнее название")
    roadmap = RoadmapFactory(school=school)
    rows = [SectionInput("", (MeasureInput("Курсы", "май 2021", risk_factor=risk.pk),))]
    roadmap = services.roadmap_save(roadmap=roadmap, sections=rows, seen=1, by=methodist)
    done = approved(roadmap, author=methodist, head=head)
    change(risk, admin, name="Новое название")

    version = done.versions.get()
    assert [row.risk_factor for row in from_json(version.content).measures] == ["Прежнее название"]


# --- Pages --------------------------------------------------------------------------------------


def test_the_list_shows_buttons_to_the_administrator_alone(client, admin, methodist, db):
    RiskFactorFactory(name="Кадры", is_active=False)
    pages = {}
    for person in (admin, methodist):
        client.force_login(person)
        pages[person] = client.get(reverse(LIST)).content.decode()

    assert all("Кадры" in page and "остаётся там, где выбран" in page for page in pages.values())
    assert "Добавить фактор" in pages[admin]
    assert "Изменить" in pages[admin]
    assert "Добавить фактор" not in pages[methodist]
    assert "Изменить" not in pages[methodist]


def test_an_empty_list_says_what_to_do(client, admin):
    client.force_login(admin)
    assert "Факторов пока нет" in client.get(reverse(LIST)).content.decode()


def test_adding_and_changing_by_the_pages(client, admin):
    client.force_login(admin)
    added = client.post(reverse("roadmaps:risk-factor-add"), {"name": "Новый", "position": "4"})
    assert added.headers["Location"] == reverse(LIST)
    risk = RiskFactor.objects.get(name="Новый")
    url = reverse("roadmaps:risk-factor-edit", args=[risk.pk])
    client.post(url, {"name": "Иной", "position": "2", "seen": risk_seen(risk)})

    risk.refresh_from_db()
    assert (risk.name, risk.position, risk.is_active) == ("Иной", 2, False)


def test_a_refusal_keeps_what_was_typed(client, admin):
    risk, _ = RiskFactorFactory(name="Первый"), RiskFactorFactory(name="Второй")
    client.force_login(admin)
    url = reverse("roadmaps:risk-factor-edit", args=[risk.pk])
    page = client.post(url, {"name": "второй", "position": "7", "seen": risk_seen(risk)}).content.decode()
    assert page.count("Такой фактор уже есть в списке.") == 2
    assert 'value="7"' in page

    stale = client.post(url, {"name": "Третий", "position": "7", "seen": "старое"})
    assert "другой администратор" in stale.content.decode()
    again = {"name": "Третий", "position": "7", "seen": stale.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert client.get(reverse("roadmaps:risk-factor-edit", args=[0])).status_code == 404


# --- In the editor --------------------------------------------------------------------------------


def offered(page) -> list[str]:
    form = page.context["editor"].sections[0].measures[0]
    return [label for _, label in form.fields["risk_factor"].choices]


def test_a_retired_factor_stays_where_it_was_chosen(client, methodist, school):
    kept, _ = RiskFactorFactory(name="Был", is_active=False), RiskFactorFactory(name="Есть")
    roadmap = RoadmapFactory(school=school)
    chosen = (MeasureInput("Курсы", "май", risk_factor=kept.pk), MeasureInput("Клуб", "май"))
    services.roadmap_save(roadmap=roadmap, sections=[SectionInput("", chosen)], seen=1, by=methodist)
    client.force_login(methodist)
    page = client.get(edit_url(roadmap))

    assert offered(page) == ["не выбран", "Есть", "Был (больше не предлагается)"]
    assert page.content.decode().count("Был (больше не предлагается)") == 1


def test_without_factors_the_field_says_why_it_is_empty(client, methodist, school):
    client.force_login(methodist)
    page = client.get(edit_url(RoadmapFactory(school=school)))

    assert offered(page) == ["не выбран"]
    assert "Факторы ещё не внесены" in page.content.decode()
