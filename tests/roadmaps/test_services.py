import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.core.errors import InvalidInput, NotAllowed, PortalError, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent, WorkflowEvent
from roadmaps import services
from roadmaps.content import check_sum, from_json
from roadmaps.enums import DECIDED
from roadmaps.models import Measure, Roadmap, RoadmapVersion
from roadmaps.selectors import content_of
from roadmaps.services import MeasureInput, SectionInput
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with, submitted
from tests.factories.schools import MembershipFactory

#: by which roadmaps of 2020/21 are approved here
ORDER = services.Order("124", date(2020, 9, 1))


@pytest.fixture
def roadmap(school, methodist):
    return roadmap_with(2, school=school, edited_by=methodist)


def one_section(*measures: MeasureInput, title: str = "Кадры", pk: int | None = None) -> list[SectionInput]:
    return [SectionInput(title, measures, id=pk)]


def save(roadmap, sections, by, **fields):
    return services.roadmap_save(roadmap=roadmap, sections=sections, seen=roadmap.revision, by=by, **fields)


# --- create -------------------------------------------------------------------------------


def test_create_begins_a_draft_with_a_title(school, methodist):
    roadmap = services.roadmap_create(district=school.district, school=school, year=2020, by=methodist)

    assert (roadmap.status, roadmap.version, roadmap.edited_by) == ("draft", 1, methodist)
    assert roadmap.title == "Дорожная карта МКОУ Своя СШ на 2020/21 учебный год"
    assert AuditEvent.objects.get(subject_id=roadmap.pk).action == "roadmap.create"


def test_create_refuses_a_second_one_of_the_year(roadmap, methodist):
    with pytest.raises(InvalidInput, match="уже есть"):
        services.roadmap_create(district=roadmap.district, school=roadmap.school, year=2020, by=methodist)


def test_create_refuses_a_second_plan_of_the_district(district, methodist):
    services.roadmap_create(district=district, year=2020, by=methodist)

    with pytest.raises(InvalidInput, match="уже есть"):
        services.roadmap_create(district=district, year=2020, by=methodist)


def test_create_refuses_a_school_of_another_district(district, neighbour_school, methodist):
    with pytest.raises(InvalidInput, match="не из выбранного района"):
        services.roadmap_create(district=district, school=neighbour_school, year=2020, by=methodist)


def test_create_refuses_a_year_out_of_time(school, methodist):
    with pytest.raises(InvalidInput, match="Год"):
        services.roadmap_create(district=school.district, school=school, year=1990, by=methodist)


@pytest.mark.parametrize("who", ["stranger", "head", "observer", "school_user", "admin"])
def test_create_is_for_those_who_may_edit_here(who, school, request):
    with pytest.raises(NotAllowed):
        services.roadmap_create(
            district=school.district, school=school, year=2020, by=request.getfixturevalue(who)
        )
    assert not Roadmap.objects.exists()


# --- save ---------------------------------------------------------------------------------


def test_save_keeps_the_wording_and_reads_the_dates(roadmap, methodist):
    rows = one_section(
        MeasureInput(" Курсы \r\nдля всех", "Ноябрь-декабрь 2020 года", "завуч", "обучены 3 педагога")
    )
    saved = save(roadmap, rows, methodist, title="Карта  школы")

    measure = Measure.objects.get()
    assert (measure.name, measure.term) == ("Курсы \nдля всех", "Ноябрь-декабрь 2020 года")
    assert (measure.starts_on, measure.ends_on) == (date(2020, 11, 1), date(2020, 12, 31))
    assert (saved.title, saved.revision, saved.edited_by) == ("Карта школы", 2, methodist)


def test_typed_dates_stand_instead_of_those_of_the_wording(roadmap, methodist):
    row = MeasureInput("Курсы", "август", starts_on=date(2021, 8, 2), ends_on=date(2021, 8, 20))
    save(roadmap, one_section(row), methodist)

    measure = Measure.objects.get()
    assert (measure.term, measure.starts_on, measure.ends_on) == (
        "август",
        date(2021, 8, 2),
        date(2021, 8, 20),
    )


