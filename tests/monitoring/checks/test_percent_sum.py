from monitoring.checks import FileProblem
from monitoring.checks.percent_sum import RULE
from tests.monitoring.checks.given import data, texts

SUM_101 = FileProblem("vpr.xlsx", "percent_total", "Лист1!C12", "Сумма процентов 101 у школы «Вторая СШ».")


def test_a_row_of_101_percent_is_told_with_its_address():
    (finding,) = RULE.findings(data(file_problems=[SUM_101]))
    assert finding.text == "Сумма процентов 101 у школы «Вторая СШ»."
    assert finding.cells == ["vpr.xlsx, Лист1!C12"]
    assert finding.school is None


def test_two_rows_of_a_file_are_two_findings():
    other = FileProblem("vpr.xlsx", "percent_total", "Лист1!C13", "Сумма процентов 101 у школы «Третья СШ».")
    found = RULE.findings(data(file_problems=[SUM_101, other]))
    assert len({finding.fingerprint for finding in found}) == 2


def test_other_remarks_of_a_file_are_left_to_the_import():
    assert texts(RULE, file_problems=[FileProblem("a.xlsx", "copy", "A1", "Повтор.")]) == []
