"""What of a plan can be printed now, and by whom."""

from dataclasses import dataclass

from portal.accounts.enums import Permission
from portal.accounts.models import User
from roadmaps.enums import DECIDED
from roadmaps.models import Roadmap
from roadmaps.selectors import content_of

#: as reports.enums.OutputFormat names them
_FORMATS = (("pdf", "PDF"), ("xlsx", "XLSX"), ("html", "HTML"))


@dataclass(frozen=True, slots=True)
class Printout:
    """An order of templates/roadmaps/_print.html; `kind` is one of reports.enums.DocumentKind."""

    kind: str
    what: str
    hint: str
    formats: tuple[tuple[str, str], ...] = _FORMATS


_APPROVED = Printout("roadmap", "утверждённую карту", "Версия, которая в силе, с номером и датой приказа:")
_DRAFT = Printout(
    "roadmap-draft",
    "проект",
    "Версия, которую ещё не утвердили, с отметкой «ПРОЕКТ» на каждой странице:",
)


def printouts(user: User, roadmap: Roadmap) -> list[Printout]:
    """The edition in force and the text under way, for those who may order documents of this district.

    `roadmap` is loaded with its content.
    """
    found = [_APPROVED] if roadmap.last_version else []
    if roadmap.status not in DECIDED and content_of(roadmap).measures:
        found.append(_DRAFT)
    return found if found and _may_order(user, roadmap) else []


def _may_order(user: User, roadmap: Roadmap) -> bool:
    return Roadmap.objects.permitted(user, Permission.REPORT_BUILD).filter(pk=roadmap.pk).exists()
