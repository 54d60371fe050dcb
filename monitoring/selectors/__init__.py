from monitoring.selectors.calendar import (
    exam_years,
    held_sittings,
    sittings_of_year,
    table_sittings,
    windows_of,
)
from monitoring.selectors.dynamics import Cell, Column, DynamicsTable, Row, dynamics_table
from monitoring.selectors.findings import findings_grouped, findings_of, visible_findings
from monitoring.selectors.measured import dynamics_measures, regional_measures
from monitoring.selectors.measured_table import MeasuredRow, MeasuredTable, Shown
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
    "MeasuredRow",
    "MeasuredTable",
    "Row",
    "Shown",
    "district_has_results",
    "dynamics_measures",
    "dynamics_table",
    "entry_overview",
    "exam_states",
    "exam_years",
    "findings_grouped",
    "findings_of",
    "held_sittings",
    "regional_measures",
    "results_of_school",
    "sittings_of_year",
    "table_sittings",
    "visible_findings",
    "windows_of",
]
