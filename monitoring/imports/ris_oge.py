"""РИС ГИА-9: protocols of the ОГЭ and ГВЭ-9 with English heads, dense or sparse."""

from collections.abc import Sequence

from monitoring.imports._ris_protocol import main_class, protocols_read
from monitoring.imports._ris_words import ORIGIN_OF_RIS
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from portal.core.tables import Sheet

FORMAT = "ris-oge"
LABEL = "РИС ГИА-9: протокол экзамена"
ORIGIN = ORIGIN_OF_RIS


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By the heads of a protocol and class 9 in its rows: base mathematics of the ЕГЭ has the same heads."""
    return main_class(sheets) == 9


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Counts by school, exam and day. Raises UnreadableTable if there is no protocol in the book."""
    return protocols_read(sheets, code=FORMAT, file_name=file_name, reference=reference, grade=9)
