from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, PortalError, StaleRevision
from portal.core.russian import date_ru
from portal.core.views import ScopedViewMixin
from roadmaps import services
from roadmaps.enums import RoadmapStatus
from roadmaps.forms import RoadmapCreateForm, RoadmapEditor, StepForm, merged_with_stored, with_row
from roadmaps.models import Roadmap
from roadmaps.selectors import (
    deciders,
    editions_of,
    exclusion_of,
    freeze_reason,
    last_edit,
    remark_of,
    schools_to_plan,
    timeline,
    waits_for,
)
from roadmaps.views.parts import changes_of, person, typed_changes, written_sections
from roadmaps.views.steps import Remark, StepsMixin, StepWords, TransitionView, refusal_context, status_of
from schools.views.places import DistrictViewMixin

#: as reports.enums.OutputFormat names them
PRINT_FORMATS = (("pdf", "PDF"), ("xlsx", "XLSX"), ("html", "HTML"))


class RoadmapPage(StepsMixin):
    """What the page of a roadmap shows, whether it was opened or a step was refused."""

    permission = Permission.ROADMAP_VIEW
    subject = "roadmap"
    words = {
        RoadmapStatus.SUBMITTED: StepWords(
            "Отправить на утверждение",
            "Карта отправлена на утверждение. Решение появится здесь и в «Моём дне».",
            services.roadmap_submit,
            primary=True,
        ),
        RoadmapStatus.APPROVED: StepWords(
            "Утвердить карту",
            "Карта утверждена: эта версия войдёт в протокол.",
            services.roadmap_approve,
            order=True,
            primary=True,
        ),
        (RoadmapStatus.APPROVED, RoadmapStatus.IN_FORCE): StepWords(
            "Ввести в действие сегодня",
            "Карта действует с сегодняшнего дня: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
        ),
        (RoadmapStatus.PAUSED, RoadmapStatus.IN_FORCE): StepWords(
            "Возобновить карту",
            "Карта снова действует: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
            primary=True,
        ),
        (RoadmapStatus.CLOSED, RoadmapStatus.IN_FORCE): StepWords(
            "Открыть карту снова",
            "Карта снова действует: по её мерам можно отчитываться.",
            services.roadmap_put_in_force,
            remark=Remark(
                "Почему открываете снова",
                "Останется в ходе работы.",
                "Напишите, почему карту открывают снова.",
            ),
        ),
        RoadmapStatus.PAUSED: StepWords(
            "Приостановить карту",
            "Карта приостановлена. Её можно читать, но не менять.",
            services.roadmap_pause,
            remark=Remark(
                "Почему приостанавливаете",
                "Причину увидят все, кто откроет карту или отчёты по ней.",
                "Напишите, почему карту приостанавливают.",
            ),
        ),
        RoadmapStatus.CLOSED: StepWords(
            "Закрыть карту",
            "Карта закрыта. Её можно читать, но не менять.",
            services.roadmap_close,
            remark=Remark(
                "Почему закрываете",
                "Например: год закончен, все меры выполнены. Причину увидят все.",
                "Напишите, почему карту закрывают.",
            ),
        ),
        RoadmapStatus.RETURNED: StepWords(
            "Вернуть на доработку",
            "Карта возвращена, автор увидит замечание.",
            services.roadmap_return,
            remark=Remark(
                "Что доработать",
                "Назовите меры по номерам: автор увидит это над картой.",
                "Напишите, что нужно доработать.",
            ),
        ),
        RoadmapStatus.DRAFT: StepWords(
            "Открыть новую версию",
            "Открыта новая версия. Пока её не утвердят, в силе прежняя.",
            services.roadmap_reopen,
        ),
    }

    def get_row(self, pk: int) -> Roadmap:
        return self.scoped_row(Roadmap.objects.with_content(), pk=pk)

    def page(self, roadmap: Roadmap, *, status: int = 200, sent: StepForm | None = None, **extra):
        user, events = person(self.request), timeline(roadmap)
        may_edit = roadmap.is_editable and user.may(Permission.ROADMAP_EDIT)
        context = {
            "roadmap": roadmap,
            "sections": written_sections(roadmap),
            "events": events,
            "remark": remark_of(events, roadmap.status),
            "edit_url": reverse("roadmaps:edit", args=[roadmap.pk]) if may_edit else "",
            "reads_only": not any(
                user.may(name) for name in (Permission.ROADMAP_EDIT, Permission.ROADMAP_APPROVE)
            ),
            "exclusion": roadmap.school
            and exclusion_of(user=user, school=roadmap.school, year=roadmap.academic_year),
            **changes_of(roadmap, shown="difference" in self.request.GET),
            "frozen": freeze_reason(roadmap),
            "waits": _waits(roadmap, user),
            "editions": editions_of(roadmap),
            "may_print": bool(roadmap.last_version) and may_print(user, roadmap),
            "print_formats": PRINT_FORMATS,
            **self.steps_context(roadmap, sent),
        }
        return render(self.request, "roadmaps/roadmap_detail.html", context | extra, status=status)


