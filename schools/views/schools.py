"""The list of schools and the page of one: its case."""

from functools import partial
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from portal.core.forms import whole_number
from portal.core.panels import Task, school_case, school_sections
from portal.core.views import ScopedViewMixin
from schools.forms import AliasForm, SchoolFilterForm, SchoolForm
from schools.models import School, SchoolAlias
from schools.places import working_year
from schools.selectors import school_detail, school_list
from schools.services import alias_add, alias_remove, school_update
from schools.views.places import DistrictViewMixin
from schools.views.rights import may_edit_district, may_edit_school

YEARS = range(2010, 2100)
PAGE = 50


class SchoolListView(DistrictViewMixin, TemplateView):
    permission = Permission.SCHOOL_VIEW
    template_name = "schools/school_list.html"

    def get_context_data(self, **kwargs):
        district, filters = self.district, SchoolFilterForm(self.request.GET)
        year, chosen = self.year_of(district), filters.cleaned_data if filters.is_valid() else {}
        closed = bool(chosen.pop("closed", False))
        wanted = {"search": chosen.get("q", ""), "list_kind": chosen.get("list", "")}
        find = partial(school_list, user=self.request.user, year=year, district=district, **wanted)
        page = Paginator(find(closed=closed), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            district=district,
            year=year,
            filters=filters,
            is_filtered=any(chosen.values()),
            closed=closed,
            others=find(closed=not closed).count(),
            page_obj=page,
            levels={school.pk: ", ".join(taught(school, year)) for school in page},
            may_edit=may_edit_district(self.request.user, district),
            **kwargs,
        )


class SchoolDetailView(ScopedViewMixin, TemplateView):
    """The year of a school as a task list, and its facts."""

    permission = Permission.SCHOOL_VIEW
    template_name = "schools/school_detail.html"

    def get_context_data(self, **kwargs):
        school = self.scoped_row(school_detail(user=self.request.user), pk=self.kwargs["pk"])
        year = self._year(school)
        tasks = in_phases(school_case.collect(user=self.request.user, school=school, year=year))
        return super().get_context_data(
            school=school,
            year=year,
            years=range(year - 1, year + 2),
            tasks=tasks,
            sections=school_sections.collect(user=self.request.user, school=school, year=year),
            levels=", ".join(taught(school, year)),
            marks=[entry for entry in school.marks if entry.support_list.year == year],
            may_edit=may_edit_school(self.request.user, school),
            **kwargs,
        )

    def _year(self, school: School) -> int:
        asked = self.request.GET.get("year", "")
        if not asked:
            return working_year(school.district, self.request.session)
        if (year := whole_number(asked, 9999)) not in YEARS:
            raise Http404
        return cast(int, year)


def taught(school: School, year: int) -> list[str]:
    """The levels of the academic year in words."""
    return [row.get_level_display() for row in school.programmes.all() if row.covers(year)]


def in_phases(tasks: list[Task]) -> list[Task]:
    """Tasks of one phase together, phases in the order in which the apps first name them."""
    phases = list(dict.fromkeys(task.phase for task in tasks))
    return sorted(tasks, key=lambda task: phases.index(task.phase))


class _OneSchool(ScopedViewMixin):
    """A change of one school: a stranger's is a 404, one's own without the right a 403."""

    permission = Permission.SCHOOL_EDIT
    view_permission = Permission.SCHOOL_VIEW

    @property
    def school(self) -> School:
        schools = School.objects.select_related("district").prefetch_related("programmes", "aliases")
        return self.scoped_row(schools, pk=self.kwargs["pk"])


class SchoolEditView(_OneSchool, FormView):
    template_name = "schools/school_edit.html"
    form_class = SchoolForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.school}

    def get_context_data(self, **kwargs):
        kwargs.setdefault("alias_form", AliasForm())
        school = self.school  # fresh: a refused form has written what was typed into its own copy
        return super().get_context_data(school=school, **kwargs)

    def form_valid(self, form):
        try:
            school_update(
                school=form.instance,
                changes=form.changes,
                levels=form.levels_if_changed,
                year=form.year,
                by=self.request.user,
            )
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, "Сведения о школе сохранены.")
        return redirect("schools:detail", pk=self.kwargs["pk"])


class AliasAddView(_OneSchool, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        school, form = self.school, AliasForm(request.POST)
        if form.is_valid():
            try:
                alias = alias_add(school=school, name=form.cleaned_data["name"], by=request.user)
            except InvalidInput as error:
                form.refuse(error)
            else:
                messages.success(request, f"Школу узнают и по названию «{alias}».")
                return redirect(reverse("schools:edit", args=[pk]) + "#aliases")
        context = {"school": school, "form": SchoolForm(instance=school), "alias_form": form}
        return render(request, SchoolEditView.template_name, context)


class AliasRemoveView(_OneSchool, View):
    http_method_names = ["post"]

    def post(self, request, pk, alias_pk):
        alias = get_object_or_404(SchoolAlias, pk=alias_pk, school=self.school)
        alias_remove(alias=alias, by=request.user)
        messages.success(request, f"Название «{alias.name}» убрано.")
        return redirect(reverse("schools:edit", args=[pk]) + "#aliases")
