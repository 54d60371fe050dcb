import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core.errors import InvalidInput, NotAllowed, StaleRevision, TransitionRefused
from roadmaps import services
from roadmaps.models import ExclusionCase, ExclusionVersion
from tests.factories.roadmaps import ExclusionCaseFactory, approved, roadmap_with, submitted


@pytest.fixture
def ready_school(school, methodist, head):
    """A school whose roadmap of 2020/21 has been approved."""
    approved(roadmap_with(1, school=school), author=methodist, head=head)
    return school


@pytest.fixture
def case(ready_school):
    return ExclusionCaseFactory(school=ready_school)


def test_create_waits_for_an_approved_roadmap(school, methodist):
    submitted(roadmap_with(1, school=school), by=methodist)

    with pytest.raises(TransitionRefused, match="ещё не утверждена"):
        services.exclusion_create(school=school, year=2020, by=methodist)
    assert not ExclusionCase.objects.exists()


def test_create_and_save(ready_school, methodist, second_methodist):
    case = services.exclusion_create(school=ready_school, year=2020, by=methodist, grounds="Раз\r\n\r\n Два ")
    saved = services.exclusion_save(
        case=case, grounds="Раз\nТри", conclusion=" Можно исключить ", seen=1, by=second_methodist
    )

    assert case.ground_lines == ["Раз", "Два"]
    assert (saved.ground_lines, saved.conclusion) == (["Раз", "Три"], "Можно исключить")
    assert (saved.revision, saved.edited_by) == (2, second_methodist)


def test_create_refuses_a_second_one(case, methodist):
    with pytest.raises(InvalidInput, match="уже есть"):
        services.exclusion_create(school=case.school, year=2020, by=methodist)


@pytest.mark.parametrize("who", ["stranger", "head", "observer", "school_user"])
def test_create_and_save_are_for_those_who_may(who, case, request):
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        services.exclusion_create(school=case.school, year=2019, by=person)
    with pytest.raises(NotAllowed):
        services.exclusion_save(case=case, grounds="", conclusion="", seen=1, by=person)


def test_save_on_an_old_revision_is_refused(case, methodist, second_methodist):
    services.exclusion_save(case=case, grounds="Её", conclusion="Её", seen=1, by=second_methodist)

    with pytest.raises(StaleRevision):
        services.exclusion_save(case=case, grounds="Моё", conclusion="Моё", seen=1, by=methodist)
    case.refresh_from_db()
    assert case.grounds == "Её"


def test_save_refuses_a_book(case, methodist):
    with pytest.raises(InvalidInput) as refusal:
        services.exclusion_save(case=case, grounds="я" * 20_001, conclusion="", seen=1, by=methodist)
    assert list(refusal.value.errors) == ["grounds"]


def test_the_whole_way(case, methodist, head):
    sent = submitted(case, by=methodist)
    back = services.exclusion_return(case=sent, by=head, seen=sent.revision, remark="Добавьте цифры")
    final = approved(back, author=methodist, head=head)

    assert (final.status, final.decided_by) == ("approved", head)
    version = ExclusionVersion.objects.get()
    assert version.content["conclusion"] == case.conclusion
    assert len(version.sha256) == 64


def test_submit_wants_grounds_and_a_conclusion(ready_school, methodist):
    empty = ExclusionCaseFactory(school=ready_school, grounds=" \n ", conclusion="")

    with pytest.raises(InvalidInput) as refusal:
        submitted(empty, by=methodist)
    assert set(refusal.value.errors) == {"grounds", "conclusion"}
    empty.refresh_from_db()
    assert empty.status == "draft"


def test_return_without_a_remark_is_refused(case, methodist, head):
    sent = submitted(case, by=methodist)

    with pytest.raises(InvalidInput):
        services.exclusion_return(case=sent, by=head, seen=sent.revision, remark="")


def test_nobody_approves_what_he_sent(case, methodist, head):
    sent = submitted(case, by=methodist)

    with pytest.raises(NotAllowed):
        services.exclusion_approve(case=sent, by=methodist, seen=sent.revision)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExclusionCase.objects.filter(pk=case.pk).update(
            status="approved", decided_by=methodist, decided_at=timezone.now()
        )


def test_second_approval_is_refused(case, methodist, head, deputy_head):
    sent = submitted(case, by=methodist)
    services.exclusion_approve(case=sent, by=head, seen=sent.revision)

    with pytest.raises(TransitionRefused):
        services.exclusion_approve(case=sent, by=deputy_head, seen=sent.revision)
    assert ExclusionVersion.objects.count() == 1
