"""Sections and measures as rows: the same row stays the same, so that its history goes on."""

from collections.abc import Sequence

from portal.accounts.models import User
from portal.core.errors import InvalidInput
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, RiskFactor, Roadmap, Section
from roadmaps.terms import contradicts, parse_term

_FIELDS = (
    "name",
    "form",
    "term",
    "starts_on",
    "ends_on",
    "recurrence",
    "responsible",
    "expected",
    "addressee",
    "indicator",
    "resources",
    "result",
)


def write_sections(
    roadmap: Roadmap, rows: Sequence[SectionInput], *, by: User | None, revive: bool = False
) -> None:
    """Bring the locked roadmap to `rows`: create, change what differs, remove what is not named.

    With `revive` a measure that was removed comes back under the number that it had.
    """
    sections = {section.pk: section for section in roadmap.sections.all()}
    measures = {measure.pk: measure for measure in Measure.objects.filter(section__roadmap=roadmap)}
    _check_ids([row.id for row in rows], sections.keys())
    if not revive:
        _check_ids([measure.id for row in rows for measure in row.measures], measures.keys())
    _check_risks(rows)
    for place, row in enumerate(rows, start=1):
        section = _write_section(roadmap, sections.pop(row.id, None) if row.id else None, row, place)
        for number, measure_row in enumerate(row.measures, start=1):
            measure = measures.pop(measure_row.id, None) if measure_row.id else None
            _write_measure(section, measure, measure_row, number, by)
    _remove(measures.values(), by)
    Section.objects.filter(pk__in=sections).delete()


def _check_ids(given: list[int | None], known: object) -> None:
    """A row of another roadmap, or one row named twice, is not a slip of the pen."""
    ids = [pk for pk in given if pk is not None]
    if len(ids) != len(set(ids)) or not set(ids) <= set(known):  # type: ignore[call-overload]  # a view of keys
        raise InvalidInput({"": "Строки формы не относятся к этой карте. Откройте страницу заново."})


def _check_risks(rows: Sequence[SectionInput]) -> None:
    named = {
        measure.risk_factor: f"{measure.key}-risk_factor"
        for row in rows
        for measure in row.measures
        if measure.risk_factor
    }
    known = set(RiskFactor.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    if errors := {
        key: "Такого фактора риска нет. Выберите из списка." for pk, key in named.items() if pk not in known
    }:
        raise InvalidInput(errors)


def _write_section(roadmap: Roadmap, section: Section | None, row: SectionInput, place: int) -> Section:
    if section is None:
        return Section.objects.create(roadmap=roadmap, position=place, title=row.title)
    if (section.position, section.title) != (place, row.title):
        section.position, section.title = place, row.title
        section.save(update_fields=["position", "title"])
    return section


def _write_measure(
    section: Section, measure: Measure | None, row: MeasureInput, number: int, by: User | None
) -> None:
    new = {name: getattr(row, name) for name in _FIELDS}
    new |= {"section_id": section.pk, "position": number, "risk_factor_id": row.risk_factor}
    new["earlier_term"] = _earlier_term(measure, row, section.roadmap)
    is_new = measure is None
    if measure is None:
        measure = Measure(pk=row.id)
    elif all(getattr(measure, name) == value for name, value in new.items()):
        return
    for name, value in new.items():
        setattr(measure, name, value)
    measure.changed_by = by
    measure.save(force_insert=is_new)


def _earlier_term(measure: Measure | None, row: MeasureInput, roadmap: Roadmap) -> str:
    """The wording for which the days were typed, if the new one says other days and nobody has chosen."""
    days = (row.starts_on, row.ends_on)
    if measure is None or row.keeps_dates or days != (measure.starts_on, measure.ends_on):
        return ""
    earlier, read = measure.earlier_term or measure.term, parse_term(row.term, roadmap.year, roadmap.period)
    is_open = earlier != row.term and contradicts(read, days, roadmap.year, roadmap.period)
    return earlier if is_open else ""


def _remove(measures: object, by: User | None) -> None:
    for measure in measures:  # type: ignore[attr-defined]  # a view of values
        measure.changed_by = by
        measure.delete()
