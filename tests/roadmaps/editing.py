"""What a browser sends from the editor of a roadmap."""

from django.urls import reverse

from roadmaps.models import Roadmap


def edit_url(roadmap: Roadmap) -> str:
    return reverse("roadmaps:edit", args=[roadmap.pk])


def sent(roadmap: Roadmap, *sections: list[dict], **fields) -> dict:
    """One list of measures a section; numbers of stored sections stay with their places."""
    data = {"seen": roadmap.revision, "title": roadmap.title, "s-total": len(sections), "order": ""}
    stored = list(roadmap.sections.all())
    for place, measures in enumerate(sections):
        if place < len(stored):
            data |= {f"s-{place}-id": stored[place].pk, f"s-{place}-title": stored[place].title}
        data[f"s-{place}-m-total"] = len(measures)
        for index, row in enumerate(measures):
            data |= {f"s-{place}-m-{index}-{name}": value for name, value in row.items()}
    return data | fields


def names(roadmap: Roadmap) -> list[list[str]]:
    """The names of the stored measures by section."""
    return [[row.name for row in section.measures.all()] for section in roadmap.sections.all()]
