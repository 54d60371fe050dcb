"""The same table by other means: SQL that does everything in the server, and data frames.

Both give all that ours gives: for every school and sitting the status (also of a result that nobody
entered), mean, participants and change; for every sitting the district's mean and of how many schools it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from monitoring.selectors import DynamicsTable

#: (school, None for the district; sitting) → status, value, participants, change, schools of a mean
Cells = dict[tuple[int | None, int], tuple[Any, ...]]

#: the exact sum behind a mean, as `points_of` tells it
POINTS = """CASE
    WHEN r.mean_score IS NULL AND r.n2 + r.n3 + r.n4 + r.n5 = r.participants
        THEN 2 * r.n2 + 3 * r.n3 + 4 * r.n4 + 5 * r.n5
    WHEN ABS(r.mean_score * r.participants - r.score_sum) <= 0.05 * r.participants THEN r.score_sum
    ELSE COALESCE(r.mean_score, r.mean_mark) * r.participants END"""
_TABLE = f"""
    WITH found AS MATERIALIZED (
        SELECT r.school_id, r.sitting_id, r.status, r.participants,
               COALESCE(r.mean_score, r.mean_mark) AS value, {POINTS} AS points,
               CASE WHEN r.status = 'value' AND r.participants > 0 THEN r.participants END AS weight
        FROM monitoring_result r JOIN monitoring_sitting s ON s.id = r.sitting_id
        WHERE r.district_id = %(district)s AND s.year BETWEEN %(first)s - 1 AND %(last)s
          AND s.exam = ANY(%(exams)s)
    ), means AS (
        SELECT sitting_id, ROUND(SUM(points) / SUM(weight), 2) AS value,
               SUM(weight) AS participants, COUNT(weight) AS counted, COUNT(value) AS valued
        FROM found GROUP BY sitting_id
    ), columns AS (
        SELECT s.id, s.exam, s.year, u.name, p.id AS before,
               CASE s.exam WHEN 'oge' THEN 'ooo' WHEN 'ege' THEN 'soo' END AS programme
        FROM monitoring_sitting s JOIN monitoring_subject u ON u.id = s.subject_id
        LEFT JOIN monitoring_sitting p
            ON p.year = s.year - 1 AND p.exam = s.exam AND p.subject_id = s.subject_id
            AND p.level = s.level AND p.programme_grade IS NOT DISTINCT FROM s.programme_grade
        WHERE s.year BETWEEN %(first)s AND %(last)s AND s.exam = ANY(%(exams)s)
    ), taught AS (
        SELECT n.id, n.short_name, ARRAY_AGG(g.level) AS levels
        FROM schools_school n LEFT JOIN schools_schoolprogramme g ON g.school_id = n.id
        WHERE n.district_id = %(district)s GROUP BY n.id
    )
    SELECT n.id, n.short_name, c.id, c.exam, c.year, c.name,
           COALESCE(f.status, CASE WHEN c.programme = ANY(n.levels) IS FALSE THEN 'not_offered'
                                   ELSE 'no_data' END),
           f.value, f.participants, f.value - b.value, NULL, NULL
    FROM taught n CROSS JOIN columns c
    LEFT JOIN found f ON f.school_id = n.id AND f.sitting_id = c.id
    LEFT JOIN found b ON b.school_id = n.id AND b.sitting_id = c.before
    UNION ALL
    SELECT NULL, NULL, c.id, c.exam, c.year, c.name, 'value',
           m.value, m.participants, m.value - b.value, m.counted, m.valued
    FROM columns c JOIN means m ON m.sitting_id = c.id LEFT JOIN means b ON b.sitting_id = c.before
"""
_RESULTS = """
    SELECT r.school_id, r.sitting_id, r.status, s.exam, u.name, s.level,
           COALESCE(s.programme_grade, 0) AS grade, s.year,
           COALESCE(r.mean_score, r.mean_mark)::float8 AS value, r.participants::float8 AS participants,
           r.mean_score IS NOT NULL AS is_score, r.score_sum::float8 AS score_sum,
           r.n2::float8 AS n2, r.n3::float8 AS n3, r.n4::float8 AS n4, r.n5::float8 AS n5
    FROM monitoring_result r JOIN monitoring_sitting s ON s.id = r.sitting_id
    JOIN monitoring_subject u ON u.id = s.subject_id
    WHERE r.district_id = %(district)s AND s.year BETWEEN %(first)s - 1 AND %(last)s
      AND s.exam = ANY(%(exams)s)
"""
_TAUGHT = """
    SELECT n.id AS school_id, n.short_name, ARRAY_AGG(g.level) AS levels
    FROM schools_school n LEFT JOIN schools_schoolprogramme g ON g.school_id = n.id
    WHERE n.district_id = %(district)s GROUP BY n.id
