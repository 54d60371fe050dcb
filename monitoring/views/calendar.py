"""The calendar of procedures: what was written in a year, and forms for its lines."""

from itertools import groupby

from django.http import Http404
from django.views.generic import TemplateView

from monitoring.forms.reference import NewSittingForm, SittingForm
from monitoring.models import Sitting
from monitoring.selectors import exam_years, sittings_of_year
from monitoring.selectors.previews import new_sitting_preview, sitting_preview
from monitoring.selectors.reference import SITTING_FACTS, sitting_seen
from monitoring.services.sitting_edit import (
    sitting_check,
    sitting_create,
    sitting_prepare,
    sitting_update,
)
from monitoring.views.reference import ReferenceEditView, may_edit_reference, year_asked
from portal.accounts.enums import Permission
from portal.core.views import ScopedViewMixin


class CalendarView(ScopedViewMixin, TemplateView):
    """What was written in a year, by whom, on which scale, and where that is known from."""

    permission = Permission.REFERENCE_VIEW
    template_name = "monitoring/calendar.html"

    def get_context_data(self, **kwargs):
        years = exam_years()
        year = year_asked(self.request, years)
        exams = [
            {"name": name, "sittings": list(rows)}
            for name, rows in groupby(
                sittings_of_year(year=year) if year else [], key=lambda sitting: sitting.get_exam_display()
            )
        ]
        may_edit = may_edit_reference(self.request.user)
        return super().get_context_data(years=years, year=year, exams=exams, may_edit=may_edit, **kwargs)


class _SittingMixin:
    rooms = ("Календарь процедур", "monitoring:calendar")


class SittingEditView(_SittingMixin, ReferenceEditView):
    form_class = SittingForm
    _sitting: Sitting | None = None

    @property
    def sitting(self) -> Sitting:
        if self._sitting is None:
            self._sitting = Sitting.objects.select_related("subject").filter(pk=self.kwargs["pk"]).first()
        if self._sitting is None:
            raise Http404
        return self._sitting

    @property
    def title(self) -> str:
        return str(self.sitting)

    def get_initial(self):
        facts = {name: getattr(self.sitting, name) for name in SITTING_FACTS}
        return facts | {"seen": self.seen()}

    def seen(self) -> str:
        return sitting_seen(Sitting.objects.get(pk=self.sitting.pk))

    def check(self, form):
        sitting_check(sitting=self.sitting, values=form.values)
        return sitting_preview(sitting=self.sitting, values=form.values)

    def save(self, form):
        seen = form.cleaned_data["seen"]
        return sitting_update(sitting=self.sitting, values=form.values, seen=seen, by=self.by)


class SittingAddView(_SittingMixin, ReferenceEditView):
    form_class = NewSittingForm
    title = "Новая процедура"
    initial = {"is_held": True, "is_general": True}

    def check(self, form):
        return new_sitting_preview(sitting=sitting_prepare(values=form.values))

    def save(self, form):
        sitting_create(values=form.values, by=self.by)
        return True
