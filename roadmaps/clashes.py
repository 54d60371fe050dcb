"""Two people wrote one roadmap: for each field that differs, whose words are to stand.

A field that only the other one changed is his by default: a save never takes back unasked what somebody
wrote elsewhere in the same row. Where both changed it, this person chooses. What only he changed is no clash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmaps.content import MeasureContent, RoadmapContent, field_changes

#: the wording of a term and what is read in it are taken together
TERM = ("term", "starts_on", "ends_on", "recurrence")


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is the field of the form that takes the stored text; empty where a line goes with that above."""

    label: str
    theirs: str
    mine: str
    key: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """A measure or a heading with what differs in it."""

    title: str
    choices: tuple[Choice, ...]


def measure_clashes(
    *,
    stored: RoadmapContent,
    typed: RoadmapContent,
    earlier: Mapping[int, MeasureContent],
    keys: Mapping[int, str],
    offers: bool = True,
) -> list[Clash]:
    """Measures that stand in both texts and that the other one changed, in the order of the typed one.

    `earlier` are the measures as this person found them, as far as that is known; `keys` name their
    rows in the form. Both are by the number of the measure. Without `offers` nothing is his by default:
    this person has seen the two texts and decided.
    """
    theirs = {row.id: row for row in stored.measures if row.id is not None}
    return [
        Clash(f"Мера {number} · {mine.name or 'без названия'}", tuple(choices))
        for number, mine in typed.numbered()
        if mine.id in theirs and mine.id is not None
        if (choices := list(_choices(theirs[mine.id], mine, earlier.get(mine.id), keys[mine.id], offers)))
    ]


def _choices(
    theirs: MeasureContent, mine: MeasureContent, earlier: MeasureContent | None, key: str, offers: bool
) -> Iterator[Choice]:
    named: set[str] = set()
    for change in field_changes(theirs, mine):
        group = "term" if change.name in TERM else change.name
        if _is_same(group, theirs, earlier):
            continue
        field = "" if group in named else f"{key}-{group}"
        named.add(group)
        taken = offers and _is_same(group, mine, earlier)
        yield Choice(change.label, theirs=change.old, mine=change.new, key=field, taken=taken)


def _is_same(group: str, row: MeasureContent, earlier: MeasureContent | None) -> bool:
    """Whether the field still reads as this person found it; False where that is not known."""
    names = TERM if group == "term" else (group,)
    return earlier is not None and all(getattr(row, name) == getattr(earlier, name) for name in names)
