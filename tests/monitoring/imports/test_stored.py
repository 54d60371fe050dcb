"""What is kept of a file until its confirmation comes back as it was read, in little space."""

import json
from decimal import Decimal
from importlib import import_module

import pytest

from monitoring.imports.parsed import ParsedRow, Problem, SchoolRef
from monitoring.imports.stored import as_json, from_json
from tests.factories.monitoring import ImportBatchFactory
from tests.monitoring.imports.made import EGE, VPR, appeals, marks, parsed, protocol

REF = SchoolRef("СШ № 1", "340012", "sch340012", "Свой район")
CELLS = {"participants": "Лист1!C5", "n2": "Лист1!D5", "n3": "Лист1!E5", "n4": "Лист1!F5", "n5": "Лист1!G5"}
ROWS = (
    marks(REF, 1, 2, 3, 4, addresses=CELLS, computed=frozenset(("n2", "n3"))),
    marks("СШ № 2", 0, 0, 0, 1, address="Лист1!A55", addresses={"n2": "Лист1!D55"}),
    marks("СШ № 3", 1, 1, 1, 1, address="Лист1!A6", addresses={"n2": "Другой лист!B7"}),
    marks("СШ № 4", 1, 1, 1, 1, address="без адреса"),
    protocol("СШ № 5", 3, 200, minimum=36),
    appeals("СШ № 5", (60, 65), (60, 65), (60, 65, "2022-07-05")),
    ParsedRow("markers", REF, None, {"count": 2, "rus4": 0}, "A!B2", year=2022),
    ParsedRow("result", REF, VPR, {"mean_mark": Decimal("4.10")}, "A!B3"),
    ParsedRow("result", REF, EGE, {}, "A!B4", status="no_participants"),
)


def test_rows_come_back_as_they_were_read():
    file = parsed(*ROWS, problems=(Problem("warning", "percent_sum", "Лист1!D5", "Сверьте."),))

    assert from_json(json.loads(json.dumps(as_json(file)))) == file


def test_rows_of_one_table_share_a_shape():
    cells = {"participants": "Лист1!C{}", "n2": "Лист1!D{}", "n3": "Лист1!E{}", "n4": "Лист1!F{}"}
    rows = [
        marks(REF, 1, 2, 3, 4, address=f"Лист1!B{n}", addresses={k: v.format(n) for k, v in cells.items()})
        for n in range(2, 1002)
    ]

    kept = as_json(parsed(*rows))

    assert (len(kept["shapes"]), len(kept["schools"]), len(kept["sittings"])) == (1, 1, 1)
    assert len(json.dumps(kept["rows"])) / len(rows) < 50


@pytest.mark.django_db
def test_what_was_kept_before_shapes_is_written_anew():
    old = {
        "format": "ris-ege",
        "rows_read": 2,
        "facts": [["Предмет", "Русский язык"]],
        "problems": [],
        "schools": [list(REF)],
        "sittings": [["vpr", "rus", 2021, "", "spring", 5, 5, None]],
        "rows": [
            {"kind": "result", "school": 0, "sitting": 0, "numbers": {"participants": 10, "mean_mark": "4.10"},
             "address": "A!A5", "addresses": {"participants": "A!C5"}, "status": "value", "computed": ["n2"]},
            {"kind": "appeals", "school": 0, "sitting": 0, "address": "A!A6", "status": "value",
             "appeals": [[60, 65, 2]]},
        ],
    }  # fmt: skip
    batch, newer = ImportBatchFactory(parsed=old), ImportBatchFactory(parsed=as_json(parsed(ROWS[0])))
    migration = import_module("monitoring.migrations.0007_rows_by_shapes")

    migration.write_anew(import_module("django.apps").apps, None)

    batch.refresh_from_db()
    first, second = from_json(batch.parsed).rows
    assert first == ParsedRow(
        "result", REF, VPR, {"participants": 10, "mean_mark": Decimal("4.10")}, "A!A5",
        {"participants": "A!C5"}, computed=frozenset(("n2",)),
    )  # fmt: skip
    assert [(each.before, each.after, each.count) for each in second.appeals] == [(60, 65, 2)]
    assert (second.sitting, dict(second.numbers), second.address) == (VPR, {}, "A!A6")
    newer.refresh_from_db()
    assert newer.parsed == json.loads(json.dumps(as_json(parsed(ROWS[0]))))
