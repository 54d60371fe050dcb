"""What each number of our rules is measured in and good for, where it is met, and what it is by default."""

from decimal import Decimal
from typing import NamedTuple

from monitoring.enums import ParameterCode
from portal.core.russian import number, plural


class Unit(NamedTuple):
    """«в баллах» beside a field; after a number its forms for 1, 2 and 5, and for a part («0,5 балла»)."""

    name: str
    forms: tuple[str, str, str, str]


class ParameterFacts(NamedTuple):
    """`used`: the pages and remarks in which a reader meets the number; `default` holds where none is set."""

    group: str
    unit: Unit
    meaning: str
    used: tuple[str, ...]
    default: str
    source: str


PERCENT = Unit("в процентах", ("%", "%", "%", "%"))
PEOPLE = Unit("человек", ("человек", "человека", "человек", "человека"))
MARKS = Unit("в отметках", ("отметка", "отметки", "отметок", "отметки"))
SCORES = Unit("в баллах", ("балл", "балла", "баллов", "балла"))
ERRORS = Unit(
    "в стандартных ошибках",
    ("стандартная ошибка", "стандартные ошибки", "стандартных ошибок", "стандартной ошибки"),
)

_TABLES = "Таблицы и выводы"
_LEARNING = "Степень обученности учащихся (СОУ)"
_CHECKS = "Замечания к данным"
_DYNAMICS = "«Динамика» на экране и в документах"
_CHANGE, _JOURNAL, _VPR = (
    f"замечание «{title}»"
    for title in (
        "Маловероятное изменение",
        "ВПР не подтверждает отметки журнала",
        "ОГЭ не подтверждает ВПР",
    )
)
_ESTIMATE = "Оценка разработчиков; уточняется администратором"
_SIMONOV = "В. П. Симонов, степень обученности учащихся"
_THREE_ERRORS = "Правило трёх стандартных ошибок"
_ERROR = (
    "Стандартная ошибка — обычное случайное отличие средней: чем меньше писавших, тем она больше. "
    "Меньше число — больше замечаний."
)


def _weight(mark: int, default: str) -> ParameterFacts:
    meaning = f"Сколько процентов даёт каждая отметка «{mark}». СОУ — среднее по всем отметкам школы."
    return ParameterFacts(_LEARNING, PERCENT, meaning, ("показатель «СОУ» в «Динамике»",), default, _SIMONOV)


#: In the order of the page.
PARAMETERS: dict[str, ParameterFacts] = {
    ParameterCode.FEW_PARTICIPANTS: ParameterFacts(
        _TABLES,
        PEOPLE,
        "Если писали меньше стольких человек, у результата стоит «мало», и о росте или снижении "
        "портал не говорит.",
        (_DYNAMICS, _CHANGE, _VPR),
        "10",
        "Принято в отчётах о динамике; уточняется администратором",
    ),
    ParameterCode.LOW_SHARE: ParameterFacts(
        _TABLES,
        PERCENT,
        "Если отметок «2» столько процентов или больше, портал предлагает вывод о низких результатах.",
        ("выводы в «Динамике»",),
        "30",
        "Методика выявления ШНОР: доля «2» от 30 %",
    ),
    ParameterCode.LEARNING_5: _weight(5, "100"),
    ParameterCode.LEARNING_4: _weight(4, "64"),
    ParameterCode.LEARNING_3: _weight(3, "36"),
    ParameterCode.LEARNING_2: _weight(2, "16"),
    ParameterCode.UNLIKELY_MARK: ParameterFacts(
        _CHECKS,
        ERRORS,
        f"На сколько средняя отметка школы может измениться за год без замечания. {_ERROR}",
        (_CHANGE,),
        "3",
        _THREE_ERRORS,
    ),
    ParameterCode.UNLIKELY_SCORE: ParameterFacts(
        _CHECKS,
        ERRORS,
        "На сколько средний балл школы (ЕГЭ и другие экзамены с баллами до 100) может измениться за год без "
        f"замечания. {_ERROR}",
        (_CHANGE,),
        "3",
        _THREE_ERRORS,
    ),
    ParameterCode.SPREAD_MARK: ParameterFacts(
        _CHECKS,
        MARKS,
        "Насколько отметки одной работы обычно отличаются от её средней. По этому числу портал находит "
        "стандартную ошибку, если отметок мало или они не внесены.",
        (_CHANGE,),
        "0.8",
        _ESTIMATE,
    ),
    ParameterCode.SPREAD_SCORE: ParameterFacts(
        _CHECKS,
        SCORES,
        "Насколько баллы одного экзамена в школе обычно отличаются от среднего. По этому числу портал "
        "находит стандартную ошибку среднего балла.",
        (_CHANGE,),
        "18",
        _ESTIMATE,
    ),
    ParameterCode.JOURNAL_GAP: ParameterFacts(
        _CHECKS,
        PERCENT,
        "Если отметка ВПР не совпала с журналом у большей доли участников, портал делает замечание.",
        (_JOURNAL,),
        "30",
        _ESTIMATE,
    ),
    ParameterCode.VPR_OVER_OGE: ParameterFacts(
        _CHECKS,
        MARKS,
        "Если те же дети год назад написали ВПР лучше, чем сдали ОГЭ, и разница средних отметок больше, "
        "портал делает замечание.",
        (_VPR,),
        "0.5",
        _ESTIMATE,
    ),
}


def with_unit(code: str, value: Decimal) -> str:
    """«10 человек», «0,5 отметки», «3 стандартные ошибки», «30 %»."""
    *whole, part = PARAMETERS[code].unit.forms
    word = part if value != value.to_integral_value() else plural(int(value), *whole)
    return f"{number(value, 3)}\u00a0{word}"
