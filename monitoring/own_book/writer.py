"""The workbook of a district as Excel shows it: protected sheets, open input cells, checks in Russian.

Rows are written in order and never twice (constant memory): a region's table needs no more than a school's.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from math import ceil
from typing import Any

from monitoring.own_book.content import Book, BookSheet, Line
from monitoring.own_book.keys import SCHOOL_CODE, SCHOOL_NAME, STATUS, column_key, sheet_title
from monitoring.own_book.looks import Looks
from monitoring.own_book.rules import RULES, instruction, rule_name
from portal.core.tables import column_letters
from portal.core.workbooks import Workbook

CODE, NAME, FIRST_BLOCK = 0, 1, 2
TITLE_ROW, HELP_ROW, HEAD_ROW = 0, 1, 2
#: in characters; the rest of the columns are as wide as COUNT_WIDTH
WIDTHS = {"participants": 12, "mean_mark": 10, "mean_score": 10, "below_minimum": 11, STATUS: 21}
CODE_WIDTH, NAME_WIDTH, COUNT_WIDTH = 12, 42, 6
#: in points; a long name takes two lines
ROW_HEIGHT = 15.75
#: the instruction is as wide as a screen; so many characters stand on a page at the least scale, in per cent
HELP_WIDTH, PAGE_WIDTH, LEAST_SCALE = 125, 217, 60
_A4 = 9
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}


def write_book(book: Book) -> bytes:
    """The .xlsx file of a district's table."""
    with Workbook(constant_memory=True) as file:
        file.set_properties({"title": f"{book.district.name}. Результаты {book.year} года"})
        looks = Looks(file)
        for sheet in book.sheets:
            _SheetWriter(file.add_worksheet(sheet.name), sheet, book, looks).write()
    return file.content


def file_name(book: Book) -> str:
    """«Результаты 2021 kotelnikovo.xlsx»."""
    return f"Результаты {book.year} {book.district.code}.xlsx"


