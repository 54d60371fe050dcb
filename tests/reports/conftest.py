"""Documents small enough to know by heart stand in for the real kinds."""

from dataclasses import replace

import pytest

from reports.documents.blocks import Document, Heading, Paragraph
from reports.kinds import KINDS


def small_document(text: str) -> Document:
    return Document(title=text, blocks=(Heading(text, level=1), Paragraph("Проверочный документ.")))


@pytest.fixture
def small_kinds(monkeypatch):
    """Both kinds print their meeting or year; the number of built documents is `len(built)`."""
    built: list[str] = []

    def build(district, year, meeting) -> Document:
        topics = "; ".join(item.topic for item in meeting.agenda.all()) if meeting else str(year)
        built.append(topics)
        return small_document(f"{district}: {topics}")

    for name, kind in list(KINDS.items()):
        monkeypatch.setitem(KINDS, name, replace(kind, build=build, check=lambda district, year: None))
    return built
