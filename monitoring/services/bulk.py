"""Many rows at once: COPY and one merging INSERT in PostgreSQL, bulk_create elsewhere; callers need not know.

Rows come column by column: a tuple or a dict for each of fifty thousand takes longer than the database.
Every function runs in the caller's transaction.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

#: the values of each column by its name («school_id»), all as many as there are rows
Columns = Mapping[str, Sequence[Any]]
_STAGE = "import_stage"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_BATCH = 1000
#: bytes that the driver takes at once
_CHUNK = 1024 * 1024


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Rows that are dicts, all with the same names, as columns."""
    return {name: list(map(itemgetter(name), rows)) for name in rows[0]} if rows else {}


def insert(model: type[models.Model], columns: Columns) -> None:
    """Add rows whose keys are new."""
    if not any(columns.values()):
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _copy(cursor, model._meta.db_table, model, columns)
    else:
        _manager(model).bulk_create(_objects(model, columns), batch_size=_BATCH)


def insert_from(model: type[models.Model], rows: models.QuerySet) -> None:
    """Add what a query of `values_list` with the names of the model's columns gives, within the database."""
    query, parameters = rows.query.sql_with_params()
    names = _listed([*rows.query.values_select, *rows.query.annotation_select])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) {query}", parameters)


def merge(
    model: type[models.Model], columns: Columns, *, unique: Sequence[str], update: Sequence[str]
) -> None:
    """Add rows, or where `unique` columns meet an existing one bring its `update` columns to the new values.

    In PostgreSQL a row that already says the same is not written at all.
    """
    if not any(columns.values()):
        return
    if connection.vendor == "postgresql":
        _staged_merge(model, columns, unique, update)
    else:
        _manager(model).bulk_create(
            _objects(model, columns),
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=[_field_name(model, name) for name in unique],
            update_fields=[_field_name(model, name) for name in update],
        )


def _manager(model: type[models.Model]) -> models.Manager:
    return model._default_manager


def _objects(model: type[models.Model], columns: Columns) -> list[models.Model]:
    return [model(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _field_name(model: type[models.Model], column: str) -> str:
    return model._meta.get_field(column).name


# --- PostgreSQL -------------------------------------------------------------------------------


def _staged_merge(
    model: type[models.Model], columns: Columns, unique: Sequence[str], update: Sequence[str]
) -> None:
    """COPY to a temporary table, then one INSERT … ON CONFLICT … DO UPDATE … WHERE something differs.

    What is the same in all rows (the district, the source, the moment) goes with the statement, not by COPY.
    """
    table, quoted = model._meta.db_table, connection.ops.quote_name
    same = {name: values[0] for name, values in columns.items() if name not in unique and _is_one(values)}
    staged = {name: values for name, values in columns.items() if name not in same}
    settings = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in update)
    kept, new = (", ".join(f"{source}.{quoted(name)}" for name in update) for source in ("kept", "excluded"))
    given = ", ".join([_listed(staged), *["%s"] * len(same)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {_STAGE} AS SELECT {_listed(staged)} FROM {table} WITH NO DATA"  # noqa: S608
        )
        _copy(cursor, _STAGE, model, staged)
        cursor.execute(
            f"INSERT INTO {table} AS kept ({_listed([*staged, *same])}) SELECT {given} FROM {_STAGE} "  # noqa: S608
            f"ON CONFLICT ({_listed(unique)}) DO UPDATE SET {settings} "
            f"WHERE ({kept}) IS DISTINCT FROM ({new})",
            list(same.values()),
        )
        cursor.execute(f"DROP TABLE {_STAGE}")


def _is_one(values: Sequence[Any]) -> bool:
    first = values[0]
    return not isinstance(first, dict | list) and values.count(first) == len(values)


def _copy(cursor: Any, table: str, model: type[models.Model], columns: Columns) -> None:
    """The rows in COPY's text format, made column by column: each value is put into words once."""
    as_json = {name for name in columns if isinstance(model._meta.get_field(name), models.JSONField)}
    written = [_column(values, is_json=name in as_json) for name, values in columns.items()]
    lines = io.BytesIO(("\n".join(map("\t".join, zip(*written, strict=True))) + "\n").encode())
    cursor.copy_expert(f"COPY {table} ({_listed(columns)}) FROM STDIN", lines, size=_CHUNK)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _column(values: Sequence[Any], *, is_json: bool) -> Iterable[str]:
    if is_json:
        encode = DjangoJSONEncoder(ensure_ascii=False).encode
        return [r"\N" if value is None else encode(value).replace("\\", r"\\") for value in values]
    words = {value: _text(value) for value in set(values)}  # equal values of one column mean one thing
    return map(words.__getitem__, values)


def _text(value: Any) -> str:
    """One value for COPY. Only types that a column here can hold."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return str.translate(value, _ESCAPES)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):  # a moment is a date, too
        return value.isoformat()
    raise TypeError(f"no text for COPY: {type(value)}")
