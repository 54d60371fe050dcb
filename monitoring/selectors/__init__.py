from monitoring.selectors.calendar import exam_years, held_sittings, sittings_of_year, table_sittings
from monitoring.selectors.dynamics import Cell, Column, DynamicsTable, Row, dynamics_table
from monitoring.selectors.results import (
    MAIN_EXAMS,
    district_has_results,
    entry_overview,
    exam_states,
    results_of_school,
)

__all__ = [
    "MAIN_EXAMS",
    "Cell",
    "Column",
    "DynamicsTable",
    "Row",
    "district_has_results",
    "dynamics_table",
    "entry_overview",
    "exam_states",
    "exam_years",
    "held_sittings",
    "results_of_school",
    "sittings_of_year",
    "table_sittings",
]
