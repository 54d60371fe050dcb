"""Approval of several texts by one order."""

from collections.abc import Iterator
from typing import Any

from portal.core.forms import whole_number
from roadmaps.forms.step import OrderFields
from roadmaps.services.together import Picked

#: a page of the queue, and no more
MOST_TOGETHER = 50
_LARGEST = 2**62


class TogetherForm(OrderFields):
    """The order for all; the ticked rows come as `row=roadmap-7-3`: kind, number, revision seen."""

    def __init__(self, data: Any = None):
        super().__init__(data, auto_id="all-%s")
        self.ticked: list[str] = data.getlist("row")[:MOST_TOGETHER] if data is not None else []

    def picked(self) -> list[Picked]:
        """The ticked rows; what is no row of the queue is left out."""
        return list(self._picked())

    def _picked(self) -> Iterator[Picked]:
        for key in self.ticked:
            kind, *numbers = key.split("-")
            known = [whole_number(text, _LARGEST) for text in numbers]
            if kind in ("roadmap", "exclusion") and len(known) == 2 and None not in known:
                yield Picked(kind, known[0] or 0, known[1] or 0)
