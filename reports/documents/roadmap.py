"""The kind `roadmap`: one approved plan as departments print it, with its order at the upper right; and
`roadmap-draft`: the text that is not approved yet, which says so on every page.

The form is that of the departments' own plans: «УТВЕРЖДЁН приказом …», the title, a table with a row
across for each section. Columns that nobody filled in are left out.
"""

from portal.core.errors import InvalidInput
from portal.core.russian import date_ru
from reports.documents.blocks import Block, Document, Heading, Mark
from reports.documents.plan import Column, plan_table
from roadmaps.content import RoadmapContent
from roadmaps.selectors import (
    ApprovedRoadmap,
    PlanKey,
    UnapprovedRoadmap,
    approved_edition,
    approved_years,
    unapproved_plan,
)
from schools.models import District, School

#: always printed; the others only where at least one measure has something in them
_ALWAYS = frozenset({"name", "term", "responsible"})
_COLUMNS: tuple[Column, ...] = (
    ("name", "Мероприятия"),
    ("form", "Форма проведения"),
    ("term", "Срок"),
    ("responsible", "Ответственные"),
    ("addressee", "Для кого"),
    ("expected", "Ожидаемый результат"),
    ("risk_factor", "Фактор риска"),
    ("indicator", "Показатель"),
    ("resources", "Ресурсы"),
)
#: more columns than this, with the number, want the long side of the sheet
_MOST_UPRIGHT = 6
#: over the table of a draft, page after page
_DRAFT_OVER = "ПРОЕКТ: не утверждён"
#: names of plans that are plurals; every other one is told by its ending
_PLURALS = ("мероприятия", "меры")


def edition_to_print(*, district: District, school: School | None, key: PlanKey) -> ApprovedRoadmap:
    """The edition in force. Raises InvalidInput (key: year), naming the years for which there is one."""
    if edition := approved_edition(district=district, school=school, key=key):
        return edition
    whose = f"Утверждённой карты {school}" if school else f"Утверждённого плана района ({district})"
    years = approved_years(district=district, school=school)
    it = "её" if school else "его"
    advice = f"Утверждены: {', '.join(years)}." if years else f"Сначала {it} нужно утвердить."
    if school is None and not years:
        advice += " Чтобы напечатать карту школы, укажите школу."
    raise InvalidInput({"year": f"{whose} на {key.name} год нет. {advice}"})


def roadmap_document(edition: ApprovedRoadmap) -> Document:
    """The whole paper of an approved edition."""
    content = edition.content
    columns = _columns(content)
    blocks: list[Block] = [
        Mark(_mark(edition)),
        Heading(content.title, level=1, align="center"),
        plan_table(content, columns, caption="Меры и сроки", note=_edition_note(edition)),
    ]
    return Document(content.title, tuple(blocks), landscape=len(columns) + 1 > _MOST_UPRIGHT)


def draft_to_print(*, district: District, school: School | None, key: PlanKey) -> UnapprovedRoadmap:
    """The version under way. Raises InvalidInput (key: year) where there is none, or nothing in it."""
    draft = unapproved_plan(district=district, school=school, key=key)
    whose = str(school) if school else f"план района ({district})"
    if draft is None:
        raise InvalidInput(
            {"year": f"Проекта карты на {key.name} год нет: {whose}. Утверждённую печатает «Дорожная карта»."}
        )
    if not draft.content.measures:
        raise InvalidInput({"year": f"В проекте карты на {key.name} год ещё нет мер: {whose}."})
    return draft


def draft_document(draft: UnapprovedRoadmap) -> Document:
    """The paper of a text that nobody has approved: no order, no check code, and the word on every page."""
    content, columns = draft.content, _columns(draft.content)
    told = f"версия {draft.version} на {date_ru(draft.day)}, {draft.state}"
    followed = f"До утверждения действует {draft.followed}." if draft.followed else "Карту ещё не утверждали."
    blocks: list[Block] = [
        Mark(f"ПРОЕКТ\n{told}"),
        Heading(content.title, level=1, align="center"),
        plan_table(content, columns, caption="Меры и сроки (проект)", note=followed, over=_DRAFT_OVER),
    ]
    return Document(f"ПРОЕКТ. {content.title}", tuple(blocks), landscape=len(columns) + 1 > _MOST_UPRIGHT)


def _columns(content: RoadmapContent) -> list[Column]:
    filled = {name for name, _ in _COLUMNS if any(getattr(row, name) for row in content.measures)}
    return [column for column in _COLUMNS if column[0] in _ALWAYS | filled]


def _mark(edition: ApprovedRoadmap) -> str:
    """The order as on paper. An edition approved before orders were kept says who approved it, and when."""
    word = _approved_word(edition.content.title)
    if edition.order is None:
        return f"{word}\n{date_ru(edition.approved_on)}\n{edition.approved_by}"
    number = f" № {edition.order.bare_number}" if edition.order.number else ""
    return f"{word}\nприказом от {date_ru(edition.order.date)}{number}\n({edition.order.issuer})"


def _approved_word(title: str) -> str:
    """«План» УТВЕРЖДЁН, «Дорожная карта» УТВЕРЖДЕНА, «Мероприятия» УТВЕРЖДЕНЫ."""
    first = title.split()[0].lower().strip('«»",.')
    if first in _PLURALS:
        return "УТВЕРЖДЕНЫ"
    return "УТВЕРЖДЕНА" if first.endswith(("а", "я")) else "УТВЕРЖДЁН"


def _edition_note(edition: ApprovedRoadmap) -> str:
    """The day of approval is that of the order, and stands there."""
    begins = f", действует с {date_ru(edition.in_force_on)}" if edition.in_force_on else ""
    return f"Версия {edition.version}{begins}.\nКод проверки (SHA-256): {edition.sha256}"
