"""What of a plan can be printed now, and by whom."""

from dataclasses import dataclass

from portal.accounts.enums import Permission
from portal.accounts.models import User
from roadmaps.enums import DECIDED
from roadmaps.models import Roadmap

#: as reports.enums.OutputFormat names them
_FORMATS = (("pdf", "PDF"), ("xlsx", "XLSX"), ("html", "HTML"))


@dataclass(frozen=True, slots=True)
class Printout:
    """An order of templates/roadmaps/_print.html; `kind` is one of reports.enums.DocumentKind."""

    kind: str
    what: str
    hint: str
    formats: tuple[tuple[str, str], ...] = _FORMATS


_APPROVED = Printout(
    "roadmap", "утверждённую карту", "Печатается версия, которая в силе, с номером и датой приказа."
)
_DRAFT = Printout(
    "roadmap-draft",
    "проект",
    "Печатается версия, которую ещё не утвердили, с отметкой «ПРОЕКТ» на каждой странице.",
)


def printouts(user: User, roadmap: Roadmap, *, is_empty: bool) -> list[Printout]:
    """The edition in force and the text under way, for those who may order documents of this district."""
    found = [_APPROVED] if roadmap.last_version else []
    if roadmap.status not in DECIDED and not is_empty:
        found.append(_DRAFT)
    return found if found and _may_order(user, roadmap) else []


def _may_order(user: User, roadmap: Roadmap) -> bool:
    return Roadmap.objects.permitted(user, Permission.REPORT_BUILD).filter(pk=roadmap.pk).exists()
