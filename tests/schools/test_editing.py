"""Facts of a school, other names, lists and acts: by services and by pages."""

import pytest
import time_machine
from django.urls import reverse

from portal.core.errors import InvalidInput
from portal.core.models import AuditEvent
from schools import services
from schools.models import LegalAct, School, SupportList
from tests.factories.schools import (
    LegalActFactory,
    SchoolAliasFactory,
    SchoolProgrammeFactory,
    SupportListEntryFactory,
    SupportListFactory,
)


def deeds():
    return list(AuditEvent.objects.values_list("action", flat=True))


def form_of(school, **changed):
    fields = {
        "short_name": school.short_name,
        "full_name": school.full_name,
        "kind": school.kind,
        "oo_code": school.oo_code,
        "fis_oko_login": school.fis_oko_login,
        "growth_point_opened_on": "",
        "is_active": "on",
    }
    return fields | changed


# --- school -------------------------------------------------------------------------------------


def test_edit_writes_and_says_so(client, methodist, school):
    client.force_login(methodist)

    data = form_of(school, oo_code="340012", growth_point_opened_on="2020-09-01", levels=["noo"])
    response = client.post(reverse("schools:edit", args=[school.pk]), data, follow=True)

    school.refresh_from_db()
    assert (school.oo_code, str(school.growth_point_opened_on)) == ("340012", "2020-09-01")
    assert [row.level for row in school.programmes.all()] == ["noo"]
    assert "Сведения о школе сохранены" in response.content.decode()
    event = AuditEvent.objects.get(action="school.edit")
    assert (event.actor_id, event.data["before"]["oo_code"]) == (methodist.pk, "")


def test_a_foreign_code_is_refused_at_its_field_and_the_rest_stays(client, methodist, school, second_school):
    School.objects.filter(pk=second_school.pk).update(oo_code="7")
    client.force_login(methodist)

    response = client.post(
        reverse("schools:edit", args=[school.pk]), form_of(school, oo_code="7", short_name="Новое имя")
    )

    assert response.context["form"].errors == {"oo_code": ["Этот код ОО уже есть у другой школы района."]}
    assert "Новое имя" in response.content.decode()
    school.refresh_from_db()
    assert school.short_name == "МКОУ Своя СШ"


def test_two_people_who_edit_different_facts_do_not_undo_each_other(methodist, school):
    stale = School.objects.get(pk=school.pk)
    services.school_update(school=school, changes={"oo_code": "1"}, by=methodist)
    services.school_update(school=stale, changes={"fis_oko_login": "sch1"}, by=methodist)

    school.refresh_from_db()
    assert (school.oo_code, school.fis_oko_login) == ("1", "sch1")


def test_extra_fields_of_a_post_are_ignored(client, methodist, school, neighbour):
    client.force_login(methodist)

    client.post(reverse("schools:edit", args=[school.pk]), form_of(school, district=neighbour.pk, key="x"))
    school.refresh_from_db()
    assert (school.district_id == neighbour.pk, school.key) == (False, "мкоу своя сш")


def test_only_facts_can_be_changed(methodist, school):
    with pytest.raises(ValueError, match="district"):
        services.school_update(school=school, changes={"district": 1}, by=methodist)


def test_an_unchanged_form_leaves_no_trace(client, methodist, school):
    client.force_login(methodist)
    client.post(reverse("schools:edit", args=[school.pk]), form_of(school))

    assert deeds() == []


@time_machine.travel("2026-08-31T20:30:00+00:00")
def test_levels_follow_the_year_of_the_district_and_not_of_the_server(client, methodist, school):
    """In Volgograd it is 1 September already only after its own midnight (21:00 UTC)."""
    SchoolProgrammeFactory(school=school, level="noo")
    client.force_login(methodist)

    client.post(reverse("schools:edit", args=[school.pk]), form_of(school, levels=["noo", "ooo"]))
    assert school.programmes.get(level="ooo").from_year == 2025


def test_other_names(client, methodist, school, second_school):
    client.force_login(methodist)
    url = reverse("schools:alias-add", args=[school.pk])

    assert client.post(url, {"name": " Школа  у реки "}).status_code == 302
    alias = school.aliases.get()
    assert alias.name == "Школа у реки"
    for wrong in ("школа у реки", "МКОУ «Вторая» СШ", "«»", ""):
        assert client.post(url, {"name": wrong}).context["alias_form"].errors
    client.post(reverse("schools:alias-remove", args=[school.pk, alias.pk]))
    assert not school.aliases.exists()
    assert deeds() == ["school.alias_add", "school.alias_remove"]


