"""Applying a read file: whole, once, with its history; the same file again changes nothing."""

import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from monitoring.enums import BatchState
from monitoring.imports.parsed import ParsedRow, SchoolRef
from monitoring.imports.review import batch_review, parsed_keep, review_apply
from monitoring.imports.stored import as_json, digest_of, from_json
from monitoring.models import (
    BiasMarkers,
    DistrictSummary,
    ImportBatch,
    JournalComparison,
    Result,
    ResultPart,
)
from monitoring.services import import_write
from monitoring.services.imports import Choice, batch_answer
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent
from schools.models import SchoolAlias
from tests.factories.monitoring import ResultFactory
from tests.monitoring.imports.made import VPR, appeals, ege_sitting, marks, parsed, protocol, vpr_sitting

NAME = "МКОУ Своя СШ"
ALL_NEW = {"new": 5, "changed": 0, "same": 0}


@pytest.fixture
def keep(district, methodist):
    def make(*rows, name="file.csv", by=methodist, **fields):
        return parsed_keep(parsed(*rows, **fields), district=district, file_name=name, by=by)

    return make


@pytest.fixture
def apply(keep, methodist):
    def make(*rows, choice=None, **fields):
        return review_apply(keep(*rows, **fields), choice=choice, by=methodist)

    return make


# --- Once and whole ----------------------------------------------------------------------------


def test_a_preview_writes_no_result(keep, school):
    vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))

    assert batch.state == BatchState.PREVIEW
    assert not Result.objects.exists()


def test_a_result_is_written_with_its_source_history_summary_and_audit(apply, school, district, methodist):
    vpr_sitting()
    batch = apply(marks(NAME, 1, 2, 3, 4), name="ФИС ОКО, 5 класс.xlsx")

    result = Result.objects.get(school=school)
    assert (result.mean_mark, result.participants, result.n2, result.n5) == (Decimal("4.00"), 10, 1, 4)
    assert (result.source, result.revision, result.updated_by) == ("ФИС ОКО, 5 класс.xlsx", 1, methodist)
    assert result.district == district
    past = result.history.get()
    assert (past.history_type, past.history_user, past.source) == ("+", methodist, "ФИС ОКО, 5 класс.xlsx")
    assert DistrictSummary.objects.get().participants == 10
    event = AuditEvent.objects.get(action="import.apply")
    assert (event.actor_id, event.data) == (methodist.pk, {"format": "ris-ege", **ALL_NEW})
    assert (batch.state, batch.applied_by, batch.summary["cells"]) == ("applied", methodist, ALL_NEW)


def test_two_clicks_apply_once(keep, school, methodist):
    vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))
    review_apply(batch, choice=None, by=methodist)
    review_apply(batch, choice=None, by=methodist)

    assert Result.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="import.apply").count() == 1


def test_the_same_file_again_changes_nothing(apply, school):
    vpr_sitting()
    apply(marks(NAME, 1, 2, 3, 4))
    again = apply(marks(NAME, 1, 2, 3, 4, address="Протокол!B7"), name="another.xlsx")

    assert again.summary["cells"] == {"new": 0, "changed": 0, "same": 5}
    result = Result.objects.get()
    assert (result.revision, result.source, result.history.count()) == (1, "file.csv", 1)


def test_a_later_file_replaces_and_the_old_value_stays_in_the_history(apply, school, methodist):
    ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="3.1", participants=9, source="ввод вручную"
    )
    batch = apply(marks(NAME, 1, 2, 3, 4), name="later.xlsx")

    assert batch.summary["cells"] == {"new": 4, "changed": 1, "same": 0}
    result = Result.objects.get()
    assert (result.mean_mark, result.revision) == (Decimal("4.00"), 2)
    assert [
        (past.history_type, past.mean_mark, past.source) for past in result.history.order_by("history_id")
    ] == [
        ("+", Decimal("3.10"), "ввод вручную"),
        ("~", Decimal("4.00"), "later.xlsx"),
    ]


