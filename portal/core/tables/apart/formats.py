"""How a workbook shows its dates: the number format of a cell decides, and python-calamine tells none.

Read with expat out of parts that `scan` has looked through already: the styles, and the one sheet.
"""

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from .archive import Part, unpacked
from .bounds import Refused
from .scan import ADDRESS, column_number

#: what stands in a format without being a part of the date: words, escaped signs, colours and languages
_NO_PART = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_BUILT_IN = {14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd.mm.yyyy hh:mm"}
_STYLES, _BOOK, _RELATIONS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LISTS = frozenset({"numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"})

#: called with the local name of an element and its attributes by their local names
Start = Callable[[str, dict[str, str]], None]


def look_of(code: str) -> str:
    """«day», «month of a year», «month» or «year»: what of a date a format shows; empty for anything else."""
    shown = set(_NO_PART.sub("", code.lower()).partition(";")[0])
    if "d" in shown:
        return "day"
    if shown & {"h", "s"}:  # an «m» beside them is of minutes
        return ""
    if "m" in shown:
        return "month of a year" if "y" in shown else "month"
    return "year" if "y" in shown else ""


class Formats:
    """The formats of one workbook; of an xls file, which has no parts, nothing is known."""

    def __init__(self, data: bytes, parts: Iterable[Part]):
        self._data = data
        self._parts = {part.name.lower(): part for part in parts}
        self._looks: list[str] | None = None

    def looks_of(self, sheet: str, cells: Iterable[tuple[int, int]]) -> list[str]:
        """For each cell (row from 1, column from 0) of a sheet, how it shows a date."""
        try:
            if self._looks is None:
                self._looks = self._styles()
            found = self._sheet(self._part_of(sheet), frozenset(cells), self._looks)
        except expat.ExpatError:  # calamine may read it all the same; then the formats stay unknown
            found = {}
        return [found.get(cell, "") for cell in cells]

    def _walk(self, name: str, start: Start) -> None:
        part = self._parts.get(name.lower())
        if part is None:
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, attributes: start(
            _local(name), {_local(key): value for key, value in attributes.items()}
        )
        parser.StartDoctypeDeclHandler = _refuse
        for chunk in unpacked(self._data, part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _styles(self) -> list[str]:
        """How each style of cells shows a date, in their order."""
        codes, styles, place = dict(_BUILT_IN), [], ""

        def start(kind: str, attributes: dict[str, str]) -> None:
            nonlocal place
            place = kind if kind in _LISTS else place
            number = attributes.get("numFmtId", "")
            if kind == "numFmt" and place == "numFmts" and number.isdecimal():
                codes[int(number)] = attributes.get("formatCode", "")
            elif kind == "xf" and place == "cellXfs":
                styles.append(int(number) if number.isdecimal() else 0)

        self._walk(_STYLES, start)
        return [look_of(codes.get(number, "")) for number in styles]

    def _part_of(self, sheet: str) -> str:
        ids, targets = {}, {}

        def in_book(kind: str, attributes: dict[str, str]) -> None:
            if kind == "sheet":
                ids[attributes.get("name", "")] = attributes.get("id", "")

        def in_relations(kind: str, attributes: dict[str, str]) -> None:
            if kind == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        self._walk(_BOOK, in_book)
        self._walk(_RELATIONS, in_relations)
        target = targets.get(ids.get(sheet, ""), "")
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def _sheet(
        self, part: str, cells: frozenset[tuple[int, int]], looks: list[str]
    ) -> dict[tuple[int, int], str]:
        found, row, column = {}, 0, -1

        def start(kind: str, attributes: dict[str, str]) -> None:
            nonlocal row, column
            if kind == "row":
                row, column = int(attributes.get("r") or row + 1), -1
            elif kind == "c":
                place = ADDRESS.match(attributes.get("r", ""))
                row, column = (int(place[2]), column_number(place[1]) - 1) if place else (row, column + 1)
                style = attributes.get("s", "0")
                if (row, column) in cells and style.isdecimal() and int(style) < len(looks):
                    found[row, column] = looks[int(style)]

        self._walk(part, start)
        return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise Refused("broken")
