from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from roadmaps import services
from roadmaps.enums import RoadmapStatus
from roadmaps.forms import StepForm
from roadmaps.models import Roadmap
from roadmaps.selectors import exclusion_of, remark_of, timeline
from roadmaps.views.parts import changes_of, person, written_sections
from roadmaps.views.steps import StepsMixin, StepWords, TransitionView, status_of


class RoadmapPage(StepsMixin):
    """What the page of a roadmap shows, whether it was opened or a step was refused."""

    permission = Permission.ROADMAP_VIEW
    subject = "roadmap"
    words = {
        RoadmapStatus.SUBMITTED: StepWords(
            "Отправить на утверждение",
            "Карта отправлена на утверждение. Решение появится здесь и в «Моём дне».",
            services.roadmap_submit,
        ),
        RoadmapStatus.APPROVED: StepWords(
            "Утвердить карту",
            "Карта утверждена: эта версия войдёт в протокол.",
            services.roadmap_approve,
            order=True,
        ),
        RoadmapStatus.IN_FORCE: StepWords(
            "Ввести в действие",
            "Карта действует: школы отчитываются по её мерам.",
            services.roadmap_put_in_force,
        ),
        RoadmapStatus.PAUSED: StepWords(
            "Приостановить карту",
            "Карта приостановлена. Её можно читать, но не менять.",
            services.roadmap_pause,
            remark=True,
        ),
        RoadmapStatus.CLOSED: StepWords(
            "Закрыть карту",
            "Карта закрыта. Её можно читать, но не менять.",
            services.roadmap_close,
            remark=True,
        ),
        RoadmapStatus.RETURNED: StepWords(
            "Вернуть на доработку",
            "Карта возвращена, автор увидит замечание.",
            services.roadmap_return,
            remark=True,
        ),
        RoadmapStatus.DRAFT: StepWords(
            "Открыть новую версию",
            "Открыта новая версия. Пока её не утвердят, в силе прежняя.",
            services.roadmap_reopen,
        ),
    }

    def get_row(self, pk: int) -> Roadmap:
        return self.scoped_row(Roadmap.objects.with_content(), pk=pk)

    def page(self, roadmap: Roadmap, *, status: int = 200, **extra):
        user, events = person(self.request), timeline(roadmap)
        may_edit = roadmap.is_editable and user.may(Permission.ROADMAP_EDIT)
        context = {
            "roadmap": roadmap,
            "sections": written_sections(roadmap),
            "events": events,
            "remark": remark_of(events, roadmap.status),
            "edit_url": reverse("roadmaps:edit", args=[roadmap.pk]) if may_edit else "",
            "reads_only": not any(
                user.may(name) for name in (Permission.ROADMAP_EDIT, Permission.ROADMAP_APPROVE)
            ),
            "exclusion": roadmap.school and exclusion_of(user=user, school=roadmap.school, year=roadmap.year),
            **changes_of(roadmap, shown="difference" in self.request.GET),
            **self.steps_context(roadmap),
            "step_form": StepForm(),
        }
        return render(self.request, "roadmaps/roadmap_detail.html", context | extra, status=status)


class RoadmapDetailView(RoadmapPage, View):
    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        return self.page(self.get_row(pk))


class RoadmapTransitionView(RoadmapPage, TransitionView):
    def render_refusal(self, row, form: StepForm, error: PortalError):
        return self.page(row, status=status_of(error), step_form=form, refusal=error)
