"""Entry of results: the district at a glance, then one school and year as a plain form."""

from typing import cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.generic import TemplateView, View

from monitoring.forms import EntrySheet
from monitoring.selectors import entry_overview
from monitoring.services import results_save
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput
from portal.core.russian import counted
from portal.core.views import ScopedViewMixin
from schools.models import School
from schools.views.places import DistrictViewMixin


class EntryListView(DistrictViewMixin, TemplateView):
    permission = Permission.RESULT_VIEW
    template_name = "monitoring/entry_list.html"

    def get_context_data(self, **kwargs):
        district = self.district
        year = self.year_of(district) + 1
        overview = entry_overview(schools=self.scoped(School.objects.filter(district=district)), year=year)
        may_edit = self.may(Permission.RESULT_EDIT, district)
        return super().get_context_data(
            district=district, year=year, overview=overview, may_edit=may_edit, **kwargs
        )


class SchoolResultsView(ScopedViewMixin, View):
    """GET shows the sheet, POST saves it whole; who may only look sees it locked."""

    permission = Permission.RESULT_EDIT
    view_permission = Permission.RESULT_VIEW

    def get(self, request, pk, year):
        school = self._school(Permission.RESULT_VIEW, pk)
        return self._page(self._sheet(school, year), self._may_edit(school))

    def post(self, request, pk, year):
        sheet = self._sheet(self.scoped_row(self._schools(), pk=pk), year, request.POST)
        if sheet.is_valid() and self._save(sheet):
            return redirect("monitoring:school-results", pk=pk, year=year)
        return self._page(sheet, may_edit=True)

    def _sheet(self, school: School, year: int, data=None) -> EntrySheet:
        sheet = EntrySheet(school=school, year=year, data=data)
        if not sheet.sittings:
            raise Http404
        return sheet

    def _save(self, sheet: EntrySheet) -> bool:
        try:
            changed = results_save(school=sheet.school, rows=sheet.rows(), by=cast(User, self.request.user))
        except InvalidInput as error:
            sheet.refuse(error.errors)
            return False
        said = (
            f"Сохранено: {counted(changed, 'строка', 'строки', 'строк')}."
            if changed
            else "Изменений не было."
        )
        messages.success(self.request, f"{said} Динамика района уже пересчитана.")
        return True

    def _schools(self):
        return School.objects.select_related("district").prefetch_related("programmes")

    def _school(self, permission, pk) -> School:
        found = self._schools().permitted(self.request.user, permission).filter(pk=pk).first()
        return found or self.scoped_row(self._schools(), pk=pk)

    def _may_edit(self, school: School) -> bool:
        return self.scoped(School.objects.filter(pk=school.pk)).exists()

    def _page(self, sheet: EntrySheet, may_edit: bool):
        context = {"sheet": sheet, "school": sheet.school, "year": sheet.year, "may_edit": may_edit}
        return render(self.request, "monitoring/school_results.html", context)
