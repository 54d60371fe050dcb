from portal.notices.models.letter import Letter
from portal.notices.models.notice import Notice
from portal.notices.models.preference import Preference

__all__ = ["Letter", "Notice", "Preference"]
