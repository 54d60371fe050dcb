"""The district's table of a year as a workbook of our own."""

from django.http import Http404
from django.views.generic import View

from monitoring.own_book import district_book, file_name, write_book
from monitoring.selectors import exam_years
from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.views import download
from schools.models import District, School
from schools.views.places import DistrictViewMixin

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DistrictBookView(DistrictViewMixin, View):
    """`?year=` is a calendar year; without it, that of the academic year chosen at the top."""

    permission = Permission.RESULT_VIEW

    def get(self, request):
        district = self.district
        year = self._year(district)
        schools = self.scoped(School.objects.filter(district=district))
        may_import = self.may(Permission.RESULT_EDIT, district)
        book = district_book(district=district, year=year, schools=schools, may_import=may_import)
        return download(write_book(book), name=file_name(book), content_type=_TYPE)

    def _year(self, district: District) -> int:
        """The chosen year, or the last one before it of which the calendar knows."""
        known = exam_years()
        asked = whole_number(self.request.GET.get("year", ""), 9999)
        wanted = asked or self.year_of(district) + 1
        if wanted in known:
            return wanted
        earlier = [year for year in known if year < wanted]
        if asked or not earlier:
            raise Http404
        return max(earlier)