def test_save_changes_rows_in_place_and_writes_their_history(roadmap, methodist, second_methodist):
    section = roadmap.sections.get()
    first, second = section.measures.all()
    rows = one_section(
        MeasureInput("Новое название", first.term, id=first.pk),
        MeasureInput("Ещё одна", "июнь"),
        pk=section.pk,
    )
    save(roadmap, rows, second_methodist)

    assert [row.name for row in section.measures.all()] == ["Новое название", "Ещё одна"]
    assert section.measures.first().pk == first.pk
    changed = Measure.history.filter(id=first.pk).latest()
    assert (changed.history_type, changed.history_user) == ("~", second_methodist)
    assert Measure.history.filter(id=second.pk).latest().history_type == "-"


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (MeasureInput("Мера", "31.02.2021"), "s-0-m-0-term"),
        (MeasureInput("Мера", "21.05.2021-11.05.2021"), "s-0-m-0-term"),
        (
            MeasureInput("Мера", "май", starts_on=date(2021, 5, 2), ends_on=date(2021, 5, 1)),
            "s-0-m-0-ends_on",
        ),
        (MeasureInput("М" * 2001, "май"), "s-0-m-0-name"),
        (MeasureInput("Мера", "май " * 60), "s-0-m-0-term"),
        (MeasureInput("Мера", "31.02.2021", key="field"), "field-term"),
    ],
)
def test_save_refuses_bad_rows_at_their_field_and_saves_nothing(row, key, roadmap, methodist):
    with pytest.raises(InvalidInput) as refusal:
        save(roadmap, one_section(row), methodist)

    assert list(refusal.value.errors) == [key]
    roadmap.refresh_from_db()
    assert (roadmap.revision, Measure.objects.count()) == (1, 2)


def test_save_wants_names_for_several_sections(roadmap, methodist):
    rows = [
        SectionInput("Кадры", (MeasureInput("Мера", "май"),)),
        SectionInput("", (MeasureInput("Мера", "май"),)),
    ]

    with pytest.raises(InvalidInput) as refusal:
        save(roadmap, rows, methodist)
    assert list(refusal.value.errors) == ["s-1-title"]


def test_measures_above_the_first_heading_need_no_name_of_a_section(roadmap, methodist):
    rows = [
        SectionInput("", (MeasureInput("Приказ", "май"),)),
        SectionInput("Кадры", (MeasureInput("Курсы", "май"),)),
    ]

    save(roadmap, rows, methodist)
    assert [section.title for section in roadmap.sections.all()] == ["", "Кадры"]


def test_save_refuses_too_many_measures(roadmap, methodist):
    with pytest.raises(InvalidInput, match="Не больше 300 мер"):
        save(roadmap, one_section(*[MeasureInput(f"Мера {n}", "май") for n in range(301)]), methodist)


def test_save_refuses_rows_of_another_roadmap(roadmap, methodist, second_school):
    foreign = Measure.objects.filter(section__roadmap=roadmap_with(1, school=second_school)).get()

    with pytest.raises(InvalidInput, match="не относятся"):
        save(roadmap, one_section(MeasureInput("Чужая", "май", id=foreign.pk)), methodist)
    foreign.refresh_from_db()
    assert foreign.name != "Чужая"


def test_save_refuses_one_row_named_twice(roadmap, methodist):
    pk = Measure.objects.first().pk

    with pytest.raises(InvalidInput, match="не относятся"):
        save(
            roadmap, one_section(MeasureInput("А", "май", id=pk), MeasureInput("Б", "май", id=pk)), methodist
        )


def test_save_on_an_old_revision_is_refused(roadmap, methodist, second_methodist):
    save(roadmap, one_section(MeasureInput("Первая", "май")), second_methodist)

    with pytest.raises(StaleRevision, match="другой сотрудник"):
        save(roadmap, one_section(MeasureInput("Вторая", "май")), methodist)
    assert Measure.objects.get().name == "Первая"


@pytest.mark.parametrize("who", ["stranger", "head", "observer", "school_user", "curator", "coordinator"])
def test_save_is_for_those_who_may_edit_here(who, roadmap, request):
    with pytest.raises(NotAllowed):
        save(roadmap, [], request.getfixturevalue(who))


def test_save_while_it_waits_is_refused(roadmap, methodist):
    sent = submitted(roadmap, by=methodist)

    with pytest.raises(TransitionRefused, match="на утверждении"):
        save(sent, [], methodist)


# --- the way to approval ------------------------------------------------------------------


def test_the_whole_way(roadmap, methodist, head):
    sent = submitted(roadmap, by=methodist)
    back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Нет срока у меры 2.")
    mended = save(back, one_section(MeasureInput("Мера", "май 2021", result="готово")), methodist)
    again = submitted(mended, by=methodist)
    final = services.roadmap_approve(roadmap=again, by=head, seen=again.revision, order=ORDER)

    assert (final.status, final.decided_by, final.submitted_by) == ("in_force", head, methodist)
    version = RoadmapVersion.objects.get()
    assert (version.number, version.approved_by, version.approved_at) == (1, head, final.decided_at)
    assert from_json(version.content) == content_of(Roadmap.objects.get())
    assert version.sha256 == check_sum(version.content)
    steps = WorkflowEvent.objects.values_list("source", "target", "remark")
    assert list(steps) == [
        ("draft", "submitted", ""),
        ("submitted", "returned", "Нет срока у меры 2."),
        ("returned", "submitted", ""),
        ("submitted", "approved", ""),
        ("approved", "in_force", ""),
    ]


