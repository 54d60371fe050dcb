"""Rows of a plan out of the tables of a file: sections, measures, and rows that go on over a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from portal.core.tables import PLAN, Row, Sheet, read_book
from roadmaps.imports.columns import Head, head_of, is_other_head, not_a_plan, other_head
from roadmaps.imports.rows import NUMBER, filled_texts, is_count, is_footer
from roadmaps.terms import names_a_time

#: columns that, merged over several rows, are meant for each of them
_SHARED = frozenset({"name", "term", "responsible", "form", "addressee", "resources", "section"})
_LEADING = re.compile(
    r"\A(?:(?:раздел|направление|блок)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[ivx]{1,4})[.):]\s*(?=\S)",
    re.IGNORECASE,
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


class ReadTable(NamedTuple):
    """What the tables of a file say, and what has no place in a plan: heads of columns, titles of tables."""

    measures: list[RawMeasure]
    ignored: list[str]
    left_out: list[str]


def read_measures(source: Path | str | BinaryIO) -> ReadTable:
    """The measures of all tables of a file that are a plan. Raises UnreadableTable."""
    sheets = read_book(source, limits=PLAN)
    plans = list(_plans(sheets))
    if not plans:
        raise not_a_plan()
    measures: list[RawMeasure] = []
    captions = sum(bool(begins and sheet.caption) for sheet, _, begins in plans)
    ends = []
    for sheet, head, begins in plans:
        title = _name_of(sheet, many=(captions if begins else 0) > 1 if sheet.of_document else len(plans) > 1)
        section = title or _last_section(sheet, measures)
        reading = _Reading(sheet, head, begins=begins, section=section, measures=measures)
        reading.read()
        ends += reading.left_out
    if any(each.section for each in measures):
        for each in measures:
            each.section = each.section or _UNTITLED
    ignored = dict.fromkeys(name for _, head, _ in plans for name in head.ignored)
    left_out = [*_left_out(sheets, [sheet for sheet, _, _ in plans]), *ends]
    return ReadTable(measures, list(ignored), left_out)


def _left_out(sheets: Sequence[Sheet], read: Sequence[Sheet]) -> Iterator[str]:
    """Tables that may be the rest of a plan: a person should know that they were not read."""
    is_after = False
    for sheet in sheets:
        is_after = is_after or sheet in read
        wide = [row for row in sheet.rows if len(filled_texts(row)) > 2]
        if sheet not in read and len(wide) > (0 if is_after else 1):
            yield sheet.caption or sheet.title


def _plans(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Head, bool]]:
    """The sheets that are a plan with their heads; False marks the rest of the one before."""
    head: Head | None = None
    for sheet in sheets:
        own = head_of(sheet)
        head = own or (head if head and _goes_on(sheet, head) else None)
        if head:
            yield sheet, head, own is not None


def _name_of(sheet: Sheet, *, many: bool) -> str:
    """One of many sheets is a section of its own, and so is a table under a heading of its own."""
    title = (sheet.caption or "") if sheet.of_document else sheet.title
    plain = _LEADING.sub("", title, count=1)
    return plain if many or (sheet.of_document and plain != title) else ""


def _last_section(sheet: Sheet, before: list[RawMeasure]) -> str:
    """A table without a heading goes on under the last one."""
    return before[-1].section if sheet.of_document and before else ""


def _goes_on(sheet: Sheet, head: Head) -> bool:
    """Whether a table without a head is the rest of the one before it, cut at the end of a page."""
    if max(len(row.cells) for row in sheet.rows) > len(head.texts):
        return False
    rows = [row for row in sheet.rows if not (is_count(row) or _is_title(row, head))]
    if not rows:
        return False
    if sheet.caption and not _LEADING.match(sheet.caption) and rows[0].text(0).rstrip(".)") == "1":
        return False  # a list of its own under words of its own: «С планом ознакомлены»
    numbered = [row for row in rows if NUMBER.fullmatch(row.text(head.columns.get("number")))]
    if "number" not in head.columns or rows[0] in numbered:
        return any(names_a_time(row.text(head.columns["term"])) for row in numbered or rows)
    return not (rows[0].text(0) or rows[0].text(head.columns["number"]))  # the rest of a row cut in two


def _is_title(row: Row, head: Head) -> bool:
    """A section, in one cell or behind its number."""
    filled = [at for at in range(len(row.cells)) if row.text(at)]
    return filled in ([0], [head.columns.get("number"), head.columns["name"]])


class _Reading:
    """One table: what a row is depends on the rows before it, and a section on the row after it."""

    def __init__(self, sheet: Sheet, head: Head, *, begins: bool, section: str, measures: list[RawMeasure]):
        self.sheet, self.measures = sheet, measures
        self.rows = [row for row in sheet.rows if not begins or row.number > head.row]
        self.section = section
        self.untold = ""  # a heading under which no measure stood yet
        self.left_out: list[str] = []
        self._go_by(head)

    def _go_by(self, head: Head) -> None:
        self.head = head
        self.shared = self._shared_texts()

    def read(self) -> None:
        for row, after in self._rows():
            own = {key: row.text(at) for key, at in self.head.columns.items()}
            number = own.pop("number", "")
            if not (any(own.values()) or number):
                continue
            if self._continues(row, number, own):
                self._append(own)
            elif heading := self._heading(row, number, own, after):
                self._begin_section(heading)
            elif any(own.values()):
                self._add(row, number, own)

    def _rows(self) -> Iterator[tuple[Row, Row | None]]:
        """Each row with the one after it, without heads and footers, up to a table of another kind."""
        for row, after in zip_longest(self.rows, self.rows[1:]):
            if self.head.repeats_in(row) or is_count(row) or is_footer(row):
                continue
            if head := other_head(self.sheet, row):
                self._go_by(head)
            elif not is_other_head(row):
                yield row, after
            elif not self.head.shares_words_with(row):
                self.left_out.append(f"{self.sheet.title}, строка {row.number}")
                return

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
        filled = filled_texts(row)
        if self._is_shared(row, *_SHARED - {"section"}):
            return ""
        if len(filled) == 1:
            return "" if NUMBER.fullmatch(filled[0]) else filled[0]
        numbered = len(filled) == 2 and bool(number and own["name"]) and not self._is_next(number, after)
        return own["name"] if numbered and (self._is_wide(row) or self._has_parts(number, after)) else ""

    def _is_wide(self, row: Row) -> bool:
        """Whether one cell goes over the name and the term: no measure looks so."""
        name, term = (self.head.columns[key] for key in ("name", "term"))
        return any(
            merge.top == row.number and merge.left <= min(name, term) and merge.right >= max(name, term)
            for merge in self.sheet.merged
        )

    def _is_next(self, number: str, after: Row | None) -> bool:
        """Whether the number goes on those of the measures: 1.2 after 1.1, 4 after 3 and not before 4.1."""
        if not self.measures or self._has_parts(number, after):
            return False
        before, _, last = self.measures[-1].number.rpartition(".")
        own, _, place = number.rstrip(".)").rpartition(".")
        return own == before and last.isdigit() and place == str(int(last) + 1)

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
                number=number.rstrip(".)") if NUMBER.fullmatch(number) else "",
                texts=texts,
                term_is_date=(row.number, self.head.columns["term"]) in self.sheet.dates,
            )
        )
