"""«Что изменится», когда меняют строку календаря процедур или шкалу перевода."""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from django.db.models import Q

from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.models import MarkScale, Result, Sitting
from monitoring.selectors.dynamics import absent_status
from portal.core.russian import number
from schools.models import School
from schools.selectors import with_taught

from .base import NOTHING, ChangeTable, Preview, by_district, counted


def sitting_preview(*, sitting: Sitting, values: Mapping[str, Any]) -> Preview:
    """`values` are the new facts of the sitting by the names of its fields; nothing is written."""
    changed = copy(sitting)
    for name, value in values.items():
        setattr(changed, name, value)
    preview = Preview([])
    if sitting.is_held != changed.is_held:
        preview += _held(changed)
    if (sitting.minimum, sitting.entry_minimum) != (changed.minimum, changed.entry_minimum):
        preview += _minimum(sitting, changed)
    if sitting.is_general != changed.is_general:
        preview += _general(changed)
    return preview if preview.sentences else Preview([NOTHING])


def new_sitting_preview(*, sitting: Sitting) -> Preview:
    """A line of the calendar that is not there yet."""
    if not sitting.is_held:
        return Preview(
            ["В календаре появится процедура, которая не проводилась: в таблицах она печатается знаком «–»."]
        )
    return Preview(["В формах ввода появится новая строка."]) + _empty_cells(sitting, "Новые ячейки «н/д»")


def scale_preview(*, scale: MarkScale) -> Preview:
    """Results of the work to which the scale belongs: they came by the scale of their day and stay."""
    results = Result.objects.filter(
        sitting__exam=Exam.VPR,
        sitting__subject=scale.subject_id,
        sitting__year=scale.year,
        sitting__season=scale.season,
        sitting__programme_grade=scale.programme_grade,
        status=ResultStatus.VALUE,
    )
    rows = counted(results)
    total = sum(count for *_, count in rows)
    sentences = [
        "По шкале отметки ставятся при загрузке протоколов школ. Уже внесённые результаты "
        f"не пересчитываются: школ с результатом этой работы — {number(total)}.",
    ]
    if not total:
        return Preview([*sentences, NOTHING])
    sentences.append("Чтобы получить отметки по новой шкале, загрузите протоколы этой работы ещё раз.")
    heads = ("Район", "Школ с результатом")
    return Preview(sentences, [ChangeTable("Внесено по прежней шкале", heads, by_district(rows))])


def _held(changed: Sitting) -> Preview:
    now, then = ("«–»", "«н/д»") if changed.is_held else ("«н/д»", "«–»")
    kept = Result.objects.filter(sitting=changed.pk, status=ResultStatus.NOT_HELD).count()
    by_hand = f"«Экзамен не проводился» внесено вручную у школ: {number(kept)}. Эти ячейки останутся."
    return _empty_cells(changed, f"Ячейки {now}, которые станут {then}") + Preview([by_hand] if kept else [])


def _empty_cells(sitting: Sitting, title: str) -> Preview:
    """Schools that teach the level and have nothing entered: their cells tell the state of the calendar."""
    if not _is_column(sitting):
        return Preview(["В таблицах эта процедура печатается только там, где внесены её результаты."])
    as_held = copy(sitting)
    as_held.is_held = True
    entered = set(Result.objects.filter(sitting=sitting.pk).values_list("school", flat=True))
    schools = with_taught(School.objects.filter(is_active=True).select_related("district"))
    counts = Counter(
        (school.district.order_key, school.district_id, school.district.name)
        for school in schools
        if school.pk not in entered and absent_status(school, as_held) == ResultStatus.NO_DATA
    )
    rows = by_district((*district, count) for district, count in counts.items())
    return Preview(
        [f"{title}: {number(counts.total())}."],
        [ChangeTable(title, ("Район", "Ячеек"), rows)] if rows else [],
    )


def _is_column(sitting: Sitting) -> bool:
    """As tables choose them: an obligatory subject for all; a single class of ВПР only with results."""
    return (
        sitting.subject.is_core and sitting.is_general and (sitting.exam != Exam.VPR or sitting.grade is None)
    )


def _minimum(sitting: Sitting, changed: Sitting) -> Preview:
    """Counts below the minimum came with files and stay; findings about means are made anew."""
    judged = counted(Result.objects.filter(sitting=sitting, below_minimum__isnull=False))
    total = sum(count for *_, count in judged)
    heads = ("Район", "Результатов школ")
    counts = Preview(
        [
            "Число не преодолевших минимум пришло из протоколов и не пересчитывается. Сосчитано по прежней "
            f"границе {number(sitting.lower_minimum) or '(её не было)'}: результатов школ — {number(total)}."
        ],
        [ChangeTable("Сосчитано по прежней границе", heads, by_district(judged))] if judged else [],
    )
    return counts + Preview([_below_the_minimum(sitting, changed)])


def _below_the_minimum(sitting: Sitting, changed: Sitting) -> str:
    old, new = sitting.lower_minimum, changed.lower_minimum
    below = {limit: set() if limit is None else _below(sitting, limit) for limit in (old, new)}
    return (
        f"Замечаний «Средняя ниже минимума» появится: {number(len(below[new] - below[old]))}, "
        f"исчезнет: {number(len(below[old] - below[new]))}."
    )


def _below(sitting: Sitting, limit: Decimal) -> set[int]:
    name = "mean_mark" if sitting.scale == Scale.MARK else "mean_score"
    return set(Result.objects.filter(Q((f"{name}__lt", limit)), sitting=sitting).values_list("pk", flat=True))


def _general(changed: Sitting) -> Preview:
    with_results = Result.objects.filter(sitting=changed.pk).values("district").distinct().count()
    if changed.is_general:
        return Preview(
            [f"Столбец появится в таблицах всех районов; сейчас он есть в районах: {number(with_results)}."]
        )
    return Preview([f"Столбец останется только в районах, где есть результаты: {number(with_results)}."])