def test_a_remark_survives(apply, school):
    ResultFactory(school=school, sitting=vpr_sitting(), remark="писали в два дня")
    apply(marks(NAME, 1, 2, 3, 4))

    result = Result.objects.get()
    assert result.remark == "писали в два дня"
    assert result.history.latest().remark == "писали в два дня"


def test_a_crash_in_the_middle_leaves_nothing(keep, school, methodist, monkeypatch):
    vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))

    def crash(*args):
        raise RuntimeError

    monkeypatch.setattr(import_write, "_write_parts", crash)
    with pytest.raises(RuntimeError):
        review_apply(batch, choice=None, by=methodist)

    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEW
    assert not Result.objects.exists()
    assert not Result.history.exists()


def test_other_kinds_of_rows(apply, school, district):
    vpr_sitting()
    numbers = {"participants": 20, "lowered": 5, "confirmed": 12, "raised": 3}
    journal = ParsedRow("journal", SchoolRef(name=NAME), VPR, numbers, "Лист1!A5")
    flags = {"count": 2, "rus4": 1, "math4": 1, "rus5": 0}
    markers = ParsedRow("markers", SchoolRef(name=NAME), None, flags, "Лист1!A6", year=2021)
    apply(journal, markers)
    again = apply(journal, markers)

    assert again.summary["cells"] == {"new": 0, "changed": 0, "same": 8}
    compared = JournalComparison.objects.get()
    assert (compared.lowered, compared.confirmed, compared.district) == (5, 12, district)
    found = BiasMarkers.objects.get()
    assert (found.count, found.rus4, found.rus5, found.math5) == (2, True, False, None)


# --- Protocols and appeals ------------------------------------------------------------------------


def test_appeals_twice_are_one(apply, school):
    ege_sitting(minimum=36, entry_minimum=24)
    apply(protocol(NAME, 10, 600, 2))
    first = apply(appeals(NAME, (22, 30)), code="ris-ege-appeals")
    again = apply(appeals(NAME, (22, 30), address="Лист1!A9"), code="ris-ege-appeals")

    assert first.summary["cells"] == {"new": 0, "changed": 2, "same": 0}
    assert again.summary["cells"] == {"new": 0, "changed": 0, "same": 2}
    result = Result.objects.get()
    assert (result.mean_score, result.score_sum, result.below_minimum) == (Decimal("60.80"), 608, 1)
    assert ResultPart.objects.get().appeals == [[22, 30, 1]]


def test_a_protocol_replaces_the_counts_of_its_day(apply, school):
    ege_sitting()
    apply(protocol(NAME, 10, 600, 2))
    apply(protocol(NAME, 11, 640, 1))

    part, result = ResultPart.objects.get(), Result.objects.get()
    assert (part.participants, part.score_sum) == (11, 640)
    assert (result.participants, result.mean_score, result.below_minimum) == (11, Decimal("58.18"), 1)


# --- Answers and choice -----------------------------------------------------------------------------


def test_an_answer_becomes_an_alias_only_with_the_import(keep, school, methodist):
    vpr_sitting()
    batch = keep(marks("Своя средняя школа", 1, 2, 3, 4))
    key = batch_review(batch).matched.questions[0].key
    batch = batch_answer(batch=batch, answers={key: school.pk}, by=methodist)
    assert not SchoolAlias.objects.exists()

    review_apply(batch, choice=None, by=methodist)

    assert SchoolAlias.objects.get().name == "Своя средняя школа"
    assert AuditEvent.objects.get(action="school.alias_add").actor_id == methodist.pk
    assert Result.objects.get().school == school
    assert batch_review(keep(marks("своя средняя школа", 1, 2, 3, 4))).matched.questions == ()


def test_an_answer_names_a_school_of_the_district(keep, methodist, neighbour_school):
    with pytest.raises(InvalidInput):
        batch_answer(batch=keep(marks(NAME, 1, 2, 3, 4)), answers={"a": neighbour_school.pk}, by=methodist)


