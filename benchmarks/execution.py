"""Execution in a district of 32 schools × 60 measures: the head's page, totals, saving one report.

The page and the totals stand against the obvious ones, a loop over the measures that asks for the reports of
each; the save that the page of a report does by itself against sending its whole form and being led back.
"""

import argparse
import re
from collections import Counter
from decimal import Decimal

from django.core.management import call_command
from django.template import engines
from django.test import Client

from benchmarks import execution_data
from benchmarks.measure import Contender, Target, interleaved, report
from portal.accounts.models import User
from portal.core.spelling import folded
from roadmaps.enums import Outcome, ReportStatus
from roadmaps.execution import ReportFact, counted_as, measure_state
from roadmaps.models import MeasureInForce, MeasureReport
from roadmaps.selectors import covers_of, facts_of, measures_of_year, plan_years, results_of, today_in
from roadmaps.totals import Totals
from roadmaps.totals_table import by_month, by_plan, by_section
from schools.models import District

PAGE, NAIVE_PAGE = "the page of all schools", "a page that asks for each measure"
TOTALS, NAIVE_TOTALS = "totals", "a loop that asks for each measure"
SAVE, FORM = "saving by itself", "the whole form and back"
ROUNDS = 9
TARGETS = (Target(PAGE, NAIVE_PAGE, 0.5), Target(TOTALS, NAIVE_TOTALS, 0.3), Target(SAVE, FORM, 0.7))
NAIVE = """<table>{% for plan, measures in plans %}<tr><th>{{ plan.owner_name }}</th>
{% for measure, state in measures %}<td class="{{ state }}"><a href="{% url 'roadmaps:measure' measure.pk %}"
title="{{ measure.number }}. {{ measure.name|truncatechars:48 }} — {{ state.label }}">
{{ state.label }}</a></td>{% endfor %}</tr>{% endfor %}</table>"""


def main(options: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0)
    district, methodist, head = execution_data.load()
    desk = _Desk(district, methodist, head)
    desk.check_alike()
    contenders = (
        Contender(PAGE, lambda _: desk.page()),
        Contender(NAIVE_PAGE, lambda _: desk.naive_page()),
        Contender(TOTALS, lambda _: desk.totals()),
        Contender(NAIVE_TOTALS, lambda _: desk.naive_totals()),
        Contender(SAVE, lambda _: desk.save()),
        Contender(FORM, lambda _: desk.send_form()),
    )
    times = interleaved(contenders, rounds=options.rounds or ROUNDS, warm_ups=1)
    title = f"execution: {execution_data.SCHOOLS} schools × {execution_data.MEASURES} measures"
    return report(title, times, TARGETS, unit="ms")


