from itertools import groupby

from django.views.generic import TemplateView

from monitoring.selectors import exam_years, sittings_of_year
from monitoring.views.reference import may_edit_reference
from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin


class CalendarView(ScopedViewMixin, TemplateView):
    """What was written in a year, by whom, on which scale, and where that is known from."""

    permission = Permission.REFERENCE_VIEW
    template_name = "monitoring/calendar.html"

    def get_context_data(self, **kwargs):
        years = exam_years()
        wanted = whole_number(self.request.GET.get("year", ""), 9999)
        year = wanted if wanted in years else next(iter(years), None)
        exams = [
            {"name": name, "sittings": list(rows)}
            for name, rows in groupby(
                sittings_of_year(year=year) if year else [], key=lambda sitting: sitting.get_exam_display()
            )
        ]
        may_edit = may_edit_reference(self.request.user)
        return super().get_context_data(years=years, year=year, exams=exams, may_edit=may_edit, **kwargs)
