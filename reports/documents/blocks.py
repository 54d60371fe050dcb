"""The blocks of which every printed document is made: plain frozen data that knows no model, HTML or PDF.

A wrong tree cannot be built. Every text is freed of characters that no printer prints and is never empty,
a table fills its grid, and a cell without a value has a printed mark: a renderer has nothing to check.
Errors: ValueError or TypeError in English, because only the code that builds a document can mend it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar, Literal, get_args

from reports.documents.node import ALWAYS, OPTIONAL, Node
from reports.documents.tables import MISSING, VALUE, Cell, HeadCell, Table

__all__ = [
    "BLOCK_TYPES", "MISSING", "VALUE", "Appendix", "Block", "Cell", "Document", "HeadCell", "Heading",
    "KeyValue", "Letterhead", "ListBlock", "ListItem", "Mark", "Note", "Paragraph", "Signature", "Table",
]  # fmt: skip

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Letterhead(Node):
    """The name of the body that issues the paper, one line of print a line; stands first."""

    type: ClassVar[str] = "letterhead"
    text: str


@dataclass(frozen=True)
class Mark(Node):
    """«УТВЕРЖДЁН приказом …»: the block at the upper right, before the title."""

    type: ClassVar[str] = "mark"
    text: str


@dataclass(frozen=True)
class Heading(Node):
    """Level 1 stands once: the name of the kind («ПРОТОКОЛ») or the title. Then 2, 3, … without a gap."""

    type: ClassVar[str] = "heading"
    text: str
    level: int = 2
    align: Literal["left", "center"] = "left"

    def _check(self) -> None:
        if not 1 <= self.level <= 5:
            raise ValueError(f"A heading has a level from 1 to 5, not {self.level}.")
        _one_of(self.align, "left", "center")


@dataclass(frozen=True)
class Paragraph(Node):
    """Running text; `indent` sets in its first line."""

    type: ClassVar[str] = "paragraph"
    text: str
    align: Literal["justify", "left", "center", "right"] = "justify"
    indent: bool = True
    strong: bool = False

    def _check(self) -> None:
        _one_of(self.align, "justify", "left", "center", "right")


@dataclass(frozen=True)
class KeyValue(Node):
    """One line «label: value», the value in bold."""

    type: ClassVar[str] = "keyvalue"
    label: str = field(metadata={"key": "title"})
    value: str = field(metadata={"key": "text"})


@dataclass(frozen=True)
class Note(Node):
    """A remark in smaller print: a source, an explanation of marks."""

    type: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class ListItem(Node):
    type: ClassVar[str] = "item"
    text: str


@dataclass(frozen=True)
class ListBlock(Node):
    """Numbered «1.» or with dashes; `items` may be given as plain texts. `title` is a line above it."""

    type: ClassVar[str] = "list"
    items: tuple[ListItem | str, ...] = field(metadata={"key": "blocks"})
    ordered: bool = False
    title: str = field(default="", metadata=OPTIONAL | ALWAYS)

    def _check(self) -> None:
        if isinstance(self.items, str):
            raise TypeError("A list takes several texts, not one.")
        self._put("items", tuple(i if isinstance(i, ListItem) else ListItem(i) for i in self.items))
        if not self.items:
            raise ValueError("A list has at least one item.")


@dataclass(frozen=True)
class Signature(Node):
    """«Председатель ____ И. О. Фамилия»; stays on the page of what stands before it."""

    type: ClassVar[str] = "signature"
    post: str = field(metadata={"key": "title"})
    name: str = field(metadata={"key": "text"})


@dataclass(frozen=True)
class Appendix(Node):
    """Starts a page, its mark («Приложение 1 к протоколу …») at the upper right; its title is of level 2."""

    type: ClassVar[str] = "appendix"
    number: int
    mark: str = field(metadata={"key": "text"})
    title: str
    blocks: tuple["Block", ...]
    landscape: bool = False

    def _check(self) -> None:
        self._put("blocks", _only_blocks(self.blocks))
        if any(isinstance(block, Appendix) for block in self.blocks):
            raise ValueError("An appendix holds no appendix.")
        if min(_levels(self.blocks), default=3) < 3:
            raise ValueError(
                "A heading in an appendix has level 3 or more: the appendix's title is of level 2."
            )


Block = Letterhead | Mark | Heading | Paragraph | KeyValue | Note | ListBlock | Table | Signature | Appendix
BLOCK_TYPES: dict[str, type] = {kind.type: kind for kind in get_args(Block)}


@dataclass(frozen=True)
class Document(Node):
    """The whole paper. `title` names it (window, PDF properties) and is printed only if a block says so."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "ru"
    landscape: bool = False

    def _check(self) -> None:
        self._put("title", " ".join(self.title.split()))
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"Not a language tag: {self.language!r}.")
        self._put("blocks", _only_blocks(self.blocks))
        _check_levels(list(_levels(self.blocks)))


def _one_of(choice: str, *choices: str) -> None:
    if choice not in choices:
        raise ValueError(f"{choice!r} is none of {', '.join(choices)}.")


def _only_blocks(blocks: Iterable[object]) -> tuple[object, ...]:
    blocks = tuple(blocks)
    if wrong := [type(block).__name__ for block in blocks if not isinstance(block, Block)]:
        raise TypeError(f"Not a block: {', '.join(wrong)}.")
    return blocks


def _levels(blocks: Iterable[object]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.level
        elif isinstance(block, Appendix):
            yield 2
            yield from _levels(block.blocks)


def _check_levels(levels: list[int]) -> None:
    """A screen reader walks by headings: one of level 1, it is the first, and no level is left out."""
    if levels[:1] != [1] or levels.count(1) != 1:
        raise ValueError("A document has one heading of level 1, before all others.")
    for above, level in pairwise(levels):
        if level > above + 1:
            raise ValueError(f"A heading of level {level} follows one of level {above}.")
