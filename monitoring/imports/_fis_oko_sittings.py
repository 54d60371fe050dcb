"""From what a file says to the line of the exam calendar that it means, or a problem that says what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from monitoring.enums import Exam, Scale, Season, Severity
from monitoring.imports._fis_oko_dates import season_of_day
from monitoring.imports._fis_oko_heading import Heading
from monitoring.imports.layout import error, warning
from monitoring.imports.parsed import Problem, SittingRef
from monitoring.imports.reference import Reference
from monitoring.models import Sitting

_EXAMPLE = "Например, назовите файл «ВПР 2023 Математика 5 класс»"
_OF_SEASON: dict[str, str] = {Season.SPRING: "весны ", Season.AUTUMN: "осени "}

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
    """What the file states is never set aside: a season that the calendar lacks is no other season."""
    held = [
        sitting
        for sitting in reference.sittings.values()
        if (sitting.exam, sitting.subject.code) == (exam, heading.subject)
        and heading.is_of_year(sitting.year, sitting.season)
        and sitting.is_held
        and sitting.scale == Scale.MARK
    ]
    fitting = [each for each in held if each.grade is not None and _fits(each, heading)]
    problems = [_by_code(heading, reference)] if heading.by_code else []
    if not fitting:
        return None, [*problems, _no_sitting(heading, reference, held, exam=exam)]
    windows = {(each.year, each.season) for each in fitting}
    if len(windows) > 1 and (season := season_of_day(heading.day)):  # the day of a file's name
        fitting = [each for each in fitting if each.season == season] or fitting
        windows = {(each.year, each.season) for each in fitting}
    if len(windows) > 1:
        return None, [*problems, _no_season(windows, exam=exam, in_rows=in_rows)]
    return _ref(fitting[0]), problems


def _missing(heading: Heading, *, in_rows: bool) -> list[Problem]:
    """What the file does not say: without it no result may be put anywhere."""
    if heading.grades and not heading.grade:
        return [_several_grades(heading, in_rows=in_rows)]
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


def _several_grades(heading: Heading, *, in_rows: bool) -> Problem:
    what_to_do = (
        "Исправьте ячейку; её строка не загружена."
        if in_rows
        else "Выгрузите отчёт по каждому классу отдельно или оставьте один, например «5 класс»."
    )
    text = f"Названо несколько классов: {heading.grades}. У каждого класса своя работа. {what_to_do}"
    return error("no_grade", "", text)


def _fits(sitting: Sitting, heading: Heading) -> bool:
    """The class that wrote, the class of the programme and the season, as far as the file tells them."""
    if heading.season not in ("", sitting.season):
        return False
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


def _no_season(windows: Iterable[tuple[int, str]], *, exam: str, in_rows: bool) -> Problem:
    """Two works of one class are marked by two scales: nobody may guess between them."""
    where = "в столбец «Период» или в имя файла" if in_rows else "в имя файла или над таблицей"
    told = [f"{Season(season).label} {year}" for year, season in sorted(windows, key=_in_time)]
    words = " или ".join(f"«{each}»" for each in told)
    text = (
        f"По календарю {Exam(exam).label} этого класса — две работы: {' и '.join(told)}, а файл не говорит, "
        f"которая это. Допишите {where} {words} и загрузите файл снова."
    )
    return error("no_season", "", text)


def _no_sitting(heading: Heading, reference: Reference, held: Iterable[Sitting], *, exam: str) -> Problem:
    grade = f"{heading.grade} класс" if heading.grade else ""
    programme = f"по программе {heading.programme} класса" if heading.programme else ""
    subject = reference.names.get(heading.subject, heading.subject)
    asked = ", ".join(filter(None, (f"{Exam(exam).label} {_when(heading)}", subject, grade, programme)))
    known = "; ".join(_known(window, each) for window, each in groupby(sorted(held, key=_order), _window))
    hint = f" В календаре этого года есть: {known}." if known else ""
    dated = " (о нём говорит и дата над таблицей или в имени файла)" if heading.day else ""
    text = (
        f"В календаре нет работы: {asked}.{hint} Проверьте предмет, год, класс и время года{dated}; "
        "если работа была, попросите администратора внести её в календарь."
    )
    return error("no_sitting", "", text)


def _when(heading: Heading) -> str:
    """«2021 года», «осени 2021 года», «2020/2021 учебного года»."""
    if heading.is_school_year and heading.year:
        return f"{heading.year - 1}/{heading.year} учебного года"
    return f"{_OF_SEASON.get(heading.season, '')}{heading.year} года"


def _known(window: tuple[int, str], sittings: Iterable[Sitting]) -> str:
    year, season = window
    classes = ", ".join(each.grade_label for each in sittings if not each.is_summary)
    return f"{Season(season).label} {year} — {classes}"


def _window(sitting: Sitting) -> tuple[int, str]:
    return sitting.year, sitting.season


def _order(sitting: Sitting) -> tuple[tuple[int, bool], int]:
    return _in_time(_window(sitting)), sitting.grade or 0


def _in_time(window: tuple[int, str]) -> tuple[int, bool]:
    """Spring before autumn; in the alphabet they stand the other way round."""
    return window[0], window[1] == Season.AUTUMN
