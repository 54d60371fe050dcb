"""Who is told what of minutes and their protocols."""

from typing import Any

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.workflow import Transition, on_transition
from portal.notices.enums import NoticeKind
from portal.notices.services import Telling, authors, not_authors, tell_of_step
from reports.models import Meeting
from schools.selectors import people_with


def _finalisers(meeting: Meeting, step: Transition) -> list[User]:
    return not_authors(people_with(Permission.MEETING_FINALISE, district=meeting.district), meeting)


_MEETING = {
    "submitted": Telling(NoticeKind.SUBMITTED, "Прислали на утверждение", _finalisers),
    "returned": Telling(NoticeKind.RETURNED, "Вернули на доработку", authors),
    "final": Telling(NoticeKind.DECIDED, "Утвердили", authors),
}


@on_transition(Meeting)
def meeting_moved(*, obj: Meeting, **step: Any) -> None:
    tell_of_step(_MEETING, obj=obj, name=str(obj), zone=obj.district.zone, **step)
