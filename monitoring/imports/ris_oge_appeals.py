"""РИС ГИА-9: appeals of several exams in one table: the result after the appeal, often none before."""

from collections.abc import Sequence

from monitoring.imports._ris_appeals import appeals_read
from monitoring.imports._ris_header import first_header
from monitoring.imports._ris_words import ORIGIN_OF_RIS
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from portal.core.tables import Sheet

FORMAT = "ris-oge-appeals"
LABEL = "РИС ГИА-9: апелляции"
ORIGIN = ORIGIN_OF_RIS


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By the columns «Экзамен» and «апелляция» beside each other's results."""
    found = [header[1] for sheet in sheets if (header := first_header(sheet))]
    return bool(found) and found[0].is_appeals_of_many_exams


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Changes by school, exam and day. Raises UnreadableTable if there are no appeals in the book."""
    return appeals_read(sheets, code=FORMAT, file_name=file_name, reference=reference, grade=9)
