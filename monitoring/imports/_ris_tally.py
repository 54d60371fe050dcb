"""Results of pupils added up: how many of each value a school has at an exam, and the rows made of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.enums import Exam, Level, Scale, Severity
from monitoring.imports.parsed import Number, ParsedRow, Problem, SchoolRef, SittingRef
from monitoring.imports.reference import Reference
from portal.core.russian import date_ru, rounded

_MARKS = (2, 3, 4, 5)
#: exams in two parts, written and oral
LANGUAGES = frozenset({"eng", "ger", "fra", "spa", "chi"})


@dataclass(slots=True)
class SchoolTally:
    """`values` counts results of each value; `address` is the school's first row."""

    address: str
    municipality: str
    values: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class ExamTally:
    """All schools at one exam of one day. `maybe_base`: mathematics that is not called profile.

    `has_scores`: its results stand under «Балл».
    """

    sitting: SittingRef
    maybe_base: bool = False
    has_scores: bool = False
    minimum: int | None = None
    schools: dict[str, SchoolTally] = field(default_factory=dict)

    @property
    def scale(self) -> Scale:
        return scale_of(self.sitting)

    @property
    def is_of_language(self) -> bool:
        return self.sitting.subject in LANGUAGES

    @property
    def looks_like_base(self) -> bool:
        """Whether nobody says the level and every result is a mark."""
        values = {value for school in self.schools.values() for value in school.values}
        return self.maybe_base and bool(values) and values <= set(_MARKS)

    def as_base_if_marks(self) -> bool:
        """Turn into base mathematics when every result is a mark under «Оценка»; whether it turned."""
        if self.has_scores or not self.looks_like_base:
            return False
        self.sitting = self.sitting._replace(level=Level.BASE)
        return True

    def rows(self, reference: Reference, problems: list[Problem]) -> Iterator[ParsedRow]:
        """A row for every school with a participant; what cannot be counted goes to `problems`."""
        border = self._border(reference, problems) if self.scale == Scale.SCORE else None
        for code, school in self.schools.items():
            if not school.values:
                problems.append(_nobody(school.address))
                continue
            numbers = _marks(school.values) if self.scale == Scale.MARK else _scores(school.values, border)
            yield ParsedRow(
                kind="result",
                school=SchoolRef(code=code, municipality=school.municipality),
                sitting=self.sitting,
                numbers=numbers,
                address=school.address,
                whole=True,
                minimum=self.minimum if self.scale == Scale.SCORE else None,
            )

    @property
    def name(self) -> str:
        """«ЕГЭ»."""
        return str(Exam(self.sitting.exam).label)

    def facts(self, reference: Reference) -> tuple[tuple[str, str], ...]:
        sitting = self.sitting
        level = f", {Level(sitting.level).label}" if sitting.level else ""
        shown = [
            ("Экзамен", self.name),
            ("Предмет", f"{reference.names.get(sitting.subject, sitting.subject)}{level}"),
            ("Дата", date_ru(sitting.date)),
        ]
        if self.minimum is not None and self.scale == Scale.SCORE:
            shown.append(("Минимальная граница", str(self.minimum)))
        return tuple(shown)

    def told(self, reference: Reference) -> str:
        """«Русский язык, 23.06.2022, минимальная граница 24»."""
        _, (_, subject), (_, day), *border = self.facts(reference)
        return ", ".join([subject, day, *(f"минимальная граница {value}" for _, value in border)])

    def _border(self, reference: Reference, problems: list[Problem]) -> int | None:
        if self.minimum is not None:
            return self.minimum
        sitting = self.sitting
        found = reference.lower_minimum(
            exam=sitting.exam, subject=sitting.subject, year=sitting.year, level=sitting.level
        )
        if found is None and self.schools:
            first = next(iter(self.schools.values()))
            text = (
                "Минимальной границы нет ни в файле, ни в календаре: участники ниже неё не посчитаны. "
                "Внесите минимальный балл в календарь и загрузите файл снова."
            )
            problems.append(Problem(Severity.INFO, "no_minimum", first.address, text))
        return found


def scale_of(sitting: SittingRef) -> Scale:
    """Only the ЕГЭ gives test scores, and not in base mathematics."""
    return Scale.SCORE if sitting.exam == Exam.EGE and sitting.level != Level.BASE else Scale.MARK


def _marks(values: Counter[int]) -> dict[str, Number]:
    numbers: dict[str, Number] = {f"n{mark}": values[mark] for mark in _MARKS}
    return {"participants": values.total()} | numbers


def _scores(values: Counter[int], border: int | None) -> dict[str, Number]:
    people = values.total()
    total = sum(score * count for score, count in values.items())
    numbers: dict[str, Number] = {
        "participants": people,
        "score_sum": total,
        "mean_score": rounded(Decimal(total) / people),
    }
    if border is not None:
        numbers["below_minimum"] = sum(count for score, count in values.items() if score < border)
    return numbers


def _nobody(address: str) -> Problem:
    text = (
        "У этой школы ни одна строка не дала результата: записывать нечего. "
        "Если раньше её результат был внесён, исправьте его в таблице."
    )
    return Problem(Severity.INFO, "nobody_with_result", address, text)
