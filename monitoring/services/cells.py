"""Saving single cells of the grid: each has an outcome of its own, whatever happens to the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from monitoring.enums import EXAM_PROGRAMME, Exam
from monitoring.models import Result, Sitting
from monitoring.selectors.dynamics import absent_status
from monitoring.selectors.grid import FIELDS, STATUS, VALUE, cell_history, shown_cells
from monitoring.services.cell_rows import RowState, merged, row_doubts, state_of
from monitoring.services.cell_text import CellRefused, Typed, typed_of
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.rights import require
from portal.core.russian import counted, when
from schools.models import District, School
from schools.selectors import with_taught

SOURCE = "ввод в сетке"
MOST_CELLS = 2000
REMARK_LENGTH = 500
SAVED, INVALID, CONFLICT, LOCKED = "saved", "invalid", "conflict", "locked"

NO_RIGHT = "Эту школу вы можете только смотреть."
NOT_HELD = "Процедура в этом году не проводилась: вводить нечего."
NOT_OFFERED = "В школе в этом году нет такой ступени обучения. Если это не так, исправьте ступени школы."
NO_SUCH = "Такой ячейки больше нет. Обновите страницу."


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed. `seen`: the texts that this window has shown or sent, any of which may stand there.

    `seen_state` is the text of the row's state as it was seen, None if the window cannot tell.
    """

    school_id: int
    sitting_id: int
    field: str
    text: str
    seen: Sequence[str] = ("",)
    seen_state: str | None = None


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """`state` is saved, invalid, conflict or locked; `shown` is what stands in the database now.

    `text` says what is wrong; `depends`: try again when another cell of the row has been saved.
    """

    cell: CellInput
    state: str
    shown: str = ""
    text: str = ""
    depends: bool = False


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row after saving: the text of every cell, and what is doubtful in them."""

    school_id: int
    sitting_id: int
    shown: dict[str, str]
    doubts: dict[str, str]


@dataclass
class CellsOutcome:
    cells: list[CellOutcome] = field(default_factory=list)
    rows: list[RowOutcome] = field(default_factory=list)


class _Row(NamedTuple):
    school: School
    sitting: Sitting
    result: Result | None
    cells: list[CellInput]

    @property
    def shown(self) -> dict[str, str]:
        return shown_cells(self.result, absent_status(self.school, self.sitting))


def lock_reason(*, school: School, sitting: Sitting, result: Result | None) -> str:
    """Why nothing can be typed for this school and sitting; empty if it can."""
    if not sitting.is_held:
        return NOT_HELD
    programme = EXAM_PROGRAMME.get(Exam(sitting.exam))
    if result is None and programme and not school.teaches(programme, sitting.year - 1):
        return NOT_OFFERED
    return ""


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
            outcome.cells.append(CellOutcome(cell, SAVED, shown[cell.field]))
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
        if contested := _contested_field(cell, one, row, shown):
            text = _conflict_text(row.result, contested, shown[contested], cell.text, by)
            refused[id(cell)] = CellOutcome(cell, CONFLICT, shown[contested], text)
        else:
            typed[cell.field] = one
    return typed, refused


def _contested_field(cell: CellInput, typed: Typed, row: _Row, shown: dict[str, str]) -> str:
    """The cell that another person changed meanwhile: this one, or the state that a number would replace."""
    wanted = shown_wanted(cell.field, typed)
    now = shown[cell.field]
    if _alike(now, wanted):
        return ""
    if not any(_alike(now, seen) for seen in cell.seen):
        return cell.field
    replaces_state = typed.number is not None and state_of(row.result).is_absence
    if replaces_state and cell.seen_state is not None and not _alike(shown[STATUS], cell.seen_state):
        return STATUS
    return ""


def shown_wanted(name: str, typed: Typed) -> str:
    """What the cell would show if the typed text were saved as it is."""
    if name == STATUS and typed.status is not None:
        return shown_cells(None, typed.status)[STATUS]
    return typed.shown


def _alike(first: str, second: str) -> bool:
    return "".join(first.split()) == "".join(second.split())


def _conflict_text(result: Result | None, name: str, theirs: str, ours: str, by: User) -> str:
    changes = cell_history(result=result, field=name)
    last = changes[0] if changes else None
    moment = _ago(last.at) if last else "недавно"
    theirs, ours = theirs or "пусто", " ".join(ours.split()) or "пусто"
    if last is not None and last.by is not None and last.by.pk == by.pk:
        who = f"Эту ячейку {moment} вы изменили в другом окне"
    elif last is not None and last.source != SOURCE and last.by is None:
        who = f"Эту ячейку {moment} изменила загрузка «{last.source}»"
    else:
        who = f"Эту ячейку {moment} изменил другой сотрудник"
    return f"{who}: {theirs}. Ваше значение: {ours}. Какое оставить?"


def _ago(moment: datetime) -> str:
    """«только что», «минуту назад», «5 минут назад», then the day and the hour."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return "только что"
    if minutes == 1:
        return "минуту назад"
    return f"{counted(minutes, 'минуту', 'минуты', 'минут')} назад" if minutes < 60 else when(moment)


