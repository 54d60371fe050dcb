"""РИС ГИА-11: protocols of the ЕГЭ and ГВЭ-11, a row for every pupil."""

from collections.abc import Sequence

from monitoring.imports._ris_protocol import main_class, protocols_read
from monitoring.imports._ris_words import ORIGIN_OF_RIS
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from portal.core.tables import Sheet

FORMAT = "ris-ege"
LABEL = "РИС ГИА-11: протокол экзамена"
ORIGIN = ORIGIN_OF_RIS


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By the heads of a protocol and class 11 in its rows: base mathematics and ОГЭ have the same heads."""
    return main_class(sheets) == 11


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Counts by school, exam and day. Raises UnreadableTable if there is no protocol in the book."""
    return protocols_read(sheets, code=FORMAT, file_name=file_name, reference=reference, grade=11)
