"""How each measure is made, in words for the page and the document, with the numbers that are in force."""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.enums import Measure, ParameterCode
from monitoring.parameters import with_unit
from monitoring.selectors.measured_table import Rules
from portal.core.russian import counted, number

_MEAN = (
    "Средняя отметка = (2·n2 + 3·n3 + 4·n4 + 5·n5) : N. Средний балл = сумма тестовых баллов : N. "
    "Отметки и баллы не смешиваются, математика базовая и профильная, ЕГЭ и ГВЭ — разные результаты."
)
_FORMULAS = {
    Measure.MEAN: _MEAN,
    Measure.LOW_SHARE: "Доля «2» = n2 · 100 : N. Для экзаменов с баллами — доля не преодолевших "
    "минимальный балл.",
    Measure.PASS_RATE: "Успеваемость = (n3 + n4 + n5) · 100 : N. Для экзаменов с баллами — доля тех, "
    "кто преодолел минимальный балл.",
    Measure.QUALITY_RATE: "Качество знаний = (n4 + n5) · 100 : N. Для экзаменов с баллами не считается.",
}
_GROUPS = (
    "Школы перечня, район, регион и «все классы» — не среднее средних: сумма отметок (или баллов) всех "
    "школ делится на сумму их участников. Сумма отметок школы — 2·n2 + 3·n3 + 4·n4 + 5·n5, если известны "
    "все четыре числа и вместе они дают N; сумма баллов — из протокола, если она согласна со средним "
    "баллом; иначе берётся среднее школы, умноженное на N. Школы, у которых числа участников неизвестны, "
    "в сумму не входят; рядом сказано, сколько школ вошло и сколько их было бы, если бы все внесли "
    "обязательный результат; о чужих районах известно только, сколько школ его внесло."
)
_WINDOWS = (
    "Если в году работу писали и весной, и осенью (ВПР 2022 года), это разные столбцы; «все классы» "
    "складываются из классов одного времени."
)
_CHANGE = (
    "Изменение — разность двух напечатанных чисел, этого и предыдущего календарного года, на той же шкале "
    "и по программе того же класса: в отметках, в баллах или в процентных пунктах (п.п.). Если экзамен тогда "
    "не проводился или есть результаты и весны, и осени, изменения нет."
)
_ROUNDING = (
    "Округление — до сотых, половина вверх, один раз — перед печатью числа. n2…n5 — числа отметок, "
    "N — сколько их вместе: столько же, сколько участников, если данные школы верны."
)


@dataclass(frozen=True, slots=True)
class Formula:
    """`parts` are sentences; `numbers` are (what, value, where it comes from) of the rules in force."""

    name: str
    parts: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]


def formula_of(measure: str, rules: Rules) -> Formula:
    """All that a reader needs to make the measure himself."""
    text = _FORMULAS.get(Measure(measure)) or _learning(rules)
    codes = [ParameterCode.FEW_PARTICIPANTS]
    if measure == Measure.LEARNING_LEVEL:
        codes += [ParameterCode[f"LEARNING_{mark}"] for mark in (5, 4, 3, 2)]
    if measure in (Measure.MEAN, Measure.LOW_SHARE):
        codes.append(ParameterCode.LOW_SHARE)
    numbers = tuple(
        (code.label, with_unit(code, Decimal(_value(code, rules))), rules.sources[code]) for code in codes
    )
    return Formula(
        Measure(measure).label, (text, _GROUPS, _WINDOWS, _CHANGE, few_words(rules), _ROUNDING), numbers
    )


def few_words(rules: Rules) -> str:
    """«Меньше 10 участников — мало: …»"""
    least = counted(rules.few, "участника", "участников", "участников")
    return f"Меньше {least} — мало: число показано, но о росте или снижении не судим."


def _learning(rules: Rules) -> str:
    of2, of3, of4, of5 = (number(each, 3) for each in rules.coefficients)
    return (
        f"СОУ (степень обученности учащихся) = ({of5}·n5 + {of4}·n4 + {of3}·n3 + {of2}·n2) : N. "
        "Для экзаменов с баллами не считается."
    )


def _value(code: ParameterCode, rules: Rules):
    of2, of3, of4, of5 = rules.coefficients
    return {
        ParameterCode.FEW_PARTICIPANTS: rules.few,
        ParameterCode.LOW_SHARE: rules.low_share,
        ParameterCode.LEARNING_2: of2,
        ParameterCode.LEARNING_3: of3,
        ParameterCode.LEARNING_4: of4,
        ParameterCode.LEARNING_5: of5,
    }[code]