def _write(row: _Row, state: RowState, by: User) -> Result:
    result = row.result or Result(
        school=row.school, district_id=row.school.district_id, sitting=row.sitting, revision=0
    )
    before = _snapshot(result) if row.result else None
    numbers = dict(state.numbers)
    if numbers[VALUE] != result.value or numbers["participants"] != result.participants:
        result.score_sum = None  # the sum of the file belongs to other numbers
    result.status = state.status
    result.set_value(numbers.pop(VALUE))  # type: ignore[arg-type]  # the mean is a Decimal
    for name, count in numbers.items():
        setattr(result, name, count)
    _stamp(result, by, SOURCE)
    audit_record(action="result.save", subject=result, by=by, before=before, after=_snapshot(result))
    return result


def _stamp(result: Result, by: User, source: str) -> None:
    result.source = source
    result.revision += 1
    result.updated_by = by
    result._history_user = by  # type: ignore[attr-defined]  # django-simple-history's documented hook
    result.save()


def _snapshot(result: Result) -> dict:
    return {**state_of(result).numbers, "status": result.status, "source": result.source}


def _in_order(cells: Sequence[CellInput], outcomes: Sequence[CellOutcome]) -> list[CellOutcome]:
    places = {id(cell): place for place, cell in enumerate(cells)}
    return sorted(outcomes, key=lambda one: places[id(one.cell)])


# --- Remark -----------------------------------------------------------------------------------


@transaction.atomic
def remark_save(*, school: School, sitting: Sitting, text: str, seen: str, by: User) -> Result | None:
    """Keep a remark on a result; a school without one gets a row «нет данных» to hold it.

    Raises InvalidInput for a long one, StaleRevision if another person wrote one meanwhile.
    """
    require(School.objects.all(), pk=school.pk, by=by, permission=Permission.RESULT_EDIT)
    text = " ".join(text.split())
    if len(text) > REMARK_LENGTH:
        raise InvalidInput({"remark": f"Примечание длиннее {REMARK_LENGTH} знаков. Сократите его."})
    locked = School.objects.select_for_update().get(pk=school.pk)
    result = Result.objects.select_for_update().filter(school=locked, sitting=sitting).first()
    current = result.remark if result else ""
    if current == text:
        return result
    if lock_reason(school=locked, sitting=sitting, result=result):
        raise NotAllowed("К этой ячейке примечание не пишут: результата у неё быть не может.")
    if current != seen:
        raise StaleRevision(f"Примечание изменил другой сотрудник: «{current}». Ваш текст ещё не сохранён.")
    if result is None:
        result = Result(
            school=locked, district_id=locked.district_id, sitting=sitting, status="no_data", revision=0
        )
    result.remark = text
    _stamp(result, by, result.source or SOURCE)
    audit_record(action="result.remark", subject=result, by=by, before=current, after=text)
    return result
