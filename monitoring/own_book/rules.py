"""What Excel itself refuses in an input cell, and the words in which it does."""

from typing import Any

from monitoring.enums import Scale
from monitoring.own_book.content import Block
from monitoring.own_book.keys import STATUS, STATUS_CHOICES

_MOST = 100_000
_COUNT: dict[str, Any] = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": _MOST,
    "error_title": "Нужно целое число",
    "error_message": "Введите целое число от 0: сколько человек. Если числа нет, оставьте ячейку пустой.",
}
_MARK: dict[str, Any] = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": 2,
    "maximum": 5,
    "error_title": "Нужна отметка от 2 до 5",
    "error_message": "Введите среднюю отметку от 2 до 5, например 3,45. Если её нет, оставьте ячейку пустой.",
}
_SCORE: dict[str, Any] = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": 0,
    "maximum": 100,
    "error_title": "Нужен балл от 0 до 100",
    "error_message": "Введите средний балл от 0 до 100, например 61,5. Если его нет, оставьте ячейку пустой.",
}
_STATUS: dict[str, Any] = {
    "validate": "list",
    "source": list(STATUS_CHOICES),
    "error_title": "Выберите из списка",
    "error_message": "Состояние выбирают из списка и только там, где чисел нет.",
}
#: the options of XlsxWriter's `data_validation` by the name of a rule
RULES = {"count": _COUNT, "mean_mark": _MARK, "mean_score": _SCORE, STATUS: _STATUS}

_WHAT = {
    frozenset({Scale.MARK}): (
        "Заполняйте белые ячейки: число участников и число отметок «2», «3», «4», «5». Среднюю отметку "
        "вводите, только если самих отметок нет: по отметкам портал посчитает её сам."
    ),
    frozenset({Scale.SCORE}): (
        "Заполняйте белые ячейки: число участников, средний балл и сколько человек ниже минимума."
    ),
    frozenset(Scale): (
        "Заполняйте белые ячейки: число участников, средний балл и сколько человек ниже минимума; "
        "там, где ставят отметки, — их число («2», «3», «4», «5») или, если отметок нет, среднюю отметку."
    ),
}
_HOW = (
    "Пустая ячейка ничего не меняет. Если результата нет, выберите причину в столбце «Состояние»; "
    "чтобы убрать внесённый результат, очистите его числа и выберите «нет данных». Серые ячейки закрыты: "
    "«н/п» — в школе нет такой ступени, «–» — экзамен не проводился. Строки можно сортировать и удалять, "
    "серую строку с кодами сохраните."
)
_TO_IMPORT = "Готовый файл загрузите в портал в разделе «Импорт»."
_TO_HAND_OVER = "Готовый файл передайте методисту отдела образования: в портал его загружает он."


def rule_name(field: str) -> str:
    """The rule of a column of LABELS."""
    return field if field in RULES else "count"


def instruction(blocks: list[Block], *, may_import: bool) -> str:
    """What to fill in on a sheet with these blocks, what its empty and grey cells mean, and where it goes."""
    scales = frozenset(Scale(block.sitting.scale) for block in blocks)
    return f"{_WHAT[scales]} {_HOW} {_TO_IMPORT if may_import else _TO_HAND_OVER}"
