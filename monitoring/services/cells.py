"""Saving single cells of the grid: each has an outcome of its own, whatever happens to the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from monitoring.measures import still_summed
from monitoring.models import Result, Sitting
from monitoring.selectors.dynamics import absent_status
from monitoring.selectors.grid import FIELDS, VALUE, shown_cells
from monitoring.services.cell_changes import (
    CONFLICT,
    INVALID,
    LEFT,
    LOCKED,
    SAVED,
    CellInput,
    CellOutcome,
    CellsOutcome,
    RowOutcome,
)
from monitoring.services.cell_conflicts import conflict_text, contested_field
from monitoring.services.cell_rows import SOURCE, RowState, lock_reason, merged, row_doubts, state_of
from monitoring.services.cell_text import CellRefused, Typed, typed_of
from monitoring.services.results import result_keep
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput
from portal.core.rights import require
from schools.models import District, School
from schools.selectors import with_taught

MOST_CELLS = 2000
NO_RIGHT = "Эту школу вы можете только смотреть."
NO_SUCH = "Такой ячейки больше нет. Обновите страницу."


class _Row(NamedTuple):
    school: School
    sitting: Sitting
    result: Result | None
    cells: list[CellInput]

    @property
    def shown(self) -> dict[str, str]:
        return shown_cells(self.result, absent_status(self.school, self.sitting))


@transaction.atomic
def cells_save(*, district: District, cells: Sequence[CellInput], by: User) -> CellsOutcome:
    """Save every cell that can be saved; the others come back with the reason, in the order of `cells`.

    A cell that somebody changed since it was seen is a conflict and stays; one that already says the
    same is saved without a trace, so a repeated request changes nothing.
    """
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    if len(cells) > MOST_CELLS:
        raise InvalidInput({"cells": f"Слишком много ячеек сразу: {len(cells)}. Вставьте меньшими частями."})
    rows, strangers = _rows(district, cells, by)
    outcome = CellsOutcome(cells=list(strangers))
    changed: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        result = _save_row(row, outcome, by)
        if result is not None:
            changed[result.district_id].add(row.sitting.pk)
    for district_id, sittings in sorted(changed.items()):
        summaries_refresh(district_id=district_id, sittings=sittings)
    outcome.cells = _in_order(cells, outcome.cells)
    return outcome


def _rows(district: District, cells: Sequence[CellInput], by: User) -> tuple[list[_Row], list[CellOutcome]]:
    """Locked schools with their results, in one order for everybody; cells that are nobody's come apart."""
    schools = _locked_schools(district, {cell.school_id for cell in cells}, by)
    sittings = Sitting.objects.select_related("subject").in_bulk({cell.sitting_id for cell in cells})
    grouped: dict[tuple[int, int], list[CellInput]] = defaultdict(list)
    strangers = []
    for cell in cells:
        sitting = sittings.get(cell.sitting_id)
        if cell.school_id not in schools:
            strangers.append(CellOutcome(cell, LOCKED, text=NO_RIGHT))
        elif sitting is None or cell.field not in FIELDS[sitting.scale]:
            strangers.append(CellOutcome(cell, LOCKED, text=NO_SUCH))
        else:
            grouped[cell.school_id, cell.sitting_id].append(cell)
    results = _locked_results(schools, sittings)
    return [
        _Row(schools[key[0]], sittings[key[1]], results.get(key), group)
        for key, group in sorted(grouped.items(), key=lambda one: one[0])
    ], strangers


def _locked_schools(district: District, numbers: Iterable[int], by: User) -> dict[int, School]:
    """Those of the district on which `by` may write: a new row is made under the lock of its school."""
    permitted = School.objects.permitted(by, Permission.RESULT_EDIT).filter(
        district=district, pk__in=set(numbers)
    )
    locked = School.objects.select_for_update().filter(pk__in=permitted.values("pk")).order_by("pk")
    return {school.pk: school for school in with_taught(locked)}


