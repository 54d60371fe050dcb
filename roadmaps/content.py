"""The text of a roadmap as plain data: what is snapshot, printed, compared and hashed.

Nothing here knows the database. `to_json` and `from_json` are each other's reverse; the check sum
is taken of the canonical JSON (sorted keys, no spaces, UTF-8), so that both databases give the same.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from portal.core.russian import date_ru
from roadmaps.enums import Recurrence


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """One measure; `id` tells the same measure in two editions, None is a new one."""

    name: str
    term: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    responsible: str = ""
    result: str = ""
    id: int | None = None
    form: str = ""
    recurrence: str = ""
    expected: str = ""
    addressee: str = ""
    risk_factor: str = ""
    indicator: str = ""
    resources: str = ""


@dataclass(frozen=True, slots=True)
class SectionContent:
    title: str
    measures: tuple[MeasureContent, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadmapContent:
    title: str
    sections: tuple[SectionContent, ...] = ()

    @property
    def measures(self) -> list[MeasureContent]:
        return [measure for section in self.sections for measure in section.measures]

    def numbered(self) -> Iterator[tuple[str, MeasureContent]]:
        """Each measure with its number as people call it: «2.1», or «3» where there is one section."""
        for place, section in enumerate(self.sections, start=1):
            for number, measure in enumerate(section.measures, start=1):
                yield (f"{place}.{number}" if len(self.sections) > 1 else str(number)), measure


ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    old: str
    new: str
    #: the field of MeasureContent; empty for a heading
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a difference; `number` is that of the newer text, for a removed row of the older one.

    `id` is that of a removed measure, `note` what the reader is told of it beside, `url` where that stands.
    """

    kind: ChangeKind
    number: str
    name: str
    fields: tuple[FieldChange, ...] = ()
    id: int | None = None
    note: str = ""
    url: str = ""


_LABELS = {
    "name": "Мероприятие",
    "form": "Форма проведения",
    "term": "Срок",
    "starts_on": "Начало",
    "ends_on": "Окончание",
    "recurrence": "Повторение",
    "responsible": "Ответственный",
    "expected": "Ожидаемый результат",
    "addressee": "Для кого",
    "risk_factor": "Фактор риска",
    "indicator": "Показатель",
    "resources": "Ресурсы",
    "result": "Результат",
}


def difference(old: RoadmapContent, new: RoadmapContent) -> list[Change]:
    """Rows added, changed, moved and removed between two texts, in the order of the new one.

    A moved row is a changed one, with its number before and after. Those that only got another number,
    because a row before them came, went or moved, stand together in one row at the end.
    """
    before = {measure.id: (number, measure) for number, measure in old.numbered() if measure.id is not None}
    moved = _moved(old, new)
    changes, shifted = [], []
    kept: set[int | None] = set()
    for number, measure in new.numbered():
        if measure.id not in before:
            changes.append(Change("added", number, measure.name))
            continue
        kept.add(measure.id)
        was, earlier = before[measure.id]
        fields = field_changes(earlier, measure)
        if was != number and (fields or measure.id in moved):
            fields = (FieldChange("Номер", was, number), *fields)
        elif was != number:
            shifted.append(FieldChange(measure.name or "без названия", was, number))
        if fields:
            changes.append(Change("changed", number, measure.name, fields))
    changes += [
        Change("removed", number, measure.name, id=key)
        for key, (number, measure) in before.items()
        if key not in kept
    ]
    numbers = [Change("changed", "", "Номера мер", tuple(shifted))] if shifted else []
    return [*_heading_changes(old, new), *changes, *numbers]


def _moved(old: RoadmapContent, new: RoadmapContent) -> set[int]:
    """Rows of both texts that passed over another one or into another section.

    Who only got another number, because a row before him was added or removed, has not moved; nor has who
    stands under a heading that was renamed.
    """
    places, titles = _places(old), {section.title for section in new.sections}
    now = {id_: title for id_, title in _places(new).items() if id_ in places}
    was = {id_: title for id_, title in places.items() if id_ in now}
    runs = SequenceMatcher(None, list(was), list(now), autojunk=False).get_matching_blocks()
    stayed = {id_ for run in runs for id_ in list(was)[run.a : run.a + run.size]}
    return {id_ for id_, title in was.items() if id_ not in stayed or (title != now[id_] and title in titles)}


def _places(content: RoadmapContent) -> dict[int, str]:
    """The title of the section of each stored row, in the order of the rows."""
    return {row.id: section.title for section in content.sections for row in section.measures if row.id}


def field_changes(old: MeasureContent, new: MeasureContent) -> tuple[FieldChange, ...]:
    """The fields that differ, as people read them, in the order of the form."""
    pairs = [(name, label, _text(name, old), _text(name, new)) for name, label in _LABELS.items()]
    return tuple(FieldChange(label, a, b, name) for name, label, a, b in pairs if a != b)


def _heading_changes(old: RoadmapContent, new: RoadmapContent) -> list[Change]:
    """The title and the titles of sections: compared by their place, for they have no life of their own."""
    changes = []
    if old.title != new.title:
        changes.append(
            Change("changed", "", "Название карты", (FieldChange("Название", old.title, new.title),))
        )
    for place in range(max(len(old.sections), len(new.sections))):
        was, now = _section_title(old.sections, place), _section_title(new.sections, place)
        if was != now:
            field = FieldChange("Название раздела", was, now)
            changes.append(Change("changed", str(place + 1), "Раздел", (field,)))
    return changes


def _section_title(sections: Sequence[SectionContent], place: int) -> str:
    return sections[place].title if place < len(sections) else ""


def _text(name: str, measure: MeasureContent) -> str:
    value = getattr(measure, name)
    if name == "recurrence" and value:
        return Recurrence(value).label
    return date_ru(value) if isinstance(value, date) else value or ""


def to_json(content: RoadmapContent) -> dict[str, Any]:
    return {
        "title": content.title,
        "sections": [
            {"title": section.title, "measures": [_measure_json(measure) for measure in section.measures]}
            for section in content.sections
        ],
    }


def from_json(data: dict[str, Any]) -> RoadmapContent:
    return RoadmapContent(
        title=data["title"],
        sections=tuple(
            SectionContent(section["title"], tuple(_measure(row) for row in section["measures"]))
            for section in data["sections"]
        ),
    )


def _measure_json(measure: MeasureContent) -> dict[str, Any]:
    dates = {name: day and day.isoformat() for name, day in _days(asdict(measure)).items()}
    return asdict(measure) | dates


def _days(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("starts_on", "ends_on")}


def _measure(row: dict[str, Any]) -> MeasureContent:
    """An edition approved before a field came into use has nothing in it."""
    dates = {name: text and date.fromisoformat(text) for name, text in _days(row).items()}
    return MeasureContent(**{**row, **dates})


def check_sum(data: dict[str, Any]) -> str:
    """SHA-256, in hex, of the canonical JSON of `data`."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
