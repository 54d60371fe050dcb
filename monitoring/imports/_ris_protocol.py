"""Protocols of РИС ГИА-9 and ГИА-11: every row is added to the counts of its school and forgotten."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from monitoring.enums import SCALE_BOUNDS, Scale, Severity
from monitoring.imports._ris_block import Target
from monitoring.imports._ris_cells import NO_RESULT, WRONG, exam_class, result_of, says_absent, school_code
from monitoring.imports._ris_header import Columns, cell_at, first_header
from monitoring.imports._ris_reader import Reader
from monitoring.imports._ris_tally import ExamTally, SchoolTally
from monitoring.imports.layout import error, line_of, warning
from monitoring.imports.parsed import ParsedFile, ParsedRow, Problem
from monitoring.imports.reference import Reference
from portal.core.russian import counted
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet

_WRONG_RESULT = {
    Scale.MARK: "Здесь нужна отметка 2, 3, 4 или 5: строка не учтена. Исправьте ячейку и загрузите "
    "файл снова.",
    Scale.SCORE: "Здесь нужен балл целым числом от 0 до 100: строка не учтена. Исправьте ячейку и загрузите "
    "файл снова.",
}
_LEVEL_UNKNOWN = (
    "Не видно, базовая это математика или профильная: столбец назван «Балл», а в нём одни отметки 2–5. "
    "Экзамен не загружен. Допишите в его название «базовая» или «профильная» и загрузите файл снова."
)
_PART_MISSED = "Участник был не на обеих частях экзамена, но итоговый результат у него есть: он учтён."
_REPEATED = (
    "Этот участник уже есть выше с тем же документом и тем же результатом: повтор не учтён. "
    "Оставьте одну строку."
)
_ONE_DOCUMENT = (
    "Один и тот же участник с тем же документом стоит в {rows}: учтены все. Если это повторы, оставьте одну "
    "строку и загрузите файл снова."
)
_SAMPLE = 200


class _Taken(NamedTuple):
    """A result that was counted, and to which school."""

    school: SchoolTally
    value: int


def main_class(sheets: Sequence[Sheet]) -> int | None:
    """9 or 11 if the book holds a protocol of РИС, by the classes in its rows; else None.

    Where the rows tell no class, the words above them do; English heads are those of РИС ГИА-9.
    """
    votes = {9: 0, 11: 0}
    tables = [(sheet, *found) for sheet in sheets if (found := first_header(sheet)) and found[1].is_protocol]
    for sheet, position, columns in tables:
        silent = _class_in_words(sheet.rows[: position + 1])
        votes[silent] += 1
        for row in sheet.rows[position + columns.height :][:_SAMPLE]:
            if school_code(cell_at(row, columns.get("school"))):
                votes[exam_class(cell_at(row, columns.get("grade")), silent)] += 2
    return max(votes, key=lambda grade: votes[grade]) if tables else None


def _class_in_words(rows: Sequence[Row]) -> int:
    above = folded(" ".join(line_of(row) for row in rows))
    return 9 if any(word in above for word in ("schoolcode", "огэ", "гвэ-9", "гиа-9", "9 класс")) else 11


def protocols_read(
    sheets: Sequence[Sheet], *, code: str, file_name: str, reference: Reference, grade: int
) -> ParsedFile:
    """The counts of every school, exam and day. `grade` stands for a class that the rows do not tell.

    Raises UnreadableTable if no sheet has the head of a protocol.
    """
    return _Protocols(file_name=file_name, reference=reference, grade=grade).finished(sheets, code)


class _Protocols(Reader):
    refusal = (
        "Это не протокол РИС ГИА: нет столбцов «Код ОО» и «Балл» или «Оценка». "
        "Выгрузите протокол из РИС заново."
    )
    beside = "Таблица апелляций здесь не учтена: загрузите её отдельным файлом после протокола."

    def __init__(self, *, file_name: str, reference: Reference, grade: int):
        super().__init__(file_name=file_name, reference=reference, grade=grade)
        self._first: dict[bytes, _Taken] = {}
        self._again: dict[bytes, list[tuple[_Taken, str]]] = defaultdict(list)
        self._results: dict[Scale, dict[Cell, int]] = {Scale.MARK: {}, Scale.SCORE: {}}

    def wanted(self, columns: Columns) -> bool:
        return columns.is_protocol

    def take(self, row: Row, code: str, target: Target) -> None:
        exam, block = target.exam, self.block
        if exam is None:
            return
        school = self.school_of(exam, row, code)
        value = self._result(row, exam, target.column)
        if value == NO_RESULT:
            block.absent += 1
            block.absent_at = block.absent_at or self.address(row, target.column)
        elif value == WRONG:
            address = self.address(row, target.column)
            self.problems.append(error("wrong_result", address, _WRONG_RESULT[exam.scale]))
        else:
            school.values[value] += 1
            block.results[value] += 1
            self._note(row, exam, _Taken(school, value))

    def rows(self) -> list[ParsedRow]:
        self._take_back_repeats()
        found: list[ParsedRow] = []
        for exam in self.exams.values():
            address = next((school.address for school in exam.schools.values()), "")
            if exam.as_base_if_marks():
                text = "В столбце «Оценка» только отметки 2–5: записано как базовая математика. Проверьте."
                self.problems.append(warning("taken_as_base", address, text))
            elif exam.looks_like_base:
                self.problems.append(error("level_unknown", address, _LEVEL_UNKNOWN))
                continue
            found += exam.rows(self.reference, self.problems)
        return found

    def _result(self, row: Row, exam: ExamTally, column: int | None) -> int:
        cell = cell_at(row, column)
        known = self._results[exam.scale]
        value = known.get(cell)
        if value is None:
            value = known[cell] = result_of(cell, exam.scale)
        absent = [index for index in self.columns.open_places if _is_absent(cell_at(row, index))]
        if value < 0 or not absent:
            return value
        if not exam.is_of_language or not self._has_a_part(row, absent, exam.scale, value):
            return NO_RESULT
        address = self.address(row, min(absent))
        self.problems.append(Problem(Severity.INFO, "part_missed", address, _PART_MISSED))
        return value

    def _has_a_part(self, row: Row, absent: Sequence[int], scale: Scale, value: int) -> bool:
        """Whether a pupil was at one part at least: the lowest result beside no other word is nobody's."""
        parts = self.columns.parts
        told = sum(cell_at(row, index) is not None for index in parts)
        return set(absent) <= set(parts) and (value > SCALE_BOUNDS[scale][0] or len(absent) < told)

    def _note(self, row: Row, exam: ExamTally, taken: _Taken) -> None:
        """Only a document can tell that two rows are one pupil: two pupils may have one name."""
        columns = self.columns
        key = self.pupils.key(row, columns.documents, columns.names, id(exam))
        if key is None:
            return
        first = self._first.setdefault(key, taken)
        if first is not taken:
            self._again[key].append((taken, self.address(row, columns.get("school"))))

    def _take_back_repeats(self) -> None:
        """A pupil who stands twice with one result counts once. A document that stands more often, or beside
        another result, tells nobody: its rows all count, and a person is told.
        """
        for key, repeats in self._again.items():
            first, ((taken, address), *more) = self._first[key], repeats
            if not more and taken.school is first.school and taken.value == first.value:
                taken.school.values[taken.value] -= 1
                self.problems.append(warning("repeated_pupil", address, _REPEATED))
            else:
                rows = counted(len(repeats) + 1, "строке", "строках", "строках")
                self.problems.append(warning("one_document", address, _ONE_DOCUMENT.format(rows=rows)))


def _is_absent(cell: Cell) -> bool:
    """Answers («++-1(2)») are plain signs: only a word can tell that there was no pupil."""
    return isinstance(cell, str) and not cell.isascii() and says_absent(cell)