def test_what_changed_since_the_look_is_shown_again(keep, school, methodist):
    sitting = vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))
    seen = batch_review(batch).plan.digest
    ResultFactory(school=school, sitting=sitting, mean_mark="3.1", participants=9)

    with pytest.raises(StaleRevision, match="данные изменились"):
        review_apply(batch, choice=Choice(seen=seen), by=methodist)
    assert Result.objects.get().mean_mark == Decimal("3.10")
    review_apply(batch, choice=Choice(seen=batch_review(batch).plan.digest), by=methodist)
    assert Result.objects.get().mean_mark == Decimal("4.00")


def test_some_cells_may_be_accepted(keep, school, methodist):
    sitting = vpr_sitting()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.10", participants=9)
    numbers = {"participants": 12, "mean_mark": Decimal("3.9")}
    batch = keep(ParsedRow("result", SchoolRef(name=NAME), VPR, numbers, "ВПР!C5"), code="own-book")
    choice = Choice(
        batch_review(batch).plan.digest, frozenset({f"result-{school.pk}-{sitting.pk}-mean_mark"})
    )
    applied = review_apply(batch, choice=choice, by=methodist)

    result = Result.objects.get()
    assert (result.participants, result.mean_mark) == (9, Decimal("3.90"))
    assert applied.summary["cells"] == {"new": 0, "changed": 1, "same": 0}


@pytest.fixture
def two_changes(keep, school, second_school):
    """A workbook that changes a mean of each of two schools and says a number of participants anew."""
    sitting = vpr_sitting()
    for one in (school, second_school):
        ResultFactory(school=one, sitting=sitting, mean_mark="3.10", participants=9)
    numbers = {"participants": 9, "mean_mark": Decimal("3.9")}
    batch = keep(
        ParsedRow("result", SchoolRef(name=NAME), VPR, numbers, "ВПР!C5"),
        ParsedRow("result", SchoolRef(name="МКОУ Вторая СШ"), VPR, numbers, "ВПР!C6"),
        code="own-book",
    )
    codes = [f"result-{one.pk}-{sitting.pk}-mean_mark" for one in (school, second_school)]
    return batch, codes


@pytest.mark.parametrize(
    ("taken", "changed", "left"),
    [(slice(2), 2, {}), (slice(1), 1, {"declined": 1}), (slice(0), 0, {"declined": 2})],
)
def test_what_was_equal_is_counted_whatever_is_accepted(two_changes, methodist, taken, changed, left):
    batch, codes = two_changes
    summary = review_apply(batch, choice=Choice(accepted=frozenset(codes[taken])), by=methodist).summary

    assert summary["cells"] == {"new": 0, "changed": changed, "same": 2}
    assert {name: summary[name] for name in ("declined", "refused") if name in summary} == left


def test_a_doubtful_row_that_is_ticked_is_written_as_it_was_shown(keep, school, methodist):
    sitting = vpr_sitting()
    numbers = {"n2": 1, "n3": 2, "n4": 3, "n5": 4}
    ResultFactory(school=school, sitting=sitting, participants=10, mean_mark="4.00", **numbers)
    row = marks(NAME, 1, 2, 3, 4)
    batch = keep(row._replace(numbers={**row.numbers, "participants": 11}), code="own-book")
    code = f"result-{school.pk}-{sitting.pk}-participants"
    summary = review_apply(batch, choice=Choice(accepted=frozenset({code})), by=methodist).summary

    assert summary["cells"] == {"new": 0, "changed": 1, "same": 4}
    assert "refused" not in summary
    assert Result.objects.get().participants == 11


def test_a_school_accepted_whole_leaves_the_other_one_out(two_changes, school, methodist):
    batch, _ = two_changes
    choice = Choice(accepted=frozenset({f"school-{school.pk}"}))
    summary = review_apply(batch, choice=choice, by=methodist).summary

    assert (summary["cells"], summary["declined"]) == ({"new": 0, "changed": 1, "same": 2}, 1)