def test_a_foreign_alias_is_not_reached_through_ones_own_school(client, methodist, school, far_school):
    alias = SchoolAliasFactory(school=far_school)
    client.force_login(methodist)

    assert client.post(reverse("schools:alias-remove", args=[school.pk, alias.pk])).status_code == 404


# --- acts and lists -----------------------------------------------------------------------------


ACT = {"kind": "order", "number": "12", "date": "2020-09-01", "issuer": "Комитет", "title": "О перечне"}


def test_act_then_list_then_school(client, methodist, school):
    client.force_login(methodist)
    client.post(reverse("schools:legal-act-add"), ACT)
    act = LegalAct.objects.get()
    client.post(
        reverse("schools:support-list-add"),
        {"kind": "shnor", "level": "regional", "year": 2020, "legal_act": act.pk},
    )
    row = SupportList.objects.get()
    url = reverse("schools:entry-add", args=[row.pk])
    client.post(url, {"school": school.pk})
    assert client.post(url, {"school": school.pk}).context["form"].errors  # it stands there already
    page = client.get(reverse("schools:support-list", args=[row.pk])).content.decode()

    assert school.short_name in page
    client.post(reverse("schools:entry-remove", args=[row.pk, row.entries.get().pk]))
    assert deeds() == [
        "legal_act.create", "support_list.create", "support_list.entry_add", "support_list.entry_remove",
    ]  # fmt: skip


def test_the_sign_typed_with_the_number_of_an_act_is_left_out(client, methodist):
    client.force_login(methodist)
    client.post(reverse("schools:legal-act-add"), ACT | {"number": "№ 215-п"})

    assert str(LegalAct.objects.get()) == "приказ от 01.09.2020 № 215-п"
    assert client.post(reverse("schools:legal-act-add"), ACT | {"number": "215-п"}).context["form"].errors


def test_the_same_act_and_the_same_list_are_not_made_twice(client, methodist, district):
    support_list = SupportListFactory(district=district)
    client.force_login(methodist)
    data = {"kind": "shnor", "level": "regional", "year": 2020, "legal_act": support_list.legal_act_id}

    assert client.post(reverse("schools:support-list-add"), data).context["form"].errors
    client.post(reverse("schools:legal-act-add"), ACT)
    assert client.post(reverse("schools:legal-act-add"), ACT).context["form"].errors
    assert (SupportList.objects.count(), LegalAct.objects.count()) == (1, 2)


def test_an_act_and_a_school_of_another_district_are_no_choice(
    client, methodist, district, far_district, far_school
):
    foreign, own = LegalActFactory(district=far_district), SupportListFactory(district=district)
    client.force_login(methodist)

    data = {"kind": "p500", "level": "federal", "year": 2020, "legal_act": foreign.pk}
    assert "legal_act" in client.post(reverse("schools:support-list-add"), data).context["form"].errors
    response = client.post(reverse("schools:entry-add", args=[own.pk]), {"school": far_school.pk})
    assert "school" in response.context["form"].errors
    with pytest.raises(InvalidInput):
        services.entry_add(support_list=own, school=far_school, by=methodist)
    with pytest.raises(InvalidInput):
        services.support_list_create(
            district=district, kind="p500", level="federal", year=2020, legal_act=foreign, by=methodist
        )


def test_a_school_user_sees_in_a_list_his_school_only(client, school_user, school, second_school):
    support_list = SupportListEntryFactory(support_list__district=school.district, school=school).support_list
    SupportListEntryFactory(support_list=support_list, school=second_school)
    client.force_login(school_user)

    page = client.get(reverse("schools:support-list", args=[support_list.pk])).content.decode()
    assert school.short_name in page
    assert second_school.short_name not in page


def test_a_list_of_another_district_is_a_404(client, stranger, district):
    support_list = SupportListFactory(district=district)
    client.force_login(stranger)

    assert client.get(reverse("schools:support-list", args=[support_list.pk])).status_code == 404
    assert client.post(reverse("schools:entry-add", args=[support_list.pk]), {}).status_code == 404


def test_district_names(client, methodist, stranger, district):
    url, client_data = reverse("schools:district-edit", args=[district.pk]), {
        "name": district.name, "full_name": "Полное", "genitive": "Полного", "department": "Отдел",
        "timezone": "Europe/Volgograd",
    }  # fmt: skip
    client.force_login(methodist)

    assert client.post(url, client_data | {"timezone": "Марс"}).context["form"].errors
    assert client.post(url, client_data).status_code == 302
    district.refresh_from_db()
    assert district.genitive == "Полного"
    client.force_login(stranger)
    assert client.get(url).status_code == 404
