"""One pass over the XML of a workbook before anybody builds cells of it.

Nearly every program writes sheets so plainly that counting and one regular expression prove them
harmless. A part with anything unusual (a declaration, a namespace prefix, a cell that does not begin
with its address, an address beyond the columns or rows) goes to a real parser, which decides.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from .archive import CHUNK, Part, unpacked
from .bounds import Bounds, Refused

_LONGEST_TEXT = 2 * CHUNK  # bytes; Excel itself lets no cell have more than 32,767 characters
ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")
_PLAIN_CELL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
#: begins with one plain byte, which is found many times faster than two
_PREFIXED = re.compile(rb":(?:c|row)")
_STRICT = (".xml", ".rels")
# No reader of cells opens these, and Excel keeps strange things there: UTF-16, foreign documents.
_FOREIGN = "customxml/"


class Unusual(Exception):
    """The part is not of the plain kind."""


class Tally:
    """What was found so far in all parts together."""

    def __init__(self, bounds: Bounds):
        self.bounds = bounds
        self.marks = self.cells = 0

    def add(self, *, marks: int = 0, cells: int = 0) -> None:
        self.marks += marks
        self.cells += cells
        if self.marks > self.bounds.marks or self.cells > self.bounds.cells:
            raise Refused("large")


def scan(data: bytes, parts: list[Part], bounds: Bounds) -> Tally:
    """Unpack every part once, keeping nothing. Raises Refused at the first thing too many."""
    tally, odd_cell = Tally(bounds), _odd_cell(bounds)
    for part in parts:
        name = part.name.lower()
        if not name.endswith(_STRICT) or name.startswith(_FOREIGN):
            for chunk in unpacked(data, part):
                tally.add(marks=chunk.count(b"<"))
            continue
        before = tally.marks, tally.cells
        try:
            _plain(_blocks(data, part), tally, odd_cell)
        except Unusual:
            tally.marks, tally.cells = before
            Careful(tally).read(_checked(data, part))
    return tally


def _plain(blocks: Iterator[bytes], tally: Tally, odd_cell: re.Pattern[bytes]) -> None:
    rows = 0
    for block in blocks:
        if b"\0" in block or (b"!" in block and b"<!" in block) or _PREFIXED.search(block):
            raise Unusual
        if odd := odd_cell.search(block):
            # A plain address that is odd lies beyond the bounds: no need to parse all before it.
            raise Refused("large") if _PLAIN_CELL.match(block, odd.start()) else Unusual
        rows += block.count(b"<row")
        if rows > tally.bounds.rows:
            raise Refused("large")
        tally.add(marks=block.count(b"<"), cells=block.count(b"<c "))


def _blocks(data: bytes, part: Part) -> Iterator[bytes]:
    """Pieces of a part that begin with a tag, so that no tag is cut."""
    rest = b""
    for chunk in _checked(data, part):
        head, sign, tail = (rest + chunk).rpartition(b"<")
        yield head
        rest = sign + tail
        if len(rest) > _LONGEST_TEXT:
            raise Refused("large")
    yield rest


def _checked(data: bytes, part: Part) -> Iterator[bytes]:
    for chunk in unpacked(data, part):
        if len(chunk) == CHUNK and b"<" not in chunk:
            raise Refused("large")
        yield chunk


class Careful:
    """Counts with expat what the plain way could not vouch for."""

    def __init__(self, tally: Tally):
        self.tally, self.bounds = tally, tally.bounds
        self.row = self.column = self.rows = self.cells = self.text = 0
        self.kinds: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self, chunks: Iterator[bytes]) -> None:
        try:
            for number, chunk in enumerate(chunks):
                if number == 0 and b"\0" in chunk:  # UTF-16 or no text at all: the reader knows neither
                    raise Refused("broken")
                self.tally.add(marks=chunk.count(b"<"))
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("broken") from error
        self.tally.add(cells=self.cells)

    def _doctype(self, *_: object) -> None:
        raise Refused("broken")

    def _characters(self, text: str) -> None:
        self.text += len(text)
        if self.text > _LONGEST_TEXT:
            raise Refused("large")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.text = 0
        kind = self.kinds.get(name) or self.kinds.setdefault(name, name.rpartition(":")[2])
        if kind == "c":
            self._start_cell(attributes.get("r"))
        elif kind == "row":
            self._start_row(attributes.get("r"))

    def _start_row(self, number: str | None) -> None:
        if number is not None and not (number.isascii() and number.isdigit() and len(number) <= 7):
            raise Refused("broken")
        self.row, self.column = int(number) if number else self.row + 1, 0
        self.rows += 1
        if self.rows > self.bounds.rows:
            raise Refused("large")

    def _start_cell(self, address: str | None) -> None:
        self.cells += 1
        row, self.column = self._place(address) if address is not None else (self.row, self.column + 1)
        if row > self.bounds.rows or self.column > self.bounds.columns or self.cells > self.bounds.cells:
            raise Refused("large")

    def _place(self, address: str) -> tuple[int, int]:
        match = ADDRESS.match(address)
        if match is None or match[2].startswith("0"):
            raise Refused("broken")
        letters, row = match.groups()
        return int(row), self.columns.get(letters) or self.columns.setdefault(letters, column_number(letters))


def column_number(letters: str) -> int:
    """1 for «A», 28 for «AB»."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _odd_cell(bounds: Bounds) -> re.Pattern[bytes]:
    """A cell whose first attribute is not a plain address within the bounds."""
    columns, rows = _up_to(_letters(bounds.columns), "A", "A", "Z"), _up_to(str(bounds.rows), "1", "0", "9")
    return re.compile(rf'<c(?![A-Za-z])(?! r="(?:{columns})(?:{rows})")'.encode())


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _up_to(highest: str, first: str, low: str, high: str) -> str:
    """A pattern for all numbers from one to `highest`, written with the signs from `low` to `high`.

    `first` is the lowest sign that a number may begin with.
    """
    digits = f"[{low}-{high}]"
    shorter = [f"[{first}-{high}]{digits}{{0,{len(highest) - 2}}}"] if len(highest) > 1 else []
    same = []
    for at, sign in enumerate(highest):
        lowest = first if at == 0 else low
        if sign > lowest:
            below = f"[{lowest}-{chr(ord(sign) - 1)}]"
            same.append(highest[:at] + below + digits * (len(highest) - at - 1))
    return "|".join([*shorter, *same, highest])
