"""From what a file says to the line of the exam calendar that it means, or a problem that says what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from monitoring.enums import Exam, Scale, Season, Severity
from monitoring.imports._fis_oko_heading import Heading
from monitoring.imports.layout import error, warning
from monitoring.imports.parsed import Problem, SittingRef
from monitoring.imports.reference import Reference
from monitoring.models import Sitting

_EXAMPLE = "Например, назовите файл «ВПР 2023 Математика 5 класс»"


#: the sitting, and what is to be told, without an address
_Answer = tuple[SittingRef | None, Sequence[Problem]]


@dataclass(slots=True)
class Calendar:
    """Sittings by what a file says of them; each question is answered once.

    Whatever is left out is told at each of its places, a doubt once.
    """

    reference: Reference
    in_rows: bool = False  # the file tells subject, year and class in each row, not above the table
    problems: list[Problem] = field(default_factory=list)
    _answers: dict[tuple[str, Heading], _Answer] = field(default_factory=dict)

    def sitting(self, heading: Heading, *, address: str, exam: str = Exam.VPR) -> SittingRef | None:
        """The sitting, or None with a problem at `address`."""
        key = (exam, heading)
        if (known := self._answers.get(key)) is None:
            known = self._answers[key] = self._answer(heading, exam)
            told = known[1]
        else:
            told = [each for each in known[1] if each.severity == Severity.ERROR]
        self.problems.extend(replace(each, address=address) for each in told)
        return known[0]

    def _answer(self, heading: Heading, exam: str) -> _Answer:
        if missing := _missing(heading, in_rows=self.in_rows):
            return None, missing
        return _resolved(heading, self.reference, exam=exam, in_rows=self.in_rows)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was recognised, for the preview; each fact once."""
        found = [answer for answer, _ in self._answers.values() if answer is not None]
        classes = sorted(found, key=lambda each: (each.grade or 0, each.programme_grade or 0))
        columns = {
            "Процедура": [Exam(each.exam).label for each in found],
            "Предмет": [self.reference.names.get(each.subject, "") for each in found],
            "Год": [str(year) for year in sorted(each.year for each in found)],
            "Когда писали": [str(Season(each.season).label) for each in found],
            "Класс": [_grade_label(each) for each in classes],
        }
        return [(name, ", ".join(dict.fromkeys(values))) for name, values in columns.items() if any(values)]


def _resolved(heading: Heading, reference: Reference, *, exam: str, in_rows: bool) -> _Answer:
    held = [
        sitting
        for sitting in reference.sittings.values()
        if (sitting.exam, sitting.subject.code, sitting.year) == (exam, heading.subject, heading.year)
        and sitting.is_held
        and sitting.scale == Scale.MARK
    ]
    fitting = [each for each in held if each.grade is not None and _fits(each, heading)]
    problems = [_by_code(heading, reference)] if heading.by_code else []
    if not fitting:
        return None, [*problems, _no_sitting(heading, reference, held, exam=exam)]
    seasons = {each.season for each in fitting}
    if len(seasons) > 1:
        fitting = [each for each in fitting if each.season == heading.season]
    if not fitting:
        return None, [*problems, _no_season(heading, in_rows=in_rows)]
    return _ref(fitting[0]), problems


def _missing(heading: Heading, *, in_rows: bool) -> list[Problem]:
    """What the file does not say: without it no result may be put anywhere."""
    asked = (
        ("no_subject", heading.subject, "предмет", "«Предмет: Математика»"),
        ("no_year", heading.year, "год", "«ВПР 2023. 5 класс»"),
        ("no_grade", heading.grade or heading.programme, "класс", "«ВПР 2023. 5 класс»"),
    )
    return [
        error(
            kind,
            "",
            f"Не удалось узнать {what}. Исправьте ячейку; её строка не загружена."
            if in_rows
            else f"Не удалось узнать {what}. {_EXAMPLE} или допишите над таблицей {line}.",
        )
        for kind, value, what, line in asked
        if not value
    ]


def _fits(sitting: Sitting, heading: Heading) -> bool:
    """The class that wrote and the class of the programme, as far as the file tells them."""
    if heading.grade is not None and sitting.grade != heading.grade:
        return False
    if heading.programme is not None:
        return sitting.programme_grade == heading.programme
    return True


def _ref(sitting: Sitting) -> SittingRef:
    return SittingRef(
        exam=sitting.exam,
        subject=sitting.subject.code,
        year=sitting.year,
        level=sitting.level,
        season=sitting.season,
        grade=sitting.grade,
        programme_grade=sitting.programme_grade,
    )


def _grade_label(ref: SittingRef) -> str:
    if ref.programme_grade and ref.programme_grade != ref.grade:
        return f"{ref.grade} (по программе {ref.programme_grade} класса)"
    return str(ref.grade)


def _by_code(heading: Heading, reference: Reference) -> Problem:
    name = reference.names[heading.subject]
    return warning(
        "subject_by_code",
        "",
        f"Предмет взят по номеру в имени файла: {name}. Если это не он, назовите предмет в имени файла.",
    )


def _no_season(heading: Heading, *, in_rows: bool) -> Problem:
    """Two works of one year and class are marked by two scales: nobody may guess between them."""
    where = "в столбец «Период» или в имя файла" if in_rows else "в имя файла или над таблицей"
    return error(
        "no_season",
        "",
        f"В {heading.year} году ВПР писали и весной, и осенью, а файл не говорит, которая это работа. "
        f"Допишите {where} «весна {heading.year}» или «осень {heading.year}» и загрузите файл снова.",
    )


def _no_sitting(heading: Heading, reference: Reference, held: Iterable[Sitting], *, exam: str) -> Problem:
    grade = f"{heading.grade} класс" if heading.grade else ""
    programme = f"по программе {heading.programme} класса" if heading.programme else ""
    subject = reference.names.get(heading.subject, heading.subject)
    asked = ", ".join(filter(None, (f"{Exam(exam).label} {heading.year} года", subject, grade, programme)))
    known = "; ".join(each.grade_label for each in sorted(held, key=_order) if not each.is_summary)
    hint = f" В календаре этого года есть: {known}." if known else ""
    return error(
        "no_sitting",
        "",
        f"В календаре нет работы: {asked}.{hint} Проверьте предмет, год и класс; если работа была, "
        "попросите администратора внести её в календарь.",
    )


def _order(sitting: Sitting) -> tuple[str, int]:
    return sitting.season, sitting.grade or 0
