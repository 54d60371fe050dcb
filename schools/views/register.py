"""The register of schools by file: upload, see what will change, confirm."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError
from portal.core.russian import counted
from schools.forms import RegisterFileForm
from schools.imports.register import COLUMNS, register_read
from schools.models import District
from schools.register import Problem, RegisterRow
from schools.services import Plan, register_import, register_plan
from schools.views.places import DistrictViewMixin

#: where the read table waits for its confirmation
KEY = "register"


class _RegisterView(DistrictViewMixin, View):
    permission = Permission.SCHOOL_EDIT

    def page(self, district: District, form: RegisterFileForm, plan: Plan | None = None):
        context = {"district": district, "form": form, "plan": plan, "columns": COLUMNS.values()}
        return render(self.request, "schools/register.html", context)


class RegisterView(_RegisterView):
    """GET offers the upload; POST reads the file and shows what would change."""

    def get(self, request):
        return self.page(self.district, RegisterFileForm())

    def post(self, request):
        district, form = self.district, RegisterFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(district, form)
        try:
            rows, problems = register_read(request.FILES["file"])
        except PortalError as error:
            form.refuse(InvalidInput({"file": str(error)}))
            return self.page(district, form)
        plan = register_plan(rows=rows, district=district, problems=problems)
        request.session[KEY] = _kept(district, rows, problems, plan)
        return self.page(district, form, plan)


class RegisterApplyView(_RegisterView):
    """The second, confirming POST; a register that changed meanwhile is shown anew."""

    http_method_names = ["post"]

    def post(self, request):
        kept = request.session.pop(KEY, None)
        district = (
            self.scoped(District.objects.select_related("region"))
            .filter(pk=kept and kept["district"])
            .first()
        )
        if kept is None or district is None:
            messages.info(request, "Загружать нечего: эта таблица уже загружена. Выберите файл снова.")
            return redirect("schools:register")
        rows, problems = _restored(kept)
        plan = register_plan(rows=rows, district=district, problems=problems)
        if plan.digest != kept["digest"] or plan.is_refused:
            request.session[KEY] = kept | {"digest": plan.digest}
            messages.warning(
                request, "Реестр изменился, пока вы смотрели. Проверьте, что будет записано теперь."
            )
            return self.page(district, RegisterFileForm(), plan)
        return self._apply(district, rows, problems)

    def _apply(self, district: District, rows: list[RegisterRow], problems: list[Problem]):
        outcome = register_import(
            rows=rows,
            region_name=district.region.name,
            district_code=district.code,
            district_name=district.name,
            by=self.request.user,
            problems=problems,
        )
        new = counted(outcome.new, "новая школа", "новые школы", "новых школ")
        messages.success(self.request, f"Реестр загружен: {new}, изменено {outcome.changed}.")
        return redirect("schools:list")


def _kept(district: District, rows: list[RegisterRow], problems: list[Problem], plan: Plan) -> dict:
    """The read table as plain JSON: the file itself is not kept."""
    plain = [asdict(row) | {"levels": sorted(row.levels) if row.levels is not None else None} for row in rows]
    return {
        "district": district.pk,
        "rows": plain,
        "problems": [problem.as_dict() for problem in problems],
        "digest": plan.digest,
    }


def _restored(kept: dict) -> tuple[list[RegisterRow], list[Problem]]:
    rows = [
        RegisterRow(
            **row
            | {
                "levels": frozenset(row["levels"]) if row["levels"] is not None else None,
                "aliases": tuple(row["aliases"]),
            }
        )
        for row in kept["rows"]
    ]
    return rows, [Problem(**problem) for problem in kept["problems"]]
