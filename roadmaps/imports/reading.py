"""One table of a plan, row by row: which row is a measure, a heading, or the rest of a row torn by a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.core.tables import Row, Sheet
from roadmaps.imports.columns import Head, is_other_head, other_head
from roadmaps.imports.headings import Headings, is_numbered
from roadmaps.imports.rows import NUMBER, filled_texts, is_count, is_empty, is_footer, is_signature

#: columns that, merged over several rows, are meant for each of them
_SHARED = frozenset({"name", "term", "responsible", "form", "addressee", "resources", "section"})
_ROMAN = re.compile(r"[IVXІХ]{1,5}[.)]?")
_SIGN = re.compile(r"\A(?:№|п\.) ?")
#: «1. Анализ», «2.1 Выезд», but neither «9.05 День Победы» nor «1. Анализ 2. Отчёт»
_NUMBERED = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,2}(?:\.[1-9])+) ?"
    r"(?P<name>(?=[^\W\d]|«)(?:(?! \d{1,2}[.)] ).)+)"
)
#: a term torn in two ends so
_OPEN_ENDS = (",", "-")
#: a sign left open at the end of a name, and what begins with the end of it
_OPENED = re.compile(r"(?:«[^»\"”]*|\([^)]*)\Z")
_CLOSING = {"«": re.compile(r"[^«]*[»\"”]"), "(": re.compile(r"[^(]*\)")}


@dataclass(slots=True)
class RawMeasure:
    """One measure as it stands in the file; `texts` by the keys of `columns`, that of a term with its lines.

    `address` is that of its name, `places` tell for each key the cell and the head of its column.
    `date_look` tells of a term that is a cell with a date what the cell shows of it (`Sheet.dates`).
    """

    address: str
    section: str
    number: str
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    date_look: str | None = None


class Reading:
    """One table: what a row is depends on the rows before it, and a heading on the rows below it."""

    def __init__(
        self,
        sheet: Sheet,
        head: Head,
        *,
        begins: bool,
        goes_on: bool,
        headings: Headings,
        measures: list[RawMeasure],
    ):
        self.sheet, self.headings, self.measures = sheet, headings, measures
        self.goes_on = goes_on
        self.rows = [row for row in sheet.rows if not begins or row.number > head.row]
        self.left_out: list[str] = []
        self.signed: list[str] = []
        self._go_by(head)

    def _go_by(self, head: Head) -> None:
        self.head = head
        self.shared = self._shared_cells()

    def read(self) -> None:
        for row, below in self._rows():
            own = {key: self._text(row, key) for key in self.head.columns}
            number = _SIGN.sub("", own.pop("number", ""))
            if not (any(own.values()) or number):
                continue
            if self.measures and is_signature(row) and self._is_last(below):
                self.signed.append(" ".join(filled_texts(row)))
            elif self._continues(row, number, own):
                self._append(own)
            elif heading := self._heading(row, number, own, below):
                self.headings.begin(heading, number if heading != number else "")
            elif any(own.values()):
                if "number" not in self.head.columns and (match := _NUMBERED.fullmatch(own["name"])):
                    number, own["name"] = match["number"], match["name"]
                self._add(row, number, own)

    def _rows(self) -> Iterator[tuple[Row, Sequence[Row]]]:
        """Each row with those below it, without heads and footers, up to a table of another kind."""
        for at, row in enumerate(self.rows, start=1):
            if self.head.repeats_in(row) or is_empty(row) or is_count(row) or is_footer(row):
                continue
            if head := other_head(self.sheet, row):
                self._go_by(head)
            elif not is_other_head(row):
                yield row, self.rows[at:]
            elif not self.head.shares_words_with(row):
                self.left_out.append(f"{self.sheet.title}, строка {row.number}")
                return

    def _shared_cells(self) -> dict[tuple[int, str], Row]:
        """By row and key, the row above of which the cell is merged down over this one."""
        keys = {at: key for key, at in self.head.columns.items() if key in _SHARED}
        rows = {row.number: row for row in self.sheet.rows}
        return {
            (number, keys[merge.left]): rows[merge.top]
            for merge in self.sheet.merged
            if merge.left in keys and merge.left == merge.right and merge.top in rows
            for number in range(merge.top + 1, merge.bottom + 1)
            if number in rows
        }

    def _is_shared(self, row: Row, *keys: str) -> bool:
        return any((row.number, key) in self.shared for key in keys)

    def _text(self, row: Row, key: str) -> str:
        """A cell as one line; the lines of a term may be several terms."""
        if key == "term":
            return row.lines(self.head.columns[key])
        return ", ".join(filter(None, map(row.text, self.head.columns_of(key))))

    def _place(self, row: Row, key: str) -> str:
        """«План!D2, столбец «Ответственный»»."""
        return f"{self.sheet.address(row, self.head.columns[key])}, столбец «{self.head.names[key]}»"

    def _source(self, row: Row, key: str) -> Row:
        """The row in which the cell of a row stands: another one where it is merged down."""
        return self.shared.get((row.number, key), row)

    def _continues(self, row: Row, number: str, own: dict[str, str]) -> bool:
        """The rest of the measure above: no number, and no name of its own or the end of its sentence."""
        if not self.measures or self.headings.is_open or number or self._is_wide(row):
            return False
        if self._is_shared(row, "name"):
            return not own["term"]
        return not own["name"] or self._is_torn(row, own) or self._ends_a_name(row, own["name"])

    def _is_torn(self, row: Row, own: dict[str, str]) -> bool:
        """Whether a page of a document ended within a measure: the rest lacks the number that others have."""
        if not self.sheet.of_document or "number" not in self.head.columns or self._is_shared(row, "term"):
            return False
        goes_on = not own["term"] or self.measures[-1].texts.get("term", "").endswith(_OPEN_ENDS)
        return own["name"][:1].islower() and goes_on

    def _ends_a_name(self, row: Row, text: str) -> bool:
        """Whether a lone text plainly is the end of the name above, which has a comma or a sign left open."""
        if len(filled_texts(row)) > 1 or is_numbered(text):
            return False
        name = self._name_above()
        if name.endswith(","):
            return True
        opened = _OPENED.search(name)
        return opened is not None and (text[:1].islower() or bool(_CLOSING[opened[0][0]].match(text)))

    def _name_above(self) -> str:
        return "" if self.headings.is_open or not self.measures else self.measures[-1].texts.get("name", "")

    def _heading(self, row: Row, number: str, own: dict[str, str], below: Sequence[Row]) -> str:
        """The title if the row is one: a lone text, or «1. | Кадры» over all columns or before 1.1.

        A text in each cell is lone as well.
        """
        filled = filled_texts(row)
        if self._is_shared(row, *_SHARED - {"section"}):
            return ""
        if len(filled) == 1:
            is_measure = NUMBER.fullmatch(filled[0]) or self._is_lone_measure(row, own, below)
            return "" if is_measure else filled[0]
        if own["name"] and own["name"] == own["term"] and len(set(filled)) == 1:
            return filled[0]
        after = below[0] if below else None
        numbered = len(filled) == 2 and bool(number and own["name"]) and not self._is_next(number, after)
        return own["name"] if numbered and (self._is_wide(row) or self._has_parts(number, after)) else ""

    def _is_lone_measure(self, row: Row, own: dict[str, str], below: Sequence[Row]) -> bool:
        """Whether a row with a name only is a measure of which nothing else is known, and no heading.

        A heading has measures under it. What stands apart from the table is a signature.
        """
        if not own["name"] or self._is_wide(row) or is_numbered(own["name"]):
            return False
        may_end_a_name = own["name"][:1].islower() or _CLOSING["«"].match(own["name"])
        if may_end_a_name or _OPENED.search(self._name_above()):
            return True
        return self._is_last(below) and any(each.number == row.number - 1 for each in self.sheet.rows)

    def _is_last(self, below: Sequence[Row]) -> bool:
        """Whether no measure can stand in the rows below."""
        rest = (each for each in below if not (is_footer(each) or is_signature(each)))
        return not (self.goes_on or any(len(filled_texts(each)) > 1 for each in rest))

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

    def _append(self, own: dict[str, str]) -> None:
        texts = self.measures[-1].texts
        if own["term"]:
            self.measures[-1].date_look = None
        for key, text in own.items():
            between = "\n" if key == "term" else " "
            texts[key] = between.join(filter(None, [texts.get(key, ""), text]))

    def _add(self, row: Row, number: str, own: dict[str, str]) -> None:
        texts = {key: text or self._text(self._source(row, key), key) for key, text in own.items()}
        if section := texts.pop("section", ""):
            self.headings.restart(section)
        self.measures.append(
            RawMeasure(
                address=self.sheet.address(row, self.head.columns["name"]),
                section=self.headings.add_measure(),
                number=number.rstrip(".)") if NUMBER.fullmatch(number) else "",
                texts=texts,
                places={key: self._place(row, key) for key in texts},
                date_look=self.sheet.dates.get((self._source(row, "term").number, self.head.columns["term"])),
            )
        )
