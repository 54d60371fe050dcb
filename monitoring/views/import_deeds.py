"""What is done with an import: questions answered, applied, opened once more, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from monitoring.enums import BatchState, ImportDeed
from monitoring.forms.imports import answers_of, half_answered
from monitoring.imports.review import batch_questions, review_apply
from monitoring.models import ImportBatch
from monitoring.selectors.imports import last_run
from monitoring.services.import_runs import is_large
from monitoring.services.import_undo import batch_undo
from monitoring.services.import_undo_plan import undo_plan
from monitoring.services.imports import Choice, batch_again, batch_answer
from monitoring.views.imports import SCHOOLS_A_PAGE, BatchView, by_school, left_schools
from portal.core.errors import PortalError, StaleRevision
from portal.core.russian import counted, number

#: so many results that an undo gives back are shown, the rest is counted
_PLACES_BACK = 10


class _AnswersView(BatchView):
    """Answers about schools; they are kept with the import and become names when it is applied."""

    http_method_names = ["post"]

    def take_answers(self, batch: ImportBatch, *, and_then: str) -> bool:
        """Keep the answers that are new and tell what to do now; False where the form holds none."""
        names = batch_questions(batch) if self._has_questions() else {}
        answers, half = (
            answers_of(self.request.POST, keys=names),
            half_answered(self.request.POST, keys=names),
        )
        told = {key: answer for key, answer in answers.items() if batch.answers.get(key, "") != answer}
        try:
            if told:
                batch_answer(batch=batch, answers=told, by=self.by)
                said = counted(len(told), "ответ", "ответа", "ответов")
                messages.success(self.request, f"Учтено: {said}. {and_then}")
        except PortalError as error:
            messages.error(self.request, str(error))
        for key in half:
            text = f"Строка «{names[key]}»: отмечено «другая школа района», а школа не выбрана."
            messages.warning(self.request, f"{text} Выберите её в списке.")
        return bool(told or half)

    def _has_questions(self) -> bool:
        return any(name.startswith(("q-", "s-")) for name in self.request.POST)


class ImportAnswersView(_AnswersView):
    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch = self.batch()
        and_then = "Проверьте, что изменится: названия запомнятся вместе с импортом."
        if not self.take_answers(batch, and_then=and_then):
            messages.warning(request, "Новых ответов нет. Отметьте школу или «пропустить» и повторите.")
        return self.page_of(batch)


class ImportApplyView(_AnswersView):
    """Write what was shown; if that has changed meanwhile, by new answers too, it is shown again instead."""

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch = self.batch()
        and_then = "Импорт ещё не применён: проверьте, что будет записано теперь, и примените его."
        if self.take_answers(batch, and_then=and_then):
            return self.page_of(batch)
        chosen = request.POST.getlist("accept") if "some" in request.POST else None
        choice = Choice(request.POST.get("seen", ""), None if chosen is None else frozenset(chosen))
        if is_large(batch):
            return self.ordered(batch, ImportDeed.APPLY, choice)
        try:
            applied = review_apply(batch, choice=choice, by=self.by)
        except StaleRevision as error:
            messages.warning(request, str(error))
        except PortalError as error:
            messages.error(request, str(error))
        else:
            self._tell(applied)
        return self.page_of(batch)

    def _tell(self, applied: ImportBatch) -> None:
        cells, declined = applied.summary["cells"], applied.summary.get("declined")
        left = f" Оставлено без изменений по вашему выбору: {number(declined)}." if declined else ""
        messages.success(
            self.request,
            f"Импорт применён: новых ячеек {number(cells['new'])}, изменено {number(cells['changed'])}."
            f"{left} Динамика района уже пересчитана.",
        )
        if refused := applied.summary.get("refused"):
            text = f"Отмечено, но не записано: {counted(refused, 'ячейка', 'ячейки', 'ячеек')}."
            messages.warning(self.request, f"{text} Какие и почему, сказано ниже.")
        if schools := left_schools(applied):
            messages.warning(self.request, f"Не загружены строки школ: {schools}.")


class ImportAgainView(BatchView):
    """The same file once more, without looking for it: what was left out of the import can be brought in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        return self.page_of(batch_again(batch=self.batch(), by=self.by))


class ImportUndoView(BatchView):
    """GET shows what was changed since and would stay; POST takes back the rest, once that was seen."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch = self.batch()
        run = last_run(batch=batch)
        if batch.state != BatchState.APPLIED or (run is not None and run.is_active):
            return self.page_of(batch)
        plan = undo_plan(batch)
        kept = by_school(plan.kept)
        context = {"batch": batch, "plan": plan, "kept": kept[:SCHOOLS_A_PAGE]}
        context |= {"more": max(0, len(kept) - SCHOOLS_A_PAGE), "district": batch.district}
        context |= {"back": by_school(plan.back_cells(_PLACES_BACK))}
        context |= {"more_back": max(0, plan.back_places - _PLACES_BACK)}
        return render(request, "monitoring/import_undo.html", context)

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch, seen = self.batch(), request.POST.get("seen", "")
        if is_large(batch):
            return self.ordered(batch, ImportDeed.UNDO, Choice(seen))
        try:
            undone = batch_undo(batch=batch, seen=seen, by=self.by)
        except PortalError as error:
            messages.warning(request, str(error))
            return redirect("monitoring:import-undo", public_id=batch.public_id)
        kept = " Изменённые после него остались." if undone.summary.get("kept") else ""
        messages.success(request, f"Импорт отменён: прежние значения возвращены.{kept}")
        return self.page_of(batch)
