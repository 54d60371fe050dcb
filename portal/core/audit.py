"""The trail of deeds: one call in the transaction that does the deed."""

from typing import Any

from django.db import models

from portal.core.models import AuditEvent
from portal.core.scoping import Person


def subject_type(subject: models.Model) -> str:
    return subject._meta.label_lower


def audit_record(*, action: str, subject: models.Model, by: Person | None, **data: Any) -> AuditEvent:
    """Write who did `action` to `subject`; `data` must be free of personal data of pupils."""
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        action=action,
        subject_type=subject_type(subject),
        subject_id=subject.pk,
        district_id=getattr(subject, "district_id", None),
        data=data,
    )
