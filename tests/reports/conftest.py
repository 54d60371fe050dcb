"""Documents small enough to know by heart stand in for the real kinds."""

from dataclasses import replace

import pytest

from reports.documents.blocks import Document, Heading, Paragraph
from reports.kinds import KINDS


def small_document(text: str) -> Document:
    return Document(title=text, blocks=(Heading(text, level=1), Paragraph("Проверочный документ.")))


@pytest.fixture
def small_kinds(monkeypatch):
    """All kinds print their meeting or year; the number of built documents is `len(built)`."""
    built: list[str] = []

    def build(subject) -> Document:
        meeting = subject.meeting
        topics = "; ".join(item.topic for item in meeting.agenda.all()) if meeting else str(subject.year)
        built.append(topics)
        return small_document(f"{subject.district}: {topics}")

    for name, kind in list(KINDS.items()):
        monkeypatch.setitem(KINDS, name, replace(kind, build=build, check=lambda subject: None))
    return built
