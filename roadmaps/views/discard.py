"""«Отказаться от новой версии» and «Удалить черновик»: what would be lost is shown before it is."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from portal.core.forms import whole_number
from portal.core.workflow import steps_for
from portal.core.workflow_effects import DISCARDED
from roadmaps import services
from roadmaps.models import Roadmap
from roadmaps.selectors import changes_since_approval, content_of, is_first_draft
from roadmaps.views.parts import person, sections_of
from roadmaps.views.roadmaps import RoadmapPage

_LARGEST_REVISION = 2**31


class RoadmapDiscardView(RoadmapPage, View):
    """A text with nothing to give up (sent, approved, already thrown away) leads back to its page."""

    permission = Permission.ROADMAP_EDIT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head", "post"]

    def get(self, request, pk: int):
        roadmap = self.get_row(pk)
        return self.ask(roadmap) if self.may_go(roadmap) else self.nothing(roadmap)

    def post(self, request, pk: int):
        roadmap = self.get_row(pk)
        if not self.may_go(roadmap):
            return self.nothing(roadmap)
        is_first = is_first_draft(roadmap)
        discard = services.roadmap_delete if is_first else services.roadmap_discard
        seen = whole_number(request.POST.get("seen", ""), _LARGEST_REVISION) or 0
        try:
            discard(roadmap=roadmap, by=person(request), seen=seen)
        except PortalError as error:
            return self.ask(self.get_row(pk), refusal=error, status=error.http_status)
        if is_first:
            messages.success(request, f"Черновик удалён: {roadmap}.")
            return redirect(f"{reverse('roadmaps:list')}?year={roadmap.academic_year}")
        messages.success(request, "От новой версии отказались: текст карты — снова утверждённый.")
        return redirect(roadmap)

    def may_go(self, roadmap: Roadmap) -> bool:
        if is_first_draft(roadmap):
            return True
        return any(step.target == DISCARDED for step in steps_for(roadmap, person(self.request)))

    def nothing(self, roadmap: Roadmap):
        state = f"Сейчас состояние «{roadmap.get_status_display()}»"
        if roadmap.is_editable:
            messages.info(
                self.request, f"{state}: карту уже отправляли, удалить её нельзя. Её можно исправить."
            )
        else:
            messages.info(self.request, f"{state}: новой версии, от которой можно отказаться, нет.")
        return redirect(roadmap)

    def ask(self, roadmap: Roadmap, *, status: int = 200, **extra):
        content = content_of(roadmap)
        context = {
            "roadmap": roadmap,
            "is_first": is_first_draft(roadmap),
            "last_version": roadmap.last_version,
            "changes": changes_since_approval(roadmap),
            "measure_count": len(content.measures),
            "sections": sections_of(content),
        }
        return render(self.request, "roadmaps/roadmap_discard.html", context | extra, status=status)
