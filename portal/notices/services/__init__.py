from portal.notices.services.events import Event, notify, notify_all
from portal.notices.services.letters import letters_resend
from portal.notices.services.own import notices_read, preferences_set

__all__ = [
    "Event",
    "letters_resend",
    "notices_read",
    "notify",
    "notify_all",
    "preferences_set",
]
