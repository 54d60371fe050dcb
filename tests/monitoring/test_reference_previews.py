"""«Что изменится»: numbers of the preview against what is printed afterwards."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.enums import Exam, Scale
from monitoring.models import JournalComparison, Sitting
from monitoring.selectors import findings_of
from monitoring.selectors.parameters import parameter_history
from monitoring.selectors.previews import (
    new_sitting_preview,
    parameter_preview,
    scale_preview,
    sitting_preview,
)
from tests.factories.monitoring import MarkScaleFactory, ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory


@pytest.fixture
def oge(db):
    return SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)


def marked(school, sitting, marks, **fields):
    counts = dict(zip(("n2", "n3", "n4", "n5"), marks, strict=True))
    return ResultFactory(school=school, sitting=sitting, participants=sum(marks), **counts, **fields)


def preview(code, value, valid_from=2021):
    return parameter_preview(
        history=parameter_history(code=code), value=Decimal(value), valid_from=valid_from
    )


def table(found, title):
    return next((list(each.rows) for each in found.tables if each.title == title), [])


def test_the_districts_degree_of_learning_now_and_then(district, neighbour_school, oge):
    """(1·16 + 5·36 + 4·64)/10 = 45,2; with 70 in place of 64 it is 47,6. The same in three schools."""
    for school in SchoolFactory.create_batch(3, district=district):
        marked(school, oge, (1, 5, 4, 0))
    ResultFactory(school=SchoolFactory(district=district), sitting=oge, participants=10)
    marked(neighbour_school, oge, (0, 0, 10, 0))

    found = preview("learning_4", "70")

    assert table(found, "СОУ") == [
        ("Свой район", "ОГЭ 2021, Русский язык", "3", "45,2", "47,6"),
        ("Соседний район", "ОГЭ 2021, Русский язык", "1", "скрыто", "скрыто"),
    ]
    assert "СОУ будет другой: показателей школ — 4, показателей районов — 2 (районов — 2)." in found.sentences
    assert "Значения района, в котором меньше трёх школ с отметками, скрыты." in found.sentences


def test_only_years_in_which_the_value_would_hold(school, oge):
    for year in (2020, 2022):
        marked(school, SittingFactory(exam=Exam.OGE, grade=9, year=year), (0, 0, 10, 0))
    marked(school, oge, (0, 0, 10, 0))
    assert "Значение изменится в годах: 2021, 2022." in preview("learning_4", "70").sentences
    assert preview("learning_4", "64").sentences == [
        "Ни одно напечатанное число не изменится. В этих годах такое значение уже действует."
    ]
    assert "отметок с этим коэффициентом нет" in " ".join(preview("learning_5", "90").sentences)


def test_years_without_results_are_not_called_settled(school, oge):
    marked(school, oge, (0, 0, 10, 0))
    assert preview("learning_4", "70", valid_from=2026).sentences == [
        "Ни одно напечатанное число не изменится. "
        "Результатов за годы, в которых действовало бы значение, пока нет."
    ]


@pytest.mark.parametrize(("value", "gained", "lost"), [("12", "2", "0"), ("9", "0", "1"), ("10", None, None)])
def test_the_sign_of_few_participants(district, oge, value, gained, lost):
    for count in (8, 9, 10, 11, 12):
        ResultFactory(school=SchoolFactory(district=district), sitting=oge, participants=count)
    rows = table(preview("few_participants", value), "Знаки в таблицах")
    assert rows == ([("Свой район", "2021", "ОГЭ", gained, lost)] if gained else [])


def test_the_sign_of_a_high_share_of_twos(school, second_school, oge):
    """3 of 10 are 30 %: the threshold itself is high, above it no more."""
    marked(school, oge, (3, 7, 0, 0))
    marked(second_school, oge, (2, 8, 0, 0))
    assert table(preview("low_share", "31"), "Знаки в таблицах") == [("Свой район", "2021", "ОГЭ", "0", "1")]
    assert table(preview("low_share", "20"), "Знаки в таблицах") == [("Свой район", "2021", "ОГЭ", "1", "0")]
    assert table(preview("low_share", "30.01"), "Знаки в таблицах") == [
        ("Свой район", "2021", "ОГЭ", "0", "1")
    ]


def test_findings_that_appear_and_disappear(district, school, second_school, oge):
    """The preview promises what the checks then find."""
    for row, lowered in ((school, 35), (second_school, 25)):
        ResultFactory(school=row, sitting=oge)
        JournalComparison.objects.create(
            school=row, district=district, sitting=oge, participants=100, lowered=lowered, confirmed=100 - lowered, raised=0
        )  # fmt: skip
    before = len(findings_of(district=district, year=2021))
    assert table(preview("journal_gap", "20"), "Замечания к данным") == [("Свой район", "2021", "1", "0")]
    assert table(preview("journal_gap", "50"), "Замечания к данным") == [("Свой район", "2021", "0", "1")]
    assert table(preview("journal_gap", "31"), "Замечания к данным") == []
    assert len(findings_of(district=district, year=2021)) == before == 1, "a preview saves nothing"


def test_no_result_of_a_school_is_shown(school, oge):
    marked(school, oge, (1, 5, 4, 0))
    for code, value in (("learning_4", "70"), ("few_participants", "20"), ("unlikely_mark", "1")):
        shown = str([table.rows for table in preview(code, value).tables])
        assert school.short_name not in shown


@pytest.mark.parametrize("code", ["learning_4", "few_participants", "unlikely_mark"])
def test_the_number_of_queries_does_not_grow(district, oge, code):
    def fill(count):
        for school in SchoolFactory.create_batch(count, district=district):
            marked(school, oge, (1, 5, 4, 0))

    fill(1)
    with CaptureQueriesContext(connection) as one:
        preview(code, "5")
    fill(60)
    ResultFactory(school=SchoolFactory(), sitting=oge, participants=7)
    with CaptureQueriesContext(connection) as many:
        preview(code, "5")
    assert len(one) == len(many)


# --- The calendar and the scales ------------------------------------------------------------------


def fresh(sitting):
    return Sitting.objects.select_related("subject").get(pk=sitting.pk)


def test_a_cancelled_procedure_that_was_held_after_all(district, school, second_school, neighbour_school):
    sitting = SittingFactory(exam=Exam.OGE, grade=9, is_held=False)
    SchoolProgrammeFactory(school=second_school, level="noo")
    ResultFactory(school=school, sitting=sitting, status="not_held")
    found = sitting_preview(sitting=fresh(sitting), values={"is_held": True})
    assert found.sentences == [
        "Ячейки «–», которые станут «н/д»: 1.",
        "«Экзамен не проводился» внесено вручную у школ: 1. Эти ячейки останутся.",
    ]
    assert table(found, "Ячейки «–», которые станут «н/д»") == [("Соседний район", "1")]


def test_a_minimum_is_not_counted_again(school, second_school):
    sitting = SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11, minimum=Decimal(24))
    ResultFactory(school=school, sitting=sitting, mean_score="30", participants=20, below_minimum=2)
    ResultFactory(school=second_school, sitting=sitting, mean_score="40", participants=20)

    found = sitting_preview(sitting=fresh(sitting), values={"minimum": Decimal(36)})

    assert "Сосчитано по прежней границе 24: результатов школ — 1." in found.sentences[0]
    assert found.sentences[1] == "Замечаний «Средняя ниже минимума» появится: 1, исчезнет: 0."
    assert table(found, "Сосчитано по прежней границе") == [("Свой район", "1")]
    same = sitting_preview(sitting=fresh(sitting), values={"entry_minimum": Decimal(36)})
    assert same.sentences[1].endswith("появится: 0, исчезнет: 0."), "the lower one is still 24"


def test_a_new_source_changes_no_number(school, oge):
    assert sitting_preview(sitting=fresh(oge), values={"source": "Приказ"}).sentences == [
        "Ни одно напечатанное число не изменится."
    ]


def test_a_new_procedure_brings_empty_cells_or_none(school, second_school):
    facts = {"exam": Exam.OGE, "year": 2027, "grade": 9, "scale": "mark", "is_held": True, "is_general": True}
    core = Sitting(subject=SubjectFactory(), **facts)
    assert "Новые ячейки «н/д»: 2." in new_sitting_preview(sitting=core).sentences
    chosen = Sitting(subject=SubjectFactory(code="phys", name="Физика", is_core=False), **facts)
    assert "только там, где внесены" in new_sitting_preview(sitting=chosen).sentences[1]


def test_a_scale_says_how_many_results_stay_as_they_are(school):
    scale = MarkScaleFactory()
    sitting = SittingFactory(subject=scale.subject, grade=5, programme_grade=5)
    ResultFactory(school=school, sitting=sitting)
    ResultFactory(school=school, sitting=SittingFactory(subject=scale.subject, grade=6, programme_grade=6))
    found = scale_preview(scale=scale)
    assert "школ с результатом этой работы — 1" in found.sentences[0]
    assert table(found, "Внесено по прежней шкале") == [("Свой район", "1")]
