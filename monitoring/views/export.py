"""The district's table of a year as a workbook of our own."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.generic import View

from monitoring.own_book import district_book, file_name, write_book
from monitoring.selectors import exam_years
from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from schools.models import School
from schools.views.places import DistrictViewMixin

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DistrictBookView(DistrictViewMixin, View):
    """`?year=` is a calendar year; without it, that of the academic year chosen at the top."""

    permission = Permission.RESULT_VIEW

    def get(self, request):
        district = self.district
        year = self._year(request.GET.get("year", "")) or self.year_of(district) + 1
        if year not in exam_years():
            raise Http404
        schools = self.scoped(School.objects.filter(district=district))
        book = district_book(district=district, year=year, schools=schools)
        return HttpResponse(
            write_book(book),
            content_type=_TYPE,
            headers={
                "Content-Disposition": content_disposition_header(
                    as_attachment=True, filename=file_name(book)
                ),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )

    def _year(self, text: str) -> int | None:
        return whole_number(text, 9999)