def test_reopened_text_is_the_next_version_and_the_old_one_stays(roadmap, methodist, head):
    final = approved(roadmap, author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=final, by=methodist, seen=final.revision)
    changed = save(opened, one_section(MeasureInput("Совсем другое", "май")), methodist)

    assert (changed.status, changed.version, changed.decided_by) == ("draft", 2, None)
    assert [version.number for version in changed.versions.all()] == [1]
    approved(changed, author=methodist, head=head)
    assert [version.number for version in changed.versions.all()] == [2, 1]


def test_submit_refuses_an_empty_roadmap(school, methodist):
    with pytest.raises(InvalidInput, match="нет ни одной меры"):
        submitted(RoadmapFactory(school=school), by=methodist)
    assert Roadmap.objects.get().status == "draft"
    assert not WorkflowEvent.objects.exists()


def test_submit_names_every_gap(roadmap, methodist):
    rows = [
        SectionInput("Кадры", (MeasureInput("Мера", "май"), MeasureInput("Без срока"))),
        SectionInput("Ресурсы", (MeasureInput("", "", result="что-то вышло"),)),
    ]
    saved = save(roadmap, rows, methodist)

    with pytest.raises(InvalidInput) as refusal:
        submitted(saved, by=methodist)
    assert refusal.value.errors == {
        "1.2": "Мера 1.2: укажите срок.",
        "2.1": "Мера 2.1: укажите название и срок.",
    }


def test_submit_names_an_empty_section(client, roadmap, methodist):
    rows = [SectionInput("Кадры", (MeasureInput("Мера", "май"),)), SectionInput("Ресурсы")]
    saved = save(roadmap, rows, methodist)
    client.force_login(methodist)

    address = reverse("roadmaps:transition", args=[saved.pk])
    page = client.post(address, {"target": "submitted", "seen": saved.revision}).content.decode()
    assert "В разделе 2 «Ресурсы» нет мер: добавьте меру или удалите раздел." in page
    assert Roadmap.objects.get().status == "draft"


def test_return_without_a_remark_is_refused(roadmap, methodist, head):
    sent = submitted(roadmap, by=methodist)

    with pytest.raises(InvalidInput) as refusal:
        services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="  ")
    assert list(refusal.value.errors) == ["remark"]


def test_second_sending_is_refused_calmly(roadmap, methodist):
    submitted(roadmap, by=methodist)

    with pytest.raises(TransitionRefused, match="уже невозможно"):
        submitted(roadmap, by=methodist)


def test_second_approval_is_refused_and_writes_no_second_version(roadmap, methodist, head, deputy_head):
    sent = submitted(roadmap, by=methodist)
    services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=ORDER)

    with pytest.raises(TransitionRefused):
        services.roadmap_approve(roadmap=sent, by=deputy_head, seen=sent.revision, order=ORDER)
    assert RoadmapVersion.objects.get().approved_by == head


def test_approval_of_a_text_that_changed_is_refused(roadmap, methodist, head):
    sent = submitted(roadmap, by=methodist)
    back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Ещё раз")
    submitted(save(back, one_section(MeasureInput("Другая", "май")), methodist), by=methodist)

    with pytest.raises(StaleRevision):
        services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=ORDER)
    assert not RoadmapVersion.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "methodist", "coordinator", "observer", "school_user"])
def test_approval_is_for_heads_of_the_district(who, roadmap, second_methodist, request):
    sent = submitted(roadmap, by=second_methodist)

    with pytest.raises(NotAllowed):
        services.roadmap_approve(
            roadmap=sent, by=request.getfixturevalue(who), seen=sent.revision, order=ORDER
        )


def make_head_too(methodist, district):
    MembershipFactory(user=methodist, role="head", district=district)
    methodist.__dict__.pop("places", None)
    return methodist


@pytest.mark.parametrize("step", ["approve", "return"])
def test_nobody_decides_on_what_he_sent(step, roadmap, methodist, district):
    both = make_head_too(methodist, district)
    sent = submitted(roadmap, by=both)
    decide = services.roadmap_approve if step == "approve" else services.roadmap_return
    asked = {"order": ORDER} if step == "approve" else {"remark": "Сам себе"}

    with pytest.raises(NotAllowed, match="другой руководитель"):
        decide(roadmap=sent, by=both, seen=sent.revision, **asked)


