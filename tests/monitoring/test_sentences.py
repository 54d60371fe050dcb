"""Draft sentences: right words and cases, right plurals, and no growth where too few wrote."""

from decimal import Decimal

import pytest

from monitoring.enums import Exam, Measure, ParameterCode, Scale
from monitoring.models import Parameter
from monitoring.selectors import dynamics_measures
from monitoring.sentences import exam_words, low_results, sentences_of
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory

SUBJECTS = {
    "rus": ("Русский язык", "русскому языку"),
    "math": ("Математика", "математике"),
    "phys": ("Физика", "физике"),
    "chem": ("Химия", "химии"),
    "inf": ("Информатика", "информатике"),
    "bio": ("Биология", "биологии"),
    "hist": ("История", "истории"),
    "geo": ("География", "географии"),
    "eng": ("Английский язык", "английскому языку"),
    "soc": ("Обществознание", "обществознанию"),
    "lit": ("Литература", "литературе"),
    "world": ("Окружающий мир", "окружающему миру"),
    "astro": ("Астрономия", "предмету «Астрономия»"),
}
NBSP = "\u00a0"


def maths():
    return SubjectFactory(code="math", name="Математика", short_name="Матем.", position=2)


def oge(year=2021, **fields):
    return SittingFactory(exam=Exam.OGE, subject=maths(), year=year, grade=9, programme_grade=9, **fields)


def said(district, *, years=(2020, 2021), exams=(Exam.OGE,), measure=Measure.MEAN, row=0, find=sentences_of):
    table = dynamics_measures(district=district, years=years, exams=exams)
    options = {"measure": measure} if find is sentences_of else {}
    found = find(table, rows=[table.rows[row]], **options)
    return [one.text.replace(NBSP, " ") for one in found]


def two_years(school, before, now, *, counts=(20, 20), **marks):
    for year, mark, count in ((2020, before, counts[0]), (2021, now, counts[1])):
        if mark is not None:
            ResultFactory(school=school, sitting=oge(year), mean_mark=mark, participants=count)
        else:
            oge(year)


@pytest.mark.parametrize(("code", "names"), SUBJECTS.items())
def test_a_subject_in_the_dative(db, code, names):
    sitting = SittingFactory(exam=Exam.OGE, grade=9, subject=SubjectFactory(code=code, name=names[0]))
    assert exam_words(sitting) == f"ОГЭ по {names[1]}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"exam": Exam.EGE, "level": "profile", "grade": 11}, "ЕГЭ по профильной математике"),
        ({"exam": Exam.EGE, "level": "base", "grade": 11}, "ЕГЭ по базовой математике"),
        ({"exam": Exam.GVE9, "grade": 9}, "ГВЭ-9 по математике"),
        ({"exam": Exam.VPR}, "ВПР по математике"),
        ({"exam": Exam.VPR, "grade": 5, "programme_grade": 5}, "ВПР по математике (5 класс)"),
        (
            {"exam": Exam.VPR, "grade": 5, "programme_grade": 4},
            "ВПР по математике (5 класс, по программе 4 класса)",
        ),
    ],
)
def test_an_exam_in_words(db, fields, words):
    assert exam_words(SittingFactory(subject=maths(), **fields)) == words


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("3.56", "3.66", "выросла с 3,56 до 3,66 (+0,10)"),
        ("3.66", "3.56", "снизилась с 3,66 до 3,56 (−0,10)"),
        ("3.5", "4", "выросла с 3,5 до 4 (+0,5)"),
        ("3", "4", "выросла с 3 до 4 (+1)"),
        ("3.4", "3.4", "не изменилась: 3,4"),
    ],
)
def test_growth_and_decline(district, school, before, now, words):
    two_years(school, before, now)
    (text,) = said(district)
    assert (
        text == f"{school.short_name}: средняя отметка ОГЭ по математике {words} и такая же, как по району."
    )


