"""One report on a measure: the page of it, writing it, and its silent saving."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import AnotherPerson, InvalidInput, NotAllowed, PortalError, StaleRevision
from portal.core.forms import whole_number
from portal.core.rights import REFUSAL
from portal.core.russian import clock
from portal.core.storage import NoSpace
from portal.core.views import OwnPageMixin, ScopedViewMixin
from portal.core.workflow import steps_for
from roadmaps import services
from roadmaps.enums import EDITABLE, ReportStatus
from roadmaps.forms import DecisionForm, ReportEditor
from roadmaps.models import Evidence, MeasureReport
from roadmaps.pupils import pupil_hint
from roadmaps.reporting import MOST_LINES, ReportInput, report_difference
from roadmaps.selectors import (
    freeze_reason,
    last_returns,
    may_report,
    report_input,
    report_timeline,
    why_closed,
    with_parts,
)
from roadmaps.views.parts import person

_LARGEST_ID = 2**63 - 1
_SENT = "Отчёт отправлен на проверку. Решение появится здесь и в «Моём дне»."


class ReportPage(ScopedViewMixin):
    """What the page of a report shows, whether it was opened or something was refused."""

    permission = Permission.ROADMAP_VIEW

    def get_row(self, pk: int) -> MeasureReport:
        rows = MeasureReport.objects.select_related("measure__roadmap__school", "measure__roadmap__district")
        return self.scoped_row(with_parts(rows), pk=pk)

    def page(self, report: MeasureReport, *, status: int = 200, **extra: Any) -> HttpResponse:
        user, closed = person(self.request), why_closed(report.measure, report)
        stored = report_input(report)
        writes = (
            not closed and report.status in EDITABLE and may_report(user=user, roadmap=report.measure.roadmap)
        )
        editor = extra.pop("editor", None) or ReportEditor(stored=stored, rows=self._rows())
        editor.mark_errors()
        context = {
            "report": report,
            "measure": report.measure,
            "closed": closed,
            "frozen": freeze_reason(report.measure.roadmap),
            "writes": writes,
            "editor": editor,
            "seen": report.revision,
            "decisions": set() if closed else self._decisions(report),
            "decision_form": DecisionForm(),
            "remark": self._remark(report),
            "events": report_timeline([report]),
            "pupil_hint": pupil_hint(_texts(report)) if writes else "",
        }
        return render(self.request, "roadmaps/report.html", context | extra, status=status)

    def _decisions(self, report: MeasureReport) -> set[str]:
        """What this person may decide: {"accepted", "returned"} or less."""
        targets = {step.target for step in steps_for(report, person(self.request))}
        return targets & {ReportStatus.ACCEPTED, ReportStatus.RETURNED}

    def _remark(self, report: MeasureReport) -> Any:
        return last_returns([report]).get(report.pk) if report.status == ReportStatus.RETURNED else None

    def _rows(self) -> int:
        return whole_number(self.request.GET.get("rows", ""), MOST_LINES) or 0


def _texts(report: MeasureReport) -> list[str]:
    lines = [str(line) for line in report.lines.all()]
    return [report.text, *lines, *(proof.title for proof in report.evidence.all())]


class WritingMixin(OwnPageMixin, ReportPage):
    """Takes what was typed: the parts without an error are saved, the others keep their errors."""

    permission = Permission.EXECUTION_REPORT
    view_permission = Permission.ROADMAP_VIEW

    def editor_of(self, report: MeasureReport) -> ReportEditor:
        request = self.request
        return ReportEditor(stored=report_input(report), data=request.POST, files=request.FILES or None)

    def typed_text(self) -> list[tuple[str, str]]:
        nothing = ReportInput()
        typed = ReportEditor(stored=nothing, data=self.request.POST).typed()
        changes = report_difference(old=nothing, new=typed)
        return [(field.label, field.new) for change in changes for field in change.fields]

    def save(self, report: MeasureReport, editor: ReportEditor) -> MeasureReport:
        return services.report_save(
            report=report,
            given=editor.draft(plan_begins=report.measure.roadmap.days[0]),
            seen=whole_number(self.request.POST.get("seen", ""), _LARGEST_ID) or 0,
            by=person(self.request),
        )


class ReportView(WritingMixin, View):
    """The report: to be read by everybody in whose place it is, to be written by its school.

    Every button first saves what was typed and adds the chosen file or link, then does its own deed.
    """

    http_method_names = ["get", "head", "post"]

    def scoped(self, queryset: Any) -> Any:
        """Who may only look is let in to look; POST asks for the right to write."""
        asked = self.permission if self.request.method == "POST" else self.view_permission
        return queryset.permitted(self.request.user, asked)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.get_row(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.get_row(pk)
        editor = self.editor_of(report)
        try:
            saved = self.save(report, editor)
            self._remove(report)
            self._attach(saved, editor)
            return self._done(pk, saved, editor)
        except StaleRevision as error:
            return self._conflict(pk, editor, error)
        except PortalError as error:
            return self._refused(pk, editor, error)

    def _done(self, pk: int, saved: MeasureReport, editor: ReportEditor) -> HttpResponse:
        """After saving: send, or only say that it is saved; errors keep the page."""
        do = self.request.POST.get("do", "")
        if do == "send" and not editor.has_errors:
            try:
                services.report_submit(report=saved, seen=saved.revision, by=person(self.request))
            except InvalidInput as error:
                editor.refuse(error.errors)
            else:
                messages.success(self.request, _SENT)
                return redirect(saved)
        if editor.has_errors:
            return self.page(self.get_row(pk), editor=editor, sending=do == "send")
        return self._saved(saved, editor, do)

    def _saved(self, saved: MeasureReport, editor: ReportEditor, do: str) -> HttpResponse:
        address = saved.get_absolute_url()
        if do == "add-line":
            return redirect(f"{address}?rows={len(editor.lines) + 1}#lines")
        if do == "save":
            messages.success(self.request, "Черновик сохранён. Когда всё готово, отправьте его на проверку.")
            return redirect(address)
        return redirect(f"{address}#proofs")

    def _remove(self, report: MeasureReport) -> None:
        found = whole_number(self.request.POST.get("remove", ""), _LARGEST_ID)
        if proof := found and Evidence.objects.filter(report=report, pk=found).first():
            services.evidence_remove(evidence=proof, by=person(self.request))

    def _attach(self, report: MeasureReport, editor: ReportEditor) -> None:
        data, by = editor.head.cleaned_data, person(self.request)
        try:
            known = set(report.evidence.values_list("pk", flat=True))
            if file := data.get("file"):
                proof = services.evidence_add_file(report=report, file=file, by=by)
                self._tell_known(proof, known, "Такой файл уже приложен")
            if link := data.get("link"):
                title = data.get("link_title", "")
                proof = services.evidence_add_link(report=report, url=link, title=title, by=by)
                self._tell_known(proof, known, "Такая ссылка уже приложена")
                editor.forget_link()
            if self.request.POST.get("do") == "attach" and not file and not link:
                raise InvalidInput({"file": "Выберите файл или вставьте ссылку."})
        except InvalidInput as error:
            editor.refuse(error.errors)
        except NoSpace as error:
            editor.refuse({"file": str(error)})

    def _tell_known(self, proof: Evidence, known: set[int], words: str) -> None:
        if proof.pk in known:
            messages.info(self.request, f"{words}: «{proof.title}». Второй раз ничего не добавлено.")

    def _refused(self, pk: int, editor: ReportEditor, error: PortalError) -> HttpResponse:
        """Show what was typed and is not stored: after the text was saved a file may still be refused."""
        report = self.get_row(pk)
        changes = report_difference(old=report_input(report), new=editor.typed())
        return self.page(report, status=error.http_status, refusal=error, changes=changes)

    def _conflict(self, pk: int, editor: ReportEditor, error: StaleRevision) -> HttpResponse:
        """Show what the other one wrote, keep what was typed; the next save is made knowingly."""
        report = self.get_row(pk)
        changes = report_difference(old=report_input(report), new=editor.typed())
        return self.page(report, editor=editor, status=error.http_status, conflict=error, changes=changes)


class ReportAutosaveView(WritingMixin, View):
    """POST only: the typed report by a script; JSON says when it was saved and what was not."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        report = self.get_row(pk)
        editor = self.editor_of(report)
        try:
            if not may_report(user=person(request), roadmap=report.measure.roadmap):
                raise NotAllowed(REFUSAL)
            saved = self.save(report, editor)
        except PortalError as error:
            return _refusal(error, "stale" if isinstance(error, StaleRevision) else "refused")
        return JsonResponse(
            {
                "at": clock(cast(Any, saved.saved_at)),
                "seen": saved.revision,
                "errors": editor.errors,
                "hint": pupil_hint(_typed_texts(report_input(saved))),
            }
        )

    def another_person(self, error: AnotherPerson) -> JsonResponse:
        return _refusal(error, "person")


def _refusal(error: PortalError, kind: str) -> JsonResponse:
    return JsonResponse({"error": str(error), "kind": kind}, status=error.http_status)


def _typed_texts(given: ReportInput) -> list[str]:
    return [given.text, *map(str, given.lines)]
