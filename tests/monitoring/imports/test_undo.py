"""«Отменить этот импорт»: all goes back, or, once it was seen what stays, the rest."""

from decimal import Decimal

import pytest

from monitoring.enums import BatchState
from monitoring.imports.parsed import ParsedRow, SchoolRef
from monitoring.imports.review import batch_review, parsed_keep, review_apply
from monitoring.models import BiasMarkers, DistrictSummary, JournalComparison, Result, ResultPart
from monitoring.services.import_undo import batch_undo
from monitoring.services.import_undo_plan import undo_plan
from monitoring.services.imports import batch_answer
from portal.core.errors import NotAllowed, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent
from schools.models import SchoolAlias
from tests.factories.monitoring import ResultFactory
from tests.monitoring.imports.made import VPR, appeals, ege_sitting, marks, parsed, protocol, vpr_sitting

NAME, OTHER = "МКОУ Своя СШ", "МКОУ Вторая СШ"


@pytest.fixture
def apply(district, methodist):
    def make(*rows, name="file.csv", **fields):
        batch = parsed_keep(parsed(*rows, **fields), district=district, file_name=name, by=methodist)
        return review_apply(batch, choice=None, by=methodist)

    return make


def test_what_was_there_comes_back_and_what_was_made_goes(apply, school, second_school, methodist):
    sitting = vpr_sitting()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.1", participants=9, source="ввод вручную")
    batch = apply(marks(NAME, 1, 2, 3, 4), marks(OTHER, 1, 1, 1, 1, address="Лист1!A6"))
    assert Result.objects.count() == 2
    undone = batch_undo(batch=batch, by=methodist)

    result = Result.objects.get()
    assert (result.school, result.mean_mark, result.participants, result.n2) == (
        school,
        Decimal("3.10"),
        9,
        None,
    )
    assert (result.source, result.revision) == ("ввод вручную", 3)
    assert [
        past.history_type for past in Result.history.filter(school=second_school).order_by("history_id")
    ] == [
        "+",
        "-",
    ]
    assert (undone.state, undone.undone_by) == (BatchState.UNDONE, methodist)
    assert DistrictSummary.objects.get().participants == 9
    assert AuditEvent.objects.get(action="import.undo").data == {"rows": 2}


def test_days_and_appeals_go_back_one_by_one(apply, school, methodist):
    ege_sitting(minimum=36, entry_minimum=24)
    first = apply(protocol(NAME, 10, 600, 2))
    second = apply(appeals(NAME, (22, 30)), code="ris-ege-appeals")
    batch_undo(batch=second, by=methodist)

    assert (Result.objects.get().score_sum, ResultPart.objects.get().appeals) == (600, [])
    batch_undo(batch=first, by=methodist)
    assert not Result.objects.exists()
    assert not ResultPart.objects.exists()
    assert not DistrictSummary.objects.exists()


def test_journal_and_markers_go_back(apply, school, methodist):
    vpr_sitting()
    numbers = {"participants": 20, "lowered": 5, "confirmed": 12, "raised": 3}
    rows = [
        ParsedRow("journal", SchoolRef(name=NAME), VPR, numbers, "Лист1!A5"),
        ParsedRow("markers", SchoolRef(name=NAME), None, {"count": 2}, "Лист1!A6", year=2021),
    ]
    apply(*rows)
    later = apply(ParsedRow("markers", SchoolRef(name=NAME), None, {"count": 3}, "Лист1!A6", year=2021))
    batch_undo(batch=later, by=methodist)
    assert BiasMarkers.objects.get().count == 2

    first = later.district.import_batches.order_by("pk").first()
    batch_undo(batch=first, by=methodist)
    assert not JournalComparison.objects.exists()
    assert not BiasMarkers.objects.exists()


def test_aliases_of_its_answers_go_back(apply, district, school, methodist):
    vpr_sitting()
    batch = parsed_keep(
        parsed(marks("Своя школа", 1, 2, 3, 4)), district=district, file_name="a", by=methodist
    )
    key = batch_review(batch).matched.questions[0].key
    batch = batch_answer(batch=batch, answers={key: school.pk}, by=methodist)
    applied = review_apply(batch, choice=None, by=methodist)
    assert SchoolAlias.objects.exists()
    batch_undo(batch=applied, by=methodist)

    assert not SchoolAlias.objects.exists()


def test_later_changes_of_the_same_row_refuse_it_whole(apply, school, second_school, methodist):
    vpr_sitting()
    first = apply(marks(NAME, 1, 2, 3, 4), marks(OTHER, 1, 1, 1, 1, address="Лист1!A6"))
    apply(marks(NAME, 1, 2, 3, 5), name="later.csv")

    with pytest.raises(StaleRevision, match="МКОУ Своя СШ — ВПР 2021") as refusal:
        batch_undo(batch=first, by=methodist)
    assert OTHER not in str(refusal.value)
    assert Result.objects.count() == 2
    first.refresh_from_db()
    assert first.state == BatchState.APPLIED


