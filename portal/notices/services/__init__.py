from portal.notices.services.events import Event, notify, notify_all, settle
from portal.notices.services.letters import letters_resend
from portal.notices.services.own import notices_read, preferences_set
from portal.notices.services.post import mail_is_kept_in_files
from portal.notices.services.steps import Telling, authors, not_authors, tell_of_step, thing

__all__ = [
    "Event",
    "Telling",
    "authors",
    "letters_resend",
    "mail_is_kept_in_files",
    "not_authors",
    "notices_read",
    "notify",
    "notify_all",
    "preferences_set",
    "settle",
    "tell_of_step",
    "thing",
]
