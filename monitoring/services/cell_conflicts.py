"""Two people in one cell: who is the second one, and what he is told."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from monitoring.models import Result
from monitoring.selectors.grid import STATUS, VALUE, cell_history, shown_cells
from monitoring.services.cell_changes import CellInput
from monitoring.services.cell_rows import SOURCE, mean_of_marks, state_of
from monitoring.services.cell_text import Typed
from portal.accounts.models import User
from portal.core.russian import counted, when


def contested_field(cell: CellInput, typed: Typed, *, result: Result | None, shown: Mapping[str, str]) -> str:
    """The cell that another person changed meanwhile: this one, or the state that a number would replace."""
    wanted = _wanted(cell.field, typed)
    now = shown[cell.field]
    if _alike(now, wanted) or _follows(cell.field, result):
        return ""
    if not any(_alike(now, seen) for seen in cell.seen):
        return cell.field
    replaces_state = typed.number is not None and state_of(result).is_absence
    if replaces_state and cell.seen_state is not None and not _alike(shown[STATUS], cell.seen_state):
        return STATUS
    return ""


def _follows(name: str, result: Result | None) -> bool:
    """The portal made this cell of the row's other ones: nobody typed it, and no text overwrites it."""
    now = state_of(result)
    if name == STATUS:
        return not now.is_absence
    return name == VALUE and result is not None and mean_of_marks(result.sitting, now.numbers) is not None


def _wanted(name: str, typed: Typed) -> str:
    """What the cell would show if the typed text were saved as it is."""
    if name == STATUS and typed.status is not None:
        return shown_cells(None, typed.status)[STATUS]
    return typed.shown


def _alike(first: str, second: str) -> bool:
    return "".join(first.split()) == "".join(second.split())


def conflict_text(result: Result | None, name: str, *, theirs: str, ours: str, by: User) -> str:
    """Both values and who has changed the cell: «… Какое оставить?»"""
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
