"""Goes over the sheets of a РИС file once: titles, heads, footers, and the rows of pupils for a subclass.

A problem tells an address and never quotes a cell, so no name can leave with it: in a shifted table any
column may hold one.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from monitoring.enums import Level, Scale
from monitoring.imports._fis_oko_heading import MADE_ON
from monitoring.imports._ris_block import Block, Target, footer_of, is_numbering, is_short
from monitoring.imports._ris_cells import Pupils, area_code, exam_class, result_of, school_code
from monitoring.imports._ris_header import Columns, cell_at, first_header, header_at
from monitoring.imports._ris_tally import LANGUAGES, ExamTally, SchoolTally, scale_of
from monitoring.imports._ris_title import (
    Title,
    doubt_of,
    is_date_line,
    is_subject,
    names_a_day,
    sitting_of,
    title_of,
    title_of_file,
)
from monitoring.imports.layout import error, line_of, warning
from monitoring.imports.parsed import ParsedFile, ParsedRow, Problem, SittingRef
from monitoring.imports.reference import Reference
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet, UnreadableTable

#: A title is written in few cells; what is printed beside it is no title.
_TITLE_CELLS = 4


class Reader(ABC):
    """Holds counts of schools and addresses, never a row."""

    #: what to say where the book has no such table
    refusal: str
    #: what to say of the other kind of table on the same sheets
    beside: str

    def __init__(self, *, file_name: str, reference: Reference, grade: int):
        """`grade` stands for a class that the rows do not tell."""
        self.reference, self.grade = reference, grade
        self.problems: list[Problem] = []
        self.pupils = Pupils()
        self.exams: dict[SittingRef, ExamTally] = {}
        self._of_file = title_of_file(file_name, reference)
        self._codes: dict[Cell, str] = {}
        self._rows_read = 0

    @abstractmethod
    def wanted(self, columns: Columns) -> bool:
        """Whether these are the heads that this reader reads."""

    @abstractmethod
    def take(self, row: Row, code: str, target: Target) -> None:
        """Count the row of a pupil of the school `code`."""

    @abstractmethod
    def rows(self) -> list[ParsedRow]:
        """What was counted; further problems go to `problems`."""

    def finished(self, sheets: Sequence[Sheet], code: str) -> ParsedFile:
        """Read everything. Raises UnreadableTable if no sheet has the heads."""
        if not any((found := first_header(sheet)) and self.wanted(found[1]) for sheet in sheets):
            raise UnreadableTable(self.refusal)
        for sheet in sheets:
            self._read(sheet)
        rows = tuple(self.rows())
        return ParsedFile(code, rows, tuple(self.problems), self._rows_read, self._facts())

    def _facts(self) -> tuple[tuple[str, str], ...]:
        """One exam fact by fact; of several each in one line, so that they can be told apart."""
        exams = list(self.exams.values())
        if len(exams) == 1:
            return exams[0].facts(self.reference)
        return tuple((exam.name, exam.told(self.reference)) for exam in exams)

    def school_of(self, exam: ExamTally, row: Row, code: str) -> SchoolTally:
        school = exam.schools.get(code)
        if school is None:
            columns = self.columns
            area = area_code(cell_at(row, columns.get("municipality")))
            school = exam.schools[code] = SchoolTally(self.address(row, columns.get("school")), area)
        return school

    @property
    def columns(self) -> Columns:
        """Of the table that is being read; only asked inside one."""
        columns = self.block.columns
        if columns is None:
            raise RuntimeError("a row of a pupil was taken outside a table")
        return columns

    def address(self, row: Row, column: int | None) -> str:
        return self.block.sheet.address(row, column or 0)

    def _read(self, sheet: Sheet) -> None:
        of_sheet = title_of(sheet.title)
        if not is_subject(of_sheet, self.reference):
            of_sheet = Title()
        self._around = of_sheet.completed(self._of_file)
        self.block = Block(sheet, self._around)
        left = 0
        for position, row in enumerate(sheet.rows):
            if left:
                left -= 1
            elif not self._is_pupil(row):
                left = self._other(sheet.rows, position)
        self._close()

    # --- rows of pupils ---------------------------------------------------------------------

    def _is_pupil(self, row: Row) -> bool:
        """Take the row if it is a pupil's: only then it has the code of a school in that column."""
        columns = self.block.columns
        if columns is None:
            return False
        cell = cell_at(row, columns.get("school"))
        code = self._codes.get(cell)
        if code is None:
            code = self._codes[cell] = school_code(cell)
        if not code or (footer_of(row) and is_short(row)):
            return False
        self._rows_read += 1
        target = self._target(row, columns)
        target.rows += 1
        if target.exam is not None:
            self.take(row, code, target)
        return True

    def _target(self, row: Row, columns: Columns) -> Target:
        """The exam of a row, worked out once for each class and exam cell of a block."""
        key = tuple(cell_at(row, columns.get(name)) for name in ("grade", "exam", "form", "date"))
        target = self.block.targets.get(key)
        if target is None:
            target = self.block.targets[key] = self._new_target(row, columns)
        return target

    def _new_target(self, row: Row, columns: Columns) -> Target:
        title = self._row_title(row, columns)
        grade = exam_class(cell_at(row, columns.get("grade")), self.grade)
        address = self.address(row, columns.get("exam") or columns.get("school"))
        sitting = sitting_of(title, grade, self.reference)
        if isinstance(sitting, str):
            return Target(None, None, address, sitting)
        if _is_oral_alone(title, sitting, columns):
            refusal = "Это протокол одной устной части. Загрузите общий протокол экзамена."
            return Target(None, None, address, refusal)
        if doubt := doubt_of(title):
            self.problems.append(warning("exam_by_code", address, doubt))
        exam = self.exams.setdefault(sitting, ExamTally(sitting, maybe_base=sitting.level == Level.PROFILE))
        exam.maybe_base &= "проф" not in title.name
        exam.has_scores |= columns.get("score") is not None
        return Target(exam, columns.result(exam.scale), address)

    def _row_title(self, row: Row, columns: Columns) -> Title:
        named = f"{row.text(columns.get('exam'))} {row.text(columns.get('date'))}".strip()
        title = title_of(named).completed(self.block.title) if named else self.block.title
        return replace(title, is_gve=True) if "гвэ" in folded(row.text(columns.get("form"))) else title

    # --- everything else --------------------------------------------------------------------

    def _other(self, rows: Sequence[Row], position: int) -> int:
        """A head, a footer, a title, or a row that belongs to none; how many rows more were used."""
        row, block = rows[position], self.block
        if columns := header_at(rows, position):
            self._take_header(row, columns)
            return columns.height - 1
        if block.columns is not None and block.take_footer(row):
            return 0
        if block.columns is not None and _names_its_exam(row, block.columns):
            self._without_school(row, block.columns)
        elif title := self._title(row):
            self._open(title)
        elif block.columns is not None and not is_numbering(row):
            self._without_school(row, block.columns)
        return 0

    def _take_header(self, row: Row, columns: Columns) -> None:
        last = self.block
        if last.footers:  # a table of the same exam with a footer of its own
            self._close()
            self.block = Block(last.sheet, last.title)
        if self.wanted(columns):
            self.block.take_header(columns)
            return
        self.block.take_header(None)
        self.problems.append(error("another_table", self.address(row, columns.get("school")), self.beside))

    def _title(self, row: Row) -> Title | None:
        """The title in any cell of a row, or in several. A line after a table that names a day is one too:
        else the pupils of an unknown subject would be counted to the exam above.
        """
        texts = [row.text(index) for index, cell in enumerate(row.cells) if isinstance(cell, str)]
        for title in (title_of(text) for text in texts if names_a_day(text)):
            if is_subject(title, self.reference):
                return title
        if sum(cell is not None for cell in row.cells) > _TITLE_CELLS:
            return None
        text = line_of(row)
        title, block = title_of(text), self.block
        if is_date_line(title):
            return Title(day=title.day).completed(block.title)
        if is_subject(title, self.reference):
            return title
        if title.day is None or not title.name or MADE_ON.search(folded(text)):
            return None
        return title if block.has_header or not is_subject(block.title, self.reference) else None

    def _open(self, title: Title) -> None:
        last = self.block
        self._close()
        around = self._around if last.has_header else last.title
        self.block = Block(last.sheet, title.completed(around), last.columns)

    def _close(self) -> None:
        minimum = self.block.minimum()
        for exam in self.block.exams():
            if minimum is not None:
                exam.minimum = minimum if exam.minimum is None else min(exam.minimum, minimum)
        self.problems += self.block.problems()

    def _without_school(self, row: Row, columns: Columns) -> None:
        """A signature under the table is passed over; a pupil without a school is not."""
        if result_of(cell_at(row, columns.result(Scale.SCORE)), Scale.SCORE) < 0:
            return
        self._rows_read += 1
        text = "В строке нет кода ОО: она не учтена. Впишите код школы и загрузите файл снова."
        self.problems.append(error("no_school_code", self.address(row, columns.get("school")), text))


def _names_its_exam(row: Row, columns: Columns) -> bool:
    """A pupil without a school whose row names its exam: «Математика(2026.06.02)» is no title there."""
    is_told = cell_at(row, columns.get("exam")) is not None
    return is_told and not is_short(row) and not is_numbering(row)


def _is_oral_alone(title: Title, sitting: SittingRef, columns: Columns) -> bool:
    scored = sitting.subject in LANGUAGES and scale_of(sitting) == Scale.SCORE
    return title.is_oral and scored and "written" not in columns.places
