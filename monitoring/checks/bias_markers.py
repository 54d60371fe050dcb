from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Place, Rule, place
from monitoring.enums import Severity
from portal.core.russian import counted

WORKS = {"rus4": "4 РУ", "math4": "4 МА", "rus5": "5 РУ", "math5": "5 МА"}


def markers_of_bias(data: CheckData) -> Iterator[Doubt]:
    """The official list names the school: how many markers of four, and in which works."""
    schools = {school.pk: school for school in data.schools}
    for row in data.markers:
        school = schools.get(row.school_id)
        if school is None or not row.count:
            continue
        works = [label for name, label in WORKS.items() if getattr(row, name)]
        where = f" ({', '.join(works)})" if works else ""
        yield Doubt(
            f"В списке {data.year} года у школы {counted(row.count, 'маркер', 'маркера', 'маркеров')} "
            f"необъективности из четырёх возможных{where}.",
            (
                place(None, row, "count", "Маркеров"),
                *(Place(None, name, label, "есть") for name, label in WORKS.items() if getattr(row, name)),
            ),
            school,
        )


RULE = Rule(
    code="bias_markers",
    title="Маркеры необъективности ВПР",
    severity=Severity.WARNING,
    explanation="Маркеры ставит федеральный список по русскому языку и математике в 4 и 5 классах. Они не "
    "доказывают нарушение. Проведите перепроверку работ и запишите в причине, чем она "
    "закончилась.",
    find=markers_of_bias,
)
