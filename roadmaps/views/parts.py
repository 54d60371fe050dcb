"""Rows of the pages made of rows of the database."""

from typing import Any, cast

from django.http import HttpRequest

from portal.accounts.models import User
from portal.core.russian import date_ru, plural
from roadmaps.content import MeasureContent, RoadmapContent
from roadmaps.models import Roadmap
from roadmaps.selectors import changes_since_approval, content_of, disputed, dropped, with_reports
from roadmaps.terms import span

_NO_DAYS = "даты не определены"
_SECOND_LINE = {
    "form": "Форма",
    "addressee": "Для кого",
    "risk_factor": "Фактор риска",
    "indicator": "Показатель",
    "resources": "Ресурсы",
}


def person(request: HttpRequest) -> User:
    """Who asks; behind ScopedViewMixin everybody has signed in."""
    return cast(User, request.user)


def in_its_room(request: HttpRequest, roadmap: Roadmap) -> Roadmap:
    """The plan whose page is asked for: the addresses of a school's and of the district's are alike."""
    if roadmap.school_id is None:
        request.room = "roadmaps:district-plan"  # type: ignore[attr-defined]  # read by portal.navigation
    return roadmap


def written_sections(roadmap: Roadmap) -> list[dict[str, Any]]:
    """Sections with numbered measures; `dates` stands under the term, `facts` under the name."""
    return sections_of(content_of(roadmap))


def sections_of(content: RoadmapContent) -> list[dict[str, Any]]:
    """The same for any text, an approved edition among them."""
    numbers = iter(content.numbered())
    return [
        {
            "title": section.title,
            "number": place if len(content.sections) > 1 else "",
            "rows": [
                {"number": next(numbers)[0], "measure": row, "dates": _dates_note(row), "facts": _facts(row)}
                for row in section.measures
            ],
        }
        for place, section in enumerate(content.sections, start=1)
    ]


def undated_of(sections: list[dict[str, Any]]) -> list[str]:
    """Numbers of the measures whose wording gave no days: nobody is reminded of them."""
    rows = [row for section in sections for row in section["rows"]]
    return [row["number"] for row in rows if row["dates"] == _NO_DAYS]


def disputed_of(roadmap: Roadmap) -> list[str]:
    """Numbers of the measures whose wording was changed after their days were typed for another one."""
    open_ones = disputed(roadmap)
    return [number for number, row in content_of(roadmap).numbered() if row.id in open_ones]


def dispute_words(numbers: list[str]) -> str:
    whose, named = plural(len(numbers), "меры", "мер", "мер"), ", ".join(numbers)
    return f"У {whose} {named} срок изменён, а даты указаны прежние: выберите, какие верны."


def _facts(row: MeasureContent) -> list[tuple[str, str]]:
    """What is written of the measure beside the columns of the table, each with its label."""
    return [(label, text) for name, label in _SECOND_LINE.items() if (text := getattr(row, name))]


def _dates_note(row: MeasureContent) -> str:
    """What the wording is taken to mean, unless it says the same dates itself."""
    days = [date_ru(day) for day in (row.starts_on, row.ends_on) if day]
    if not days:
        return _NO_DAYS if row.term else ""
    said = all(day in row.term for day in days)
    dates = (None, None) if said else (row.starts_on, row.ends_on)
    return span(*dates, row.recurrence)


def changes_of(roadmap: Roadmap, *, shown: bool) -> dict[str, Any]:
    """The switch «Показать отличия» and, when it is on, the differences from the edition in force.

    `dropped` are removed measures on which there are reports: to be seen whether it is on or not.
    """
    version = roadmap.last_version
    newer = version is not None and roadmap.version > version.number
    (changes,) = with_reports([(changes_since_approval(roadmap) or []) if newer else []])
    return {
        "last_version": version,
        "may_compare": newer,
        "compares": newer and shown,
        "changes": changes if newer and shown else None,
        "dropped": dropped(changes),
    }
