"""Writing results: checks that need no other row, then one transaction with its trail."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from monitoring.enums import ResultStatus, Scale
from monitoring.measures import MEAN_ROUNDING, still_summed
from monitoring.models import Result, Sitting
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.rights import require
from portal.core.russian import number, rounded
from schools.models import School

_MARKS = ("n2", "n3", "n4", "n5")
_NUMBERS = ("participants", *_MARKS, "below_minimum")


@dataclass(frozen=True, slots=True)
class ResultInput:
    """What was typed for one sitting. `seen` is the revision that the person saw, 0 for an empty row."""

    sitting: Sitting
    status: str
    value: Decimal | None = None
    participants: int | None = None
    n2: int | None = None
    n3: int | None = None
    n4: int | None = None
    n5: int | None = None
    below_minimum: int | None = None
    seen: int = 0
    source: str = ""

    @property
    def marks(self) -> list[int | None]:
        return [self.n2, self.n3, self.n4, self.n5]

    @property
    def mean(self) -> Decimal | None:
        """The typed mean, or the one that a full set of marks gives."""
        return self.value if self.value is not None else self.mean_of_marks

    @property
    def mean_of_marks(self) -> Decimal | None:
        """What a full set of marks gives; None where a count is missing or nobody has a mark."""
        counts = [count for count in self.marks if count is not None]
        if self.sitting.scale != Scale.MARK or len(counts) < len(_MARKS) or not sum(counts):
            return None
        return rounded(
            Decimal(sum(mark * count for mark, count in zip(range(2, 6), counts, strict=True))) / sum(counts)
        )


def result_problems(row: ResultInput) -> dict[str, str]:
    """What is wrong with one row: the field and a sentence that says what to do."""
    if row.status != ResultStatus.VALUE:
        return _problems_without_value(row)
    problems: dict[str, str] = {}
    for check in (_check_value, _check_mean, _check_participants, _check_marks, _check_below_minimum):
        problems = check(row) | problems  # the first of two at one field is told
    return problems


def _problems_without_value(row: ResultInput) -> dict[str, str]:
    typed = ["value"] if row.value is not None else []
    typed += [name for name in _NUMBERS if getattr(row, name)]
    label = ResultStatus(row.status).label
    return dict.fromkeys(
        typed, f"Выбрано «{label}», а число введено. Уберите число или выберите «есть результат»."
    )


def _check_value(row: ResultInput) -> dict[str, str]:
    if row.mean is None:
        what = "среднюю отметку" if row.sitting.scale == Scale.MARK else "средний балл"
        return {"value": f"Введите {what} или выберите, почему результата нет."}
    low, high = row.sitting.bounds
    if row.mean == 0:
        return {"value": "Ноль вместо пропуска не ставят: выберите, почему результата нет."}
    if not low <= row.mean <= high:
        what = "Средняя отметка" if row.sitting.scale == Scale.MARK else "Средний балл"
        return {"value": f"{what} — число от {low} до {high}, а введено {number(row.mean)}."}
    return {}


def _check_mean(row: ResultInput) -> dict[str, str]:
    """A typed mean may be rounded to tenths, but not tell another story than its marks."""
    counted = row.mean_of_marks
    if row.value and counted is not None and abs(row.value - counted) > MEAN_ROUNDING:
        return {
            "value": f"По отметкам средняя — {number(counted)}, а введено {number(row.value)}. "
            "Исправьте отметки или очистите это поле: средняя посчитается сама."
        }
    return {}


def _check_participants(row: ResultInput) -> dict[str, str]:
    if row.participants == 0:
        return {"participants": "Участников 0: выберите «не было участников» или исправьте число."}
    return {}


def _check_marks(row: ResultInput) -> dict[str, str]:
    total = sum(count or 0 for count in row.marks)
    wrong = row.participants is not None and (
        total > row.participants or (row.mean_of_marks is not None and total != row.participants)
    )
    if wrong:
        text = f"Сумма отметок {total}, а участников {row.participants}. Исправьте одно из чисел."
        return {"participants": text}
    return {}


def _check_below_minimum(row: ResultInput) -> dict[str, str]:
    if row.below_minimum and row.participants is not None and row.below_minimum > row.participants:
        return {
            "below_minimum": f"Ниже минимума {row.below_minimum}, а участников {row.participants}. "
            "Исправьте одно из чисел."
        }
    return {}


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
    counts = {name: getattr(row, name) for name in _NUMBERS}
    if row.status != ResultStatus.VALUE:
        counts = dict.fromkeys(_NUMBERS)
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
    return {name: getattr(result, name) for name in ("status", "value", *_NUMBERS, "source")}
