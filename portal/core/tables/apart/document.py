"""The tables of a Word document: its one part with text, read piece by piece with expat.

Out comes what a sheet gives: filled rows, and which cells are merged. Nothing else of the document is
opened: no link, picture or template is followed, and a document that declares anything is refused.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from xml.parsers import expat

from .archive import Part, unpacked
from .bounds import Bounds, Refused
from .cells import Line

_LONGEST_TEXT = 100_000  # characters of a cell
_DEEPEST = 10  # tables within tables
_LONGEST_PARAGRAPH = 300
_LONGEST_ABOVE = 3000
#: text that a reader does not see in its place: moved away, a second version, a box beside the text
_MUTE = frozenset({"moveFrom", "Fallback", "txbxContent"})
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_TEXTS = frozenset({"t"})


class Table(NamedTuple):
    """`merged` are [first row, first column, last row, last column]: rows from 1, columns from 0.

    `above` are the paragraphs between the table before and this one, one in a line.
    """

    lines: list[Line]
    merged: list[list[int]]
    above: str
    #: row and column of each cell with a table within
    holds: list[list[int]]


def tables_of(data: bytes, part: Part, bounds: Bounds) -> Iterator[Table]:
    """The tables in the order in which they end. Raises Refused."""
    reader, marks = _Reader(bounds), 0
    try:
        for number, chunk in enumerate(unpacked(data, part)):
            if number == 0 and b"\0" in chunk:
                raise Refused("broken")
            marks += chunk.count(b"<")
            if marks > bounds.marks:
                raise Refused("large")
            reader.parser.Parse(chunk, False)
            yield from reader.finished()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("broken") from error
    yield from reader.finished()


class _Cell:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.span = 1
        self.down = ""  # «restart» begins a merge down, «continue» goes on with it

    def add(self, text: str) -> None:
        self.length += len(text)
        if self.length > _LONGEST_TEXT:
            raise Refused("large")
        self.pieces.append(text)

    @property
    def text(self) -> str | None:
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        return "\n".join(line for line in lines if line) or None


class _Open:
    """A table that has begun: the row and the cell that are being read."""

    def __init__(self, above: str) -> None:
        self.table = Table([], [], above, [])
        self.row = 0
        self.cells: list[Any] = []
        self.cell: _Cell | None = None
        self.down: dict[int, list[int]] = {}

    def begin_row(self) -> None:
        self.row, self.cells = self.row + 1, []

    def end_row(self) -> None:
        while self.cells and self.cells[-1] is None:
            self.cells.pop()
        if self.cells:
            self.table.lines.append((self.row, self.cells))

    def end_cell(self, bounds: Bounds) -> None:
        cell, self.cell = self.cell, None
        if cell is None:
            raise Refused("broken")
        at, last = len(self.cells), len(self.cells) + cell.span - 1
        if last >= bounds.columns:
            raise Refused("large")
        goes_on = cell.down == "continue" and at in self.down
        self.cells += [None if goes_on else cell.text, *([None] * (cell.span - 1))]
        if goes_on:
            self.down[at][2] = self.row
            return
        self.down.pop(at, None)
        if cell.span > 1 or cell.down:
            merge = [self.row, at, self.row, last]
            self.table.merged.append(merge)
            if cell.down:
                self.down[at] = merge


class _Reader:
    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.open: list[_Open] = []
        self.done: list[Table] = []
        self.mute = self.rows = 0
        self.above = self.paragraph = ""
        self.reads = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def finished(self) -> list[Table]:
        done, self.done = self.done, []
        return done

    @property
    def cell(self) -> _Cell | None:
        return self.open[-1].cell if self.open and not self.mute else None

    def _refuse(self, *_: object) -> None:
        raise Refused("broken")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind in _MUTE:
            self.mute += 1
        elif self.mute:
            return
        elif kind in _TEXTS:
            self.reads = True
        elif begin := _BEGIN.get(kind):
            begin(self, attributes)
        elif kind in _SIGNS and self.cell:
            self.cell.add(_SIGNS[kind])

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in _MUTE:
            self.mute -= 1
        elif self.mute:
            return
        elif kind in _TEXTS:
            self.reads = False
        elif end := _END.get(kind):
            end(self)

    def _text(self, text: str) -> None:
        if self.reads and self.cell:
            self.cell.add(text)
        elif self.reads and not self.open:
            self.paragraph = (self.paragraph + text)[:_LONGEST_PARAGRAPH]

    def begin_table(self, _: dict[str, str]) -> None:
        if len(self.open) >= _DEEPEST:
            raise Refused("large")
        self.open.append(_Open(self.above))
        self.above = ""

    def end_table(self) -> None:
        table = self.open.pop().table
        if table.lines:
            self.done.append(table)
            if self.open:
                around = self.open[-1]
                around.table.holds.append([around.row, len(around.cells)])

    def begin_row(self, _: dict[str, str]) -> None:
        self.rows += 1
        if self.rows > self.bounds.rows or not self.open:
            raise Refused("large" if self.open else "broken")
        self.open[-1].begin_row()

    def end_row(self) -> None:
        self.open[-1].end_row()

    def begin_cell(self, _: dict[str, str]) -> None:
        if not self.open or self.open[-1].cell:
            raise Refused("broken")
        self.open[-1].cell = _Cell()

    def end_cell(self) -> None:
        self.open[-1].end_cell(self.bounds)

    def end_paragraph(self) -> None:
        if self.cell:
            self.cell.add("\n")
        elif not self.open:
            lines = [self.above, " ".join(self.paragraph.split())]
            self.above = "\n".join(filter(None, lines))[-_LONGEST_ABOVE:]
            self.paragraph = ""

    def span(self, attributes: dict[str, str]) -> None:
        if self.cell:
            self.cell.span = self._count(attributes)

    def skip(self, attributes: dict[str, str]) -> None:
        """Columns that a row leaves out on its left."""
        if self.open:
            self.open[-1].cells += [None] * self._count(attributes)

    def merge_down(self, attributes: dict[str, str]) -> None:
        if self.cell:
            self.cell.down = "restart" if _value(attributes) == "restart" else "continue"

    def _count(self, attributes: dict[str, str]) -> int:
        text = _value(attributes)
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            raise Refused("broken")
        if int(text) > self.bounds.columns:
            raise Refused("large")
        return max(int(text), 1)


def _value(attributes: dict[str, str]) -> str:
    return next((text for name, text in attributes.items() if name.rpartition(":")[2] == "val"), "")


_BEGIN: dict[str, Callable[[_Reader, dict[str, str]], None]] = {
    "tbl": _Reader.begin_table,
    "tr": _Reader.begin_row,
    "tc": _Reader.begin_cell,
    "gridSpan": _Reader.span,
    "gridBefore": _Reader.skip,
    "vMerge": _Reader.merge_down,
}
_END: dict[str, Callable[[_Reader], None]] = {
    "tbl": _Reader.end_table,
    "tr": _Reader.end_row,
    "tc": _Reader.end_cell,
    "p": _Reader.end_paragraph,
}
