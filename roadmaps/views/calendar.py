from datetime import date

from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.views import ScopedViewMixin
from roadmaps.gantt import picture_of
from roadmaps.marks import mark_of
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.month import month_of_measures
from roadmaps.selectors import MeasureFact, Scene, facts_of, today_in
from roadmaps.totals import Totals
from roadmaps.views.parts import in_its_room
from roadmaps.views.scene import ExecutionMixin

WEEKDAYS = (
    ("понедельник", "пн"),
    ("вторник", "вт"),
    ("среда", "ср"),
    ("четверг", "чт"),
    ("пятница", "пт"),
    ("суббота", "сб"),
    ("воскресенье", "вс"),
)


class MeasureCalendarView(ExecutionMixin, View):
    """«Календарь»: month by month what begins, what ends and what comes back."""

    def get(self, request):
        scene = self.scene()
        choice = self.choice(scene)
        first = self._month(scene)
        shown = [fact for fact in scene.facts if choice.takes(fact)]
        context = {
            "choice": choice,
            "month": month_of_measures(shown, first),
            "before": _shifted(first, -1),
            "after": _shifted(first, 1),
            "weekdays": WEEKDAYS,
            "undated": sum(fact.measure.ends_on is None for fact in shown),
        }
        return render(request, "roadmaps/measure_calendar.html", self.frame(scene) | context)

    def _month(self, scene: Scene) -> date:
        """`?month=2021-05`; else this month if the plan year has it, else its first."""
        try:
            asked = date.fromisoformat(f"{self.request.GET.get('month', '')}-01")
        except ValueError:
            begin, end = scene.plan_year.days
            return (scene.today if begin <= scene.today <= end else begin).replace(day=1)
        return asked if date(2000, 1, 1) <= asked <= date(2100, 12, 1) else scene.today.replace(day=1)


def _shifted(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


class PictureView(ScopedViewMixin, View):
    """The terms of one plan as a picture, with the table that says the same."""

    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        roadmap = in_its_room(request, self.scoped_row(Roadmap.objects.with_places(), pk=pk))
        facts = facts_of(measures=MeasureInForce.objects.filter(roadmap=roadmap), district=roadmap.district)
        context = {
            "roadmap": roadmap,
            "plan_year": roadmap.plan_year,
            "today": today_in(roadmap.district),
            "totals": Totals.of(facts),
            "picture": picture_of(facts, days=roadmap.days, today=today_in(roadmap.district)),
            "rows": [_marked(fact) for fact in facts if _is_dated(fact)],
            "undated": [_marked(fact) for fact in facts if not _is_dated(fact)],
            "may_build": request.user.may(Permission.REPORT_BUILD),
            "measure_base": reverse("roadmaps:measure", args=[0]).removesuffix("0/"),
        }
        return render(request, "roadmaps/roadmap_picture.html", context)


def _is_dated(fact: MeasureFact) -> bool:
    return bool(fact.measure.starts_on or fact.measure.ends_on)


def _marked(fact: MeasureFact):
    return fact.measure, mark_of(fact.state, fact.counted), fact.days_late