def test_what_is_again_as_the_import_wrote_it_goes_back(apply, school, methodist):
    sitting = vpr_sitting()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.1", participants=9)
    batch = apply(marks(NAME, 1, 2, 3, 4))
    for n2, n3 in ((2, 1), (1, 2)):
        Result.objects.update(n2=n2, n3=n3, source="ввод вручную")
    batch_undo(batch=batch, by=methodist)

    result = Result.objects.get()
    assert (result.participants, result.n2, result.source) == (9, None, "")


def test_the_rest_goes_back_once_it_was_seen_what_stays(
    apply, school, second_school, methodist, other_changes
):
    batch, seen = other_changes
    undone = batch_undo(batch=batch, seen=seen, by=methodist)
    batch_undo(batch=batch, seen=seen, by=methodist)

    result = Result.objects.get()
    assert (result.school, result.n2, result.source) == (school, 2, "ввод вручную")
    assert undone.state == BatchState.UNDONE
    assert undone.summary["kept"] == "МКОУ Своя СШ — ВПР 2021, Русский язык, 5 класс"
    assert AuditEvent.objects.get(action="import.undo").data == {"rows": 1, "kept": 1}
    assert DistrictSummary.objects.get().participants == 10


@pytest.fixture
def other_changes(apply, school, second_school):
    """An import of two schools, one of which was corrected by hand since; and what its page showed of it."""
    vpr_sitting()
    batch = apply(marks(NAME, 1, 2, 3, 4), marks(OTHER, 1, 1, 1, 1, address="Лист1!A6"))
    Result.objects.filter(school=school).update(n2=2, n3=1, source="ввод вручную")
    plan = undo_plan(batch)
    assert [(cell.name, cell.old, cell.new) for cell in plan.kept] == [("n2", 1, 2), ("n3", 2, 1)]
    return batch, plan.digest


def test_more_that_was_changed_since_the_look_is_shown_first(methodist, second_school, other_changes):
    batch, seen = other_changes
    Result.objects.filter(school=second_school).update(n2=0, n3=2)
    with pytest.raises(TransitionRefused, match="Вторая СШ"):
        batch_undo(batch=batch, seen=seen, by=methodist)
    assert Result.objects.count() == 2


def test_less_that_was_changed_since_the_look_is_shown_first(methodist, school, other_changes):
    batch, seen = other_changes
    Result.objects.filter(school=school).update(n2=1, n3=2)
    with pytest.raises(StaleRevision, match="изменённое вернули"):
        batch_undo(batch=batch, seen=seen, by=methodist)
    batch_undo(batch=batch, by=methodist)
    assert not Result.objects.exists()


def test_what_is_again_as_before_the_import_is_left_alone(apply, school, second_school, methodist):
    sitting = vpr_sitting()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.1", participants=9)
    batch = apply(marks(NAME, 1, 2, 3, 4), marks(OTHER, 1, 1, 1, 1, address="Лист1!A6"))
    by_hand = {"participants": 9, "mean_mark": "3.1", "revision": 7}
    Result.objects.filter(school=school).update(**by_hand, n2=None, n3=None, n4=None, n5=None)
    batch_undo(batch=batch, by=methodist)

    result = Result.objects.get()
    assert (result.participants, result.revision) == (9, 7)


def test_days_stay_with_their_result(apply, school, second_school, methodist):
    ege_sitting()
    batch = apply(protocol(NAME, 10, 600, 2), protocol(OTHER, 5, 300, 1, address="Лист1!A4"))
    Result.objects.filter(school=school).update(below_minimum=1)
    batch_undo(batch=batch, seen=undo_plan(batch).digest, by=methodist)

    assert Result.objects.get().below_minimum == 1
    assert ResultPart.objects.get().school == school


def test_a_remark_on_what_the_import_made_is_a_later_change(apply, school, methodist):
    vpr_sitting()
    batch = apply(marks(NAME, 1, 2, 3, 4))
    Result.objects.update(remark="писали не все")

    with pytest.raises(TransitionRefused):
        batch_undo(batch=batch, by=methodist)


def test_two_clicks_undo_once_and_the_file_may_come_again(apply, school, methodist):
    vpr_sitting()
    batch = apply(marks(NAME, 1, 2, 3, 4))
    batch_undo(batch=batch, by=methodist)
    batch_undo(batch=batch, by=methodist)
    assert AuditEvent.objects.filter(action="import.undo").count() == 1

    again = apply(marks(NAME, 1, 2, 3, 4))
    assert again.pk != batch.pk
    assert Result.objects.get().participants == 10
    with pytest.raises(TransitionRefused, match="отменён"):
        review_apply(batch, choice=None, by=methodist)


def test_a_preview_cannot_be_undone(district, school, methodist):
    batch = parsed_keep(parsed(marks(NAME, 1, 2, 3, 4)), district=district, file_name="a", by=methodist)
    with pytest.raises(TransitionRefused):
        batch_undo(batch=batch, by=methodist)


@pytest.mark.parametrize("person", ["head", "observer", "admin", "stranger"])
def test_who_may_not(apply, school, request, person):
    vpr_sitting()
    batch = apply(marks(NAME, 1, 2, 3, 4))
    with pytest.raises(NotAllowed):
        batch_undo(batch=batch, by=request.getfixturevalue(person))
    assert Result.objects.exists()
