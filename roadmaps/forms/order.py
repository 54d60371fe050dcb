"""Where the rows of the editor stand: moved by a script, by the buttons «Выше» and «Ниже», or as they came.

Each row has a key, the place at which the server last put it: «s-0» a section, «s-0-m-2» a measure. A
script moves rows on the page and lists their keys, in the order that is seen, in the field «order»;
a button without a script names its row and the way. Either is turned into rows under the keys of their
new places, so that all that follows knows one shape only.
"""

import re
from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from portal.core.forms import whole_number
from roadmaps.checks import MAX_MEASURES, MAX_SECTIONS

Typed = MultiValueDict[str, str]
#: the key of a section and those of its measures, in the order in which they stand
Layout = list[tuple[str, list[str]]]
_FIELD = re.compile(r"(s-\d+(?:-m-\d+)?)-([a-z_]+)")
#: a page may hold more rows than a roadmap may: they are refused with a message, not cut off
_MOST_ROWS = 3 * MAX_MEASURES


def count(data: Typed, key: str, most: int = _MOST_ROWS) -> int:
    """How many rows the page had, never more than `most`."""
    return min(whole_number(data.get(key, ""), 9999) or 0, most)


def section_keys(data: Typed) -> Iterator[str]:
    return (f"s-{place}" for place in range(count(data, "s-total", 2 * MAX_SECTIONS)))


def measure_keys(data: Typed, section: str) -> list[str]:
    return [f"{section}-m-{index}" for index in range(count(data, f"{section}-m-total"))]


def as_seen(data: Typed) -> Typed:
    """What was typed, with the rows in the order in which the person saw them."""
    return _arranged(data, _layout(data)) if data.get("order") else data


def with_row(data: Typed, where: str) -> tuple[Typed, str]:
    """What was typed with one more blank row, and its key; `where` is «section» or the key of a section."""
    longer = data.copy()
    if where == "section":
        added = f"s-{count(data, 's-total')}"
        longer["s-total"], longer[f"{added}-m-total"] = str(count(data, "s-total") + 1), "1"
    else:
        added = f"{where}-m-{count(data, f'{where}-m-total')}"
        longer[f"{where}-m-total"] = str(count(data, f"{where}-m-total") + 1)
    layout = _layout(longer)
    return _arranged(longer, layout), _names(layout).get(added, "")


def with_move(data: Typed, move: str) -> tuple[Typed, str]:
    """What was typed with one row moved by «s-0-m-2 up», and the new key of that row.

    A measure goes over the border of its section, a section takes its measures along. At the edge,
    and for a row that is not there, nothing moves.
    """
    key, _, way = move.partition(" ")
    step = -1 if way == "up" else 1
    layout = _layout(data)
    moved = _section_moved(layout, key, step) if "-m-" not in key else _measure_moved(layout, key, step)
    return _arranged(data, moved), _names(moved).get(key, "")


def _layout(data: Typed) -> Layout:
    """The order that the script names; rows that it does not name stand last in their section."""
    stands_in = {row: section for section in section_keys(data) for row in measure_keys(data, section)}
    placed: dict[str, list[str]] = {}
    left = dict(stands_in)
    here: list[str] | None = None
    for key in data.get("order", "").split():
        if key in section_keys(data) and key not in placed:
            here = placed.setdefault(key, [])
        elif here is not None and key in left:
            here.append(key)
            del left[key]
    for section in section_keys(data):
        placed.setdefault(section, [])
    for row, section in left.items():
        placed[section].append(row)
    return list(placed.items())


def _section_moved(layout: Layout, key: str, step: int) -> Layout:
    keys = [section for section, _ in layout]
    place = keys.index(key) if key in keys else -1
    target = place + step
    moved = list(layout)
    if place >= 0 and 0 <= target < len(layout):
        moved[place], moved[target] = moved[target], moved[place]
    return moved


def _measure_moved(layout: Layout, key: str, step: int) -> Layout:
    """Sections and measures as one line, in which neighbours change places; the first section stays first."""
    line = [name for section, rows in layout for name in (section, *rows)]
    place = line.index(key) if key in line else -1
    target = place + step
    if place >= 0 and 0 < target < len(line):
        line[place], line[target] = line[target], line[place]
    sections: Layout = []
    for name in line:
        if "-m-" in name:
            sections[-1][1].append(name)
        else:
            sections.append((name, []))
    return sections


def _names(layout: Layout) -> dict[str, str]:
    """Each present key with the key of its new place."""
    names = {}
    for place, (section, rows) in enumerate(layout):
        names[section] = f"s-{place}"
        names |= {row: f"s-{place}-m-{index}" for index, row in enumerate(rows)}
    return names


def _arranged(data: Typed, layout: Layout) -> Typed:
    names = _names(layout)
    arranged: Typed = MultiValueDict()
    for field, values in data.lists():
        match = _FIELD.fullmatch(field)
        if match is None:
            arranged.setlist(field, values)
        elif match[1] in names:
            arranged.setlist(f"{names[match[1]]}-{match[2]}", values)
    for section, rows in layout:
        arranged[f"{names[section]}-m-total"] = str(len(rows))
    arranged["order"] = ""
    return arranged