def test_what_cannot_stand_without_the_rest_is_told_apart_from_a_choice(keep, school, methodist):
    sitting = vpr_sitting()
    ResultFactory(school=school, sitting=sitting, participants=10, n2=1, n3=2, n4=3, n5=4, mean_mark="4.00")
    batch = keep(marks(NAME, 1, 2, 3, 6), code="own-book")
    choice = Choice(accepted=frozenset({f"result-{school.pk}-{sitting.pk}-participants"}))
    summary = review_apply(batch, choice=choice, by=methodist).summary

    assert summary["cells"] == {"new": 0, "changed": 0, "same": 3}
    assert (summary["declined"], summary["refused"]) == (1, 1)
    assert Result.objects.get().participants == 10


def test_another_window_with_another_choice_is_told(two_changes, methodist):
    batch, codes = two_changes
    first = Choice(accepted=frozenset(codes[:1]))
    review_apply(batch, choice=first, by=methodist)

    assert review_apply(batch, choice=first, by=methodist).state == BatchState.APPLIED, "a second click"
    with pytest.raises(StaleRevision, match="загрузите файл ещё раз"):
        review_apply(batch, choice=Choice(accepted=frozenset(codes)), by=methodist)
    assert Result.objects.filter(mean_mark="3.90").count() == 1


# --- Rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["head", "observer", "school_user", "admin", "stranger"])
def test_who_may_not(keep, request, person, school):
    vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        review_apply(batch, choice=None, by=by)
    with pytest.raises(NotAllowed):
        keep(marks(NAME, 1, 2, 3, 4), by=by)
    assert not Result.objects.exists()


def test_answers_of_an_applied_import_are_closed(apply, methodist, school):
    vpr_sitting()
    with pytest.raises(TransitionRefused):
        batch_answer(batch=apply(marks(NAME, 1, 2, 3, 4)), answers={"a": None}, by=methodist)


# --- What is kept -----------------------------------------------------------------------------------


def test_a_read_file_survives_its_json(school):
    rows = (
        protocol(NAME, 3, 155, 1, minimum=36),
        appeals(NAME, (22, 30), (22, 30)),
        marks(SchoolRef("СШ", "111002", "sch1", "Район"), 1, 0, 0, 2, computed=frozenset({"n2"})),
        ParsedRow("markers", SchoolRef(name=NAME), None, {"count": 2}, "Лист1!A6", year=2021),
    )
    file = replace(parsed(*rows), facts=(("Предмет", "Русский язык"),))

    assert from_json(as_json(file)) == file


def test_the_content_is_known_again_in_another_encoding_and_order():
    one, two = marks("СШ № 1", 1, 2, 3, 4), marks("СШ № 2", 1, 2, 3, 4, address="Лист1!A6")

    assert digest_of(parsed(one, two)) == digest_of(parsed(two, one._replace(address="Протокол!C9")))
    assert digest_of(parsed(one, two)) != digest_of(parsed(one))


def test_the_same_upload_twice_is_one_preview(keep, school):
    assert keep(marks(NAME, 1, 2, 3, 4)).pk == keep(marks(NAME, 1, 2, 3, 4)).pk


def test_rows_of_other_municipalities_are_not_kept(keep, school):
    ref = SchoolRef(name="СШ № 5", municipality="Камышинский район")
    batch = keep(marks(NAME, 1, 2, 3, 4), marks(ref, 1, 1, 1, 1))

    assert len(batch.parsed["rows"]) == 1
    assert "Камышинский" not in str(batch.parsed["schools"])


# --- Two at once ------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_apply_once(keep, school, methodist):
    vpr_sitting()
    batch = keep(marks(NAME, 1, 2, 3, 4))
    start, states = threading.Barrier(4), []

    def click():
        try:
            start.wait(timeout=10)
            states.append(review_apply(ImportBatch.objects.get(pk=batch.pk), choice=None, by=methodist).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert states == ["applied"] * 4
    assert Result.objects.get().history.count() == 1
    assert AuditEvent.objects.filter(action="import.apply").count() == 1
