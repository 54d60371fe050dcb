"""Matched rows as the services take them: the sitting found in the calendar, or a problem with its cell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple

from monitoring.enums import Exam, Level, Season, Severity
from monitoring.imports.parsed import ParsedRow, Problem, SittingRef
from monitoring.imports.reference import Reference, sitting_key
from monitoring.models import Sitting
from monitoring.services.import_rows import Incoming
from schools.models import School


class Calendar:
    """Sittings by what a file says of them; a class that it leaves out is taken where only one wrote."""

    def __init__(self, reference: Reference):
        self.exact = reference.sittings
        self.names = reference.names
        self.by_subject: dict[tuple, list[Sitting]] = defaultdict(list)
        for sitting in reference.sittings.values():
            self.by_subject[sitting_key(sitting)[:5]].append(sitting)

    def find(self, ref: SittingRef) -> Sitting | None:
        key = (ref.exam, ref.subject, ref.year, ref.level, ref.season, ref.grade, ref.programme_grade)
        if (found := self.exact.get(key)) is not None:
            return found
        if ref.grade is None and ref.exam == Exam.VPR:
            return None  # a summary over all classes is a sitting of its own
        alike = [sitting for sitting in self.by_subject[key[:5]] if _agrees(sitting, ref)]
        return alike[0] if len(alike) == 1 else None

    def words(self, ref: SittingRef) -> str:
        """«ВПР 2023, Русский язык, 5 класс» of a sitting that the calendar does not have."""
        parts = [f"{Exam(ref.exam).label} {ref.year}", self.names.get(ref.subject, ref.subject)]
        parts += [Level(ref.level).label] if ref.level else []
        parts += [f"{ref.grade} класс"] if ref.grade and ref.exam == Exam.VPR else []
        parts += [Season(ref.season).label] if ref.season != Season.SPRING else []
        return ", ".join(parts)


def _agrees(sitting: Sitting, ref: SittingRef) -> bool:
    return ref.grade in (None, sitting.grade) and ref.programme_grade in (None, sitting.programme_grade)


def incoming_rows(
    matched: Iterable[tuple[ParsedRow, School]], *, reference: Reference
) -> tuple[list[Incoming], list[Problem]]:
    """Rows that can be planned, and a problem for each that names no sitting of the calendar."""
    calendar = Calendar(reference)
    rows, problems = [], []
    for row, school in matched:
        sitting = calendar.find(row.sitting) if row.sitting is not None else None
        if row.sitting is None or (sitting is not None and sitting.is_held):
            rows.append(_incoming(row, school, sitting))
        else:
            problems.append(_absent(row, row.sitting, sitting, calendar))
    return rows, problems


def _incoming(row: ParsedRow, school: School, sitting: Sitting | None) -> Incoming:
    return Incoming(
        kind=row.kind,
        school_id=school.pk,
        sitting_id=sitting.pk if sitting is not None else None,
        numbers=row.numbers,
        address=row.address,
        addresses=row.addresses,
        status=row.status,
        date=row.sitting.date if row.sitting is not None else None,
        year=row.year,
        whole=row.whole,
        minimum=row.minimum,
        appeals=tuple(map(astuple, row.appeals)),
        computed=row.computed,
    )


def _absent(row: ParsedRow, ref: SittingRef, sitting: Sitting | None, calendar: Calendar) -> Problem:
    what = calendar.words(ref)
    if sitting is not None:
        text = f"По календарю процедура не проводилась: {what}. Строки пропущены. Проверьте файл и календарь."
        return Problem(Severity.ERROR, "not_held", row.address, text)
    text = f"В календаре процедур нет: {what}. Строки пропущены: добавьте её в календарь и повторите импорт."
    return Problem(Severity.ERROR, "no_sitting", row.address, text)
