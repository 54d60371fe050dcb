"""The kind `protocol`: minutes of a meeting, the report on the supported schools and the district's plan."""

from collections.abc import Sequence

from portal.core.errors import InvalidInput
from portal.core.russian import academic_year_of, date_ru
from reports.documents.blocks import (
    Appendix,
    Block,
    Document,
    Heading,
    KeyValue,
    Letterhead,
    ListBlock,
    Paragraph,
    Signature,
)
from reports.documents.plan import plan_appendix
from reports.documents.report import report_blocks
from reports.enums import Vote
from reports.models import Meeting


def protocol_document(*, meeting: Meeting) -> Document:
    """The minutes of `meeting` with their appendices.

    The meeting comes with its district, agenda, speeches and decisions. Raises InvalidInput where
    there is nothing to report: no support list for the year, or no results at all.
    """
    if not meeting.agenda.all():
        raise InvalidInput({"agenda": "Повестка дня пуста. Добавьте хотя бы один вопрос."})
    return Document(
        title=f"{_name(meeting)}. {meeting.district.department}",
        blocks=(*_minutes(meeting), *_appendices(meeting)),
    )


def _name(meeting: Meeting) -> str:
    number = f" № {meeting.number}" if meeting.number else ""
    return f"Протокол от {date_ru(meeting.date)}{number}"


def _minutes(meeting: Meeting) -> list[Block]:
    blocks: list[Block] = [
        Letterhead(meeting.district.department),
        Heading("ПРОТОКОЛ", level=1, align="center"),
        Paragraph(meeting.body, align="center", indent=False),
        Paragraph(_when_and_where(meeting), align="center", indent=False),
        *_people(meeting),
        Heading("ПОВЕСТКА ДНЯ", level=2, align="center"),
        ListBlock(tuple(item.topic for item in meeting.agenda.all()), ordered=True),
    ]
    if speeches := [_speech(speech) for speech in meeting.speeches.all()]:
        blocks += [Heading("СЛУШАЛИ:", level=2), ListBlock(tuple(speeches))]
    if decisions := [decision.text for decision in meeting.decisions.all()]:
        blocks += [Heading("ПОСТАНОВИЛИ:", level=2), ListBlock(tuple(decisions), ordered=True)]
        blocks.append(Paragraph(_vote(meeting)))
    signature = Signature(meeting.chair_post or "Председатель", meeting.chair_name)
    secretary = [Signature("Секретарь", meeting.secretary_name)] if meeting.secretary_name else []
    return [*blocks, signature, *secretary]


def _when_and_where(meeting: Meeting) -> str:
    number = f" № {meeting.number}" if meeting.number else ""
    place = f"\n{meeting.place}" if meeting.place else ""
    return f"{date_ru(meeting.date)}{number}{place}"


def _people(meeting: Meeting) -> list[Block]:
    return [KeyValue("Присутствовали", meeting.present)] if meeting.present else []


def _speech(speech) -> str:
    topic = speech.topic.strip("«»")
    appendix = f" (Приложение {speech.appendix})" if speech.appendix else ""
    return f"{speech.speaker} по вопросу «{topic}»{appendix}"


def _vote(meeting: Meeting) -> str:
    if meeting.vote == Vote.UNANIMOUS:
        return "Голосовали единогласно."
    against, abstained = meeting.votes_against or 0, meeting.votes_abstained or 0
    return f"Голосовали: «за» — {meeting.votes_for}, «против» — {against}, «воздержались» — {abstained}."


def _appendices(meeting: Meeting) -> list[Appendix]:
    year = academic_year_of(meeting.date)
    titled: list[tuple[str, Sequence[Block]]] = [
        (
            "Отчёт о реализации программ повышения качества образования",
            report_blocks(district=meeting.district, year=year),
        )
    ]
    # A meeting in spring speaks of the plan that begins in September.
    for plan_year in (year + 1, year):
        if plan := plan_appendix(district=meeting.district, year=plan_year):
            titled.append(plan)
            break
    return [
        Appendix(number, f"Приложение {number}\nк {_dative(meeting)}", title, tuple(blocks))
        for number, (title, blocks) in enumerate(titled, start=1)
    ]


def _dative(meeting: Meeting) -> str:
    return _name(meeting).replace("Протокол", "протоколу", 1)
