"""Each layout of ФИС ОКО and of regions finds its own reader among all readers."""

import pytest

from monitoring.imports.formats import recognised
from tests.monitoring.imports import test_fis_oko_journal as journal
from tests.monitoring.imports import test_fis_oko_marks as marks
from tests.monitoring.imports import test_flat as flat
from tests.monitoring.imports import test_vpr_form as form
from tests.monitoring.imports.fis_oko_files import book

LAYOUTS = {
    "fis-oko-marks": [[*marks.ABOVE, marks.HEADER, *marks.SCHOOLS]],
    "fis-oko-journal": [[*journal.ABOVE, *journal.group("СШ № 1", (1, 5, 2, 8))]],
    "vpr-form": [
        [header, [1] * len(header)]
        for header in (form.FORM_2020, form.FORM_2021, form.FORM_2022, form.FORM_2025, form.FORM_CODE)
    ],
    "flat-marks": [[flat.HEADER, [2023, 5, "Математика", "", "sch340012", "СШ", 8, *flat.FULL]]],
    "flat-bias": [[flat.BIAS, [2023, "", "СШ № 1", "sch340012", 1, 1, 0, 0, 0]]],
}


@pytest.mark.parametrize(
    ("code", "rows"), [(code, rows) for code, layouts in LAYOUTS.items() for rows in layouts]
)
def test_a_layout_finds_its_reader(code, rows):
    reader = recognised(book(rows))

    assert reader is not None
    assert code == reader.FORMAT
