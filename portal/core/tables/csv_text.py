"""csv as people have it: in the encodings and with the separators of their programs.

Read line by line in this process: nothing here unpacks or expands, so the size of the file and the
counts below bound the work.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from portal.core.spelling import folded
from portal.core.tables.limits import MEGABYTE, Limits, refusal
from portal.core.tables.rows import Cell, Row

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAMPLE = 64 * 1024
_LONGEST_LINE = MEGABYTE  # in characters; three hundred columns need a fraction of it
_EMPTY_LINES = 4  # so many times the rows: what is left behind by a table that was cleared
_SIGNS = (";", "\t", ",")


def csv_rows(data: bytes, limits: Limits) -> list[Row]:
    """The filled rows; all cells are text. Raises UnreadableTable."""
    encoding = _encoding(data, limits)
    sample = "".join(_lines(data, encoding, limits, up_to=_SAMPLE))
    if folded(sample[:200]).startswith(("<", "%pdf")):
        raise refusal("text", limits)
    sign = _separator(sample)
    if data.count(sign.encode()) > limits.cells or data.count(b"\n") > 2 * _EMPTY_LINES * limits.rows:
        raise refusal("large", limits)
    try:
        # strict: a quote that is never closed would swallow the rest of the table
        return _filled(csv.reader(_lines(data, encoding, limits), delimiter=sign, strict=True), limits)
    except csv.Error as error:
        raise refusal("quotes", limits) from error


def _encoding(data: bytes, limits: Limits) -> str:
    """The first encoding in which every byte has a meaning; a sign that no table holds is refused."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1251"]:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for at in range(0, len(data), MEGABYTE):
                text = decoder.decode(data[at : at + MEGABYTE], final=at + MEGABYTE >= len(data))
                if _CONTROL.search(text):
                    raise refusal("text", limits)
        except UnicodeDecodeError:
            continue
        return encoding
    raise refusal("encoding", limits)


def _lines(data: bytes, encoding: str, limits: Limits, *, up_to: int | None = None) -> Iterator[str]:
    """Lines with their ends, at least one, until `up_to` characters were given."""
    stream, given = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=""), 0
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise refusal("large", limits)
        yield line
        given += len(line)
        if up_to is not None and given >= up_to:
            return


def _separator(sample: str) -> str:
    """The sign that cuts most lines into the same number of columns; a text inside may hold others.

    Lines that it does not cut say nothing: a report has a few above its table.
    """

    def agreement(sign: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(sample[:_SAMPLE], newline=""), delimiter=sign)
        try:
            widths = [len(line) for line, _ in zip(lines, range(100), strict=False) if len(line) > 1]
        except csv.Error:  # the one sign that leaves a field longer than csv allows
            return (0, 1)
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (count, width)

    return max(_SIGNS, key=agreement)


def _filled(lines: Iterator[list[str]], limits: Limits) -> list[Row]:
    rows = []
    for number, line in enumerate(lines, start=1):
        cells: list[Cell] = [cell if cell.strip() else None for cell in line]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells and number <= _EMPTY_LINES * limits.rows:
            continue
        if number > limits.rows or len(cells) > limits.columns:
            raise refusal("large", limits)
        rows.append(Row(number, tuple(cells)))
    return rows
