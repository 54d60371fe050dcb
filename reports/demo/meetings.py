from datetime import date
from typing import Any

from portal.accounts.models import User
from reports.models import Meeting
from reports.services import MeetingInput, SpeechInput, meeting_create, meeting_finalise, meeting_submit
from schools.models import District


def load_meetings(district: District, rows: list[dict[str, Any]], *, by: User, head: User) -> None:
    """Minutes; a row with the status finalised goes the whole way to a frozen protocol."""
    for row in rows:
        content = _content(row)
        if Meeting.objects.filter(district=district, date=content.date).exists():
            continue
        meeting = meeting_create(district=district, content=content, by=by)
        if row["status"] == "finalised":
            meeting = meeting_submit(meeting=meeting, by=by, seen=meeting.revision)
            meeting_finalise(meeting=meeting, by=head, seen=meeting.revision)


def _content(row: dict[str, Any]) -> MeetingInput:
    names = ("number", "place", "chair_post", "secretary_name", "present")
    texts: dict[str, Any] = {name: row[name] or "" for name in names}
    return MeetingInput(
        date=date.fromisoformat(row["date"]),
        body=row["body"],
        chair_name=row["chair_name"],
        agenda=tuple(row["agenda"]),
        speeches=tuple(SpeechInput(**speech) for speech in row["speeches"]),
        decisions=tuple(row["decisions"]),
        **texts,
    )
