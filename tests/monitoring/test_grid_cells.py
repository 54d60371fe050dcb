"""Saving single cells: what each outcome is, that a half-typed row is kept, and that nobody overwrites anybody."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.models import DistrictSummary, Result
from monitoring.selectors import dynamics_table
from monitoring.services import cells as service
from monitoring.services.cell_changes import CellInput
from monitoring.services.cell_text import typed_of
from monitoring.services.cells import cells_save
from monitoring.services.remarks import remark_save
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory


@pytest.fixture
def mark(db):
    return SittingFactory()


@pytest.fixture
def score(db):
    return SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11, level="profile")


def cell(school, sitting, field, text, seen="", state=None):
    return CellInput(school.pk, sitting.pk, field, text, (seen,), state)


def save(by, school, sitting, **texts):
    """Type texts into empty or known cells of one row; outcomes by field."""
    old = Result.objects.filter(school=school, sitting=sitting).first()
    shown = service.shown_cells(old, ResultStatus.NO_DATA)
    typed = [cell(school, sitting, name, text, shown[name]) for name, text in texts.items()]
    outcome = cells_save(district=school.district, cells=typed, by=by)
    return {one.cell.field: one for one in outcome.cells}, outcome.rows


def doubts(rows):
    return {name: text for row in rows for name, text in row.doubts.items()}


# --- A row that is typed cell by cell ---------------------------------------------------------


def test_a_row_of_marks_is_typed_cell_by_cell(school, methodist, mark):
    for name, text in {"participants": "12", "n2": "1", "n3": "3", "n4": "6"}.items():
        outcome, rows = save(methodist, school, mark, **{name: text})
        assert outcome[name].state == "saved"
        assert set(doubts(rows)) == {"status"}, "only: there is no result yet"
    half = Result.objects.get()
    assert (half.status, half.mean_mark, half.participants, half.n4) == ("no_data", None, 12, 6)

    _, rows = save(methodist, school, mark, n5="2")

    whole = Result.objects.get()
    assert (whole.status, whole.mean_mark, whole.source) == ("value", Decimal("3.75"), "ввод в сетке")
    assert doubts(rows) == {}
    assert rows[0].shown["value"] == "3,75"
    assert whole.history.count() == whole.revision == 5


def test_without_one_mark_the_mean_is_unknown_again(school, methodist, mark):
    save(methodist, school, mark, participants="4", n2="1", n3="1", n4="1", n5="1")
    save(methodist, school, mark, n3="")

    result = Result.objects.get()
    assert (result.status, result.mean_mark, result.participants) == ("no_data", None, 4)


def test_a_half_typed_row_is_no_data_everywhere(school, district, methodist, mark):
    save(methodist, school, mark, participants="4", n5="4")

    table = dynamics_table(district=district, years=[2021], exams=[Exam.VPR])

    shown = table.rows[0].cells[0]
    assert (shown.status, shown.value) == ("no_data", None)
    assert table.mean[0].value is None
    assert not DistrictSummary.objects.exists()


def test_a_mean_alone_is_enough(school, methodist, mark, score):
    save(methodist, school, mark, value="3.5")
    save(methodist, school, score, value="51")

    assert Result.objects.get(sitting=mark).mean_mark == Decimal("3.5")
    assert Result.objects.get(sitting=score).mean_score == Decimal(51)
    assert DistrictSummary.objects.filter(valued=1).count() == 2


def test_a_doubtful_row_is_saved_and_told(school, methodist, mark):
    outcome, rows = save(methodist, school, mark, participants="12", n2="4", n3="4", n4="4", n5="2")

    assert {one.state for one in outcome.values()} == {"saved"}
    assert doubts(rows) == {"participants": "Сумма отметок 14, а участников 12. Исправьте одно из чисел."}
    assert Result.objects.get().n2 == 4


def test_marks_replace_a_typed_mean_and_say_so(school, methodist, mark):
    save(methodist, school, mark, value="4,5")
    _, rows = save(methodist, school, mark, n2="0", n3="2", n4="2", n5="0")

    assert Result.objects.get().mean_mark == Decimal("3.50")
    assert "Раньше было введено 4,5" in doubts(rows)["value"]


def test_a_new_count_of_participants_parts_from_the_files_sum(school, methodist, score):
    ResultFactory(school=school, sitting=score, mean_score="50", participants=2, score_sum=100)
    save(methodist, school, score, participants="3")
    assert Result.objects.get().score_sum is None


# --- What is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("value", "5,01", "число от 2 до 5"),
        ("value", "1,99", "число от 2 до 5"),
        ("value", "0", "Ноль вместо пропуска"),
        ("value", "три", "Введите число, например 3,45."),
        ("value", "3,456", "двух знаков"),
        ("value", "3,2/50", "два числа через черту"),
        ("value", "8, 2%", "Введите число"),
        ("participants", "0", "введите «н/у»"),
        ("participants", "-3", "отрицательным"),
        ("participants", "−3", "отрицательным"),
        ("participants", "100001", "не больше 100"),
        ("participants", "2147483647", "не больше 100"),
        ("participants", "99999999999", "не больше 100"),
        ("participants", "9" * 30, "Слишком большое число"),
        ("value", "9" * 30, "Слишком большое число"),
        ("participants", "9" * 31, "Слишком длинно для ячейки"),
        ("status", "не было участников " * 4, "Слишком длинно для ячейки"),
        ("participants", "3 4", "пробел ставят только между тысячами, например 1\u00a0234"),
        ("participants", "1 2345", "Введите одно число"),
        ("participants", "12 34", "Введите одно число"),
        ("participants", "1 ↵ 234", "Введите одно число"),
        ("participants", "3\n4", "Введите одно число"),
        ("value", "3 5", "Введите одно число"),
        ("n2", "1,5", "Введите целое число."),
        ("n2", "есть", "Введите число."),
        ("n2", "٣", "Введите целое число."),
        ("status", "12", "Введите одно из состояний"),
        ("status", "есть", "введите числа"),
    ],
)
def test_a_wrong_cell_is_not_saved_and_says_why(school, methodist, mark, field, text, words):
    outcome, _ = save(methodist, school, mark, **{field: text})

    assert outcome[field].state == "invalid"
    assert words in outcome[field].text
    assert not Result.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("text", ["1 234", "1\u00a0234", "1\u202f234", " 1  234 ", "+1\u2009234"])
def test_a_space_between_thousands_is_no_second_number(school, methodist, mark, text):
    save(methodist, school, mark, participants=text)
    assert Result.objects.get().participants == 1234


def test_a_wrong_cell_does_not_hold_up_the_others(school, methodist, mark):
    outcome, _ = save(methodist, school, mark, participants="12", n2="много", n3="2")

    assert [outcome[name].state for name in ("participants", "n2", "n3")] == ["saved", "invalid", "saved"]
    assert (Result.objects.get().participants, Result.objects.get().n2) == (12, None)


def test_more_below_the_minimum_than_participants_waits_for_the_other_number(school, methodist, score):
    save(methodist, school, score, participants="20", value="50", below_minimum="15")

    outcome, _ = save(methodist, school, score, participants="10")
    assert (outcome["participants"].state, outcome["participants"].depends) == ("invalid", True)
    together, _ = save(methodist, school, score, participants="10", below_minimum="5")

    assert {one.state for one in together.values()} == {"saved"}
    assert (Result.objects.get().participants, Result.objects.get().below_minimum) == (10, 5)


def test_a_mean_that_its_marks_contradict_is_refused(school, methodist, mark):
    save(methodist, school, mark, n2="0", n3="1", n4="1", n5="0")

    outcome, _ = save(methodist, school, mark, value="4,5")
    assert "По отметкам средняя — 3,5, а введено 4,5" in outcome["value"].text
    assert outcome["value"].depends, "other marks may give it"
    outcome, _ = save(methodist, school, mark, value="")
    assert "очистите отметки" in outcome["value"].text
    assert Result.objects.get().mean_mark == Decimal("3.5")


# --- States -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("н/у", "no_participants"),
        ("Н/У", "no_participants"),
        ("ну", "no_participants"),
        ("не было участников", "no_participants"),
        ("Нет участников", "no_participants"),
        ("не участвовали", "no_participants"),
        ("н/п", "not_offered"),
        ("нет такого класса", "not_offered"),
        ("Не обучались.", "not_offered"),
        ("–", "not_held"),
        ("-", "not_held"),
        ("не проводился", "not_held"),
    ],
)
@pytest.mark.parametrize("field", ["status", "participants", "value"])
def test_a_state_may_be_typed_in_any_cell(school, methodist, mark, field, text, status):
    outcome, rows = save(methodist, school, mark, **{field: text})

    assert outcome[field].state == "saved"
    assert Result.objects.get().status == status
    assert rows[0].shown["status"] == {"no_participants": "н/у", "not_offered": "н/п"}.get(status, "–")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("не проводилась", "not_held"),
        ("участников не было", "no_participants"),
        ("нет такой ступени", "not_offered"),
        ("нет данных", "no_data"),
    ],
)
def test_a_refused_state_names_words_that_are_taken(school, methodist, mark, words, status):
    outcome, _ = save(methodist, school, mark, status="заболели")
    assert f"({words})" in outcome["status"].text
    assert typed_of(field="status", text=words, sitting=mark).status == status


def test_a_state_beside_numbers_is_refused_and_the_numbers_stay(school, methodist, mark):
    save(methodist, school, mark, participants="12", value="3,5")

    for field in ("status", "participants"):
        outcome, _ = save(methodist, school, mark, **{field: "н/у"})
        assert "В строке есть числа" in outcome[field].text
    assert (Result.objects.get().status, Result.objects.get().participants) == ("value", 12)


def test_a_block_replaces_numbers_by_a_state(school, methodist, mark):
    save(methodist, school, mark, participants="4", n2="1", n3="1", n4="1", n5="1")

    outcome, _ = save(methodist, school, mark, participants="н/у", n2="н/у", n3="н/у", n4="", n5="-" * 0)

    assert {one.state for one in outcome.values()} == {"saved"}
    result = Result.objects.get()
    assert (result.status, result.mean_mark, result.n2) == ("no_participants", None, None)


def test_a_number_or_nothing_ends_a_state(school, methodist, mark):
    save(methodist, school, mark, status="н/у")
    save(methodist, school, mark, participants="3")
    assert Result.objects.get().status == "no_data"
    save(methodist, school, mark, participants="")
    save(methodist, school, mark, status="н/п")
    save(methodist, school, mark, n2="")
    assert Result.objects.get().status == "not_offered", "emptying an empty cell says nothing"
    save(methodist, school, mark, status="")
    assert Result.objects.get().status == "no_data"


def test_an_exam_that_was_held_is_doubted_when_called_not_held(school, methodist, mark):
    _, rows = save(methodist, school, mark, status="–")
    assert "проводилась" in doubts(rows)["status"]


def test_cells_of_an_exam_that_was_not_held_or_not_offered_are_locked(school, methodist, score):
    SchoolProgrammeFactory(school=school, level="ooo")
    cancelled = SittingFactory(exam=Exam.OGE, is_held=False)

    for sitting, words in ((cancelled, "не проводилась"), (score, "нет такой ступени")):
        outcome, _ = save(methodist, school, sitting, participants="3")
        assert outcome["participants"].state == "locked"
        assert words in outcome["participants"].text
    assert not Result.objects.exists()


# --- Twice, and two at once -------------------------------------------------------------------


def test_a_second_click_changes_nothing(school, methodist, mark):
    cells = [cell(school, mark, "participants", "12"), cell(school, mark, "value", "3,50")]

    for _ in range(2):
        outcome = cells_save(district=school.district, cells=cells, by=methodist)
        assert [one.state for one in outcome.cells] == ["saved", "saved"]
        assert outcome.cells[1].shown == "3,5"

    assert Result.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="result.save").count() == 1


def test_two_people_in_different_cells_of_one_row_do_not_meet(school, methodist, second_methodist, mark):
    for by, field in ((methodist, "participants"), (second_methodist, "n2")):
        outcome = cells_save(district=school.district, cells=[cell(school, mark, field, "3")], by=by)
        assert outcome.cells[0].state == "saved"
    assert (Result.objects.get().participants, Result.objects.get().n2) == (3, 3)


def test_in_one_cell_the_second_sees_both_values_and_chooses(school, methodist, second_methodist, mark):
    with time_machine.travel("2021-05-20 10:00:00+00:00", tick=False):
        cells_save(district=school.district, cells=[cell(school, mark, "value", "3,45")], by=methodist)
    with time_machine.travel("2021-05-20 10:01:10+00:00", tick=False):
        outcome = cells_save(
            district=school.district, cells=[cell(school, mark, "value", "3,54")], by=second_methodist
        )

    assert (outcome.cells[0].state, outcome.cells[0].shown) == ("conflict", "3,45")
    assert outcome.cells[0].text == (
        "Эту ячейку минуту назад изменил другой сотрудник: 3,45. Ваше значение: 3,54. Какое оставить?"
    )
    assert Result.objects.get().mean_mark == Decimal("3.45")
    mine = cell(school, mark, "value", "3,54", seen="3,45")
    assert cells_save(district=school.district, cells=[mine], by=second_methodist).cells[0].state == "saved"
    assert Result.objects.get().mean_mark == Decimal("3.54")


def test_who_leaves_the_value_of_another_writes_nothing_and_is_asked_about_a_newer_one(
    school, methodist, second_methodist, mark
):
    save(methodist, school, mark, participants="21")
    left = CellInput(school.pk, mark.pk, "participants", "22", seen=("21",), leaves=True)

    (outcome,) = cells_save(district=school.district, cells=[left], by=second_methodist).cells
    assert (outcome.state, outcome.shown) == ("left", "21")

    save(methodist, school, mark, participants="23")
    (outcome,) = cells_save(district=school.district, cells=[left], by=second_methodist).cells
    assert (outcome.state, outcome.shown) == ("conflict", "23")
    assert "другой сотрудник: 23. Ваше значение: 22. Какое" in outcome.text
    assert (Result.objects.get().participants, Result.objects.get().revision) == (23, 2)


def test_who_leaves_a_state_does_not_bring_it_back(school, methodist, second_methodist, mark):
    save(methodist, school, mark, status="н/у")
    left = CellInput(school.pk, mark.pk, "status", "н/п", seen=("н/у",), leaves=True)
    save(methodist, school, mark, status="")

    outcome = cells_save(district=school.district, cells=[left], by=second_methodist)

    assert (outcome.cells[0].state, outcome.rows[0].shown["status"]) == ("left", "н/д")
    assert Result.objects.get().status == ResultStatus.NO_DATA


def test_ones_own_other_window_is_named_so(school, methodist, mark):
    cells_save(district=school.district, cells=[cell(school, mark, "n2", "1")], by=methodist)
    outcome = cells_save(district=school.district, cells=[cell(school, mark, "n2", "2")], by=methodist)
    assert "вы изменили в другом окне: 1" in outcome.cells[0].text


def test_a_text_that_this_window_has_sent_itself_is_no_conflict(school, methodist, mark):
    """The answer to the first request was lost; the person typed on."""
    cells_save(district=school.district, cells=[cell(school, mark, "n2", "1")], by=methodist)
    again = CellInput(school.pk, mark.pk, "n2", "2", seen=("", "1"))
    assert cells_save(district=school.district, cells=[again], by=methodist).cells[0].state == "saved"


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("", "invalid", "очистите отметки"),
        ("3,6", "saved", ""),
        ("4", "invalid", "По отметкам средняя — 3,55"),
    ],
)
def test_a_mean_that_follows_from_marks_is_a_conflict_with_nobody(
    school, methodist, mark, text, state, words
):
    """«55» was refused in the cell of the mean; then the same window typed the marks."""
    save(methodist, school, mark, participants="20", n2="1", n3="9", n4="8", n5="2")
    after = CellInput(school.pk, mark.pk, "value", text, seen=("", "55"))

    (outcome,) = cells_save(district=school.district, cells=[after], by=methodist).cells

    assert (outcome.state, outcome.shown) == (state, "3,55")
    assert words in outcome.text


def test_a_state_that_follows_from_numbers_is_a_conflict_with_nobody(school, methodist, mark):
    save(methodist, school, mark, value="3,5")
    after = CellInput(school.pk, mark.pk, "status", "", seen=("н/д", "заболели"))

    (outcome,) = cells_save(district=school.district, cells=[after], by=methodist).cells

    assert (outcome.state, outcome.shown) == ("saved", "есть")


def test_a_typed_state_of_another_is_asked_about(school, methodist, second_methodist, mark):
    save(methodist, school, mark, status="н/у")
    after = cell(school, mark, "status", "н/п", seen="н/д")

    (outcome,) = cells_save(district=school.district, cells=[after], by=second_methodist).cells

    assert (outcome.state, outcome.shown) == ("conflict", "н/у")


def test_a_number_does_not_undo_a_state_that_was_not_seen(school, methodist, second_methodist, mark):
    save(methodist, school, mark, status="н/у")
    typed = cell(school, mark, "participants", "3", state="н/д")

    outcome = cells_save(district=school.district, cells=[typed], by=second_methodist)

    assert (outcome.cells[0].state, outcome.cells[0].shown) == ("conflict", "н/у")
    knowing = cell(school, mark, "participants", "3", state="н/у")
    assert (
        cells_save(district=school.district, cells=[knowing], by=second_methodist).cells[0].state == "saved"
    )


def test_every_change_leaves_its_trail(school, methodist, second_methodist, mark):
    save(methodist, school, mark, participants="3")
    save(second_methodist, school, mark, participants="4")

    history = Result.objects.get().history.order_by("pk")
    assert [(row.participants, row.history_user) for row in history] == [
        (3, methodist),
        (4, second_methodist),
    ]
    event = AuditEvent.objects.filter(action="result.save").last()
    assert (event.data["before"]["participants"], event.data["after"]["participants"]) == (3, 4)


# --- Rights and size --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "head", "coordinator", "school_user", "observer", "admin"])
def test_only_the_districts_methodist_writes(request, school, mark, who):
    with pytest.raises(NotAllowed):
        save(request.getfixturevalue(who), school, mark, value="3,4")
    assert not Result.objects.exists()


def test_a_school_of_another_district_is_locked(district, methodist, neighbour_school, school, mark):
    cells = [cell(neighbour_school, mark, "n2", "1"), cell(school, mark, "n2", "2")]

    outcome = cells_save(district=district, cells=cells, by=methodist)

    assert [one.state for one in outcome.cells] == ["locked", "saved"]
    assert outcome.cells[0].shown == ""
    assert [row.school_id for row in Result.objects.all()] == [school.pk]


def test_a_cell_that_is_not_there_is_told(district, methodist, school, mark):
    cells = [cell(school, mark, name, "1") for name in ("below_minimum", "revision", "school")]
    outcome = cells_save(district=district, cells=cells, by=methodist)
    assert {one.state for one in outcome.cells} == {"locked"}
    assert not Result.objects.exists()


def test_too_many_cells_at_once_are_refused(district, methodist, school, mark):
    cells = [cell(school, mark, "n2", "1")] * (service.MOST_CELLS + 1)
    with pytest.raises(InvalidInput):
        cells_save(district=district, cells=cells, by=methodist)


def test_questions_grow_only_with_the_rows_that_are_written(district, methodist, mark):
    """Three for each: the row, its history, the trail."""
    schools = SchoolFactory.create_batch(22, district=district)

    def questions(some):
        cells = [cell(one, mark, name, "3") for one in some for name in ("participants", "n2", "n3")]
        with CaptureQueriesContext(connection) as asked:
            cells_save(district=district, cells=cells, by=methodist)
        return len(asked)

    questions(schools[21:])  # what is asked once a process
    one, twenty = questions(schools[:1]), questions(schools[1:21])
    assert twenty - one == 3 * 19
    assert questions(schools[:21]) == questions(schools[:1]), "nothing is written again"


# --- Remark -----------------------------------------------------------------------------------


def test_a_remark_is_kept_with_its_trail(school, methodist, mark):
    remark_save(school=school, sitting=mark, text=" Писали  не все ", seen="", by=methodist)

    result = Result.objects.get()
    assert (result.remark, result.status) == ("Писали не все", "no_data")
    remark_save(school=school, sitting=mark, text="Писали не все", seen="", by=methodist)
    assert result.history.count() == 1
    assert AuditEvent.objects.filter(action="result.remark").count() == 1


def test_a_remark_does_not_change_where_the_numbers_are_from(school, methodist, mark):
    ResultFactory(school=school, sitting=mark, source="импорт: файл.xlsx")
    remark_save(school=school, sitting=mark, text="Сверено", seen="", by=methodist)
    assert Result.objects.get().source == "импорт: файл.xlsx"


def test_two_remarks_at_once(school, methodist, second_methodist, mark):
    remark_save(school=school, sitting=mark, text="Первый", seen="", by=methodist)
    with pytest.raises(StaleRevision, match="Первый"):
        remark_save(school=school, sitting=mark, text="Второй", seen="", by=second_methodist)
    with pytest.raises(InvalidInput):
        remark_save(school=school, sitting=mark, text="х" * 501, seen="Первый", by=methodist)


@pytest.mark.parametrize("who", ["stranger", "head", "school_user"])
def test_a_remark_needs_the_right(request, school, mark, who):
    with pytest.raises(NotAllowed):
        remark_save(school=school, sitting=mark, text="х", seen="", by=request.getfixturevalue(who))
