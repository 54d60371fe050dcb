from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError, StaleRevision
from portal.core.views import ScopedViewMixin
from roadmaps import services
from roadmaps.enums import ExclusionStatus
from roadmaps.forms import ExclusionForm, StepForm
from roadmaps.models import ExclusionCase
from roadmaps.selectors import exclusion_of, has_approved_roadmap, last_edit, remark_of, roadmap_of, timeline
from roadmaps.views.parts import person
from roadmaps.views.steps import Remark, StepsMixin, StepWords, TransitionView, refusal_context, status_of
from schools.models import School


class ExclusionPage(StepsMixin):
    """What the page of a case shows, whether it was opened or a step was refused."""

    permission = Permission.ROADMAP_VIEW
    subject = "case"
    words = {
        ExclusionStatus.SUBMITTED: StepWords(
            "Отправить на утверждение",
            "Обоснование отправлено на утверждение.",
            services.exclusion_submit,
            primary=True,
        ),
        ExclusionStatus.APPROVED: StepWords(
            "Утвердить обоснование",
            "Обоснование утверждено: оно войдёт в протокол.",
            services.exclusion_approve,
            primary=True,
        ),
        ExclusionStatus.RETURNED: StepWords(
            "Вернуть на доработку",
            "Обоснование возвращено, автор увидит замечание.",
            services.exclusion_return,
            remark=Remark(
                "Что доработать", "Автор увидит это над обоснованием.", "Напишите, что нужно доработать."
            ),
        ),
        ExclusionStatus.DRAFT: StepWords(
            "Открыть новую версию",
            "Открыта новая версия. Пока её не утвердят, в силе прежняя.",
            services.exclusion_reopen,
        ),
    }

    def get_row(self, pk: int) -> ExclusionCase:
        return self.scoped_row(ExclusionCase.objects.with_places().prefetch_related("versions"), pk=pk)

    def page(self, case: ExclusionCase, *, status: int = 200, sent: StepForm | None = None, **extra):
        user, events = person(self.request), timeline(case)
        may_edit = case.is_editable and user.may(Permission.EXCLUSION_EDIT)
        context = {
            "case": case,
            "events": events,
            "remark": remark_of(events, case.status),
            "roadmap": roadmap_of(user=user, school=case.school, year=case.year),
            "last_version": case.last_version,
            "edit_url": reverse("roadmaps:exclusion-edit", args=[case.pk]) if may_edit else "",
            "reads_only": not any(
                user.may(name) for name in (Permission.EXCLUSION_EDIT, Permission.EXCLUSION_APPROVE)
            ),
            **self.steps_context(case, sent),
        }
        return render(self.request, "roadmaps/exclusion_detail.html", context | extra, status=status)


class ExclusionDetailView(ExclusionPage, View):
    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        return self.page(self.get_row(pk))


class ExclusionTransitionView(ExclusionPage, TransitionView):
    def render_refusal(self, row, form: StepForm, error: PortalError):
        return self.page(row, status=status_of(error), sent=form, **refusal_context(form, error))


class ExclusionCreateView(ScopedViewMixin, View):
    """The first text of a case; the case is written by the first save and not by opening the page."""

    permission = Permission.EXCLUSION_EDIT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head", "post"]

    def get(self, request, school_pk: int, year: int):
        school = self.scoped_row(School.objects.all(), pk=school_pk)
        if case := exclusion_of(user=person(request), school=school, year=year):
            return redirect(case)
        return self.page(school, year, ExclusionForm())

    def post(self, request, school_pk: int, year: int):
        school, form = self.scoped_row(School.objects.all(), pk=school_pk), ExclusionForm(request.POST)
        if not form.is_valid():
            return self.page(school, year, form)
        texts = {name: form.cleaned_data[name] for name in ("grounds", "conclusion")}
        try:
            case = services.exclusion_create(school=school, year=year, by=person(request), **texts)
        except PortalError as error:
            return self.page(school, year, form, status=status_of(error), refusal=error)
        messages.success(request, "Обоснование сохранено.")
        return redirect(case)

    def page(self, school: School, year: int, form: ExclusionForm, *, status: int = 200, **extra):
        context = {
            "school": school,
            "year": year,
            "form": form,
            "is_open": has_approved_roadmap(school=school, year=year),
        }
        return render(self.request, "roadmaps/exclusion_edit.html", context | extra, status=status)


class ExclusionEditView(ScopedViewMixin, View):
    permission = Permission.EXCLUSION_EDIT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head", "post"]

    def get(self, request, pk: int):
        case = self.get_row(pk)
        if not case.is_editable:
            messages.info(request, f"Сейчас состояние «{case.get_status_display()}»: изменять нельзя.")
            return redirect(case)
        initial = {"grounds": case.grounds, "conclusion": case.conclusion, "seen": case.revision}
        return self.page(case, ExclusionForm(initial=initial))

    def post(self, request, pk: int):
        case, form = self.get_row(pk), ExclusionForm(request.POST)
        if not form.is_valid():
            return self.page(case, form)
        data = form.cleaned_data
        texts = {"grounds": data["grounds"], "conclusion": data["conclusion"]}
        try:
            services.exclusion_save(case=case, seen=data["seen"] or 0, by=person(request), **texts)
        except PortalError as error:
            return self.refusal(case, form, error)
        messages.success(request, "Обоснование сохранено.")
        return redirect(case)

    def refusal(self, case: ExclusionCase, form: ExclusionForm, error: PortalError):
        if isinstance(error, InvalidInput):
            for name, message in error.errors.items():
                form.add_error(name, message)
            return self.page(case, form)
        if isinstance(error, StaleRevision):
            form.see(case.revision)
            return self.page(case, form, status=error.http_status, conflict=error)
        return self.page(case, form, status=error.http_status, refusal=error)

    def get_row(self, pk: int) -> ExclusionCase:
        return self.scoped_row(ExclusionCase.objects.with_places(), pk=pk)

    def page(self, case: ExclusionCase, form: ExclusionForm, *, status: int = 200, **extra):
        context = {
            "case": case,
            "school": case.school,
            "year": case.year,
            "form": form,
            "is_open": True,
            "saved": last_edit(case),
            "remark": remark_of(timeline(case), case.status),
        }
        return render(self.request, "roadmaps/exclusion_edit.html", context | extra, status=status)