def test_points_of_percent_end_a_sentence_once(district, school, second_school):
    for year in (2020, 2021):
        sitting = oge(year)
        for one, low in ((school, 5), (second_school, 1)):
            marks = {"n2": low, "n3": 20 - low, "n4": 0, "n5": 0}
            ResultFactory(school=one, sitting=sitting, mean_mark="2.9", participants=20, **marks)
    (text,) = said(district, measure=Measure.LOW_SHARE)
    assert text.endswith("ниже, чем по району, на 10 п.п.")


def test_a_school_beside_its_district(district, school, second_school):
    two_years(school, "3.56", "3.66")
    ResultFactory(school=second_school, sitting=oge_of(2021), mean_mark="3.90", participants=20)
    assert said(district, row=1) == [
        f"{school.short_name}: средняя отметка ОГЭ по математике выросла с 3,56 до 3,66 (+0,10) "
        "и ниже среднего по району на 0,12."
    ]
    assert said(district, row=0) == [
        f"{second_school.short_name}: средняя отметка ОГЭ по математике в 2021 году — 3,9, "
        "выше среднего по району на 0,12; с 2020 годом не сравнить: данных за тот год нет."
    ]


def oge_of(year):
    return SittingFactory._meta.model.objects.get(exam=Exam.OGE, year=year)


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "по 1 работе"), (2, "по 2 работам"), (4, "по 4 работам"), (9, "по 9 работам")],
)
def test_too_few_are_never_growth(district, school, count, words):
    two_years(school, "3", "4", counts=(20, count))
    (text,) = said(district)
    assert text.endswith(f"в 2021 году — 4; {words} судить о росте или снижении нельзя.")


def test_twenty_one_may_be_few_by_the_rules(district, school):
    Parameter.objects.create(code=ParameterCode.FEW_PARTICIPANTS, value=25, valid_from=2020, source="Приказ")
    two_years(school, "3", "4", counts=(30, 21))
    assert "по 21 работе судить" in said(district)[0]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "была 1 работа"), (3, "было 3 работы"), (9, "было 9 работ")]
)
def test_too_few_the_year_before(district, school, count, words):
    two_years(school, "3", "4", counts=(count, 20))
    (text,) = said(district)
    assert text.endswith(f"годом раньше {words}, и судить о росте или снижении нельзя.")
    assert "вырос" not in text


def test_unknown_participants_are_no_growth(district, school):
    two_years(school, "3.33", "3.61", counts=(None, None))
    (text,) = said(district)
    assert text.endswith(
        "в 2020 году — 3,33, в 2021 году — 3,61; число участников не указано, и судить о росте или снижении нельзя."
    )


def test_a_district_without_all_its_schools_says_so(district, school, second_school):
    two_years(school, "3.1", "3.4")
    ResultFactory(school=second_school, sitting=oge_of(2020), mean_mark="3.9", participants=20)
    table = dynamics_measures(district=district, years=(2020, 2021), exams=(Exam.OGE,))
    (one,) = sentences_of(table, measure=Measure.MEAN, rows=[table.row("district")])
    assert one.text.replace(NBSP, " ").startswith(
        "Район (по 1 из 2 школ; годом раньше по 2 из 2): средняя отметка ОГЭ по математике снизилась"
    )


def test_a_work_that_nobody_entered_is_not_called_unwritten(district, school):
    for year in (2020, 2021):
        SittingFactory(year=year, grade=5, programme_grade=5)
    ResultFactory(school=school, sitting=SittingFactory(year=2021, grade=5), mean_mark="3.5", participants=20)
    (text,) = said(district, exams=(Exam.VPR,))
    assert text.endswith("с 2020 годом не сравнить: данных за тот год нет.")


def test_an_exam_that_was_not_held(district, school):
    oge(2020, is_held=False)
    ResultFactory(school=school, sitting=oge(2021), mean_mark="3.5", participants=20)
    assert said(district)[0].endswith("; с 2020 годом не сравнить: тогда экзамен не проводился.")


