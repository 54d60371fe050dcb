"""«Отменить этот импорт»: what it wrote goes back; what was changed since may stay, once that was seen."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from monitoring.enums import BatchState
from monitoring.models import ImportBatch, Sitting
from monitoring.services.import_rows import RowChange, Values
from monitoring.services.import_undo_plan import Place, UndoPlan, undo_plan
from monitoring.services.import_write import Writer, changes_write
from monitoring.services.imports import batch_locked
from monitoring.services.summaries import summaries_refresh
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import StaleRevision, TransitionRefused
from portal.core.russian import counted
from schools.models import School, SchoolAlias
from schools.services import alias_remove

#: so many places are named, the rest is counted
_NAMED = 5


@transaction.atomic
def batch_undo(*, batch: ImportBatch, seen: str = "", by: User | None) -> ImportBatch:
    """Give the rows that the import wrote their former values; what it created goes, with its history kept.

    `seen` is the digest of what was shown to stay as it is; without one nothing may. Raises StaleRevision,
    naming the places, where another set of them was changed since. A second click changes nothing.
    """
    locked = batch_locked(batch, by)
    if locked.state == BatchState.UNDONE:
        return locked
    if locked.state != BatchState.APPLIED:
        raise TransitionRefused("Отменять нечего: этот импорт ещё не применён.")
    schools = School.objects.select_for_update().filter(pk__in=locked.changes.values("school_id"))
    districts = dict(schools.order_by("pk").values_list("pk", "district_id"))
    plan = undo_plan(locked)
    _check_seen(plan, seen)
    writer = Writer(by.pk if by else None, None, districts)
    changes_write([_back(change) for change in plan.back], writer=writer)
    _remove_aliases(locked, by)
    if sittings := {change.key[1] for change in plan.back if change.kind == "result"}:
        summaries_refresh(district_id=locked.district_id, sittings=sittings)
    return _finished(locked, plan, by)


def _check_seen(plan: UndoPlan, seen: str) -> None:
    changed = f"после импорта изменили {_named(plan.kept_places)}"
    if plan.kept and not plan.back:
        raise TransitionRefused(f"Отменить нельзя: {changed}. Отмените сначала более поздний импорт.")
    if plan.kept and plan.digest != seen:
        raise StaleRevision(
            f"Отменить целиком нельзя: {changed}. Посмотрите, что останется, и отмените остальное."
        )
    if plan.digest != seen:
        raise StaleRevision("Пока вы смотрели, изменённое вернули: теперь можно отменить весь импорт.")


def _finished(batch: ImportBatch, plan: UndoPlan, by: User | None) -> ImportBatch:
    batch.state, batch.undone_by, batch.undone_at = BatchState.UNDONE, by, timezone.now()
    facts = {"rows": len(plan.back)}
    if plan.kept:
        facts["kept"] = len(plan.kept_places)
        batch.summary = {**batch.summary, "kept": _named(plan.kept_places)}
    batch.save(update_fields=["state", "undone_by", "undone_at", "summary"])
    audit_record(action="import.undo", subject=batch, by=by, **facts)
    return batch


def _back(change: RowChange) -> RowChange:
    """The change the other way round; markers keep their year in the trail alone."""
    return RowChange(change.kind, change.key, _own(change.after), _own(change.before))


def _own(values: Values | None) -> Values | None:
    return values and {name: value for name, value in values.items() if name != "year"}


def _named(places: Sequence[Place]) -> str:
    """«МКОУ Своя СШ — ВПР 2021, Русский язык; … и ещё 3 результата»."""
    schools = School.objects.in_bulk({school for _, (school, _) in places})
    ids = {other for kind, (_, other) in places if kind != "markers"}
    sittings = Sitting.objects.select_related("subject").in_bulk(ids)
    names = [
        f"{schools[school]} — {other if kind == 'markers' else sittings[other]}"
        for kind, (school, other) in places[:_NAMED]
    ]
    rest = len(places) - len(names)
    more = f" и ещё {counted(rest, 'результат', 'результата', 'результатов')}" if rest else ""
    return "; ".join(names) + more


def _remove_aliases(batch: ImportBatch, by: User | None) -> None:
    """Names that this import gave to schools; one that somebody removed already is no trouble."""
    added = batch.changes.filter(kind="alias").values_list("after", flat=True)
    ids = [after["id"] for after in added if after]
    for alias in SchoolAlias.objects.filter(pk__in=ids).select_related("school"):
        alias_remove(alias=alias, by=by)
