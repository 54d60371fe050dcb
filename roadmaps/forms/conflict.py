"""Two people wrote at once: bring what was typed on top of what is stored, losing neither."""

from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from portal.core.forms import whole_number
from roadmaps.checks import MAX_MEASURES, MAX_SECTIONS
from roadmaps.forms.editor import count, measure_initial
from roadmaps.models import Measure, Roadmap

Typed = MultiValueDict[str, str]
_LARGEST_ID = 2**63 - 1
_TEXTS = ("name", "term", "responsible", "result")


def with_row(data: Typed, where: str) -> Typed:
    """What was typed, and one more blank row: «section», or the key of a section for a measure in it."""
    longer = data.copy()
    if where == "section":
        place = count(data, "s-total", MAX_SECTIONS)
        longer["s-total"], longer[f"s-{place}-m-total"] = str(place + 1), "1"
    else:
        key = f"{where}-m-total"
        longer[key] = str(count(data, key, MAX_MEASURES) + 1)
    return longer


def merged_with_stored(data: Typed, roadmap: Roadmap) -> Typed:
    """What was typed, standing on the revision now stored.

    Rows that the other one added are appended, rows that he removed become new ones, and a typed
    row that he saved word for word (the same form sent twice) becomes that stored row.
    """
    merged = data.copy()
    merged["seen"] = str(roadmap.revision)
    stored = {row.pk: row for section in roadmap.sections.all() for row in section.measures.all()}
    _settle(merged, "id", {section.pk for section in roadmap.sections.all()}, list(_section_keys(merged)))
    keys = [key for section in _section_keys(merged) for key in _measure_keys(merged, section)]
    _settle(merged, "id", set(stored), keys)
    _claim_same(merged, keys, stored)
    _claim_sections(merged, stored)
    named = {merged.get(f"{key}-id") for key in keys}
    for pk, row in stored.items():
        if str(pk) not in named:
            _append(merged, row)
    return merged


def _section_keys(data: Typed) -> Iterator[str]:
    return (f"s-{place}" for place in range(count(data, "s-total", MAX_SECTIONS)))


def _measure_keys(data: Typed, section: str) -> list[str]:
    return [f"{section}-m-{index}" for index in range(count(data, f"{section}-m-total", MAX_MEASURES))]


def _settle(data: Typed, name: str, known: set[int], keys: list[str]) -> None:
    """A row that is no longer stored will be written as a new one."""
    for key in keys:
        if whole_number(data.get(f"{key}-{name}", ""), _LARGEST_ID) not in known:
            data[f"{key}-{name}"] = ""


def _claim_same(data: Typed, keys: list[str], stored: dict[int, Measure]) -> None:
    free = {pk: row for pk, row in stored.items() if str(pk) not in {data.get(f"{key}-id") for key in keys}}
    for key in keys:
        if data.get(f"{key}-id"):
            continue
        same = next((pk for pk, row in free.items() if _reads(data, key) == _words(row)), None)
        if same is not None:
            data[f"{key}-id"] = str(same)
            del free[same]


def _reads(data: Typed, key: str) -> tuple[str, ...]:
    return tuple(data.get(f"{key}-{name}", "").replace("\r\n", "\n").strip() for name in _TEXTS)


def _words(row: Measure) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in _TEXTS)


def _claim_sections(data: Typed, stored: dict[int, Measure]) -> None:
    """A typed section without a number that holds a stored measure is the section of that measure."""
    taken = {data.get(f"{key}-id") for key in _section_keys(data)}
    for key in _section_keys(data):
        if data.get(f"{key}-id"):
            continue
        held = [data.get(f"{row}-id", "") for row in _measure_keys(data, key)]
        owners = {str(stored[int(pk)].section_id) for pk in held if pk} - taken
        if owners:
            data[f"{key}-id"] = owner = owners.pop()
            taken.add(owner)


def _append(data: Typed, row: Measure) -> None:
    key = _section_for(data, row)
    index = count(data, f"{key}-m-total", MAX_MEASURES)
    data[f"{key}-m-total"] = str(index + 1)
    for name, value in measure_initial(row, row.section.roadmap).items():
        data[f"{key}-m-{index}-{name}"] = str(value or "")


def _section_for(data: Typed, row: Measure) -> str:
    for key in _section_keys(data):
        if data.get(f"{key}-id") == str(row.section_id):
            return key
    place = count(data, "s-total", MAX_SECTIONS)
    key = f"s-{place}"
    data["s-total"] = str(place + 1)
    data[f"{key}-id"], data[f"{key}-title"], data[f"{key}-m-total"] = (
        str(row.section_id),
        row.section.title,
        "0",
    )
    return key