def _locked_results(
    schools: Mapping[int, School], sittings: Mapping[int, Sitting]
) -> dict[tuple[int, int], Result]:
    found = (
        Result.objects.select_for_update()
        .filter(school__in=list(schools), sitting__in=list(sittings))
        .order_by("pk")
    )
    results = {}
    for result in found:
        result.sitting = sittings[result.sitting_id]
        results[result.school_id, result.sitting_id] = result
    return results


def _save_row(row: _Row, outcome: CellsOutcome, by: User) -> Result | None:
    """Add the outcomes of one row; the result if it has changed."""
    if reason := lock_reason(school=row.school, sitting=row.sitting, result=row.result):
        shown = row.shown
        outcome.cells += [CellOutcome(cell, LOCKED, shown[cell.field], reason) for cell in row.cells]
        return None
    typed, refused = _typed(row, by)
    now = state_of(row.result)
    after = merged(sitting=row.sitting, now=now, typed=typed)
    result = _write(row, after.state, by) if after.state != now else None
    saved = row._replace(result=result or row.result)
    shown = saved.shown
    for cell in row.cells:
        if id(cell) in refused:
            outcome.cells.append(refused[id(cell)])
        elif refusal := after.refused.get(cell.field):
            outcome.cells.append(
                CellOutcome(cell, INVALID, shown[cell.field], refusal.text, depends=refusal.depends)
            )
        else:
            outcome.cells.append(CellOutcome(cell, LEFT if cell.leaves else SAVED, shown[cell.field]))
    doubts = row_doubts(sitting=row.sitting, state=after.state) | after.notes
    outcome.rows.append(RowOutcome(row.school.pk, row.sitting.pk, shown, doubts))
    return result


def _typed(row: _Row, by: User) -> tuple[dict[str, Typed], dict[int, CellOutcome]]:
    """By field what may be merged, by cell what may not: unreadable text and changes of others."""
    typed: dict[str, Typed] = {}
    refused: dict[int, CellOutcome] = {}
    shown = row.shown
    for cell in row.cells:
        try:
            one = typed_of(field=cell.field, text=cell.text, sitting=row.sitting)
        except CellRefused as refusal:
            refused[id(cell)] = CellOutcome(cell, INVALID, shown[cell.field], str(refusal))
            continue
        if contested := contested_field(cell, one, result=row.result, shown=shown):
            text = conflict_text(row.result, contested, theirs=shown[contested], ours=cell.text, by=by)
            refused[id(cell)] = CellOutcome(cell, CONFLICT, shown[contested], text)
        elif not cell.leaves:
            typed[cell.field] = one
    return typed, refused


def _write(row: _Row, state: RowState, by: User) -> Result:
    result = row.result or Result(
        school=row.school, district_id=row.school.district_id, sitting=row.sitting, revision=0
    )
    before = _snapshot(result) if row.result else None
    numbers = dict(state.numbers)
    result.score_sum = still_summed(
        result.score_sum,
        before=(result.value, result.participants),
        after=(numbers[VALUE], numbers["participants"]),  # type: ignore[arg-type]  # participants are whole
    )
    result.status = state.status
    result.set_value(numbers.pop(VALUE))  # type: ignore[arg-type]  # the mean is a Decimal
    for name, count in numbers.items():
        setattr(result, name, count)
    result_keep(result, source=SOURCE, by=by)
    audit_record(action="result.save", subject=result, by=by, before=before, after=_snapshot(result))
    return result


def _snapshot(result: Result) -> dict:
    return {**state_of(result).numbers, "status": result.status, "source": result.source}


def _in_order(cells: Sequence[CellInput], outcomes: Sequence[CellOutcome]) -> list[CellOutcome]:
    places = {id(cell): place for place, cell in enumerate(cells)}
    return sorted(outcomes, key=lambda one: places[id(one.cell)])
