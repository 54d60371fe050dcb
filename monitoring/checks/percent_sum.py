from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Place, Rule
from monitoring.enums import Severity

#: What readers of files call a row whose percents do not add up to 100.
KINDS = frozenset({"percent_total", "percent_101"})


def percents_do_not_add_up(data: CheckData) -> Iterator[Doubt]:
    """An applied file had a row whose percents are not 100: 101 % of one school, 98 % of another."""
    for problem in data.file_problems:
        if problem.kind in KINDS:
            where = f"{problem.file_name}, {problem.address}"
            yield Doubt(problem.text, (Place(None, where, where, ""),), problem.school, problem.sitting)


RULE = Rule(
    code="percent_sum",
    title="Проценты в файле не дают 100",
    severity=Severity.WARNING,
    explanation="Количества отметок восстановлены по долям приближённо, а доли этой строки в сумме не дают "
    "100 %. Возьмите количества из формы сбора школы и исправьте их вручную, затем примите замечание.",
    find=percents_do_not_add_up,
)
