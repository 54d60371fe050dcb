"""The process that reads workbooks: started for one file, fed by a pipe, believed when it says «done».

The reader is fast native code; some files make it abort, and no `except` catches that. So it dies in
a process of its own, with bounded memory and time, and the file never touches the disk: tables of
results hold names of pupils.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from django.core.exceptions import ImproperlyConfigured

from portal.core.collector import collector_off
from portal.core.tables.apart.bounds import Bounds
from portal.core.tables.limits import MEGABYTE, Limits, refusal
from portal.core.tables.rows import Merge, Row, Sheet

logger = logging.getLogger("portal.tables")

#: address space of the child: what the largest table within the limits needs
MEMORY = 288 * MEGABYTE
#: wall seconds from start to the last line; a machine may be busy, the child's own clock is stricter
DEADLINE = 45.0
_LONGEST_LINE = 32 * MEGABYTE
_PIPE = MEGABYTE
_HERE = Path(__file__).parent
_START = (
    "import sys, json; sys.path[:0] = sys.argv[1:3]; from apart.main import main; "
    "from apart.bounds import Bounds; main(Bounds(**json.loads(sys.argv[3])), int(sys.argv[4]))"
)


def _library() -> str:
    """The folder that holds the reader's package; the reader itself is never loaded here."""
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured("Пакет python-calamine не установлен: таблицы читать нечем.")
    return str(Path(spec.origin).parent.parent)


_COMMAND = (sys.executable, "-I", "-S", "-c", _START, str(_HERE), _library())


@collector_off()
def read_apart(
    data: bytes, limits: Limits, *, memory: int = MEMORY, deadline: float = DEADLINE
) -> list[Sheet]:
    """The visible sheets or tables of a file, empty ones included. Raises UnreadableTable."""
    allowed = asdict(limits)
    bounds = Bounds(**{name: allowed[name] for name in Bounds._fields if name in allowed}, memory=memory)
    try:
        process = subprocess.Popen(  # noqa: S603 # our own interpreter and module
            [*_COMMAND, json.dumps(bounds._asdict()), str(len(data))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a panic of the reader may quote the file
            env={},
            cwd="/",
            pipesize=_PIPE,
        )
    except OSError as error:
        logger.exception("the reader of tables cannot be started")
        raise refusal("busy", limits) from error
    with process:
        clock = Timer(deadline, process.kill)
        clock.daemon = True
        clock.start()
        try:
            return _talk(process, data, limits)
        finally:
            clock.cancel()
            process.kill()


def _talk(process: subprocess.Popen[bytes], data: bytes, limits: Limits) -> list[Sheet]:
    to_child, from_child = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    with suppress(BrokenPipeError):  # it died or refused early: its answer or its end says why
        to_child.write(data)
        to_child.close()
    sheets: list[tuple[dict[str, Any], list[Row]]] = []
    for answer in _answers(from_child):
        if isinstance(answer, list):
            sheets[-1][1].extend([Row(number, tuple(cells)) for number, cells in answer])
        elif "sheet" in answer:
            sheets.append((answer, []))
        elif "refused" in answer:
            logger.info("a workbook was refused: %s", answer["refused"])
            raise refusal(answer["refused"], limits)
        else:
            return [_sheet(about, rows) for about, rows in sheets]
    process.kill()
    logger.warning("a workbook was refused: its reader ended with code %s", process.wait())
    raise refusal("failed", limits)


def _sheet(about: dict[str, Any], rows: list[Row]) -> Sheet:
    merged = tuple(Merge(*merge) for merge in about.get("merged", ()))
    dates = {(row, column): look for row, column, look in about.get("dates", ())}
    holds = tuple((row, column) for row, column in about.get("holds", ()))
    return Sheet(about["sheet"], tuple(rows), merged, dates, about.get("above"), holds)


def _answers(stream: IO[bytes]) -> Iterator[Any]:
    """What the child said, line by line; a line without an end is no line."""
    while (line := stream.readline(_LONGEST_LINE)).endswith(b"\n"):
        yield json.loads(line, parse_float=Decimal, parse_constant=str)
