"""«Что изменится», когда меняют строку календаря процедур или шкалу перевода."""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.models import MarkScale, Result, Sitting
from monitoring.selectors.dynamics import absent_status
from monitoring.selectors.previews import DISTRICT, ChangeTable, Preview, by_district
from portal.core.russian import number
from schools.models import School
from schools.selectors import with_taught

NOTHING = "Ни одно напечатанное число не изменится."


def sitting_preview(*, sitting: Sitting, values: Mapping[str, Any]) -> Preview:
    """`values` are the new facts of the sitting by the names of its fields; nothing is written."""
    changed = copy(sitting)
    for name, value in values.items():
        setattr(changed, name, value)
    sentences: list[str] = []
    tables: list[ChangeTable] = []
    if sitting.is_held != changed.is_held:
        _held(changed, sentences, tables)
    if (sitting.minimum, sitting.entry_minimum) != (changed.minimum, changed.entry_minimum):
        _minimum(sitting, changed, sentences, tables)
    if sitting.is_general != changed.is_general:
        sentences.append(_general(changed))
    return Preview(sentences or [NOTHING], tables)


def new_sitting_preview(*, sitting: Sitting) -> Preview:
    """A line of the calendar that is not there yet."""
    if not sitting.is_held:
        return Preview(
            ["В календаре появится процедура, которая не проводилась: в таблицах она печатается знаком «–»."]
        )
    sentences = ["В формах ввода появится новая строка."]
    tables: list[ChangeTable] = []
    _empty_cells(sitting, "Новые ячейки «н/д»", sentences, tables)
    return Preview(sentences, tables)


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
    rows = _counted(results)
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


def _counted(results: QuerySet[Result]) -> list[tuple[str, int, str, int]]:
    """`DISTRICT` and how many of its results."""
    counts = results.order_by().values_list(*DISTRICT).annotate(count=Count("pk"))
    return list(counts)


def _held(changed: Sitting, sentences: list[str], tables: list[ChangeTable]) -> None:
    now, then = ("«–»", "«н/д»") if changed.is_held else ("«н/д»", "«–»")
    kept = Result.objects.filter(sitting=changed.pk, status=ResultStatus.NOT_HELD).count()
    _empty_cells(changed, f"Ячейки {now}, которые станут {then}", sentences, tables)
    if kept:
        sentences.append(
            f"«Экзамен не проводился» внесено вручную у школ: {number(kept)}. Эти ячейки останутся."
        )


def _empty_cells(sitting: Sitting, title: str, sentences: list[str], tables: list[ChangeTable]) -> None:
    """Schools that teach the level and have nothing entered: their cells tell the state of the calendar."""
    if not _is_column(sitting):
        sentences.append("В таблицах эта процедура печатается только там, где внесены её результаты.")
        return
    as_held = copy(sitting)
    as_held.is_held = True
    entered = set(Result.objects.filter(sitting=sitting.pk).values_list("school", flat=True))
    schools = with_taught(School.objects.filter(is_active=True).select_related("district"))
    counts = Counter(
        (school.district.order_key, school.district_id, school.district.name)
        for school in schools
        if school.pk not in entered and absent_status(school, as_held) == ResultStatus.NO_DATA
    )
    sentences.append(f"{title}: {number(counts.total())}.")
    if counts:
        tables.append(
            ChangeTable(
                title,
                ("Район", "Ячеек"),
                by_district((*district, count) for district, count in counts.items()),
            )
        )


def _is_column(sitting: Sitting) -> bool:
    """As tables choose them: an obligatory subject for all; a single class of ВПР only with results."""
    return (
        sitting.subject.is_core and sitting.is_general and (sitting.exam != Exam.VPR or sitting.grade is None)
    )


def _minimum(sitting: Sitting, changed: Sitting, sentences: list[str], tables: list[ChangeTable]) -> None:
    """Counts below the minimum came with files and stay; findings about means are made anew."""
    judged = _counted(Result.objects.filter(sitting=sitting, below_minimum__isnull=False))
    total = sum(count for *_, count in judged)
    sentences.append(
        "Число не преодолевших минимум пришло из протоколов и не пересчитывается. Сосчитано по прежней "
        f"границе {number(sitting.lower_minimum) or '(её не было)'}: результатов школ — {number(total)}."
    )
    if judged:
        heads = ("Район", "Результатов школ")
        tables.append(ChangeTable("Сосчитано по прежней границе", heads, by_district(judged)))
    old, new = sitting.lower_minimum, changed.lower_minimum
    below = {limit: set() if limit is None else _below(sitting, limit) for limit in (old, new)}
    sentences.append(
        f"Замечаний «Средняя ниже минимума» появится: {number(len(below[new] - below[old]))}, "
        f"исчезнет: {number(len(below[old] - below[new]))}."
    )


def _below(sitting: Sitting, limit: Decimal) -> set[int]:
    name = "mean_mark" if sitting.scale == Scale.MARK else "mean_score"
    return set(Result.objects.filter(Q((f"{name}__lt", limit)), sitting=sitting).values_list("pk", flat=True))


def _general(changed: Sitting) -> str:
    with_results = Result.objects.filter(sitting=changed.pk).values("district").distinct().count()
    if changed.is_general:
        return f"Столбец появится в таблицах всех районов; сейчас он есть в районах: {number(with_results)}."
    return f"Столбец останется только в районах, где есть результаты: {number(with_results)}."
