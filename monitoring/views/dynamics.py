"""The district's dynamics on screen: choose a procedure, years and schools; a table and its picture."""

from django.views.generic import TemplateView

from monitoring.charts import line_chart
from monitoring.enums import Exam
from monitoring.selectors import dynamics_table
from monitoring.table_heads import head_rows
from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from schools.models import School
from schools.selectors import listed_schools
from schools.views.places import DistrictViewMixin

#: What is chosen together: ГВЭ-11 stands beside ЕГЭ as in the protocol, each in its own columns.
EXAM_CHOICES = {
    "vpr": ("ВПР", (Exam.VPR,)),
    "oge": ("ОГЭ и ГВЭ-9", (Exam.OGE, Exam.GVE9)),
    "ege": ("ЕГЭ и ГВЭ-11", (Exam.EGE, Exam.GVE11)),
}
YEARS_SHOWN = 3


class DynamicsView(DistrictViewMixin, TemplateView):
    permission = Permission.RESULT_VIEW
    template_name = "monitoring/dynamics.html"

    def get_context_data(self, **kwargs):
        district, get = self.district, self.request.GET
        choice = get.get("exam", "")
        choice = choice if choice in EXAM_CHOICES else "vpr"
        last = _year(get.get("year", "")) or self.year_of(district) + 1
        years = list(range(last - YEARS_SHOWN + 1, last + 1))
        everyone = self.scoped(School.objects.filter(district=district)).prefetch_related("programmes")
        listed = everyone.filter(pk__in=listed_schools(district=district, year=last - 1).values("pk"))
        shown_all = get.get("schools") == "all" or not listed.exists()
        table = dynamics_table(
            district=district,
            years=years,
            exams=EXAM_CHOICES[choice][1],
            schools=everyone if shown_all else listed,
        )
        return super().get_context_data(
            district=district,
            exam=choice,
            exam_name=EXAM_CHOICES[choice][0],
            exam_choices=EXAM_CHOICES,
            years=years,
            table=table,
            heads=head_rows(table),
            all_schools=shown_all,
            charts=_charts(table),
            **kwargs,
        )


def _year(text: str) -> int | None:
    year = whole_number(text, 2100)
    return year if year and year >= 2000 else None


def _charts(table) -> list:
    """One picture for each obligatory subject that has at least two years of numbers."""
    series = list(dict.fromkeys(column.series for column in table.columns if column.sitting.subject.is_core))
    charts = [line_chart(table=table, series=one) for one in series]
    return [chart for chart in charts if chart is not None]
