"""Rows of the pages made of rows of the database."""

from typing import Any, cast

from django.http import HttpRequest

from portal.accounts.models import User
from portal.core.errors import InvalidInput
from portal.core.russian import date_ru
from roadmaps.checks import checked_sections
from roadmaps.content import Change, MeasureContent, RoadmapContent
from roadmaps.forms import RoadmapEditor
from roadmaps.models import Roadmap
from roadmaps.selectors import changes_since_approval, content_of, content_of_input, version_difference
from roadmaps.terms import span


def person(request: HttpRequest) -> User:
    """Who asks; behind ScopedViewMixin everybody has signed in."""
    return cast(User, request.user)


def written_sections(roadmap: Roadmap) -> list[dict[str, Any]]:
    """Sections with numbered measures; `dates` is the note under the term."""
    return sections_of(content_of(roadmap))


def sections_of(content: RoadmapContent) -> list[dict[str, Any]]:
    """The same for any text, an approved edition among them."""
    numbers = iter(content.numbered())
    return [
        {
            "title": section.title,
            "number": place if len(content.sections) > 1 else "",
            "rows": [
                {"number": next(numbers)[0], "measure": row, "dates": _dates_note(row)}
                for row in section.measures
            ],
        }
        for place, section in enumerate(content.sections, start=1)
    ]


def _dates_note(row: MeasureContent) -> str:
    """What the wording is taken to mean, unless it says the same dates itself."""
    days = [date_ru(day) for day in (row.starts_on, row.ends_on) if day]
    if not days:
        return "даты не определены" if row.term else ""
    return "" if all(day in row.term for day in days) else span(row.starts_on, row.ends_on)


def changes_of(roadmap: Roadmap, *, shown: bool) -> dict[str, Any]:
    """The switch «Показать отличия» and, when it is on, the differences from the edition in force."""
    version = roadmap.last_version
    newer = version is not None and roadmap.version > version.number
    return {
        "last_version": version,
        "may_compare": newer,
        "compares": newer and shown,
        "changes": changes_since_approval(roadmap) if newer and shown else None,
    }


def typed_changes(roadmap: Roadmap, editor: RoadmapEditor) -> list[Change] | None:
    """What differs between the stored text and the typed one; None while the typed one has errors."""
    if not editor.is_valid():
        return None
    try:
        rows = checked_sections(editor.sections_input(), year=roadmap.year)
    except InvalidInput as error:
        editor.refuse(error.errors)
        return None
    typed = content_of_input(title=editor.head.cleaned_data["title"], sections=rows)
    return version_difference(old=content_of(roadmap), new=typed)
