"""Approved editions: each as it was approved, and what differs between two of them."""

from django.http import Http404
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin
from roadmaps.content import from_json
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.selectors import basis_of, discarded_version, edition_difference, editions_of
from roadmaps.views.parts import in_its_room, sections_of

_MOST = 10_000


class EditionPage(ScopedViewMixin, View):
    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]

    def get_row(self, pk: int) -> Roadmap:
        roadmap = self.scoped_row(Roadmap.objects.with_editions(), pk=pk)
        if not roadmap.versions.all():
            raise Http404
        return in_its_room(self.request, roadmap)


class VersionView(EditionPage):
    """An old edition as it was approved, with its order and its check code."""

    def get(self, request, pk: int, number: int):
        roadmap = self.get_row(pk)
        edition = next((row for row in editions_of(roadmap) if row.number == number), None)
        if edition is None:
            raise Http404
        context = {
            "roadmap": roadmap,
            "edition": edition,
            "title": edition.version.content["title"],
            "sections": sections_of(from_json(edition.version.content)),
        }
        return render(request, "roadmaps/roadmap_version.html", context)


class DiscardedView(EditionPage):
    """What a version said that was thrown away before anybody approved it."""

    def get(self, request, pk: int, number: int):
        roadmap = self.get_row(pk)
        discarded = discarded_version(roadmap, number)
        if discarded is None:
            raise Http404
        context = {
            "roadmap": roadmap,
            "discarded": discarded,
            "changes": discarded.changes,
            "sections": sections_of(discarded.content),
        }
        return render(request, "roadmaps/roadmap_discarded.html", context)


class DifferenceView(EditionPage):
    """«Отличия версии 2 от версии 1»: `?new=2&old=1`; without them the last two."""

    def get(self, request, pk: int):
        roadmap = self.get_row(pk)
        new, old = self._pair(list(roadmap.versions.all()))
        context = {
            "roadmap": roadmap,
            "new": new,
            "old": old,
            "editions": editions_of(roadmap),
            "new_basis": basis_of(new, roadmap),
            "old_basis": basis_of(old, roadmap),
            "changes": edition_difference(old=old, new=new),
            "old_word": f"Версия {old.number}",
            "new_word": f"Версия {new.number}",
        }
        return render(request, "roadmaps/roadmap_difference.html", context)

    def _pair(self, versions: list[RoadmapVersion]) -> tuple[RoadmapVersion, RoadmapVersion]:
        """The newer one and the older one, whichever way round they were asked for."""
        by_number = {row.number: row for row in versions}
        new = self._asked("new", by_number, versions[0])
        before = next((row for row in versions if row.number < new.number), new)
        old = self._asked("old", by_number, before)
        return (new, old) if new.number >= old.number else (old, new)

    def _asked(
        self, name: str, by_number: dict[int, RoadmapVersion], usual: RoadmapVersion
    ) -> RoadmapVersion:
        if not (text := self.request.GET.get(name, "")):
            return usual
        found = by_number.get(whole_number(text, _MOST) or 0)
        if found is None:
            raise Http404
        return found
