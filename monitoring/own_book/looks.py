"""Formats of the workbook in the colours of the portal; each is made once, as Excel counts them."""

from collections.abc import Mapping
from typing import Any

from monitoring.own_book.keys import STATUS

_INK, _INK_2, _PALE = "#1D2126", "#5B636D", "#9AA0A6"
_PAPER, _SHADE, _HEAD, _SUB_HEAD = "#FFFFFF", "#EFEDE8", "#D5E4E6", "#E6F0F1"
_LINE, _EDGE = "#C9C6BF", "#5B636D"
_FONT = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "vcenter"}
_GRID = {"border": 1, "border_color": _LINE}
_THICK = {"left": 2, "left_color": _EDGE}
_MEANS = ("mean_mark", "mean_score")


class Looks:
    """Formats by what a cell is. `first` is the first column of a block: a thicker line parts the blocks."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple, Any] = {}
        self.title = self._add({**_FONT, "font_size": 14, "bold": True, "valign": "top"})
        self.help = self._add({**_FONT, "font_color": _INK_2, "text_wrap": True, "valign": "top"})
        self.school_head = self._add(
            {**_FONT, **_GRID, "bold": True, "bg_color": _HEAD, "text_wrap": True, "indent": 1}
        )
        self.code = self._add({**_FONT, **_GRID, "bg_color": _SHADE, "font_color": _INK_2, "align": "center"})
        self.name = self._add({**_FONT, **_GRID, "bg_color": _SHADE, "text_wrap": True, "indent": 1})

    def head(self, level: int, *, first: bool = True) -> Any:
        """0 subject, 1 class or level, 2 what is counted."""
        colours = (_HEAD, _SUB_HEAD, _PAPER)
        look = {"bg_color": colours[level], "bold": level == 0, "align": "center", "text_wrap": True}
        return self._once(("head", level, first), {**_GRID, **look}, first)

    def key(self, *, first: bool = False) -> Any:
        look = {"font_size": 6, "font_color": _PALE, "bg_color": _SHADE}
        return self._once(("key", first), {**_GRID, **look}, first)

    def cell(self, field: str, *, first: bool, closed: bool) -> Any:
        """An open cell is white and may be written into; a closed one is grey and locked."""
        look: dict[str, Any] = {"indent": 1, "align": "left" if field == STATUS else "right"}
        if field in _MEANS:
            look["num_format"] = "0.00"
        elif field != STATUS:
            look["num_format"] = "0"
        if closed:
            look |= {"bg_color": _SHADE, "font_color": _INK_2, "align": "center", "indent": 0}
        else:
            look["locked"] = False
        return self._once(("cell", field in _MEANS, field == STATUS, first, closed), {**_GRID, **look}, first)

    def _once(self, key: tuple, look: Mapping[str, Any], first: bool) -> Any:
        if key not in self._made:
            self._made[key] = self._add({**_FONT, **look, **(_THICK if first else {})})
        return self._made[key]

    def _add(self, look: Mapping[str, Any]) -> Any:
        return self._book.add_format(dict(look))