def test_two_windows_of_2022(district, school):
    for year, season in ((2022, "spring"), (2022, "autumn"), (2023, "spring")):
        sitting = SittingFactory(year=year, season=season, grade=5, programme_grade=5)
        ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=20)
    (text,) = said(district, years=(2022, 2023), exams=(Exam.VPR,))
    assert text.endswith("с 2022 годом не сравнить: тогда работу писали дважды, весной и осенью.")


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.LOW_SHARE, "доля «2» на ОГЭ по математике снизилась с 20 % до 12,5 % (−7,5 п.п.)"),
        (Measure.PASS_RATE, "успеваемость на ОГЭ по математике выросла с 80 % до 87,5 % (+7,5 п.п.)"),
        (
            Measure.QUALITY_RATE,
            "качество знаний на ОГЭ по математике снизилось с 50 % до 37,5 % (−12,5 п.п.)",
        ),
        (
            Measure.LEARNING_LEVEL,
            "степень обученности (СОУ) на ОГЭ по математике снизилась с 55 % до 44 % (−11 п.п.)",
        ),
    ],
)
def test_rates_change_in_points_of_percent(district, school, measure, words):
    alike = "такое же" if measure == Measure.QUALITY_RATE else "такая же"
    counts = {2020: (8, 12, 10, 10), 2021: (5, 20, 15, 0)}
    for year, (n2, n3, n4, n5) in counts.items():
        ResultFactory(
            school=school, sitting=oge(year), mean_mark="3.5", participants=40, n2=n2, n3=n3, n4=n4, n5=n5
        )
    assert said(district, measure=measure) == [f"{school.short_name}: {words} и {alike}, как по району."]


def test_scores_are_said_as_scores(district, school):
    for year, score in ((2020, "61.5"), (2021, "65")):
        sitting = SittingFactory(exam=Exam.EGE, year=year, grade=11, programme_grade=11, scale=Scale.SCORE)
        ResultFactory(school=school, sitting=sitting, mean_mark=None, mean_score=score, participants=20)
    (text,) = said(district, exams=(Exam.EGE,))
    assert text.startswith(
        f"{school.short_name}: средний балл ЕГЭ по русскому языку вырос с 61,5 до 65 (+3,5)"
    )


def test_low_results_are_named_with_their_counts(district, school):
    ResultFactory(school=school, sitting=oge(), mean_mark="3", participants=20, n2=7, n3=6, n4=7, n5=0)
    assert said(district, find=low_results) == [
        f"{school.short_name}: доля «2» на ОГЭ по математике в 2021 году — 35 % (7 из 20), "
        "это не меньше порога низких результатов, 30 %."
    ]


def test_few_works_are_no_low_result(district, school):
    ResultFactory(school=school, sitting=oge(), mean_mark="3", participants=4, n2=4, n3=0, n4=0, n5=0)
    assert said(district, find=low_results) == []


def test_a_sentence_names_its_cells(district, school, second_school):
    two_years(school, "3.5", "3.6")
    table = dynamics_measures(district=district, years=(2020, 2021), exams=[Exam.OGE])
    (one,) = sentences_of(table, measure=Measure.MEAN, rows=[table.rows[1]])
    early, late = oge_of(2020).pk, oge_of(2021).pk
    row = f"school-{school.pk}"
    assert one.cells == ((row, late), (row, early), ("district", late))
    assert one.key == f"oge:math::2021:spring:9:9:mean:{row}"


def test_the_fingerprint_follows_the_numbers(district, school):
    two_years(school, "3.5", "3.6")

    def fingerprint():
        table = dynamics_measures(district=district, years=(2020, 2021), exams=[Exam.OGE])
        return sentences_of(table, measure=Measure.MEAN)[0].fingerprint

    first = fingerprint()
    assert fingerprint() == first
    school.results.filter(sitting__year=2020).update(mean_mark=Decimal("3.4"))
    assert fingerprint() != first
