"""What imports keep of their files tells the shape of rows once; what was kept before is written anew."""

from typing import Any

from django.db import migrations

#: a row of old had its number names and addresses itself
_SHAPE = ("kind", "status", "year", "whole", "minimum", "computed", "names", "address", "cells")


def reshaped(parsed: dict[str, Any]) -> dict[str, Any]:
    """`parsed` in the form of monitoring.imports.stored: [shape, school, sitting, line, numbers, appeals?]."""
    shapes: dict[str, tuple[int, dict[str, Any]]] = {}
    rows = []
    for row in parsed["rows"]:
        numbers, cells = row.get("numbers", {}), row.get("addresses", {})
        found = dict.fromkeys(_SHAPE) | {
            "kind": row["kind"],
            "status": row["status"],
            "year": row.get("year"),
            "whole": row.get("whole", False),
            "minimum": row.get("minimum"),
            "computed": row.get("computed", []),
            "names": list(numbers),
            "address": row["address"],
            "cells": [list(cell) for cell in cells.items()],
        }
        number, _ = shapes.setdefault(repr(found), (len(shapes), found))
        kept = [number, row["school"], row.get("sitting"), "", list(numbers.values())]
        rows.append([*kept, row["appeals"]] if row.get("appeals") else kept)
    return parsed | {"shapes": [shape for _, shape in shapes.values()], "rows": rows}


def write_anew(apps, schema_editor):
    batches = apps.get_model("monitoring", "ImportBatch").objects.filter(parsed__has_key="rows")
    for batch in batches.exclude(parsed__has_key="shapes").iterator(chunk_size=10):
        batch.parsed = reshaped(batch.parsed)
        batch.save(update_fields=["parsed"])


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0006_large_imports_are_runs")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
