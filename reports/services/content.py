"""What a person types about a meeting, and what must be right about it.

Keys of the errors are field names («date»), names of lists («agenda») or a place in a list
(«speeches-0-topic», counted from 0).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from portal.core.errors import InvalidInput
from reports.documents.node import clean_text
from reports.enums import Vote
from reports.models import Meeting

_FIRST_DAY = date(2000, 1, 1)
_FAR = timedelta(days=366)
_COUNTS = ("votes_for", "votes_against", "votes_abstained")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechInput:
    """`speaker` stands as it is printed after «Слушали:», in the accusative."""

    speaker: str
    topic: str
    appendix: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInput:
    """The whole of the minutes; lists are in the order of printing."""

    date: date
    body: str
    agenda: tuple[str, ...]
    chair_name: str
    number: str = ""
    place: str = ""
    chair_post: str = ""
    secretary_name: str = ""
    present: str = ""
    vote: str = Vote.UNANIMOUS
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    speeches: tuple[SpeechInput, ...] = ()
    decisions: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The columns of Meeting."""
        columns = asdict(self)
        for name in ("agenda", "speeches", "decisions"):
            del columns[name]
        return columns


def cleaned(content: MeetingInput) -> MeetingInput:
    """Texts as the document will print them; lines of the lists that are empty then are dropped.

    Speeches stay, so that the place of an error is the place of the row.
    """
    texts: dict[str, Any] = {
        name: clean_text(text) for name, text in content.fields().items() if isinstance(text, str)
    }
    return replace(
        content,
        **texts,
        agenda=_lines(content.agenda),
        decisions=_lines(content.decisions),
        speeches=tuple(
            replace(speech, speaker=clean_text(speech.speaker), topic=clean_text(speech.topic))
            for speech in content.speeches
        ),
    )


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(clean_text, texts) if text)


def check_content(content: MeetingInput) -> None:
    """Raises InvalidInput with every fault of cleaned content at once."""
    if problems := dict(_problems(content)):
        raise InvalidInput(problems)


def check_complete(meeting: Meeting) -> None:
    """A draft may wait for its decisions, a protocol may not."""
    problems = {}
    if not meeting.agenda.all():
        problems["agenda"] = "Повестка пуста. Добавьте хотя бы один вопрос."
    if not meeting.decisions.all():
        problems["decisions"] = "Решений ещё нет. Запишите в разделе «Постановили» хотя бы одно."
    if problems:
        raise InvalidInput(problems)


def _problems(content: MeetingInput) -> Iterator[tuple[str, str]]:
    latest = timezone.localdate() + _FAR
    if not _FIRST_DAY <= content.date <= latest:
        yield "date", f"Проверьте год: дата заседания должна быть между 2000 и {latest.year} годом."
    if not content.body:
        yield "body", "Напишите, чьё это заседание: «заседания рабочей группы …»."
    if not content.chair_name:
        yield "chair_name", "Напишите, кто подписывает протокол: «И. О. Фамилия»."
    if not content.agenda:
        yield "agenda", "Повестка пуста. Добавьте хотя бы один вопрос."
    yield from _speech_problems(content)
    yield from _vote_problems(content)


def _speech_problems(content: MeetingInput) -> Iterator[tuple[str, str]]:
    for number, speech in enumerate(content.speeches):
        if not speech.speaker:
            yield f"speeches-{number}-speaker", "Напишите, кого слушали."
        if not speech.topic:
            yield f"speeches-{number}-topic", "Напишите, по какому вопросу слушали."


def _vote_problems(content: MeetingInput) -> Iterator[tuple[str, str]]:
    if content.vote != Vote.COUNTED:
        if any(getattr(content, name) is not None for name in _COUNTS):
            yield (
                "votes_for",
                "Выбрано «Единогласно», а голоса введены. Уберите числа или выберите подсчёт голосов.",
            )
        return
    if content.votes_for is None:
        yield "votes_for", "Укажите, сколько человек голосовало «за», или выберите «Единогласно»."
    elif content.votes_for <= (content.votes_against or 0):
        yield "votes_for", "Голосов «за» не больше, чем «против»: решение не принято. Проверьте числа."
