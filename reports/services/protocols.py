"""A finalised protocol is kept as the very bytes of its document."""

import hashlib

from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import PortalError
from reports.documents.blocks import Document
from reports.documents.serial import canonical, from_json
from reports.enums import DocumentKind
from reports.kinds import Subject, build_document
from reports.models import Meeting, Protocol


def protocol_freeze(*, meeting: Meeting, by: User) -> Protocol:
    """Build the document of a finalised meeting, once, and keep it with its SHA-256.

    The caller holds the transaction in which the meeting was finalised.
    """
    subject = Subject(meeting.district, meeting.date.year, meeting=meeting)
    document = build_document(kind=DocumentKind.PROTOCOL, subject=subject)
    text = canonical(document)
    protocol = Protocol.objects.create(
        meeting=meeting,
        version=meeting.version,
        text=text.decode(),
        sha256=hashlib.sha256(text).hexdigest(),
        finalised_by=by,
    )
    audit_record(
        action="protocol.freeze", subject=meeting, by=by, version=protocol.version, sha256=protocol.sha256
    )
    return protocol


def frozen_document(*, protocol: Protocol) -> Document:
    """The document as it was finalised. Raises PortalError if somebody changed the stored bytes."""
    if not protocol.is_intact:
        raise PortalError(
            "Сохранённый текст протокола не совпадает с контрольной суммой: печатать его нельзя. "
            "Сообщите администратору портала."
        )
    return from_json(protocol.tree)
