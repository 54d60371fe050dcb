"""РИС ГИА-11: appeals and re-checks, with the score before each change and the current one."""

from collections.abc import Sequence

from monitoring.imports._ris_appeals import appeals_read
from monitoring.imports._ris_header import first_header
from monitoring.imports._ris_words import ORIGIN_OF_RIS
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from portal.core.tables import Sheet

FORMAT = "ris-ege-appeals"
LABEL = "РИС ГИА-11: апелляции и перепроверки"
ORIGIN = ORIGIN_OF_RIS


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By «Балл до изменения» or «Тип апелляции / перепроверки», where the exam stands above the table."""
    found = [header[1] for sheet in sheets if (header := first_header(sheet))]
    return bool(found) and found[0].is_appeals and not found[0].is_appeals_of_many_exams


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Changes by school, exam and day. Raises UnreadableTable if there are no appeals in the book."""
    return appeals_read(sheets, code=FORMAT, file_name=file_name, reference=reference, grade=11)
