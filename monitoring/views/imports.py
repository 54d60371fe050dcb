"""«Импорт»: a file is read and looked at; one page for each import. Its deeds are in import_deeds.py."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.generic import View

from monitoring.enums import BatchState
from monitoring.forms.imports import MOST_QUESTIONS, ImportFileForm
from monitoring.imports.formats import label_of, labels_by_origin, read_file
from monitoring.imports.preview import MOST_CHOICES, SchoolLines, changes_by_school, severities
from monitoring.imports.review import REFUSED, Review, batch_review, parsed_keep
from monitoring.imports.stored import from_json
from monitoring.models import ImportBatch, Sitting
from monitoring.selectors.imports import last_run, recent_batches
from monitoring.services.import_rows import CellChange
from monitoring.services.import_runs import import_run_request
from monitoring.services.imports import Choice, refused_cells
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, PortalError
from portal.core.russian import few_named
from portal.core.views import ScopedViewMixin
from schools.models import District, School
from schools.views.places import DistrictViewMixin

SCHOOLS_A_PAGE = 50


class ImportListView(DistrictViewMixin, View):
    """GET offers the upload and lists the imports of a district; POST reads a file and keeps its preview."""

    permission = Permission.RESULT_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self.district, ImportFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        district, form = self.district, ImportFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(district, form)
        file = form.cleaned_data["file"]
        try:
            parsed = read_file(file, file_name=file.name)
        except PortalError as error:
            form.refuse(InvalidInput({"file": str(error)}))
            return self._page(district, form)
        batch = parsed_keep(parsed, district=district, file_name=file.name, by=cast(User, request.user))
        return redirect("monitoring:import", public_id=batch.public_id)

    def _page(self, district: District, form: ImportFileForm) -> HttpResponse:
        batches = recent_batches(batches=self.scoped(ImportBatch.objects.filter(district=district)))
        context = {
            "district": district,
            "form": form,
            "batches": [(batch, label_of(batch.format)) for batch in batches],
            "formats": labels_by_origin(),
        }
        return render(self.request, "monitoring/imports.html", context)


class BatchView(ScopedViewMixin, View):
    """One import of one's own district; a neighbour's is not there."""

    permission = Permission.RESULT_EDIT

    def batch(self) -> ImportBatch:
        people = ("created_by", "applied_by", "undone_by")
        batches = ImportBatch.objects.select_related("district__region", *people)
        return self.scoped_row(batches, public_id=self.kwargs["public_id"])

    @property
    def by(self) -> User:
        return cast(User, self.request.user)

    def ordered(self, batch: ImportBatch, deed: str, choice: Choice) -> HttpResponse:
        """Leave a large import to a worker; its page shows how it goes."""
        try:
            import_run_request(batch=batch, deed=deed, choice=choice, by=self.by)
        except PortalError as error:
            messages.error(self.request, str(error))
        return self.page_of(batch)

    def page_of(self, batch: ImportBatch) -> HttpResponse:
        return redirect("monitoring:import", public_id=batch.public_id)


class ImportView(BatchView):
    """The import as it is now: a preview with its questions, or what became of it."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch = self.batch()
        context = {"batch": batch, "district": batch.district, "label": label_of(batch.format)}
        context["run"] = run = last_run(batch=batch)
        if run is not None and run.is_active:
            return render(request, "monitoring/import_run.html", context)
        if batch.state == BatchState.PREVIEW:
            context |= self._preview(batch)
        else:
            parsed = from_json(batch.parsed)
            context |= {"cells": batch.summary.get("cells", {}), "facts": parsed.facts}
            years = {row.sitting.year for row in parsed.rows if row.sitting is not None}
            context |= {"severities": severities(parsed.problems), "years": sorted(years, reverse=True)}
            refused = refused_cells(batch)
            context |= {"left_schools": left_schools(batch), "refused": by_school(refused)}
            context["more_refused"] = batch.summary.get("refused", 0) - len(refused)
        return render(request, "monitoring/import.html", context)

    def _preview(self, batch: ImportBatch) -> dict[str, Any]:
        review = batch_review(batch)
        schools = {school.pk: school for school in School.objects.filter(district=batch.district)}
        sittings = _sittings(row.sitting_id for row in review.rows)
        changes = changes_by_school(review.plan.cells, schools=schools, sittings=sittings)
        differing = [each for each in changes if each.cells]
        questions = review.matched.unanswered
        answered = [question for question in review.matched.questions if question.is_answered]
        return {
            "review": review,
            "refusal": REFUSED if review.is_refused else "",
            "facts": review.parsed.facts,
            "severities": severities(review.problems),
            "questions": questions[:MOST_QUESTIONS],
            "more_questions": max(0, len(questions) - MOST_QUESTIONS),
            "answered": answered[:MOST_QUESTIONS],
            "more_answered": max(0, len(answered) - MOST_QUESTIONS),
            "schools": list(schools.values()),
            "cells": review.plan.counts,
            "page_obj": Paginator(differing, SCHOOLS_A_PAGE).get_page(self.request.GET.get("page")),
            "choice": _choice_of(review, len(differing)),
            "same": [each for each in changes if each.same and not each.cells],
        }


def _sittings(ids: Iterable[int | None]) -> dict[int, Sitting]:
    return Sitting.objects.select_related("subject").in_bulk({pk for pk in ids if pk is not None})


def by_school(cells: Sequence[CellChange]) -> list[SchoolLines]:
    schools = School.objects.in_bulk({cell.key[0] for cell in cells})
    sittings = _sittings(cell.key[1] for cell in cells if cell.kind != "markers")
    return changes_by_school(cells, schools=schools, sittings=sittings)


def left_schools(batch: ImportBatch) -> str:
    return few_named([f"«{name}»" for name in batch.summary.get("left_schools", ())])


def _choice_of(review: Review, schools: int) -> str:
    """What is ticked in the preview of our own workbook: cells, schools, or nothing where all is one file."""
    if review.parsed.format != "own-book" or schools > SCHOOLS_A_PAGE:
        return ""
    return "cells" if len(review.plan.differences) <= MOST_CHOICES else "schools"


class ImportProgressView(BatchView):
    """The part of the page that asks for itself while a worker is at it, and then for the page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        batch = self.batch()
        run = last_run(batch=batch)
        is_over = run is None or not run.is_active
        headers = {"HX-Refresh": "true"} if is_over else {}
        context = {"batch": batch, "run": run}
        return HttpResponse(
            render_to_string("monitoring/_import_progress.html", context, request), headers=headers
        )