class _SheetWriter:
    def __init__(self, page: Any, sheet: BookSheet, book: Book, looks: Looks) -> None:
        self.page, self.sheet, self.looks = page, sheet, looks
        self.instruction = instruction(sheet.blocks, may_import=book.may_import)
        self.title = sheet_title(district=book.district.name, year=book.year, exam=sheet.name)
        self.fields = [(block, name) for block in sheet.blocks for name in block.fields]
        self.first_columns = {FIRST_BLOCK + start for start in self._starts()}
        self.widths = [CODE_WIDTH, NAME_WIDTH, *(WIDTHS.get(name, COUNT_WIDTH) for _, name in self.fields)]
        self.field_row = HEAD_ROW + (2 if sheet.has_sub_heads else 1)
        self.key_row = self.field_row + 1

    def write(self) -> None:
        self.page.set_default_row(ROW_HEIGHT)
        self._columns()
        self._top()
        self._head()
        self._keys()
        last = self.key_row
        for last, line in enumerate(self.sheet.lines(), start=self.key_row + 1):
            self._line(last, line)
        self._rules(last)
        self._print_set_up(last)
        self.page.freeze_panes(self.key_row + 1, FIRST_BLOCK)
        self.page.protect("", _ALLOWED)

    def _starts(self) -> list[int]:
        lengths = [len(block.fields) for block in self.sheet.blocks]
        return [0, *accumulate(lengths)][:-1]

    def _columns(self) -> None:
        for column, width in enumerate(self.widths):
            self.page.set_column(column, column, width)

    # --- Above the schools ----------------------------------------------------------------------

    def _top(self) -> None:
        self.page.set_row(TITLE_ROW, 24)
        self.page.write_string(TITLE_ROW, CODE, self.title, self.looks.title)
        text = self.instruction
        last = max(NAME, sum(total <= HELP_WIDTH for total in accumulate(self.widths)) - 1)
        self.page.set_row(HELP_ROW, 14 * ceil(1.1 * len(text) / sum(self.widths[: last + 1])) + 4)
        self.page.write_string(HELP_ROW, CODE, text, self.looks.help)
        for column in range(NAME, last + 1):
            self.page.write_blank(HELP_ROW, column, None, self.looks.help)
        self._merge(HELP_ROW, CODE, HELP_ROW, last)

    def _head(self) -> None:
        """Subjects over their classes or levels over what is counted, row by row."""
        for row in range(HEAD_ROW, self.field_row + 1):
            for column, text in ((CODE, "Код ОО"), (NAME, "Школа")):
                self.page.write(row, column, text if row == HEAD_ROW else None, self.looks.school_head)
            if row < self.field_row:
                self._block_heads(row)
            else:
                self._field_names(row)
        for column in (CODE, NAME):
            self._merge(HEAD_ROW, column, self.field_row, column)

    def _block_heads(self, row: int) -> None:
        """A subject, and under it its class or level; without one the subject stands over both rows."""
        self.page.set_row(row, 18)
        level = row - HEAD_ROW
        for start, block in zip(self._starts(), self.sheet.blocks, strict=True):
            column, last = FIRST_BLOCK + start, FIRST_BLOCK + start + len(block.fields) - 1
            text = block.sub_head if level else block.head
            self._spread(row, column, last, text, level=level if block.sub_head else 0)
            if block.sub_head:
                self._merge(row, column, row, last)
            elif not level:
                self._merge(row, column, self.field_row - 1, last)

    def _field_names(self, row: int) -> None:
        self.page.set_row(row, 28)
        labels = [label for block in self.sheet.blocks for label in block.labels()]
        for column, label in enumerate(labels, start=FIRST_BLOCK):
            self.page.write_string(row, column, label, self.looks.head(2, first=column in self.first_columns))

    def _keys(self) -> None:
        self.page.set_row(self.key_row, 9)
        keys = [SCHOOL_CODE, SCHOOL_NAME, *(column_key(block.sitting, name) for block, name in self.fields)]
        for column, key in enumerate(keys):
            look = self.looks.key(first=column in self.first_columns)
            self.page.write_string(self.key_row, column, key, look)

    # --- The schools ----------------------------------------------------------------------------

    def _line(self, row: int, line: Line) -> None:
        if len(line.name) > NAME_WIDTH:
            self.page.set_row(row, 2 * ROW_HEIGHT)
        self.page.write(row, CODE, line.code or None, self.looks.code)
        self.page.write_string(row, NAME, line.name, self.looks.name)
        cells = zip(self.fields, line.values, line.closed, strict=True)
        for column, ((_, name), value, closed) in enumerate(cells, start=FIRST_BLOCK):
            look = self.looks.cell(name, first=column in self.first_columns, closed=closed)
            self.page.write(row, column, value, look)

    def _rules(self, last: int) -> None:
        """One rule for all its columns: hundreds of them would weigh more than the numbers."""
        first = self.key_row + 1
        if last < first:
            return
        columns: dict[str, list[int]] = defaultdict(list)
        for column, (block, name) in enumerate(self.fields, start=FIRST_BLOCK):
            if block.sitting.is_held:
                columns[rule_name(name)].append(column)
        for name, found in columns.items():
            areas = " ".join(
                f"{letter}{first + 1}:{letter}{last + 1}" for letter in map(column_letters, found)
            )
            options = {**RULES[name], "multi_range": areas}
            self.page.data_validation(first, found[0], last, found[0], options)
        self.page.ignore_errors({"number_stored_as_text": f"A{first + 1}:A{last + 1}"})

    def _print_set_up(self, last: int) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if sum(self.widths) <= PAGE_WIDTH:
            page.fit_to_pages(1, 0)
        else:
            page.set_print_scale(LEAST_SCALE)
            page.set_v_pagebreaks(list(self._page_breaks()))
        page.repeat_rows(HEAD_ROW, self.key_row)
        page.repeat_columns(CODE, NAME)
        page.print_area(0, 0, last, len(self.widths) - 1)
        page.set_footer("&L" + self.title.replace("&", "&&") + "&RСтраница &P из &N")

    def _page_breaks(self) -> Iterator[int]:
        """The columns that begin a page: a block is never cut, and every page repeats the schools."""
        left = room = PAGE_WIDTH - CODE_WIDTH - NAME_WIDTH
        for start, block in zip(self._starts(), self.sheet.blocks, strict=True):
            width = sum(WIDTHS.get(name, COUNT_WIDTH) for name in block.fields)
            if width > left:
                yield FIRST_BLOCK + start
                left = room
            left -= width

    # --- Merging --------------------------------------------------------------------------------

    def _spread(self, row: int, column: int, last: int, text: str, *, level: int) -> None:
        """A head from `column` to `last`: the text in the first, the look in all."""
        self.page.write(row, column, text or None, self.looks.head(level))
        for place in range(column + 1, last + 1):
            self.page.write_blank(row, place, None, self.looks.head(level, first=False))

    def _merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Only the note of it: `merge_range` would also write the lower rows, before their turn."""
        if (first_row, first_column) != (last_row, last_column):
            self.page.merge.append([first_row, first_column, last_row, last_column])
