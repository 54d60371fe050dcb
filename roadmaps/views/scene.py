"""What the pages of execution have in common: district, plan year, filters, tabs."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.spelling import folded
from roadmaps.marks import LEGEND
from roadmaps.models import Roadmap
from roadmaps.selectors import MeasureFact, Scene, execution_scene
from schools.views.places import DistrictViewMixin

_TABS = (
    ("roadmaps:execution", "Обзор"),
    ("roadmaps:execution-totals", "Итоги"),
    ("roadmaps:measure-calendar", "Календарь"),
    ("roadmaps:not-reported", "Кто не отчитался"),
)
#: what of the measures is shown: the value in the address and its words
ONLY = (("", "все меры"), ("late", "просрочено"), ("mine", "ждёт меня"), ("new", "изменилось со вчера"))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asked to see; an unknown value asks for everything.

    `section` is folded, `plan` is the number of a roadmap; `options` keep what may be chosen.
    """

    only: str
    section: str
    plan: int | None
    plans: list[Roadmap]
    sections: list[str]

    def takes(self, fact: MeasureFact) -> bool:
        """By section and school; the rest needs more than the measure itself."""
        measure = fact.measure
        return (not self.section or folded(measure.section_name) == self.section) and (
            self.plan is None or measure.roadmap_id == self.plan
        )

    @property
    def chosen_section(self) -> str:
        return next((title for title in self.sections if folded(title) == self.section), "")

    @property
    def is_filtered(self) -> bool:
        return bool(self.only or self.section or self.plan)


class ExecutionMixin(DistrictViewMixin):
    """A page of one plan year; `?year=2020-2021` or `?year=2020`, else the year in which the person works."""

    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]
    request: Any

    def scene(self) -> Scene:
        district = self.district
        return execution_scene(
            user=self.request.user,
            district=district,
            code=self.request.GET.get("year", ""),
            working_year=self.year_of(district),
        )

    def choice(self, scene: Scene) -> Choice:
        asked = self.request.GET
        plans = {fact.measure.roadmap_id: fact.measure.roadmap for fact in scene.facts}
        names = [fact.measure.section_name for fact in reversed(scene.facts)]
        titles = {folded(name): name for name in names}
        section, plan = folded(asked.get("section", "")), whole_number(asked.get("plan", ""), 10**12)
        return Choice(
            only=asked.get("only", "") if asked.get("only") in dict(ONLY) else "",
            section=section if section in titles else "",
            plan=plan if plan in plans else None,
            plans=list(plans.values()),
            sections=list(reversed(titles.values())),
        )

    def frame(self, scene: Scene) -> dict[str, Any]:
        """For templates/roadmaps/_execution_frame.html."""
        # The year follows from page to page; a filter of one page means nothing on another.
        query = f"?district={scene.district.code}&year={scene.plan_year.code}"
        return {
            "district": scene.district,
            "plan_year": scene.plan_year,
            "years": scene.years,
            "today": scene.today,
            "place_query": query,
            "tabs": [
                (label, f"{reverse(name)}{query}", self.request.resolver_match.view_name == name)
                for name, label in _TABS
            ],
            "legend": LEGEND,
            "measure_base": reverse("roadmaps:measure", args=[0]).removesuffix("0/"),
        }


def overdue(facts: list[MeasureFact]) -> list[MeasureFact]:
    """The longest overdue first."""
    return sorted((fact for fact in facts if fact.is_overdue), key=lambda one: -one.days_late)
