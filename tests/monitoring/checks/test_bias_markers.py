from monitoring.checks.bias_markers import RULE
from tests.monitoring.checks.given import data, markers, school


def test_a_count_per_school_and_year_with_its_works():
    rows = [markers(school(), 2, rus4=True, math4=False, math5=True), markers(school(2, "Чистая СШ"), 0)]

    (finding,) = RULE.findings(data(schools=[school(), school(2, "Чистая СШ")], markers=rows))

    assert finding.text == (
        "В списке 2021 года у школы 2\u00a0маркера необъективности из четырёх возможных (4 РУ, 5 МА)."
    )
    assert finding.cells == ["Маркеров: 2", "4 РУ: есть", "5 МА: есть"]
    assert (finding.school.short_name, finding.sitting, finding.year) == ("Вторая СШ", None, 2021)


def test_one_marker_is_enough_and_the_works_may_be_unknown():
    (finding,) = RULE.findings(data(schools=[school()], markers=[markers(school(), 1)]))
    assert finding.text.startswith("В списке 2021 года у школы 1\u00a0маркер необъективности из")
