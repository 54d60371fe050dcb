from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.authors import authors_of
from portal.core.errors import PortalError
from portal.core.russian import date_ru
from roadmaps import services
from roadmaps.enums import DECIDED, RoadmapStatus
from roadmaps.forms import StepForm
from roadmaps.models import Roadmap
from roadmaps.selectors import (
    deciders,
    editions_of,
    exclusion_of,
    freeze_reason,
    is_first_draft,
    remark_of,
    timeline,
    waits_for,
)
from roadmaps.views.gone import GonePlanMixin
from roadmaps.views.parts import (
    changes_of,
    dispute_words,
    disputed_of,
    in_its_room,
    person,
    undated_of,
    written_sections,
)
from roadmaps.views.printing import printouts
from roadmaps.views.steps import Remark, StepsMixin, StepWords, TransitionView, refusal_context, status_of


class RoadmapPage(GonePlanMixin, StepsMixin):
    """What the page of a roadmap shows, whether it was opened or a step was refused."""

    permission = Permission.ROADMAP_VIEW
    subject = "roadmap"
    words = {
        RoadmapStatus.SUBMITTED: StepWords(
            "Отправить на утверждение",
            "Карта отправлена на утверждение. Решение появится здесь и в «Моём дне».",
            services.roadmap_submit,
            primary=True,
        ),
        RoadmapStatus.APPROVED: StepWords(
            "Утвердить карту",
            "Карта утверждена. Эта версия войдёт в протокол.",
            services.roadmap_approve,
            order=True,
            primary=True,
        ),
        (RoadmapStatus.APPROVED, RoadmapStatus.IN_FORCE): StepWords(
            "Ввести в действие сегодня",
            "Карта действует с сегодняшнего дня: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
        ),
        (RoadmapStatus.PAUSED, RoadmapStatus.IN_FORCE): StepWords(
            "Возобновить карту",
            "Карта снова действует: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
            primary=True,
        ),
        (RoadmapStatus.CLOSED, RoadmapStatus.IN_FORCE): StepWords(
            "Открыть карту снова",
            "Карта снова действует: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
            remark=Remark(
                "Почему открываете снова",
                "Останется в ходе работы.",
                "Напишите, почему карту открывают снова.",
            ),
        ),
        RoadmapStatus.PAUSED: StepWords(
            "Приостановить карту",
            "Карта приостановлена. Её можно читать, но не менять.",
            services.roadmap_pause,
            remark=Remark(
                "Почему приостанавливаете",
                "Причину увидят все, кто откроет карту или отчёты по ней.",
                "Напишите, почему карту приостанавливают.",
            ),
        ),
        RoadmapStatus.CLOSED: StepWords(
            "Закрыть карту",
            "Карта закрыта. Её можно читать, но не менять.",
            services.roadmap_close,
            remark=Remark(
                "Почему закрываете",
                "Например: год закончен, все меры выполнены. Причину увидят все.",
                "Напишите, почему карту закрывают.",
            ),
        ),
        RoadmapStatus.RETURNED: StepWords(
            "Вернуть на доработку",
            "Карта возвращена, автор увидит замечание.",
            services.roadmap_return,
            remark=Remark(
                "Что доработать",
                "Назовите меры по номерам: автор увидит это над картой.",
                "Напишите, что нужно доработать.",
            ),
        ),
        RoadmapStatus.DRAFT: StepWords(
            "Открыть новую версию",
            "Открыта новая версия. Пока её не утвердят, в силе прежняя.",
            services.roadmap_reopen,
        ),
    }

    def get_row(self, pk: int) -> Roadmap:
        return in_its_room(self.request, self.scoped_row(Roadmap.objects.with_content(), pk=pk))

    def page(self, roadmap: Roadmap, *, status: int = 200, sent: StepForm | None = None, **extra):
        user, events = person(self.request), timeline(roadmap)
        sections = written_sections(roadmap)
        context = {
            "roadmap": roadmap,
            "sections": sections,
            "undated": [] if roadmap.status in DECIDED else undated_of(sections),
            "disputed": dispute_words(numbers) if (numbers := disputed_of(roadmap)) else "",
            "events": events,
            "remark": remark_of(events, roadmap.status),
            **_ways(roadmap, user),
            "exclusion": roadmap.school
            and exclusion_of(user=user, school=roadmap.school, year=roadmap.academic_year),
            **changes_of(roadmap, shown="difference" in self.request.GET),
            "frozen": freeze_reason(roadmap),
            "waits": _waits(roadmap, user),
            "editions": editions_of(roadmap),
            "printouts": printouts(user, roadmap),
            **self.steps_context(roadmap, sent),
        }
        if not sections:  # there is nothing to send yet
            context["steps"] = [row for row in context["steps"] if row.target != RoadmapStatus.SUBMITTED]
        return render(self.request, "roadmaps/roadmap_detail.html", context | extra, status=status)


def _ways(roadmap: Roadmap, user: User) -> dict[str, Any]:
    """To the editor and to the question before the text is given up; empty where there is no way."""
    may_edit = roadmap.is_editable and user.may(Permission.ROADMAP_EDIT)
    may_discard = may_edit and (roadmap.version > 1 or is_first_draft(roadmap))
    return {
        "edit_url": reverse("roadmaps:edit", args=[roadmap.pk]) if may_edit else "",
        "discard_url": reverse("roadmaps:discard", args=[roadmap.pk]) if may_discard else "",
        "reads_only": not (user.may(Permission.ROADMAP_EDIT) or user.may(Permission.ROADMAP_APPROVE)),
    }


def _waits(roadmap: Roadmap, user: User) -> str:
    """For who cannot decide: whom the roadmap waits for, or the day on which it comes into force."""
    if roadmap.status == RoadmapStatus.APPROVED and (version := roadmap.last_version):
        return (
            f"Карта утверждена и вступит в силу {date_ru(version.in_force_on)}."
            if version.in_force_on
            else ""
        )
    if roadmap.status != RoadmapStatus.SUBMITTED:
        return ""
    heads = deciders(districts=[roadmap.district])[roadmap.district_id]
    others = waits_for(heads, authors_of([roadmap])[roadmap])
    if user in others:
        return ""
    if others:
        # A short name ends with the full stop of its initial: no other one follows it.
        return f"Карта ждёт решения: {' или '.join(head.short_name for head in others)}"
    return "Утвердить карту некому: другого руководителя в районе нет. Попросите администратора добавить его."


class RoadmapDetailView(RoadmapPage, View):
    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        return self.page(self.get_row(pk))


class RoadmapTransitionView(RoadmapPage, TransitionView):
    def render_refusal(self, row, form: StepForm, error: PortalError):
        return self.page(row, status=status_of(error), sent=form, **refusal_context(form, error))
