"""The same table by other means: SQL that does everything in the server, and data frames.

Both give what ours gives, as plain values: for every school and sitting status, mean, participants and
change; for every sitting the district's mean. The cells of school and sitting are `Outcome.cells`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from monitoring.selectors import DynamicsTable

#: (number of the school, None for the district; number of the sitting) → value, participants, change
Cells = dict[tuple[int | None, int], tuple[Any, Any, Any]]

_TABLE = """
    WITH found AS MATERIALIZED (
        SELECT r.school_id, r.sitting_id, r.status, COALESCE(r.mean_score, r.mean_mark) AS value, r.participants
        FROM monitoring_result r JOIN monitoring_sitting s ON s.id = r.sitting_id
        WHERE r.district_id = %(district)s AND s.year BETWEEN %(first)s - 1 AND %(last)s
          AND s.exam = ANY(%(exams)s)
    ), means AS (
        SELECT sitting_id, ROUND(SUM(value * participants) / SUM(participants), 2) AS value,
               SUM(participants) AS participants
        FROM found WHERE value IS NOT NULL AND participants > 0 GROUP BY sitting_id
    ), steps AS (
        SELECT s.id, p.id AS before FROM monitoring_sitting s LEFT JOIN monitoring_sitting p
            ON p.year = s.year - 1 AND p.exam = s.exam AND p.subject_id = s.subject_id
            AND p.level = s.level AND p.programme_grade IS NOT DISTINCT FROM s.programme_grade
        WHERE s.year BETWEEN %(first)s AND %(last)s AND s.exam = ANY(%(exams)s)
    )
    SELECT f.school_id, n.short_name, f.sitting_id, f.status, f.value, f.participants, f.value - b.value
    FROM found f JOIN steps ON steps.id = f.sitting_id JOIN schools_school n ON n.id = f.school_id
    LEFT JOIN found b ON b.school_id = f.school_id AND b.sitting_id = steps.before
    UNION ALL
    SELECT NULL, NULL, f.sitting_id, 'value', f.value, f.participants, f.value - b.value
    FROM means f JOIN steps ON steps.id = f.sitting_id LEFT JOIN means b ON b.sitting_id = steps.before
"""
_FRAME = """
    SELECT r.school_id, n.short_name, r.sitting_id, s.year, r.status,
           COALESCE(r.mean_score, r.mean_mark)::float8 AS value, r.participants::float8 AS participants,
           s.exam, s.subject_id, s.level, COALESCE(s.programme_grade, 0) AS grade
    FROM monitoring_result r JOIN monitoring_sitting s ON s.id = r.sitting_id
    JOIN schools_school n ON n.id = r.school_id
    WHERE r.district_id = %(district)s AND s.year BETWEEN %(first)s - 1 AND %(last)s
      AND s.exam = ANY(%(exams)s)
"""
_SERIES = ["exam", "subject_id", "level", "grade"]


@dataclass(frozen=True, slots=True)
class Question:
    district: int
    years: tuple[int, ...]
    exams: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "district": self.district,
            "first": self.years[0],
            "last": self.years[-1],
            "exams": list(self.exams),
        }


def by_sql(question: Question) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, question.parameters)
        return cursor.fetchall()


def by_pandas(question: Question) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Means of schools (unstacked: school × series and year), participants, and the district's means."""
    with connection.cursor() as cursor:
        cursor.execute(_FRAME, question.parameters)
        found = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])
    schools = found.set_index(["school_id", *_SERIES, "year"])[["value", "participants"]].unstack("year")
    counted = found[found["value"].notna() & (found["participants"] > 0)]
    sums = counted.assign(weighted=counted["value"] * counted["participants"])
    sums = sums.groupby([*_SERIES, "year"])[["weighted", "participants"]].sum()
    means = _half_up(sums["weighted"] / sums["participants"])
    district = pd.DataFrame({"value": means, "participants": sums["participants"]}).unstack("year")
    return found, _with_changes(schools), _with_changes(district)


def _with_changes(table: pd.DataFrame) -> pd.DataFrame:
    change = pd.concat({"change": table["value"].diff(axis="columns")}, axis="columns")
    return pd.concat([table, change], axis="columns")


def _half_up(means: pd.Series) -> pd.Series:
    return np.floor(means * 100 + 0.5 + 1e-9) / 100


def cells_of_ours(table: DynamicsTable) -> Cells:
    rows = [(row.school.pk, row.cells) for row in table.rows] + [(None, table.mean)]
    return {
        (school, column.sitting.pk): (cell.value, cell.participants, cell.change)
        for school, cells in rows
        for column, cell in zip(table.columns, cells, strict=True)
    }


def cells_of_sql(rows: Iterable[tuple]) -> Cells:
    return {(school, sitting): tuple(rest) for school, _, sitting, _, *rest in rows}


def cells_of_pandas(frames: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], years: tuple[int, ...]) -> Cells:
    found, schools, district = frames
    sittings = {tuple(row) for row in found[[*_SERIES, "year", "sitting_id"]].itertuples(index=False)}
    numbers = {key[:-1]: key[-1] for key in sittings}
    cells: Cells = {}
    for table, is_district in ((schools, False), (district, True)):
        for key, row in table.iterrows():
            school, series = (None, key) if is_district else (key[0], key[1:])
            for year in years:
                names = ("value", "participants", "change")
                cells[school, numbers[*series, year]] = tuple(_exact(row[name, year]) for name in names)
    return cells


def _exact(number: float) -> Decimal | None:
    return None if np.isnan(number) else Decimal(f"{number:.2f}")
