"""The entry sheet: every sitting of one year that concerns a school, as rows of one form."""

from dataclasses import dataclass, field
from functools import cached_property

from monitoring.enums import EXAM_PROGRAMME, Exam, Scale
from monitoring.forms.row import ResultRowForm
from monitoring.models import Result, Sitting
from monitoring.selectors import results_of_school, sittings_of_year, windows_of
from monitoring.services import ResultInput
from schools.models import School


@dataclass
class Section:
    """One procedure of the sheet; `note` says why there is nothing to fill in."""

    exam: Exam
    main: list[ResultRowForm] = field(default_factory=list)
    more: list[ResultRowForm] = field(default_factory=list)
    note: str = ""

    @property
    def tables(self) -> list[dict]:
        """Rows of one scale stand in one table: marks and scores have different columns."""
        tables = []
        for scale in Scale:
            main = [form for form in self.main if form.sitting.scale == scale]
            more = [form for form in self.more if form.sitting.scale == scale]
            if main or more:
                tables.append({"scale": scale, "is_mark": scale == Scale.MARK, "main": main, "more": more})
        return tables

    @property
    def more_title(self) -> str:
        if self.exam == Exam.VPR:
            return "По классам и другие предметы"
        return "Другие предметы" if self.main else "Внести, если участники были"


class EntrySheet:
    """Forms of one school and calendar year. `data` is what was posted, None for an empty sheet."""

    def __init__(self, *, school: School, year: int, data=None):
        self.school, self.year, self.data = school, year, data
        self.sittings = sittings_of_year(year=year)

    @cached_property
    def sections(self) -> list[Section]:
        sections = {exam: Section(exam) for exam in Exam}
        for form in self.forms:
            section = sections[Exam(form.sitting.exam)]
            (section.main if _is_main(form) else section.more).append(form)
        for exam, section in sections.items():
            section.note = self._note(exam)
        return [section for section in sections.values() if section.note or section.main or section.more]

    @cached_property
    def forms(self) -> list[ResultRowForm]:
        results = results_of_school(school=self.school, sittings=self.sittings)
        windows = windows_of(self.sittings)
        return [
            ResultRowForm(
                sitting=sitting,
                result=results.get(sitting.pk),
                data=self.data,
                window=windows.get(sitting.pk, ""),
            )
            for sitting in self.sittings
            if sitting.is_held and (sitting.pk in results or self._concerns(Exam(sitting.exam)))
        ]

    @property
    def faulty_forms(self) -> list[ResultRowForm]:
        return [form for form in self.forms if form.errors]

    def is_valid(self) -> bool:
        # Every row is checked, so that all messages appear at once.
        return not [form for form in self.forms if not form.is_valid()]

    def rows(self) -> list[ResultInput]:
        return [row for form in self.forms if (row := form.row()) is not None]

    def refuse(self, errors: dict[str, str]) -> None:
        """Put the service's messages («<sitting id>-<field>» → text) at their fields."""
        results = results_of_school(school=self.school, sittings=self.sittings)
        forms = {str(form.sitting.pk): form for form in self.forms}
        for key, text in errors.items():
            sitting_id, _, name = key.partition("-")
            result: Result | None = results.get(int(sitting_id))
            forms[sitting_id].refuse(name, text, result.revision if result else 0)

    def _concerns(self, exam: Exam) -> bool:
        programme = EXAM_PROGRAMME.get(exam)
        return programme is None or self.school.teaches(programme, self.year - 1)

    def _note(self, exam: Exam) -> str:
        of_exam: list[Sitting] = [sitting for sitting in self.sittings if sitting.exam == exam]
        if of_exam and not any(sitting.is_held for sitting in of_exam):
            return f"В {self.year} году {exam.label} не проводили: вводить нечего."
        if of_exam and not self._concerns(exam):
            grade = "11" if EXAM_PROGRAMME[exam] == "soo" else "9"
            return f"В {self.year - 1}/{self.year % 100:02d} учебном году в школе не было {grade} класса."
        return ""


def _is_main(form: ResultRowForm) -> bool:
    """Rows that are always open: obligatory subjects for all, and whatever has already been entered."""
    sitting = form.sitting
    expected = (
        sitting.subject.is_core and sitting.is_general and (sitting.exam != Exam.VPR or sitting.is_summary)
    )
    return expected or form.result is not None or bool(form.is_bound and form.errors)
