"""The door through which tables come in: xlsx or csv, read within bounds or refused in one sentence.

A workbook can be a bomb (see the limits) or simply broken, and openpyxl answers a broken one
with half a dozen kinds of errors; here all of them become UnreadableTable.
"""

import csv
import io
import logging
import math
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import openpyxl.xml
from django.core.exceptions import ImproperlyConfigured
from openpyxl.utils import get_column_letter

from portal.core.errors import PortalError
from portal.core.russian import counted, date_ru
from portal.core.spelling import folded

logger = logging.getLogger("portal.tables")

if not openpyxl.xml.DEFUSEDXML:
    raise ImproperlyConfigured("Пакет defusedxml не установлен или отключён: таблицы читать небезопасно.")

Cell = str | int | Decimal | None
MEGABYTE = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ZIP_SIGNATURE = b"PK\x03\x04"
_HEADER_WITHIN = 30
_BROKEN = "Файл повреждён или это не книга Excel. Откройте его в Excel и сохраните заново как .xlsx."


class UnreadableTable(PortalError):
    """The file is no table that may be read; the sentence says what to do with it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table of a district never exceeds; measured before and while it is read."""

    file_bytes: int = 5 * MEGABYTE
    entries: int = 200
    unpacked_bytes: int = 30 * MEGABYTE
    ratio: int = 100
    marks: int = 800_000  # «<» in all parts: the parser's time goes by elements, not by bytes
    rows: int = 5_000
    columns: int = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty; `number` is the one that a spreadsheet program shows."""

    number: int
    cells: tuple[Cell, ...]

    def address(self, index: int) -> str:
        """«B5» for the second column of the fifth row."""
        return f"{get_column_letter(index + 1)}{self.number}"

    def text(self, index: int | None) -> str:
        """The cell as one line of text; empty for an absent cell or an absent column."""
        return cell_text(self.cells[index]) if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet with at least one filled row; a csv file is one sheet."""

    title: str
    rows: tuple[Row, ...]

    def address(self, row: Row, index: int) -> str:
        """«Лист!B5» for the second column of a row."""
        return f"{self.title}!{row.address(index)}"


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and in which column each key was found."""

    row: int
    columns: Mapping[str, int]

    def get(self, key: str) -> int | None:
        return self.columns.get(key)


def cell_text(value: Cell) -> str:
    """«340012» for 340012 and 340012.0; text without line breaks and repeated spaces."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else " ".join(_CONTROL.sub("", str(value)).split())


def read_table(source: Path | str | BinaryIO, *, limits: Limits | None = None) -> list[Row]:
    """The rows of the first filled sheet of a file, without the empty ones; else as `read_book`."""
    return list(read_book(source, limits=limits)[0].rows)


def read_book(source: Path | str | BinaryIO, *, limits: Limits | None = None) -> list[Sheet]:
    """The visible filled sheets of an xlsx file, or a csv file as one sheet «Лист1».

    csv may be UTF-8 (with or without a mark), UTF-16 with a mark or Windows-1251, separated by a
    semicolon, comma or tab. Raises UnreadableTable for everything else.
    """
    limits = limits or Limits()
    data, suffix = _content(source, limits)
    if suffix in (".xls", ".ods", ".doc", ".docx", ".pdf") or data.startswith(_OLE_SIGNATURE):
        raise UnreadableTable("Нужна книга .xlsx без пароля или таблица .csv. Сохраните файл в таком виде.")
    if data.startswith(_ZIP_SIGNATURE) or suffix in (".xlsx", ".xlsm"):
        sheets = _xlsx_sheets(data, limits)
    else:
        sheets = [Sheet("Лист1", tuple(_csv_rows(data, limits)))]
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise UnreadableTable("Таблица пуста: в файле нет ни одной заполненной строки.")
    return filled


def find_header(
    rows: Iterable[Row], columns: Mapping[str, Sequence[str]], *, required: Iterable[str]
) -> Header:
    """The first row that names all `required` columns, by name and never by position.

    `columns` gives each key its names, the usual one first. Raises UnreadableTable that tells
    which columns are missing or stand twice.
    """
    keys = {_column_name(name): key for key, names in columns.items() for name in names}
    best: tuple[str, ...] = tuple(required)
    for row in list(rows)[:_HEADER_WITHIN]:
        found = [(keys[name], index) for index, name in _names(row) if name in keys]
        missing = tuple(key for key in required if key not in dict(found))
        if not missing:
            _refuse_twice(row, found, columns)
            return Header(row.number, dict(found))
        best = min(best, missing, key=len)
    names = ", ".join(f"«{columns[key][0]}»" for key in best)
    raise UnreadableTable(f"В таблице не нашлось столбцов: {names}. Проверьте заголовки.")


def _names(row: Row) -> Iterator[tuple[int, str]]:
    return ((index, _column_name(row.text(index))) for index in range(len(row.cells)))


def _column_name(text: str) -> str:
    return folded(text).strip(" .:*")


def _refuse_twice(row: Row, found: list[tuple[str, int]], columns: Mapping[str, Sequence[str]]) -> None:
    for key, count in Counter(key for key, _ in found).items():
        if count > 1:
            places = " и ".join(row.address(index) for other, index in found if other == key)
            raise UnreadableTable(f"Столбец «{columns[key][0]}» встречается дважды: {places}. Оставьте один.")


