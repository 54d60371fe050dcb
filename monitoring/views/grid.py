"""The entry grid: one page, one door for cells, and the panel of one cell."""

import json
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView, View

from monitoring.cell_panel import cell_panel
from monitoring.forms.grid import GridSheet
from monitoring.models import Sitting
from monitoring.selectors import exam_years
from monitoring.selectors.cell_findings import cell_findings
from monitoring.selectors.grid import FIELDS, grid_choice
from monitoring.services.cell_changes import CellInput, CellsOutcome
from monitoring.services.cells import MOST_CELLS, cells_save
from monitoring.services.remarks import remark_save
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import AnotherPerson, InvalidInput, PortalError
from portal.core.forms import whole_number
from portal.core.russian import clock
from portal.core.views import ScopedViewMixin
from schools.models import District, School
from schools.views.places import DistrictViewMixin

_MOST_NUMBER = 2**53


class GridView(DistrictViewMixin, TemplateView):
    """All schools of the district × the columns of a year, an exam, a class or one sitting."""

    permission = Permission.RESULT_VIEW
    template_name = "monitoring/grid.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        district, get = self.district, self.request.GET
        years = exam_years()
        wanted = whole_number(get.get("year", ""), 9999)
        year = wanted if wanted in years else self.year_of(district) + 1
        choice = grid_choice(
            district=district,
            year=year,
            exam=get.get("exam"),
            grade=whole_number(get.get("grade", ""), 99),
            sitting=whole_number(get.get("sitting", ""), _MOST_NUMBER),
            whole=get.get("subjects") == "all",
        )
        schools = School.objects.filter(district=district)
        user = cast(User, self.request.user)
        sheet = GridSheet(
            schools=self.scoped(schools),
            sittings=choice.sittings,
            editable=set(schools.permitted(user, Permission.RESULT_EDIT).values_list("pk", flat=True)),
            windows=choice.windows,
            findings=cell_findings(user=user, district=district, year=year) if choice.sittings else {},
        )
        return super().get_context_data(
            district=district, year=year, years=years, choice=choice, sheet=sheet, **kwargs
        )


class GridCellsView(DistrictViewMixin, View):
    """POST only: JSON with cells in, the outcome of every cell out."""

    permission = Permission.RESULT_EDIT
    http_method_names = ["post"]

    @property
    def district(self) -> District:
        return self.scoped_row(District.objects.all(), code=self.kwargs["code"])

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        district, user = self.district, cast(User, request.user)
        try:
            cells = _cells_of(_json(request), user)
            outcome = cells_save(district=district, cells=cells, by=user)
        except PortalError as refusal:
            return JsonResponse({"error": str(refusal)}, status=refusal.http_status)
        return JsonResponse(_answer(outcome))


class GridFindingsView(DistrictViewMixin, View):
    """What the checks say of the cells of a year now, as JSON: the page asks again after it has saved."""

    permission = Permission.RESULT_VIEW

    def get(self, request: HttpRequest, code: str, year: int) -> HttpResponse:
        district = self.scoped_row(District.objects.all(), code=code)
        found = cell_findings(user=cast(User, request.user), district=district, year=year)
        cells = [
            {"school": school, "sitting": sitting, "field": field, "text": text}
            for (school, sitting, field), text in found.items()
        ]
        return JsonResponse({"cells": cells})


class GridCellView(ScopedViewMixin, View):
    """The panel beside the grid: history of one cell, the last years, the remark, what is doubtful."""

    permission = Permission.RESULT_VIEW

    def get(self, request: HttpRequest, school: int, sitting: int) -> HttpResponse:
        row = self.scoped_row(School.objects.select_related("district"), pk=school)
        return _panel(request, row, _sitting(sitting), request.GET.get("field", ""))


