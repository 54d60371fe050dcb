"""From what a file says to the line of the exam calendar that it means, or a problem that says what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitoring.enums import Exam, Scale, Season
from monitoring.imports._fis_oko_heading import Heading
from monitoring.imports.layout import error, warning
from monitoring.imports.parsed import Problem, SittingRef
from monitoring.imports.reference import Reference
from monitoring.models import Sitting

_EXAMPLE = "Например, назовите файл «ВПР 2023 Математика 5 класс»"


@dataclass(slots=True)
class Calendar:
    """Sittings by what a file says of them; each question is answered once, each problem told once."""

    reference: Reference
    in_rows: bool = False  # the file tells subject, year and class in each row, not above the table
    problems: list[Problem] = field(default_factory=list)
    _answers: dict[tuple[str, Heading], SittingRef | None] = field(default_factory=dict)

    def sitting(self, heading: Heading, *, address: str, exam: str = Exam.VPR) -> SittingRef | None:
        """The sitting, or None with a problem at `address`."""
        key = (exam, heading)
        if key not in self._answers:
            missing = _missing(heading, address, in_rows=self.in_rows)
            self._answers[key], problems = (
                (None, missing) if missing else _resolved(heading, self.reference, address=address, exam=exam)
            )
            self.problems.extend(problems)
        return self._answers[key]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was recognised, for the preview; each fact once."""
        found = [answer for answer in self._answers.values() if answer is not None]
        columns = {
            "Процедура": [Exam(each.exam).label for each in found],
            "Предмет": [self.reference.names.get(each.subject, "") for each in found],
            "Год": [str(each.year) for each in found],
            "Когда писали": [str(Season(each.season).label) for each in found],
            "Класс": [_grade_label(each) for each in found],
        }
        return [(name, ", ".join(dict.fromkeys(values))) for name, values in columns.items() if any(values)]


def _resolved(
    heading: Heading, reference: Reference, *, address: str, exam: str
) -> tuple[SittingRef | None, list[Problem]]:
    held = [
        sitting
        for sitting in reference.sittings.values()
        if (sitting.exam, sitting.subject.code, sitting.year) == (exam, heading.subject, heading.year)
        and sitting.is_held
        and sitting.scale == Scale.MARK
    ]
    fitting = [each for each in held if each.grade is not None and _fits(each, heading)]
    problems = [_by_code(heading, reference, address)] if heading.by_code else []
    if not fitting:
        return None, [*problems, _no_sitting(heading, reference, held, address=address, exam=exam)]
    seasons = {each.season for each in fitting}
    if len(seasons) > 1 and heading.season in seasons:
        fitting = [each for each in fitting if each.season == heading.season]
    elif len(seasons) > 1:
        fitting = _of_main_season(fitting, held)
        problems.append(_assumed(fitting[0], address))
    return _ref(fitting[0]), problems


def _missing(heading: Heading, address: str, *, in_rows: bool) -> list[Problem]:
    """What the file does not say: without it no result may be put anywhere."""
    asked = (
        ("no_subject", heading.subject, "предмет", "«Предмет: Математика»"),
        ("no_year", heading.year, "год", "«ВПР 2023. 5 класс»"),
        ("no_grade", heading.grade or heading.programme, "класс", "«ВПР 2023. 5 класс»"),
    )
    return [
        error(
            kind,
            address,
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


def _of_main_season(fitting: Sequence[Sitting], held: Iterable[Sitting]) -> list[Sitting]:
    """Where a year had two windows, the one of its general summary line is the main one."""
    main = {each.season for each in held if each.is_summary and each.is_general}
    return [each for each in fitting if each.season in main] or list(fitting[:1])


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


def _by_code(heading: Heading, reference: Reference, address: str) -> Problem:
    name = reference.names[heading.subject]
    return warning(
        "subject_by_code",
        address,
        f"Предмет взят по номеру в имени файла: {name}. Если это не он, назовите предмет в имени файла.",
    )


def _assumed(sitting: Sitting, address: str) -> Problem:
    return warning(
        "season_assumed",
        address,
        f"В {sitting.year} году ВПР писали и весной, и осенью, а файл времени года не называет. Результаты "
        f"отнесены к работе: {Season(sitting.season).label}, {sitting.grade_label}. Если это не так, "
        "допишите в имя файла «весна» или «осень».",
    )


def _no_sitting(
    heading: Heading, reference: Reference, held: Iterable[Sitting], *, address: str, exam: str
) -> Problem:
    grade = f"{heading.grade} класс" if heading.grade else ""
    programme = f"по программе {heading.programme} класса" if heading.programme else ""
    subject = reference.names.get(heading.subject, heading.subject)
    asked = ", ".join(filter(None, (f"{Exam(exam).label} {heading.year} года", subject, grade, programme)))
    known = "; ".join(each.grade_label for each in sorted(held, key=_order) if not each.is_summary)
    hint = f" В календаре этого года есть: {known}." if known else ""
    return error(
        "no_sitting",
        address,
        f"В календаре нет работы: {asked}.{hint} Проверьте предмет, год и класс; если работа была, "
        "попросите администратора внести её в календарь.",
    )


def _order(sitting: Sitting) -> tuple[str, int]:
    return sitting.season, sitting.grade or 0