def test_nobody_decides_on_what_he_wrote(roadmap, methodist, second_methodist, district):
    both = make_head_too(methodist, district)
    written = save(roadmap, one_section(MeasureInput("Мера", "май")), both)
    sent = submitted(written, by=second_methodist)

    with pytest.raises(NotAllowed, match="другой руководитель"):
        services.roadmap_approve(roadmap=sent, by=both, seen=sent.revision, order=ORDER)


def test_the_database_itself_refuses_one_pair_of_eyes(roadmap, methodist):
    sent = submitted(roadmap, by=methodist)

    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.filter(pk=sent.pk).update(
            status="approved", decided_by=methodist, decided_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Roadmap.objects.filter(pk=sent.pk).update(status="approved")


# --- two at once --------------------------------------------------------------------------


def decide(roadmap: Roadmap, by, results: list, barrier: threading.Barrier | None = None) -> None:
    try:
        if barrier:
            barrier.wait(timeout=10)
        services.roadmap_approve(roadmap=roadmap, by=by, seen=roadmap.revision, order=ORDER)
        results.append("approved")
    except (StaleRevision, TransitionRefused):
        results.append("refused")
    finally:
        if barrier:
            connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_heads_at_once_exactly_one_approves(roadmap, methodist, head, deputy_head):
    """With row locks two threads race; SQLite, which has none, takes the same calls one by one."""
    sent = submitted(roadmap, by=methodist)
    results: list[str] = []
    if connection.vendor == "postgresql":
        barrier = threading.Barrier(2)
        threads = [
            threading.Thread(target=decide, args=(sent, person, results, barrier))
            for person in (head, deputy_head)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
    else:
        for person in (head, deputy_head):
            decide(sent, person, results)

    assert sorted(results) == ["approved", "refused"]
    assert RoadmapVersion.objects.count() == 1
    assert WorkflowEvent.objects.filter(target="approved").count() == 1


# --- any walk -----------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["save", "submit", "return", "approve", "reopen", "discard", "pause", "close", "put_in_force"]
        ),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=16,
)


def walk_step(name: str, roadmap: Roadmap, by, seen: int) -> None:
    common = {"roadmap": roadmap, "by": by, "seen": seen}
    if name == "save":
        services.roadmap_save(**common, sections=one_section(MeasureInput("Мера", "май")))
    elif name in ("return", "pause", "close", "put_in_force"):
        getattr(services, f"roadmap_{name}")(**common, remark="Так нужно")
    elif name == "approve":
        services.roadmap_approve(**common, order=services.Order("124", roadmap.days[0]))
    else:
        getattr(services, f"roadmap_{name}")(**common)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("submit", 0, True), ("approve", 2, True)])
@example(steps=[("submit", 1, True), ("approve", 1, True)])
@example(steps=[("save", 1, True), ("submit", 0, True), ("approve", 1, True)])
@example(steps=[("submit", 0, True), ("approve", 2, True), ("close", 2, True), ("put_in_force", 1, True)])
@example(steps=[("submit", 0, True), ("put_in_force", 2, True)])
@example(steps=[("save", 1, True), ("save", 0, True), ("submit", 0, True), ("approve", 1, True)])
@example(steps=[("submit", 1, True), ("return", 2, True), ("submit", 0, True), ("approve", 1, True)])
@example(
    steps=[
        ("submit", 0, True),
        ("approve", 1, True),
        ("reopen", 1, True),
        ("save", 1, True),
        ("discard", 1, True),
    ]
)
def test_no_walk_leads_to_approval_by_one_person(steps, school, methodist, second_methodist, head, district):
    both = (
        make_head_too(second_methodist, district)
        if second_methodist.memberships.count() == 1
        else second_methodist
    )
    people = [methodist, both, head, methodist]
    with transaction.atomic():
        roadmap, hands = roadmap_with(1, school=school, year=2021), set()
        for name, who, fresh in steps:
            roadmap.refresh_from_db()
            try:
                walk_step(name, roadmap, people[who], roadmap.revision if fresh else roadmap.revision - 1)
            except PortalError:
                continue
            if name in ("save", "submit"):
                hands.add(people[who])
            elif name in ("reopen", "discard"):
                hands.clear()
            elif name in ("approve", "return"):
                assert people[who] not in hands
        roadmap.refresh_from_db()
        assert roadmap.version >= 1
        for version in roadmap.versions.all():
            sent = WorkflowEvent.objects.filter(
                subject_id=roadmap.pk, version=version.number, target="submitted"
            )
            assert sent.last().actor_id != version.approved_by_id
        if roadmap.status in DECIDED:
            assert roadmap.decided_by_id not in (None, roadmap.submitted_by_id, roadmap.edited_by_id)
        transaction.set_rollback(True)
