"""Appeals of РИС ГИА-9 and ГИА-11: what satisfied ones changed, as «so many from 41 to 42» of a school."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitoring.enums import Scale, Severity
from monitoring.imports._fis_oko_dates import day_of
from monitoring.imports._ris_block import Target
from monitoring.imports._ris_cells import NO_RESULT, appeal_state, result_of
from monitoring.imports._ris_header import Columns, cell_at
from monitoring.imports._ris_reader import Reader
from monitoring.imports._ris_tally import ExamTally
from monitoring.imports.layout import error, warning
from monitoring.imports.numbers import amount
from monitoring.imports.parsed import Appeal, ParsedFile, ParsedRow, Problem, SchoolRef
from monitoring.imports.reference import Reference
from portal.core.russian import counted
from portal.core.tables import Row, Sheet

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d))?")
_FULL = "Выгрузите из РИС полный протокол этого экзамена после апелляций: он заменит результаты."


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """One satisfied appeal. Day and clock order the steps of a pupil, then their order in the file."""

    day: str
    clock: tuple[int, ...]
    number: int
    before: int
    after: int
    address: str


def appeals_read(
    sheets: Sequence[Sheet], *, code: str, file_name: str, reference: Reference, grade: int
) -> ParsedFile:
    """The changes of every school, exam and day. Raises UnreadableTable if no sheet has the heads."""
    return _Appeals(file_name=file_name, reference=reference, grade=grade).finished(sheets, code)


class _Appeals(Reader):
    refusal = "Это не таблица апелляций РИС ГИА: нет столбцов «Код ОО» и «Балл до изменения»."
    beside = "Протокол здесь не учтён: загрузите его отдельным файлом раньше апелляций."

    def __init__(self, *, file_name: str, reference: Reference, grade: int):
        super().__init__(file_name=file_name, reference=reference, grade=grade)
        #: exam → school → pupil → steps; a pupil is a salted hash, or the address of a row that tells none
        self._steps: dict[int, dict[str, dict[bytes | str, list[_Step]]]] = defaultdict(dict)
        #: (reason, exam where the reason concerns one) → how many rows and where the first is
        self._left: dict[tuple[str, str], tuple[int, str]] = {}
        self._number = 0

    def wanted(self, columns: Columns) -> bool:
        return columns.is_appeals

    def take(self, row: Row, code: str, target: Target) -> None:
        if target.exam is None:
            return
        self._number += 1
        state = self._state(row)
        if state in ("refused", "pending"):
            self._leave(state, row)
        elif not _has_before(self.columns, target.exam.scale):
            self._leave("no_before", row, target.exam)
        elif not state:
            self._leave("unknown", row)
        elif step := self._step(row, target):
            self.school_of(target.exam, row, code)
            known = self._steps[id(target.exam)].setdefault(code, {})
            known.setdefault(self._pupil(row, code), []).append(step)

    def rows(self) -> list[ParsedRow]:
        found = []
        for exam in self.exams.values():
            for code, pupils in self._steps[id(exam)].items():
                if appeals := self._changes(pupils.values()):
                    school = exam.schools[code]
                    reference = SchoolRef(code=code, municipality=school.municipality)
                    found.append(
                        ParsedRow("appeals", reference, exam.sitting, {}, school.address, appeals=appeals)
                    )
        self.problems += self._left_out()
        return found

    def _state(self, row: Row) -> str:
        columns = self.columns
        said = (row.text(columns.get("state")), row.text(columns.get("appeal")))
        return next((state for text in said if (state := appeal_state(text))), "")

    def _step(self, row: Row, target: Target) -> _Step | None:
        """The results before and after; None and a problem where one of them is missing."""
        columns, exam = self.columns, target.exam
        if exam is None:
            return None
        before_at = _before_column(columns, exam.scale)
        before = result_of(cell_at(row, before_at), exam.scale)
        after = result_of(cell_at(row, target.column), exam.scale)
        if after == NO_RESULT:
            text = f"После апелляции результата нет: строка не учтена. {_FULL}"
            self.problems.append(warning("no_result_after", self.address(row, target.column), text))
            return None
        if min(before, after) < 0:
            wrong = before_at if before < 0 else target.column
            text = f"Здесь нужен результат до или после апелляции: строка не учтена. {_FULL}"
            self.problems.append(error("wrong_result", self.address(row, wrong), text))
            return None
        if exam.scale == Scale.MARK and not _is_mark_before(row, columns, before, after):
            self._leave("no_before", row, exam)
            return None
        moment = _moment(row.text(columns.get("changed")))
        return _Step(*moment, self._number, before, after, self.address(row, before_at))

    def _pupil(self, row: Row, code: str) -> bytes | str:
        """Two appeals of one pupil follow each other; the document knows him, else the name in his class."""
        columns = self.columns
        by_document = self.pupils.key(row, columns.documents, columns.names, code)
        grade = columns.places.get("grade", ())
        return by_document or self.pupils.key(row, columns.names, grade, code) or self.address(row, 0)

    def _changes(self, pupils: Iterable[list[_Step]]) -> tuple[Appeal, ...]:
        """Every step of its own: the same appeals are known again when a later file has one more."""
        changes: Counter[tuple[int, int, str]] = Counter()
        for steps in pupils:
            now: int | None = None
            for step in sorted(steps):
                if now not in (None, step.before):
                    text = (
                        "У участника две апелляции, и вторая не продолжает первую: учтено изменение "
                        "от результата первой. Проверьте эту строку."
                    )
                    self.problems.append(warning("appeals_apart", step.address, text))
                before = step.before if now is None else now
                if before != step.after:
                    changes[before, step.after, step.day] += 1
                now = step.after
        return tuple(Appeal(*step[:2], count, step[2]) for step, count in sorted(changes.items()))

    def _leave(self, reason: str, row: Row, exam: ExamTally | None = None) -> None:
        key = reason, ", ".join(fact for _, fact in exam.facts(self.reference)) if exam else ""
        column = self.columns.get("state") or self.columns.get("appeal")
        count, address = self._left.get(key, (0, self.address(row, column)))
        self._left[key] = count + 1, address

    def _left_out(self) -> Iterator[Problem]:
        for (reason, exam), (count, address) in self._left.items():
            severity, text = _LEFT_OUT[reason]
            rows = counted(count, "строка", "строки", "строк")
            where = f" ({exam})" if exam else ""
            yield Problem(severity, f"appeal_{reason}", address, f"{rows}{where}: {text}")


_LEFT_OUT = {
    "refused": (Severity.INFO, "апелляция не удовлетворена, результат не изменился."),
    "pending": (Severity.INFO, "апелляция ещё рассматривается, изменений нет."),
    "unknown": (
        Severity.WARNING,
        "состояние апелляции не узнано, изменение не учтено. Впишите «Удовлетворена» или «Отклонена».",
    ),
    "no_before": (
        Severity.WARNING,
        f"в таблице нет отметки до апелляции, поэтому ничего не изменено. {_FULL}",
    ),
}


def _before_column(columns: Columns, scale: Scale) -> int | None:
    names = ("before_mark", "before_score") if scale == Scale.MARK else ("before_score", "before_mark")
    return next((place for name in names if (place := columns.get(name)) is not None), None)


def _has_before(columns: Columns, scale: Scale) -> bool:
    """«Балл до изменения» beside a mark may be a primary score: only «Разница» tells that it is none."""
    if scale == Scale.MARK and columns.get("before_mark") is None:
        return columns.get("before_score") is not None and columns.get("difference") is not None
    return _before_column(columns, scale) is not None


def _is_mark_before(row: Row, columns: Columns, before: int, after: int) -> bool:
    if columns.get("before_mark") is not None:
        return True
    return amount(cell_at(row, columns.get("difference"))) == after - before


def _moment(text: str) -> tuple[str, tuple[int, ...]]:
    """«05.07.2021 9:54:41» as day and clock that sort; empty for no date."""
    day, clock = day_of(text), _CLOCK.search(text)
    if day is None:
        return "", ()
    return day.isoformat(), tuple(int(part or 0) for part in clock.groups()) if clock else ()