def _content(source: Path | str | BinaryIO, limits: Limits) -> tuple[bytes, str]:
    """The bytes of the file and the ending of its name, both as far as they are needed."""
    name = str(source) if isinstance(source, Path | str) else getattr(source, "name", "") or ""
    try:
        if isinstance(source, Path | str):
            with Path(source).open("rb") as file:
                data = file.read(limits.file_bytes + 1)
        else:
            data = source.read(limits.file_bytes + 1)
    except OSError as error:
        reason = "его нет" if isinstance(error, FileNotFoundError) else "он не открывается"
        raise UnreadableTable(f"Файл «{Path(name).name}» прочитать нельзя: {reason}.") from error
    if not data:
        raise UnreadableTable("Файл пуст.")
    if len(data) > limits.file_bytes:
        raise UnreadableTable(f"Файл больше {limits.file_bytes // MEGABYTE} МБ. Оставьте в нём одну таблицу.")
    return data, Path(str(name)).suffix.lower()


# --- xlsx ---------------------------------------------------------------------------------


def _xlsx_sheets(data: bytes, limits: Limits) -> list[Sheet]:
    _guard(data, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not support is of no use here
            _refuse_costly(data, limits)
            return _all_sheets(data, limits)
    except UnreadableTable:
        raise
    except Exception as error:  # a broken book raises anything from KeyError to ParseError
        logger.info("a workbook was refused: %r", error)
        raise UnreadableTable(_BROKEN) from error


def _guard(data: bytes, limits: Limits) -> None:
    """Refuse an archive by its table of contents, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableTable(_BROKEN) from error
    names = {entry.filename.lower() for entry in entries}
    unpacked, packed = (
        sum(entry.file_size for entry in entries),
        sum(entry.compress_size for entry in entries),
    )
    if (
        len(entries) > limits.entries
        or unpacked > limits.unpacked_bytes
        or unpacked > limits.ratio * (packed or 1)
    ):
        raise UnreadableTable("Книга слишком велика в развёрнутом виде. Перенесите таблицу в новую книгу.")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableTable("Книга защищена паролем. Сохраните её без пароля.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableTable("В книге есть макросы. Сохраните её как обычную книгу .xlsx.")
    if any("/externallinks/" in name for name in names):
        raise UnreadableTable(
            "Книга ссылается на другие файлы. Замените формулы значениями и сохраните заново."
        )
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise UnreadableTable(_BROKEN)


def _refuse_costly(data: bytes, limits: Limits) -> None:
    """Count the elements before parsing them; every part is unpacked and its checksum compared."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        marks = sum(archive.read(entry).count(b"<") for entry in archive.infolist())
    if marks > limits.marks:
        raise UnreadableTable(_too_large(limits))


def _all_sheets(data: bytes, limits: Limits) -> list[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [Sheet(sheet.title, tuple(_sheet_rows(sheet, limits))) for sheet in visible]
    finally:
        book.close()


def _sheet_rows(sheet, limits: Limits) -> list[Row]:  # type: ignore[no-untyped-def] # ReadOnlyWorksheet has no types
    if (sheet.max_row or 0) > limits.rows or (sheet.max_column or 0) > limits.columns:
        raise UnreadableTable(_too_large(limits))
    sheet.reset_dimensions()  # the declared size may be a lie: some programs always write A1
    bounded = sheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns + 1, values_only=True)
    return _filled(([_xlsx_cell(value) for value in row] for row in bounded), limits)


def _xlsx_cell(value: object) -> Cell:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float):
        return _from_float(value)
    if isinstance(value, date):
        return date_ru(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _from_float(value: float) -> Cell:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() else Decimal(repr(value))


# --- csv ----------------------------------------------------------------------------------


def _csv_rows(data: bytes, limits: Limits) -> list[Row]:
    text = _decoded(data)
    if _CONTROL.search(text) or folded(text[:200]).startswith(("<", "%pdf")):
        raise UnreadableTable("Это не таблица. Нужна книга .xlsx или таблица .csv.")
    try:
        # strict: a quote that is never closed would swallow the rest of the table
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return _filled(lines, limits)
    except csv.Error as error:
        raise UnreadableTable("Таблица .csv повреждена: проверьте кавычки и сохраните её заново.") from error


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable("Кодировка файла не узнана. Сохраните таблицу как .xlsx или .csv в UTF-8.")


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of columns; a text inside may hold others."""

    def agreement(sign: str) -> tuple[float, int]:
        sample = csv.reader(io.StringIO(text[: 64 * 1024], newline=""), delimiter=sign)
        widths = [len(line) for line, _ in zip(sample, range(100), strict=False) if len(line) > 0]
        width, lines = Counter(widths).most_common(1)[0] if widths else (1, 1)
        return (lines / (len(widths) or 1), width) if width > 1 else (0.0, 1)

    return max((";", "\t", ","), key=agreement)


def _filled(lines: Iterable[Sequence[Cell]], limits: Limits) -> list[Row]:
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = tuple(None if isinstance(cell, str) and not cell.strip() else cell for cell in line)
        while cells and cells[-1] is None:
            cells = cells[:-1]
        if not cells:
            continue
        if number > limits.rows or len(cells) > limits.columns:
            raise UnreadableTable(_too_large(limits))
        rows.append(Row(number, cells))
    return rows


def _too_large(limits: Limits) -> str:
    rows = counted(limits.rows, "строки", "строк", "строк")
    return (
        f"Таблица больше {rows} или {limits.columns} столбцов. Оставьте нужное, "
        "удалите пустые строки и столбцы за таблицей и сохраните файл заново."
    )
