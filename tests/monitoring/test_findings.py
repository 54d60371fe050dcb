"""Findings with their waivers: what stands, what was accepted, and what opens again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.enums import BatchState, Exam, Scale, Severity
from monitoring.imports.parsed import ParsedFile, ParsedRow, Problem, SchoolRef, SittingRef
from monitoring.imports.stored import as_json
from monitoring.models import BiasMarkers, ImportBatch, JournalComparison, Result, Waiver
from monitoring.selectors import findings_grouped, findings_of, visible_findings
from monitoring.services import finding_waive, waiver_withdraw
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory

WRONG = {"participants": 12, "n2": 1, "n3": 5, "n4": 6, "n5": 2, "mean_mark": "3.64"}


@pytest.fixture
def oge(db):
    return SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)


@pytest.fixture
def wrong(school, oge):
    """14 marks of 12 participants."""
    return ResultFactory(school=school, sitting=oge, **WRONG)


def imported(district, state, by, name="мкоу своя сш"):
    """A file of percents: row 5 adds up to 101, row 9 was of another district and is not kept."""
    ref = SittingRef(Exam.OGE, "rus", 2021, grade=9, programme_grade=9)
    row = ParsedRow(
        "result", SchoolRef(name), ref, {"participants": 10}, "Лист1!A5", {"n2": "Лист1!D5"}, computed={"n2"}
    )
    problems = [
        Problem(Severity.WARNING, kind, address, "Доли отметок дают в сумме 101 %.")
        for kind, address in (
            ("percent_total", "Лист1!D5"),
            ("percent_total", "Лист1!D9"),
            ("percent_sum", "Лист1!D5"),
        )
    ]
    return ImportBatch.objects.create(
        district=district,
        file_name=f"{state}.xlsx",
        format="fis-oko-marks",
        digest=state,
        state=state,
        parsed=as_json(ParsedFile("fis-oko-marks", (row,), tuple(problems))),
        created_by=by,
    )


def of_rule(district, rule="marks_participants", year=2021):
    return [finding for finding in findings_of(district=district, year=year) if finding.rule == rule]


def waive(district, finding, by, reason="Двое писали в резервный день", **other):
    facts = {"year": 2021, "rule": finding.rule, "fingerprint": finding.fingerprint} | other
    return finding_waive(district=district, reason=reason, by=by, **facts)


def test_findings_stand_by_severity_rule_and_name(district, school, second_school, oge):
    for row in (school, second_school):
        ResultFactory(school=row, sitting=oge, **WRONG)
    BiasMarkers.objects.create(school=second_school, district=district, year=2021, count=1)

    found = findings_of(district=district, year=2021)

    assert [(f.severity.value, f.rule, f.school.short_name) for f in found] == [
        ("error", "marks_participants", "МКОУ Вторая СШ"),
        ("error", "marks_participants", "МКОУ Своя СШ"),
        ("warning", "bias_markers", "МКОУ Вторая СШ"),
        ("info", "below_minimum", "МКОУ Вторая СШ"),
        ("info", "below_minimum", "МКОУ Своя СШ"),
    ]
    groups = findings_grouped(found)
    assert [(group.severity.value, group.total) for group in groups] == [
        ("error", 2),
        ("warning", 1),
        ("info", 2),
    ]
    assert [rule.title for rule in groups[0].rules] == ["Отметок не столько, сколько участников"]


def test_journals_and_applied_files_are_looked_at(district, school, oge, methodist):
    JournalComparison.objects.create(
        school=school, district=district, sitting=oge, participants=10, lowered=6, confirmed=4, raised=0
    )
    for state in (BatchState.APPLIED, BatchState.UNDONE, BatchState.PREVIEW):
        imported(district, state, methodist)

    found = findings_of(district=district, year=2021)

    assert [(f.rule, f.cells[0]) for f in found] == [
        ("percent_sum", "applied.xlsx, Лист1!D5"),
        ("journal_gap", "Участников: 10"),
    ]
    assert found[0].school == school
    assert found[0].sitting == oge
    assert findings_of(district=district, year=2022) == []


def test_a_school_that_only_the_file_knows_is_named_in_the_sentence(district, school, oge, methodist):
    imported(district, BatchState.APPLIED, methodist, name="МКОУ С. Ш.")
    imported(district, BatchState.APPLIED, methodist, name="МКОУ С. Ш.")
    (finding,) = of_rule(district, "percent_sum")
    assert finding.text == "МКОУ С. Ш.: Доли отметок дают в сумме 101 %."
    assert finding.school is None


def test_other_districts_and_years_are_not_mixed_in(district, neighbour_school, wrong, oge):
    ResultFactory(school=neighbour_school, sitting=oge, **WRONG)
    assert [f.school for f in of_rule(district)] == [wrong.school]
    assert of_rule(district, year=2022) == []


# --- Waivers ----------------------------------------------------------------------------------


def test_a_waived_finding_stays_with_its_reason(district, methodist, wrong):
    (finding,) = of_rule(district)
    waiver = waive(district, finding, methodist, reason="  Двое писали\n в резервный день ")

    (finding,) = of_rule(district)
    assert not finding.is_open
    assert (finding.waiver.reason, finding.waiver.by) == ("Двое писали в резервный день", methodist)
    assert (waiver.school, waiver.sitting) == (wrong.school, wrong.sitting)
    event = AuditEvent.objects.get(action="finding.waive")
    assert (event.actor_id, event.district_id) == (methodist.pk, district.pk)
    assert event.data["text"] == "Сумма отметок 14, а участников 12."


def test_two_clicks_are_one_waiver(district, methodist, second_methodist, wrong):
    (finding,) = of_rule(district)
    first = waive(district, finding, methodist)
    assert waive(district, finding, second_methodist, reason="Другая причина") == first
    assert Waiver.objects.get().reason == "Двое писали в резервный день"
    assert AuditEvent.objects.filter(action="finding.waive").count() == 1


def test_other_numbers_open_it_again_and_the_old_ones_are_still_accepted(district, methodist, wrong):
    (finding,) = of_rule(district)
    waive(district, finding, methodist)
    Result.objects.filter(pk=wrong.pk).update(participants=11)
    (changed,) = of_rule(district)
    assert changed.is_open
    with pytest.raises(StaleRevision, match="числа изменились"):
        waive(district, finding, methodist)
    Result.objects.filter(pk=wrong.pk).update(participants=12)
    assert not of_rule(district)[0].is_open


@pytest.mark.parametrize("other", [{"rule": "mean_marks"}, {"year": 2020}, {"fingerprint": "0" * 64}])
def test_only_a_finding_that_stands_there_is_waived(district, methodist, wrong, other):
    (finding,) = of_rule(district)
    with pytest.raises(StaleRevision):
        waive(district, finding, methodist, **other)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("reason", "words"), [("", "почему"), (" \n ", "почему"), ("а" * 1001, "1000 знаков")]
)
def test_a_reason_is_required(district, methodist, wrong, reason, words):
    (finding,) = of_rule(district)
    with pytest.raises(InvalidInput, match=words):
        waive(district, finding, methodist, reason=reason)
    assert not Waiver.objects.exists()


def test_withdrawn_it_is_open_and_a_second_click_does_nothing(district, methodist, wrong):
    (finding,) = of_rule(district)
    waive(district, finding, methodist)
    facts = {"district": district, "year": 2021, "rule": finding.rule, "fingerprint": finding.fingerprint}

    assert waiver_withdraw(**facts, by=methodist)
    assert of_rule(district)[0].is_open
    assert not waiver_withdraw(**facts, by=methodist)
    assert AuditEvent.objects.filter(action="finding.waiver_withdraw").count() == 1


def test_who_may_only_look_and_a_stranger_waive_nothing(district, methodist, head, stranger, admin, wrong):
    (finding,) = of_rule(district)
    for person in (head, stranger, admin):
        with pytest.raises(NotAllowed):
            waive(district, finding, person)
        with pytest.raises(NotAllowed):
            waiver_withdraw(
                district=district, year=2021, rule=finding.rule, fingerprint=finding.fingerprint, by=person
            )
    assert not Waiver.objects.exists()


# --- Who sees what ----------------------------------------------------------------------------


def test_a_school_sees_its_own_findings_only(district, school_user, curator, methodist, wrong, second_school):
    other = SittingFactory(exam=Exam.OGE, grade=9, subject=wrong.sitting.subject, level="base")
    ResultFactory(school=second_school, sitting=other, **WRONG)

    def seen(person):
        return {
            f.school.short_name if f.school else None
            for f in visible_findings(user=person, district=district, year=2021)
        }

    assert seen(methodist) == {None, "МКОУ Своя СШ", "МКОУ Вторая СШ"}
    assert seen(school_user) == seen(curator) == {"МКОУ Своя СШ"}


def test_the_number_of_queries_does_not_grow(district, methodist):
    sittings = [SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9, year=year) for year in (2020, 2021)]
    score = SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11, minimum=24)

    def fill(count):
        for school in SchoolFactory.create_batch(count, district=district):
            SchoolProgrammeFactory(school=school)
            for sitting in sittings:
                ResultFactory(school=school, sitting=sitting, **WRONG)
            ResultFactory(school=school, sitting=score, mean_score="20", participants=3, below_minimum=2)
            BiasMarkers.objects.create(school=school, district=district, year=2021, count=1)
            JournalComparison.objects.create(
                school=school,
                district=district,
                sitting=sittings[1],
                participants=10,
                lowered=6,
                confirmed=4,
                raised=0,
            )

    fill(1)
    with CaptureQueriesContext(
        connection,
    ) as one:
        findings_of(district=district, year=2021)
    fill(199)
    with CaptureQueriesContext(connection) as many:
        found = findings_of(district=district, year=2021)
    assert len(many) == len(one) == 9
    assert len({finding.fingerprint for finding in found}) == len(found) == 200 * 6
