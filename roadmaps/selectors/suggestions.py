"""What the editor offers while a field is typed in: words of this district's own plans first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from roadmaps.models import Measure, Roadmap

_USUAL_FORMS = (
    "семинар",
    "мастер-класс",
    "консультация",
    "открытый урок",
    "круглый стол",
    "вебинар",
    "анкетирование",
)
#: to whom recommendations and measures are usually addressed
_USUAL_ADDRESSEES = (
    "обучающиеся",
    "родители",
    "педагоги",
    "школа",
    "методический центр",
    "психологический центр (ППМС)",
    "отдел образования",
)
_MOST = 30


@dataclass(frozen=True, slots=True)
class Suggestions:
    forms: list[str]
    responsible: list[str]
    addressees: list[str]


def suggestions_for(roadmap: Roadmap) -> Suggestions:
    """Forms that the district has used, people and addressees of this plan; one query beside the content."""
    rows = [row for section in roadmap.sections.all() for row in section.measures.all()]
    used = (
        Measure.objects.filter(section__roadmap__district=roadmap.district_id)
        .exclude(form="")
        .values("form")
        .annotate(times=Count("pk"))
        .order_by("-times", "form")
        .values_list("form", flat=True)[:_MOST]
    )
    return Suggestions(
        forms=_distinct([*used, *_USUAL_FORMS]),
        responsible=_distinct(row.responsible for row in rows),
        addressees=_distinct([*(row.addressee for row in rows), *_USUAL_ADDRESSEES]),
    )


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
