"""Two people wrote at once: bring what was typed on top of what is stored, losing neither."""

from collections.abc import Iterable, Iterator

from portal.core.forms import whole_number
from roadmaps.clashes import TERM, Choice, Clash
from roadmaps.forms.editor import RoadmapEditor, measure_initial
from roadmaps.forms.order import Typed, count, measure_keys, section_keys
from roadmaps.forms.rows import FACTS
from roadmaps.models import Measure, Roadmap

_LARGEST_ID = 2**63 - 1


# --- Taking the other one's words -------------------------------------------------------------


def with_taken(data: Typed, roadmap: Roadmap) -> Typed:
    """What was typed, with the stored text in the fields that «take» names.

    Only while that text is still what the person was shown; else he is shown the newer one.
    """
    if "take" not in data or data.get("seen") != str(roadmap.revision):
        return data
    taken = data.copy()
    rows = {str(row.pk): row for row in _stored(roadmap)}
    titles = {str(section.pk): section.title for section in roadmap.sections.all()}
    for field in data.getlist("take"):
        key, _, name = field.rpartition("-")
        pk = data.get(f"{key}-id", "")
        if field == "title":
            taken["title"] = roadmap.title
        elif "-m-" not in key and pk in titles:
            taken[field] = titles[pk]
        elif pk in rows:
            words = _as_typed(rows[pk], roadmap)
            for each in TERM if name == "term" else (name,):
                taken[f"{key}-{each}"] = words.get(each, "")
            if name == "term":
                taken.pop(f"{key}-dates", None)  # it was said of other days
    return taken


def heading_clashes(editor: RoadmapEditor, roadmap: Roadmap) -> Iterator[Clash]:
    """The names of the roadmap and of its sections where they differ; for a valid editor."""
    title = editor.head.cleaned_data["title"]
    if title != roadmap.title:
        yield Clash("Название карты", (Choice("Название", roadmap.title, title, "title"),))
    titles = {section.pk: section.title for section in roadmap.sections.all()}
    for rows in editor.sections:
        pk, mine = rows.form.cleaned_data["id"], rows.form.cleaned_data["title"]
        if pk in titles and titles[pk] != mine and not rows.form.cleaned_data["remove"]:
            choice = Choice("Название раздела", titles[pk], mine, f"{rows.key}-title")
            yield Clash(rows.form.row_name, (choice,))


# --- Standing on the newer revision -----------------------------------------------------------


def merged_with_stored(data: Typed, roadmap: Roadmap) -> Typed:
    """What was typed, standing on the revision now stored.

    Rows that the other one added are appended, rows that he removed become new ones, and a typed
    row that he saved word for word (the same form sent twice) becomes that stored row.
    """
    merged = data.copy()
    merged["seen"] = str(roadmap.revision)
    stored = {row.pk: row for row in _stored(roadmap)}
    _settle(merged, {section.pk for section in roadmap.sections.all()}, section_keys(merged))
    keys = [key for section in section_keys(merged) for key in measure_keys(merged, section)]
    _settle(merged, set(stored), keys)
    _claim_same(merged, keys, stored, roadmap)
    _claim_sections(merged, stored)
    named = {merged.get(f"{key}-id") for key in keys}
    for pk, row in stored.items():
        if str(pk) not in named:
            _append(merged, row, roadmap)
    return merged


def _stored(roadmap: Roadmap) -> list[Measure]:
    return [row for section in roadmap.sections.all() for row in section.measures.all()]


def _as_typed(row: Measure, roadmap: Roadmap) -> dict[str, str]:
    """The stored row as a browser would send it back."""
    initial = measure_initial(row, roadmap)
    return {name: str(initial.get(name) or "") for name in (*FACTS, "id")}


def _settle(data: Typed, known: set[int], keys: Iterable[str]) -> None:
    """A row that is no longer stored will be written as a new one."""
    for key in keys:
        if whole_number(data.get(f"{key}-id", ""), _LARGEST_ID) not in known:
            data[f"{key}-id"] = ""


def _claim_same(data: Typed, keys: list[str], stored: dict[int, Measure], roadmap: Roadmap) -> None:
    named = {data.get(f"{key}-id") for key in keys}
    free = {pk: _words(_as_typed(row, roadmap)) for pk, row in stored.items() if str(pk) not in named}
    for key in keys:
        if data.get(f"{key}-id"):
            continue
        typed = _words({name: data.get(f"{key}-{name}", "") for name in FACTS})
        same = next((pk for pk, words in free.items() if words == typed), None)
        if same is not None:
            data[f"{key}-id"] = str(same)
            del free[same]


def _words(row: dict[str, str]) -> list[str]:
    return [row[name].replace("\r\n", "\n").strip() for name in FACTS]


def _claim_sections(data: Typed, stored: dict[int, Measure]) -> None:
    """A typed section without a number that holds a stored measure is the section of that measure."""
    taken = {data.get(f"{key}-id") for key in section_keys(data)}
    for key in section_keys(data):
        if data.get(f"{key}-id"):
            continue
        held = [data.get(f"{row}-id", "") for row in measure_keys(data, key)]
        owners = {str(stored[int(pk)].section_id) for pk in held if pk} - taken
        if owners:
            data[f"{key}-id"] = owner = owners.pop()
            taken.add(owner)


def _append(data: Typed, row: Measure, roadmap: Roadmap) -> None:
    key = _section_for(data, row)
    index = count(data, f"{key}-m-total")
    data[f"{key}-m-total"] = str(index + 1)
    for name, value in _as_typed(row, roadmap).items():
        data[f"{key}-m-{index}-{name}"] = value


def _section_for(data: Typed, row: Measure) -> str:
    for key in section_keys(data):
        if data.get(f"{key}-id") == str(row.section_id):
            return key
    place = count(data, "s-total")
    key = f"s-{place}"
    data["s-total"] = str(place + 1)
    data[f"{key}-id"], data[f"{key}-title"], data[f"{key}-m-total"] = (
        str(row.section_id),
        row.section.title,
        "0",
    )
    return key
