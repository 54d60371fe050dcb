"""The district's dynamics on screen: a table that explains itself, its picture and what follows from it."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from monitoring.charts import MOST_LINES, line_chart
from monitoring.conclusions import Written, conclusions_of, page_sentences, written
from monitoring.enums import EXAM_CHOICES, Measure, Scale
from monitoring.forms.dynamics import DynamicsChoice, year_choices
from monitoring.formulas import formula_of
from monitoring.selectors import MeasuredRow, MeasuredTable, Shown, dynamics_measures, exam_years
from monitoring.services.conclusions import conclusion_drop, conclusion_edit, conclusion_restore
from monitoring.table_heads import group_starts, head_rows
from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError, StaleRevision
from portal.core.forms import whole_number
from schools.models import District, School
from schools.selectors import listed_schools
from schools.views.places import DistrictViewMixin

MOST_ROWS_WITH_SENTENCES = 30


class CellView(NamedTuple):
    """A cell with its name on the page and the page where its numbers were entered."""

    shown: Shown
    anchor: str
    url: str
    opens_group: bool


class LineView(NamedTuple):
    """`url` is the page of the school, the district or the region of the row."""

    row: MeasuredRow
    cells: list[CellView]
    url: str


class DynamicsView(DistrictViewMixin, TemplateView):
    permission = Permission.RESULT_VIEW
    template_name = "monitoring/dynamics.html"
    #: an edit of a sentence that was refused: shown again at its place with what was typed
    refused: dict | None = None

    def get_context_data(self, **kwargs):
        district = self.district
        choice = DynamicsChoice.read(self.request.GET, last_year=self.year_of(district) + 1)
        everyone = self.scoped(School.objects.filter(district=district))
        names = dict(everyone.values_list("pk", "short_name"))
        listed = set(
            listed_schools(district=district, year=choice.years[-1] - 1).values_list("pk", flat=True)
        )
        chosen = _chosen(choice, names, listed)
        table = dynamics_measures(
            district=district,
            years=choice.years,
            exams=choice.exams,
            schools=everyone.filter(pk__in=chosen),
            listed=listed,
        ).of_measure(choice.measure)
        reads_all = self.scope.reads_district(district.pk, district.region_id)
        table = table if reads_all else table.of_one_school()
        return super().get_context_data(
            district=district,
            choice=choice,
            schools=names,
            schools_chosen=_words_of(chosen, names, listed),
            shows_listed=bool(listed & names.keys()),
            refused=self.refused,
            conclusions=_conclusions(district, table, choice),
            rows_with_conclusions=MOST_ROWS_WITH_SENTENCES,
            hides_few=not reads_all,
            may_edit=self.may(Permission.RESULT_EDIT, district),
            may_report=self.may(Permission.REPORT_VIEW, district),
            may_build=self.may(Permission.REPORT_BUILD, district),
            file_query=urlencode({"district": district.code, **choice.parts}),
            more_districts=self.scoped(District.objects.exclude(pk=district.pk)).exists(),
            **page_parts(table, choice, _school_url),
            **kwargs,
        )


def _school_url(row: MeasuredRow) -> str:
    return reverse("schools:detail", args=[row.school.pk]) if row.school else ""


class ConclusionView(DynamicsView):
    """POST only: another wording of one sentence, none, or the draft again; then back to the page."""

    permission = Permission.RESULT_EDIT
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        district, data = self.district, request.POST
        try:
            self._do(district, data)
        except (InvalidInput, StaleRevision) as error:
            return self._again(district, data, error)
        query = request.GET.urlencode()
        return redirect(f"{reverse('monitoring:dynamics')}?{query}#conclusions")

    def _do(self, district: District, data) -> None:
        facts: dict[str, Any] = {"district": district, "key": data.get("key", ""), "by": self.request.user}
        facts["seen"] = whole_number(data.get("seen", ""), 10**6) or 0
        action = data.get("action", "")
        if action == "restore":
            conclusion_restore(**facts)
            messages.success(self.request, "Вывод возвращён к черновику.")
            return
        facts["fingerprint"] = data.get("fingerprint", "")
        if action == "drop":
            conclusion_drop(**facts)
            messages.success(self.request, "Вывод не попадёт в документ. Его можно вернуть.")
        else:
            conclusion_edit(**facts, text=data.get("text", ""))
            messages.success(self.request, "Вывод сохранён, в документ попадёт ваша формулировка.")

    def _again(self, district: District, data, error: PortalError):
        current = conclusions_of(district=district).get(data.get("key", ""))
        self.refused = {
            "key": data.get("key", ""),
            "text": data.get("text", ""),
            "error": str(error),
            "seen": current.revision if current else 0,
        }
        response = self.render_to_response(self.get_context_data())
        response.status_code = error.http_status
        return response


def page_parts(table: MeasuredTable, choice: DynamicsChoice, row_url: Callable[[MeasuredRow], str]) -> dict:
    """What a page of dynamics shows of any table; `row_url` leads to the page of a row."""
    scales = {column.sitting.scale for column in table.columns}
    focus = table.row(choice.row)
    return {
        "table": table,
        "heads": head_rows(table),
        "lines": [_line(table, row, choice.measure, row_url(row)) for row in table.rows],
        "sums": [_line(table, row, choice.measure) for row in table.groups],
        "charts": _charts(table, choice, focus),
        "focus": focus,
        "formula": formula_of(choice.measure, table.rules),
        "unit": "п.п." if choice.is_percent else _unit(scales),
        "not_held": _not_held(table, choice),
        "exam_choices": EXAM_CHOICES,
        "measures": Measure.choices,
        "years": year_choices(exam_years(), choice.years),
        "exam_addresses": [
            (name, choice.address(exam=code, row=None), code == choice.exam)
            for code, (name, _) in EXAM_CHOICES.items()
        ],
    }


def _not_held(table: MeasuredTable, choice: DynamicsChoice) -> str:
    """«ОГЭ и ГВЭ-9 в 2020 году не проводились»; empty where there was something to enter."""
    first, last = choice.years[0], choice.years[-1]
    years = f"{first} году" if first == last else f"{first}–{last} годах"
    return f"{choice.exam_name} в {years} не проводились" if table.was_not_held else ""


def _unit(scales: set[str]) -> str:
    words = {Scale.MARK.value: "в отметках", Scale.SCORE.value: "в баллах"}
    return ", ".join(text for scale, text in words.items() if scale in scales)


def _chosen(choice: DynamicsChoice, names: dict[int, str], listed: set[int]) -> set[int]:
    """The schools of the rows: one, those of the list, or all where there is no list."""
    if choice.school_pk in names:
        return {choice.school_pk}
    if choice.schools == "all" or not listed & names.keys():
        return set(names)
    return listed & names.keys()


def _words_of(chosen: set[int], names: dict[int, str], listed: set[int]) -> str:
    if len(chosen) == 1 and len(names) > 1:
        return names[next(iter(chosen))]
    return "все школы" if chosen == set(names) else "школы перечня"


def _line(table: MeasuredTable, row: MeasuredRow, measure: str, url: str = "") -> LineView:
    cells, starts, addresses = [], group_starts(table.columns), _addresses(row, table.years)
    for place, shown in enumerate(table.cells(row, measure)):
        sitting = table.columns[place].sitting
        entry = addresses.get(sitting.year, "")
        link = f"{entry}#exam-{sitting.exam}" if entry else ""
        anchor = f"c-{row.key}-{sitting.pk}"
        cells.append(CellView(shown, anchor, link, place in starts))
    return LineView(row, cells, url)


def _conclusions(
    district: District, table: MeasuredTable, choice: DynamicsChoice
) -> list[tuple[MeasuredRow, list[Written]]]:
    """Draft sentences under the row of which they speak; of many schools only the one in focus."""
    rows = list(table.groups)
    if len(table.rows) <= MOST_ROWS_WITH_SENTENCES:
        rows += table.rows
    elif (focus := table.row(choice.row)) and focus.school:
        rows.append(focus)
    found = written(
        page_sentences(table, measure=choice.measure, rows=rows), conclusions_of(district=district)
    )
    by_row = {row.key: [one for one in found if one.sentence.cells[0][0] == row.key] for row in rows}
    return [(row, by_row[row.key]) for row in rows if by_row[row.key]]


def _addresses(row: MeasuredRow, years: Iterable[int]) -> dict[int, str]:
    if row.school is None:
        return {}
    return {year: reverse("monitoring:school-results", args=[row.school.pk, year]) for year in years}


def _charts(table: MeasuredTable, choice: DynamicsChoice, focus: MeasuredRow | None) -> list:
    """One picture for each obligatory subject that has at least two years of numbers.

    The row in focus beside what it is part of; without one, the schools while they are few.
    """
    if focus is not None:
        rows = [focus, *(row for row in table.groups if row.key != focus.key)]
    elif len(table.rows) <= MOST_LINES:
        rows = table.rows
    else:
        rows = table.groups
    series = dict.fromkeys(column.series for column in table.columns if column.sitting.subject.is_core)
    charts = [line_chart(table=table, rows=rows, series=one, measure=choice.measure) for one in series]
    return [chart for chart in charts if chart is not None]