class GridRemarkView(ScopedViewMixin, View):
    """POST only: keep a remark; the panel comes back."""

    permission = Permission.RESULT_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, school: int, sitting: int) -> HttpResponse:
        row = self.scoped_row(School.objects.select_related("district"), pk=school)
        one, post = _sitting(sitting), request.POST
        if post.get("user") != str(request.user.pk):
            return JsonResponse({"error": _ANOTHERS_REMARK}, status=AnotherPerson.http_status)
        text = post.get("remark", "")
        try:
            remark_save(
                school=row, sitting=one, text=text, seen=post.get("seen", ""), by=cast(User, request.user)
            )
        except PortalError as refusal:
            return _panel(request, row, one, post.get("field", ""), typed=text, error=refusal)
        return _panel(request, row, one, post.get("field", ""), said="Примечание сохранено.")


def _panel(
    request: HttpRequest,
    school: School,
    sitting: Sitting,
    field: str,
    *,
    typed: str | None = None,
    error: PortalError | None = None,
    said: str = "",
) -> HttpResponse:
    names = FIELDS[sitting.scale]
    panel = cell_panel(
        school=school, sitting=sitting, field=field if field in names else names[0], user=request.user
    )
    context = {"panel": panel, "typed": typed, "error": error, "said": said}
    return render(request, "monitoring/_grid_panel.html", context, status=error.http_status if error else 200)


def _sitting(number: int) -> Sitting:
    found = Sitting.objects.select_related("subject").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


# --- JSON in and out --------------------------------------------------------------------------


_ANOTHERS_REMARK = (
    "В этом браузере вошёл другой сотрудник, примечание не сохранено. "
    "Войдите в новой вкладке под своим именем, вернитесь сюда и сохраните его."
)
_UNREADABLE = InvalidInput({"cells": "Ячейки не прочитаны. Обновите страницу и повторите."})


def _json(request: HttpRequest) -> dict:
    try:
        found = json.loads(request.body)
    except ValueError as error:
        raise _UNREADABLE from error
    if not isinstance(found, dict):
        raise _UNREADABLE
    return found


def _cells_of(data: dict, user: User) -> list[CellInput]:
    if data.get("user") != user.pk:
        raise AnotherPerson(
            "В этом браузере вошёл другой сотрудник. Ваши ячейки не потеряны: войдите под своим именем."
        )
    cells = data.get("cells")
    if not isinstance(cells, list) or len(cells) > MOST_CELLS:
        raise _UNREADABLE
    return [_cell_of(one) for one in cells]


def _cell_of(data: Any) -> CellInput:
    if not isinstance(data, dict):
        raise _UNREADABLE
    numbers = [data.get("school"), data.get("sitting")]
    texts = [data.get("field"), data.get("text"), *_texts(data.get("seen")), data.get("state") or ""]
    if not all(type(one) is int and 0 < one < _MOST_NUMBER for one in numbers):
        raise _UNREADABLE
    if not all(isinstance(one, str) for one in texts):
        raise _UNREADABLE  # whatever the texts say is an outcome of this cell alone
    return CellInput(
        school_id=data["school"],
        sitting_id=data["sitting"],
        field=data["field"],
        text=data["text"],
        seen=tuple(data["seen"]),
        seen_state=data.get("state"),
        leaves=data.get("leaves") is True,
    )


def _texts(seen: Any) -> list:
    """A list of texts; anything else becomes something that is refused with the texts."""
    return seen if isinstance(seen, list) and 0 < len(seen) <= 50 else [None]


def _answer(outcome: CellsOutcome) -> dict:
    return {
        "at": clock(timezone.now()),
        "cells": [
            {
                "school": one.cell.school_id,
                "sitting": one.cell.sitting_id,
                "field": one.cell.field,
                "state": one.state,
                "shown": one.shown,
                "text": one.text,
                "depends": one.depends,
            }
            for one in outcome.cells
        ],
        "rows": [
            {"school": one.school_id, "sitting": one.sitting_id, "shown": one.shown, "doubts": one.doubts}
            for one in outcome.rows
        ],
    }