def may_print(user: User, roadmap: Roadmap) -> bool:
    """Whether the person may order documents of this district."""
    return Roadmap.objects.permitted(user, Permission.REPORT_BUILD).filter(pk=roadmap.pk).exists()


def _waits(roadmap: Roadmap, user: User) -> str:
    """For who cannot decide: whom the roadmap waits for, or the day on which it comes into force."""
    if roadmap.status == RoadmapStatus.APPROVED and (version := roadmap.last_version):
        return (
            f"Карта утверждена и вступит в силу {date_ru(version.in_force_on)}."
            if version.in_force_on
            else ""
        )
    if roadmap.status != RoadmapStatus.SUBMITTED:
        return ""
    others = waits_for(roadmap, deciders(districts=[roadmap.district])[roadmap.district_id])
    if user in others:
        return ""
    if others:
        return f"Карта ждёт решения: {' или '.join(head.short_name for head in others)}."
    return "Утвердить карту некому: другого руководителя в районе нет. Попросите администратора добавить его."


class RoadmapDetailView(RoadmapPage, View):
    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        return self.page(self.get_row(pk))


class RoadmapTransitionView(RoadmapPage, TransitionView):
    def render_refusal(self, row, form: StepForm, error: PortalError):
        return self.page(row, status=status_of(error), sent=form, **refusal_context(form, error))


class RoadmapCreateView(DistrictViewMixin, View):
    """For whom and for which year; the measures are written on the next page."""

    permission = Permission.ROADMAP_EDIT
    http_method_names = ["get", "head", "post"]

    def get(self, request):
        initial = {name: request.GET[name] for name in ("school", "year") if name in request.GET}
        return self._page(self._form(initial=initial))

    def post(self, request):
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        school, year = form.cleaned_data["school"], form.cleaned_data["year"]
        district = school.district if school else self.district
        try:
            roadmap = services.roadmap_create(district=district, school=school, year=year, by=person(request))
        except InvalidInput as error:
            form.add_error("year", str(error))
            return self._page(form)
        return redirect("roadmaps:edit", roadmap.pk)

    def _form(self, *args, **kwargs) -> RoadmapCreateForm:
        schools = schools_to_plan(user=person(self.request)).select_related("district")
        return RoadmapCreateForm(*args, schools=schools, year=self.year_of(self.district), **kwargs)

    def _page(self, form: RoadmapCreateForm):
        return render(self.request, "roadmaps/roadmap_create.html", {"form": form, "district": self.district})


class RoadmapEditView(ScopedViewMixin, View):
    """The whole roadmap as one form; a button adds a row and keeps what was typed."""

    permission = Permission.ROADMAP_EDIT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head", "post"]

    def get(self, request, pk: int):
        roadmap = self.get_row(pk)
        if not roadmap.is_editable:
            messages.info(request, f"Сейчас состояние «{roadmap.get_status_display()}»: изменять нельзя.")
            return redirect(roadmap)
        return self.page(roadmap, RoadmapEditor(roadmap=roadmap))

    def post(self, request, pk: int):
        roadmap = self.get_row(pk)
        if "add" in request.POST:
            added = request.POST["add"]
            typed = RoadmapEditor(roadmap=roadmap, data=with_row(request.POST, added), quiet=True)
            return self.page(roadmap, typed, added=added)
        return self.save(roadmap, RoadmapEditor(roadmap=roadmap, data=request.POST))

    def save(self, roadmap: Roadmap, editor: RoadmapEditor):
        if not editor.is_valid():
            return self.page(roadmap, editor)
        try:
            services.roadmap_save(
                roadmap=roadmap,
                sections=editor.sections_input(),
                title=editor.head.cleaned_data["title"],
                seen=editor.head.cleaned_data["seen"],
                by=person(self.request),
            )
        except InvalidInput as error:
            editor.refuse(error.errors)
            return self.page(roadmap, editor)
        except StaleRevision as error:
            return self.conflict(roadmap, error)
        except PortalError as error:
            return self.page(roadmap, editor, status=error.http_status, refusal=error)
        messages.success(self.request, "Карта сохранена. Когда всё готово, отправьте её на утверждение.")
        return redirect(roadmap)

    def conflict(self, roadmap: Roadmap, error: StaleRevision):
        """Show what the other one wrote, keep what was typed; the next save is made knowingly."""
        merged = merged_with_stored(self.request.POST, roadmap)
        editor = RoadmapEditor(roadmap=roadmap, data=merged)
        changes = typed_changes(roadmap, editor)
        if changes == []:
            messages.info(self.request, "Эти же сведения уже сохранены.")
            return redirect(roadmap)
        return self.page(roadmap, editor, status=error.http_status, conflict=error, conflict_changes=changes)

    def get_row(self, pk: int) -> Roadmap:
        return self.scoped_row(Roadmap.objects.with_content(), pk=pk)

    def page(self, roadmap: Roadmap, editor: RoadmapEditor, *, status: int = 200, **extra):
        events = timeline(roadmap)
        editor.mark_errors()
        context = {
            "roadmap": roadmap,
            "editor": editor,
            "saved": last_edit(roadmap),
            "remark": remark_of(events, roadmap.status),
        }
        return render(self.request, "roadmaps/roadmap_edit.html", context | extra, status=status)