class _Desk:
    """The head who reads and the methodist who writes, in both ways."""

    def __init__(self, district: District, methodist: User, head: User):
        self.district, self.head = district, head
        self.today = today_in(district)
        (self.year,) = plan_years(user=head, district=district)
        self.reader, self.writer, self.user = _client(head), _client(methodist), methodist
        self.draft = MeasureReport.objects.filter(status=ReportStatus.DRAFT).order_by("pk")[0]
        self.template = engines["django"].from_string(NAIVE)
        self.number = 0

    # --- The page ---------------------------------------------------------------------------

    def page(self) -> str:
        return _found(self.reader.get("/roadmaps/execution/"))

    def naive_page(self) -> str:
        plans = [
            (plan, [(measure, self._state(measure)) for measure in plan.in_force.filter(removed_in=None)])
            for plan in self.district.roadmaps.select_related("school").order_by("school")
        ]
        return self.template.render({"plans": plans})

    def _state(self, measure: MeasureInForce):
        reports = [ReportFact(row.status, row.outcome, row.done_on) for row in measure.reports.all()]
        return measure_state(
            starts_on=measure.starts_on, ends_on=measure.ends_on, reports=reports, today=self.today
        )

    # --- Totals -----------------------------------------------------------------------------

    def totals(self) -> tuple:
        measures = measures_of_year(district=self.district, plan_year=self.year, user=self.head)
        facts = facts_of(measures=measures, district=self.district)
        groups = {
            "plan": {name: totals.counts for name, totals in by_plan(facts)},
            "section": {name: totals.counts for name, totals in by_section(facts)},
            "month": [totals.counts for _, totals in by_month(facts)],
            "form": {cover.form: cover.totals.counts for cover in covers_of(facts)},
        }
        results = {
            (folded(row.unit), folded(row.what)): row.quantity for row in results_of(measures=measures)
        }
        return Totals.of(facts).counts, groups, results

    def naive_totals(self) -> tuple:
        whole: Counter = Counter()
        groups: dict[str, dict] = {"plan": {}, "section": {}, "month": {}, "form": {}}
        results: dict[tuple[str, str], Decimal] = {}
        for measure in MeasureInForce.objects.filter(
            roadmap__district=self.district, removed_in=None
        ).select_related("roadmap__school"):
            counted = self._counted(measure)
            whole[counted] += 1
            month = measure.ends_on and measure.ends_on.replace(day=1)
            keys = {
                "plan": measure.roadmap.owner_name,
                "section": measure.section,
                "month": month,
                "form": measure.form,
            }
            for kind, key in keys.items():
                groups[kind].setdefault(key, Counter())[counted] += 1
            for one in measure.reports.filter(status=ReportStatus.ACCEPTED):
                for line in one.lines.all():
                    key = (folded(line.unit), folded(line.what))
                    results[key] = results.get(key, Decimal(0)) + (line.quantity or 0)
        months = sorted(groups["month"].items(), key=lambda item: (item[0] is None, item[0]))
        return whole, groups | {"month": [counts for _, counts in months]}, results

    def _counted(self, measure: MeasureInForce):
        reports = [ReportFact(row.status, row.outcome, row.done_on) for row in measure.reports.all()]
        state = measure_state(
            starts_on=measure.starts_on, ends_on=measure.ends_on, reports=reports, today=self.today
        )
        return counted_as(state=state, ends_on=measure.ends_on, reports=reports, today=self.today)

    # --- One report -------------------------------------------------------------------------

    def _typed(self) -> dict[str, str]:
        self.number += 1
        self.draft.refresh_from_db(fields=["revision"])
        return {
            "seen": str(self.draft.revision),
            "user": str(self.user.pk),
            "outcome": Outcome.PROGRESS,
            "text": f"Проведено занятий: {self.number}.",
            "l-total": "1",
            "l-0-quantity": str(self.number),
            "l-0-unit": "педагога",
            "l-0-what": "прошли курсы",
        }

    def save(self) -> None:
        answer = self.writer.post(f"{self.draft.get_absolute_url()}autosave/", self._typed())
        if answer.status_code != 200 or answer.json()["errors"]:
            raise RuntimeError(f"the report was not saved: {answer.content.decode()[:300]}")

    def send_form(self) -> None:
        answer = self.writer.post(self.draft.get_absolute_url(), self._typed() | {"do": "save"}, follow=True)
        if f"Проведено занятий: {self.number}." not in _found(answer):
            raise RuntimeError("the form was not saved")

    # --- Before the clock -------------------------------------------------------------------

    def check_alike(self) -> None:
        """Both pages have every measure, both totals every number, both ways save the same."""
        cells = execution_data.SCHOOLS * execution_data.MEASURES
        found = len(re.findall(r'<td class="m-', self.page())), len(re.findall("<td ", self.naive_page()))
        if found != (cells, cells):
            raise RuntimeError(f"{found} cells are not the {cells} measures")
        if (ours := self.totals()) != (theirs := self.naive_totals()):
            raise RuntimeError(f"totals differ: {ours} {theirs}")
        for write in (self.save, self.send_form):
            write()
            stored = self.draft.lines.get()
            if (stored.quantity, stored.unit) != (self.number, "педагога"):
                raise RuntimeError(f"not what was typed: {stored}")


def _client(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="portal.accounts.backends.EmailBackend")
    return client


def _found(response) -> str:
    if response.status_code != 200:
        raise RuntimeError(f"no page: {response.status_code}")
    return response.content.decode()
