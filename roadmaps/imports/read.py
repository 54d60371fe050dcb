"""Rows of a plan out of the tables of a file: sections, measures, and rows that go on over a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from portal.core.tables import PLAN, Row, Sheet, read_book
from roadmaps.imports.columns import Head, head_of, not_a_plan
from roadmaps.terms import names_a_time

#: columns that, merged over several rows, are meant for each of them
_SHARED = frozenset({"name", "term", "responsible", "form", "addressee", "resources", "section"})
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_LEADING = re.compile(
    r"(?:раздел\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[ivx]{1,4})[.):]\s*(?=\S)", re.IGNORECASE
)
#: measures over the first heading, in a plan that has headings
_UNTITLED = "Общие мероприятия"
_ROMAN = re.compile(r"[IVXІХ]{1,5}[.)]?")


@dataclass(slots=True)
class RawMeasure:
    """One measure as it stands in the file; `texts` by the keys of `columns`.

    `term_is_date` tells that its term is a cell with a date, which may once have been a month.
    """

    address: str
    section: str
    number: str
    texts: dict[str, str] = field(default_factory=dict)
    term_is_date: bool = False


def read_measures(source: Path | str | BinaryIO) -> tuple[list[RawMeasure], list[str]]:
    """The measures of all tables of a file that are a plan, and the heads of columns left out.

    Raises UnreadableTable.
    """
    plans = list(_plans(read_book(source, limits=PLAN)))
    if not plans:
        raise not_a_plan()
    measures: list[RawMeasure] = []
    captions = sum(bool(begins and sheet.caption) for sheet, _, begins in plans)
    for sheet, head, begins in plans:
        named = len(plans) > 1 if not sheet.of_document else begins and captions > 1
        section = (_name_of(sheet) if named else "") or _last_section(sheet, measures)
        _Reading(sheet, head, begins=begins, section=section, measures=measures).read()
    if any(each.section for each in measures):
        for each in measures:
            each.section = each.section or _UNTITLED
    return measures, list(dict.fromkeys(name for _, head, _ in plans for name in head.ignored))


def _plans(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Head, bool]]:
    """The sheets that are a plan with their heads; False marks the rest of the one before."""
    head: Head | None = None
    for sheet in sheets:
        own = head_of(sheet)
        head = own or (head if head and _goes_on(sheet, head) else None)
        if head:
            yield sheet, head, own is not None


def _name_of(sheet: Sheet) -> str:
    """One of many sheets is a section of its own, and so is a table under a heading of its own."""
    return _LEADING.sub("", sheet.caption or "", count=1) if sheet.of_document else sheet.title


def _last_section(sheet: Sheet, before: list[RawMeasure]) -> str:
    """A table without a heading goes on under the last one."""
    return before[-1].section if sheet.of_document and before else ""


def _goes_on(sheet: Sheet, head: Head) -> bool:
    """Whether a table without a head is the rest of the one before it, cut at the end of a page."""
    first = sheet.rows[0]
    if max(len(row.cells) for row in sheet.rows) > len(head.texts):
        return False
    number = first.text(head.columns.get("number"))
    if _NUMBER.fullmatch(number):
        return names_a_time(first.text(head.columns["term"]))
    rest = [at for at in range(len(first.cells)) if first.text(at)]
    return not number and head.columns.get("number") is not None and bool(rest) and rest[0] > 0


class _Reading:
    """One table: what a row is depends on the rows before it, and a section on the row after it."""

    def __init__(self, sheet: Sheet, head: Head, *, begins: bool, section: str, measures: list[RawMeasure]):
        self.sheet, self.head, self.measures = sheet, head, measures
        self.rows = [row for row in sheet.rows if not begins or row.number > head.row]
        self.section = section
        self.untold = ""  # a heading under which no measure stood yet
        self.shared = self._shared_texts()

    def read(self) -> None:
        for row, after in zip_longest(self.rows, self.rows[1:]):
            own = {key: row.text(at) for key, at in self.head.columns.items()}
            number = own.pop("number", "")
            if self.head.repeats_in(row) or _is_count(row) or not (any(own.values()) or number):
                continue
            if self._continues(row, number, own):
                self._append(own)
            elif heading := self._heading(row, number, own, after):
                self._begin_section(heading)
            elif any(own.values()):
                self._add(row, number, own)

    def _shared_texts(self) -> dict[tuple[int, str], str]:
        """By row and key, the text of the cell above that is merged down over this one."""
        keys = {at: key for key, at in self.head.columns.items() if key in _SHARED}
        rows = {row.number: row for row in self.sheet.rows}
        return {
            (number, keys[merge.left]): rows[merge.top].text(merge.left)
            for merge in self.sheet.merged
            if merge.left in keys and merge.left == merge.right and merge.top in rows
            for number in range(merge.top + 1, merge.bottom + 1)
            if number in rows
        }

    def _is_shared(self, row: Row, *keys: str) -> bool:
        return any((row.number, key) in self.shared for key in keys)

    def _continues(self, row: Row, number: str, own: dict[str, str]) -> bool:
        """The rest of the measure above: no number, and no name of its own or the end of its sentence."""
        if not self.measures or self.untold or number or self._is_wide(row):
            return False
        if self._is_shared(row, "name"):
            return not own["term"]
        return not own["name"] or (
            own["name"][:1].islower() and not own["term"] and not self._is_shared(row, "term")
        )

    def _heading(self, row: Row, number: str, own: dict[str, str], after: Row | None) -> str:
        """The title if the row is one: a lone text, or «1. | Кадры» over all columns or before 1.1."""
        filled = [row.text(at) for at in range(len(row.cells)) if row.text(at)]
        if self._is_shared(row, *_SHARED - {"section"}):
            return ""
        if len(filled) == 1:
            return "" if _NUMBER.fullmatch(filled[0]) else filled[0]
        numbered = len(filled) == 2 and bool(number and own["name"])
        return own["name"] if numbered and (self._is_wide(row) or self._has_parts(number, after)) else ""

    def _is_wide(self, row: Row) -> bool:
        """Whether one cell goes over the name and the term: no measure looks so."""
        name, term = (self.head.columns[key] for key in ("name", "term"))
        return any(
            merge.top == row.number and merge.left <= min(name, term) and merge.right >= max(name, term)
            for merge in self.sheet.merged
        )

    def _has_parts(self, number: str, after: Row | None) -> bool:
        following = after.text(self.head.columns["number"]) if after else ""
        return bool(_ROMAN.fullmatch(number)) or following.startswith(f"{number.rstrip('.)')}.")

    def _begin_section(self, title: str) -> None:
        plain = _LEADING.sub("", title, count=1)
        self.untold = self.section = f"{self.untold}. {plain}" if self.untold else plain

    def _append(self, own: dict[str, str]) -> None:
        texts = self.measures[-1].texts
        for key, text in own.items():
            texts[key] = " ".join(filter(None, [texts.get(key, ""), text]))

    def _add(self, row: Row, number: str, own: dict[str, str]) -> None:
        self.untold = ""
        texts = {key: text or self.shared.get((row.number, key), "") for key, text in own.items()}
        self.section = texts.pop("section", "") or self.section
        self.measures.append(
            RawMeasure(
                address=self.sheet.address(row, self.head.columns["name"]),
                section=self.section,
                number=number.rstrip(".)") if _NUMBER.fullmatch(number) else "",
                texts=texts,
                term_is_date=(row.number, self.head.columns["term"]) in self.sheet.dates,
            )
        )


def _is_count(row: Row) -> bool:
    """«1 2 3 4 5» under the head: the numbers of columns."""
    filled = [row.text(at) for at in range(len(row.cells)) if row.text(at)]
    return len(filled) > 1 and filled == [str(number) for number in range(1, len(filled) + 1)]
