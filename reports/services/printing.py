"""From a kind and a place to a document, and on to bytes: the same for page, worker and command."""

from django.utils.module_loading import import_string

from portal.core.errors import InvalidInput, PortalError
from reports.documents.blocks import Document
from reports.documents.serial import canonical
from reports.enums import DocumentKind, OutputFormat
from reports.kinds import KINDS, Choice, Subject, build_document
from reports.models import Meeting, Protocol
from reports.selectors import meeting_of_year, protocol_in_force
from reports.services.protocols import frozen_document
from schools.models import District, School

_RENDERERS: dict[str, str] = {
    OutputFormat.PDF: "reports.render.pdf.render_pdf",
    OutputFormat.HTML: "reports.render.html.render_html",
    OutputFormat.XLSX: "reports.render.xlsx.render_xlsx",
    OutputFormat.CSV: "reports.render.csv.render_csv",
}


def meeting_document(*, meeting: Meeting) -> Document:
    """The minutes: the frozen tree of a finalised meeting, the live one of a draft."""
    if protocol := protocol_in_force(meeting=meeting):
        return frozen_document(protocol=protocol)
    subject = Subject(meeting.district, meeting.date.year, meeting=meeting)
    return build_document(kind=DocumentKind.PROTOCOL, subject=subject)


def document_for(
    *,
    kind: str,
    district: District,
    year: int,
    meeting: Meeting | None = None,
    protocol: Protocol | None = None,
    choice: Choice | None = None,
    school: School | None = None,
) -> Document:
    """The document of `kind`; for a protocol without a meeting the one of the year is taken.

    `choice` names other years and exams than the usual ones, `school` one school of the district, for
    kinds that take them.

    Raises PortalError with a sentence for the user: no such meeting, no results, a changed protocol.
    """
    if kind not in DocumentKind.values:
        raise PortalError(f"Такого документа нет: «{kind}». Есть: {', '.join(DocumentKind.values)}.")
    if protocol is not None:
        return frozen_document(protocol=protocol)
    _check_takes(kind, choice, school)
    if kind != DocumentKind.PROTOCOL:
        return build_document(kind=kind, subject=Subject(district, year, school=school, choice=choice))
    if meeting := meeting or meeting_of_year(district=district, year=year):
        return meeting_document(meeting=meeting)
    raise InvalidInput(
        {"year": f"Заседаний за {year} год нет: {district}. Запишите заседание или смените год."}
    )


def _check_takes(kind: str, choice: Choice | None, school: School | None) -> None:
    """What a kind does not take is refused: a document of everything would look like the one asked for."""
    if school is not None and not KINDS[kind].of_school:
        raise PortalError(f"«{DocumentKind(kind).label}» — документ района. Школу для него не выбирают.")
    if choice is None:
        return
    if kind == DocumentKind.PROTOCOL:
        raise PortalError("Годы и экзамен выбирают только для динамики. У протокола укажите --year.")
    if choice.exams and not KINDS[kind].takes_exam:
        raise PortalError("Экзамен выбирают только для динамики.")


def print_document(*, document: Document, format: str) -> bytes:
    """The file's bytes in `format`."""
    if format == OutputFormat.JSON:
        return canonical(document)
    # By name: only a worker needs the PDF engine in its memory.
    content = import_string(_RENDERERS[format])(document)
    return content.encode() if isinstance(content, str) else content
