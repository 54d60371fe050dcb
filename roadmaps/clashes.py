"""Two people wrote one roadmap: for each field that differs, whose words are to stand.

A field that only the other one changed is his by default, one that this person changed is his own:
a save never takes back what somebody wrote elsewhere in the same row. Both stand side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmaps.content import FieldChange, MeasureContent, RoadmapContent, field_changes

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
) -> list[Clash]:
    """Measures that stand in both texts and differ, in the order of the typed one.

    `earlier` are the measures as this person found them, as far as that is known; `keys` name their
    rows in the form. Both are by the number of the measure.
    """
    theirs = {row.id: row for row in stored.measures if row.id is not None}
    return [
        Clash(f"Мера {number} · {mine.name or 'без названия'}", tuple(choices))
        for number, mine in typed.numbered()
        if mine.id in theirs and mine.id is not None
        if (choices := list(_choices(theirs[mine.id], mine, earlier.get(mine.id), keys[mine.id])))
    ]


def _choices(
    theirs: MeasureContent, mine: MeasureContent, earlier: MeasureContent | None, key: str
) -> Iterator[Choice]:
    named: set[str] = set()
    for change in field_changes(theirs, mine):
        group = "term" if change.name in TERM else change.name
        field = "" if group in named else f"{key}-{group}"
        named.add(group)
        yield _choice(change, field, taken=_untouched(group, mine, earlier))


def _untouched(group: str, mine: MeasureContent, earlier: MeasureContent | None) -> bool:
    """Whether this person left the field as he had found it, so that only the other one changed it."""
    if earlier is None:
        return False
    return all(
        getattr(mine, name) == getattr(earlier, name) for name in (TERM if group == "term" else (group,))
    )


def _choice(change: FieldChange, key: str, *, taken: bool) -> Choice:
    return Choice(change.label, theirs=change.old, mine=change.new, key=key, taken=taken)
