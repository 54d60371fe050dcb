"""A next version and a draft that are given up."""

from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.content import to_json
from roadmaps.models import Measure, Roadmap
from roadmaps.selectors import content_of


def rewritten(roadmap, *, by, title="Другое название"):
    """The next version: the first measure is gone, the second says something else, a third is new."""
    opened = services.roadmap_reopen(roadmap=roadmap, by=by, seen=roadmap.revision)
    kept = Measure.objects.filter(section__roadmap=opened).order_by("section__position", "position").last()
    rows = [
        SectionInput("Новый раздел", (MeasureInput("Другие курсы", "май 2021", id=kept.pk),)),
        SectionInput("Ещё один", (MeasureInput("Семинар", "июнь 2021"),)),
    ]
    return services.roadmap_save(roadmap=opened, sections=rows, title=title, seen=opened.revision, by=by)


def discard(roadmap, by):
    return services.roadmap_discard(roadmap=roadmap, by=by, seen=roadmap.revision)


def text(roadmap) -> dict:
    return to_json(content_of(Roadmap.objects.get(pk=roadmap.pk)))


def people(roadmap) -> tuple:
    return roadmap.submitted_by, roadmap.decided_by, roadmap.edited_by


def delete(roadmap, by):
    services.roadmap_delete(roadmap=roadmap, by=by, seen=roadmap.revision)