"""
_SERIES = ["exam", "name", "level", "grade"]
_PROGRAMMES = {"oge": "ooo", "ege": "soo"}


@dataclass(frozen=True, slots=True)
class Question:
    district: int
    years: tuple[int, ...]
    exams: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, Any]:
        first, last = self.years[0], self.years[-1]
        return {"district": self.district, "first": first, "last": last, "exams": list(self.exams)}


def by_sql(question: Question) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, question.parameters)
        return cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Frames:
    """Years stand side by side: `schools` has a line for a school and a series, `district` for a series."""

    results: pd.DataFrame
    schools: pd.DataFrame
    district: pd.DataFrame


def by_pandas(question: Question) -> Frames:
    results, taught = _frame(_RESULTS, question), _frame(_TAUGHT, question)
    lines = taught.merge(results[_SERIES].drop_duplicates(), how="cross")
    index = ["school_id", *_SERIES]
    schools = results.set_index([*index, "year"])[["status", "value", "participants"]].unstack("year")
    schools = schools.reindex(pd.MultiIndex.from_frame(lines[index]))
    programmes = lines["exam"].map(_PROGRAMMES)
    absent = [
        "not_offered" if isinstance(programme, str) and levels[0] and programme not in levels else "no_data"
        for programme, levels in zip(programmes, lines["levels"], strict=True)
    ]
    for year in schools["status"].columns:
        schools["status", year] = schools["status", year].fillna(pd.Series(absent, index=schools.index))
    return Frames(results, _with_changes(schools), _with_changes(_district(results)))


def _frame(sql: str, question: Question) -> pd.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql, question.parameters)
        return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])


def _district(results: pd.DataFrame) -> pd.DataFrame:
    weight = results["participants"].where(results["value"].notna() & (results["participants"] > 0))
    weighed = results.assign(weighted=_points(results).where(weight.notna()), weight=weight)
    groups = weighed.groupby([*_SERIES, "year"])
    sums, counts = groups[["weighted", "weight"]].sum(), groups[["weight", "value"]].count()
    means = np.floor(sums["weighted"] / sums["weight"] * 100 + 0.5 + 1e-9) / 100  # half-up
    columns = {"value": means, "participants": sums["weight"]}
    columns |= {"counted": counts["weight"], "valued": counts["value"]}
    return pd.DataFrame(columns).unstack("year")


def _points(results: pd.DataFrame) -> pd.Series:
    """The exact sum behind each mean, as `points_of` tells it."""
    participants, marks = results["participants"], results[["n2", "n3", "n4", "n5"]]
    weighed = results["value"] * participants
    counted = marks.sum(axis="columns", skipna=False) == participants
    summed = (weighed - results["score_sum"]).abs() <= 0.05 * participants
    points = weighed.mask(results["is_score"] & summed, results["score_sum"])
    return points.mask(~results["is_score"] & counted, marks @ [2.0, 3.0, 4.0, 5.0])


def _with_changes(table: pd.DataFrame) -> pd.DataFrame:
    change = pd.concat({"change": table["value"].diff(axis="columns")}, axis="columns")
    return pd.concat([table, change], axis="columns")


def cells_of_ours(table: DynamicsTable) -> Cells:
    rows = [(row.school.pk, row.cells) for row in table.rows] + [(None, table.mean)]
    return {
        (school, column.sitting.pk): (cell.status, cell.value, cell.participants, cell.change, cell.schools)
        for school, cells in rows
        for column, cell in zip(table.columns, cells, strict=True)
    }


def cells_of_sql(rows: Iterable[tuple]) -> Cells:
    return {
        (school, sitting): (*cell, None if counted is None else (counted, valued))
        for school, _, sitting, _, _, _, *cell, counted, valued in rows
    }


def cells_of_pandas(frames: Frames, years: tuple[int, ...]) -> Cells:
    keys = frames.results[[*_SERIES, "year", "sitting_id"]].drop_duplicates().itertuples(index=False)
    numbers = {tuple(key)[:-1]: key.sitting_id for key in keys}
    cells: Cells = {}
    for (school, *series), row in frames.schools.iterrows():
        for year in years:
            cells[school, numbers[*series, year]] = (row["status", year], *_numbers(row, year), None)
    for series, row in frames.district.iterrows():
        for year in years:
            schools = (row["counted", year], row["valued", year])
            cells[None, numbers[*series, year]] = ("value", *_numbers(row, year), schools)
    return cells


def _numbers(row: pd.Series, year: int) -> list[Decimal | None]:
    found = [row[name, year] for name in ("value", "participants", "change")]
    return [None if np.isnan(number) else Decimal(f"{number:.2f}") for number in found]
