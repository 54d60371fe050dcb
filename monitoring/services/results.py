"""Writing the results of a school: one transaction with its trail, nobody's number overwritten unseen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from monitoring.enums import ResultStatus
from monitoring.measures import still_summed
from monitoring.models import Result
from monitoring.services.result_input import COUNTS, ResultInput, result_problems
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.rights import require
from portal.core.russian import number
from schools.models import School


@transaction.atomic
def results_save(*, school: School, rows: Sequence[ResultInput], by: User) -> int:
    """Save the rows of one school together or not at all; the number of changed rows comes back.

    Raises InvalidInput whose keys are «<sitting id>-<field>». A row that already says the same is
    left alone: a second click changes nothing, and a doubtful row of the grid is no obstacle here.
    """
    require(School.objects.all(), pk=school.pk, by=by, permission=Permission.RESULT_EDIT)
    ids = [row.sitting.pk for row in rows]
    locked = School.objects.select_for_update().get(pk=school.pk)
    existing = {
        result.sitting_id: result
        for result in Result.objects.filter(school=locked, sitting__in=ids).select_related(
            "sitting", "updated_by"
        )
    }
    changed = [row for row in rows if not _says_the_same(row, existing.get(row.sitting.pk))]
    changed = _touched(changed, existing)
    if problems := _all_problems(changed):
        raise InvalidInput(problems)
    if conflicts := _conflicts(changed, existing):
        raise InvalidInput(conflicts)
    for row in changed:
        _write(locked, row, existing.get(row.sitting.pk), by)
    _refresh_sums(locked, changed, existing)
    return len(changed)


def _refresh_sums(school: School, changed: Sequence[ResultInput], existing: Mapping[int, Result]) -> None:
    """Of the district of each result: it stays where it was when the school moves."""
    sittings: dict[int, list[int]] = defaultdict(list)
    for row in changed:
        old = existing.get(row.sitting.pk)
        sittings[old.district_id if old else school.district_id].append(row.sitting.pk)
    for district_id, numbers in sorted(sittings.items()):
        summaries_refresh(district_id=district_id, sittings=numbers)


def _all_problems(rows: Sequence[ResultInput]) -> dict[str, str]:
    if any(not row.sitting.is_held and row.status == ResultStatus.VALUE for row in rows):
        raise NotAllowed("Эта процедура не проводилась: результата у неё быть не может.")
    return {f"{row.sitting.pk}-{field}": text for row in rows for field, text in result_problems(row).items()}


def _touched(rows: Sequence[ResultInput], existing: dict[int, Result]) -> list[ResultInput]:
    """Without the rows that a colleague changed meanwhile and this person left as he saw them.

    A sheet posts every row, so an old value of another's row must not come back with it.
    """
    stale = [existing[row.sitting.pk].pk for row in rows if _is_stale(row, existing.get(row.sitting.pk))]
    past = (
        {(one.sitting_id, one.revision): one for one in Result.history.filter(id__in=stale)} if stale else {}
    )
    return [
        row
        for row in rows
        if not _is_stale(row, existing.get(row.sitting.pk))
        or not _was_seen_so(row, past.get((row.sitting.pk, row.seen)))
    ]


def _is_stale(row: ResultInput, result: Result | None) -> bool:
    return result is not None and result.revision != row.seen


def _was_seen_so(row: ResultInput, seen: Any) -> bool:
    """Whether the row says what its reader was shown; `seen` is of the history, None for an empty row."""
    if seen is None:
        return row.status == ResultStatus.NO_DATA
    shown = seen.mean_mark if seen.mean_score is None else seen.mean_score
    values = _values(row)
    return values.pop("value") == shown and all(
        getattr(seen, name) == value for name, value in values.items()
    )


def _conflicts(rows: Sequence[ResultInput], existing: dict[int, Result]) -> dict[str, str]:
    """Rows that somebody else changed meanwhile, with both values."""
    conflicts = {}
    for row in rows:
        result = existing.get(row.sitting.pk)
        if result is not None and _is_stale(row, result):
            theirs = number(result.value) or result.get_status_display()
            ours = number(row.mean) or ResultStatus(row.status).label
            conflicts[f"{row.sitting.pk}-value"] = (
                "Пока вы вводили, значение изменил другой сотрудник "
                f"({result.updated_by or 'загрузка'}): {theirs}. "
                f"Ваше значение: {ours}. Сохраните ещё раз, чтобы оставить своё, или введите другое."
            )
    return conflicts


def _values(row: ResultInput) -> dict:
    counts = {name: getattr(row, name) for name in COUNTS}
    if row.status != ResultStatus.VALUE:
        counts = dict.fromkeys(COUNTS)
    return {"status": row.status, "value": row.mean if row.status == ResultStatus.VALUE else None, **counts}


def _says_the_same(row: ResultInput, result: Result | None) -> bool:
    return result is not None and all(getattr(result, name) == value for name, value in _values(row).items())


def _write(school: School, row: ResultInput, result: Result | None, by: User) -> None:
    before = _snapshot(result)
    if result is None:
        result = Result(school=school, district_id=school.district_id, sitting=row.sitting, revision=0)
    values = _values(row)
    numbers_before = (result.value, result.participants)
    result.set_value(values.pop("value"))
    for name, value in values.items():
        setattr(result, name, value)
    result.score_sum = still_summed(
        result.score_sum, before=numbers_before, after=(result.value, result.participants)
    )
    result_keep(result, source=row.source or "ввод вручную", by=by)
    audit_record(action="result.save", subject=result, by=by, before=before, after=_snapshot(result))


def result_keep(result: Result, *, source: str, by: User) -> None:
    """Write a changed result and its line of history; the trail is the caller's."""
    result.source = source
    result.revision += 1
    result.updated_by = by
    result._history_user = by  # type: ignore[attr-defined]  # django-simple-history's documented hook
    result.save()


def _snapshot(result: Result | None) -> dict | None:
    if result is None:
        return None
    return {name: getattr(result, name) for name in ("status", "value", *COUNTS, "source")}
