"""«Новая дорожная карта»: what it begins with, a look at what was recognised, and the beginning itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError
from portal.core.russian import counted
from portal.core.tables import UnreadableTable
from roadmaps import services
from roadmaps.drafts import PlanDraft, draft_of
from roadmaps.enums import PlanPeriod
from roadmaps.forms import PlanReview, RoadmapCreateForm, Travelling
from roadmaps.forms.create import EMPTY, FILE, LAST_YEAR, TEMPLATE
from roadmaps.imports import read_plan
from roadmaps.plan_templates import plan_templates
from roadmaps.selectors import has_measures, last_years_draft, plan_in_place, schools_to_plan
from roadmaps.views.parts import person
from schools.models import District
from schools.views.places import DistrictViewMixin

_NO_LAST_YEAR = (
    "За прошлый год у этой школы или района нет утверждённой карты. "
    "Начните с пустой карты, по шаблону или из файла."
)


class RoadmapCreateView(DistrictViewMixin, View):
    """For whom, for which year and what the plan begins with; an empty one is created at once."""

    permission = Permission.ROADMAP_EDIT
    http_method_names = ["get", "head", "post"]

    def get(self, request):
        initial = {name: request.GET[name] for name in ("school", "year") if name in request.GET}
        return self._page(self._form(initial=initial))

    def post(self, request):
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        place = self._place(form)
        try:
            if form.cleaned_data["beginning"] == EMPTY:
                roadmap = services.roadmap_create(**place, by=person(request))
                return redirect("roadmaps:edit", roadmap.pk)
            return review_page(request, PlanReview(self._recognised(form, place)))
        except UnreadableTable as error:
            form.add_error("file", str(error))
        except InvalidInput as error:
            for name, message in error.errors.items():
                form.add_error(name, message)
        return self._page(form, in_place=plan_in_place(user=person(request), **place))

    def _place(self, form: RoadmapCreateForm) -> dict[str, Any]:
        """Whose plan it is to be, and of which year."""
        school, (year, period) = form.cleaned_data["school"], form.plan_year
        district = school.district if school else self.district
        return {"school": school, "district": district, "year": year, "period": period}

    def _recognised(self, form: RoadmapCreateForm, place: dict[str, Any]) -> Travelling:
        """The plan that the form asks for. Raises InvalidInput or UnreadableTable."""
        if has_measures(**place):
            raise InvalidInput({"year": services.TAKEN})
        district, school = place["district"], place["school"]
        plan, source = self._plan_and_source(form, place)
        name = str(school or district)
        return Travelling(
            district.pk, school and school.pk, place["year"], place["period"], name, source, plan
        )

    def _plan_and_source(self, form: RoadmapCreateForm, place: dict[str, Any]) -> tuple[PlanDraft, str]:
        beginning, year, period = form.cleaned_data["beginning"], place["year"], place["period"]
        if beginning == FILE:
            file = form.cleaned_data["file"]
            return read_plan(file, year=year, period=period), f"файл «{file.name}»"
        if beginning == LAST_YEAR:
            plan = last_years_draft(**place)
            if plan is None:
                raise InvalidInput({"beginning": _NO_LAST_YEAR})
            return plan, "утверждённая карта прошлого года"
        code = beginning.removeprefix(TEMPLATE)
        template = next(each for each in plan_templates() if each.code == code)
        return draft_of(template.sections, year=year, period=period), f"шаблон «{template.name}»"

    def _form(self, *args, **kwargs) -> RoadmapCreateForm:
        schools = schools_to_plan(user=person(self.request)).select_related("district")
        return RoadmapCreateForm(*args, schools=schools, year=self.year_of(self.district), **kwargs)

    def _page(self, form: RoadmapCreateForm, **extra):
        context = {"form": form, "district": self.district, **extra}
        return render(self.request, "roadmaps/roadmap_create.html", context)


class RoadmapStartView(DistrictViewMixin, View):
    """The confirmed plan with the answers becomes a draft; until then nothing is written.

    The buttons `take` put offers of the portal into the fields and show the page again.
    """

    permission = Permission.ROADMAP_EDIT
    http_method_names = ["post"]
    not_sent = (
        "Сеанс закончился, и карта не создана. Войдите и начните её ещё раз с того же самого. Файл нужно "
        "будет выбрать снова, а ответы вернутся на свои места, если этот браузер их сохранил."
    )

    def post(self, request):
        travelling = Travelling.unsigned(request.POST.get("plan", ""))
        if travelling is None:
            messages.error(request, "Страница устарела. Выберите ещё раз, с чего начать карту.")
            return redirect("roadmaps:create")
        owner, take = self._owner(travelling), request.POST.get("take", "")
        review = PlanReview(travelling, request.POST, take=take)
        if take or not review.is_valid():
            return review_page(request, review)
        return self._begin(review, owner)

    def _begin(self, review: PlanReview, owner: dict[str, Any]):
        request, travelling = self.request, review.travelling
        try:
            roadmap = services.roadmap_start(
                **owner,
                year=travelling.year,
                period=travelling.period,
                sections=review.sections(),
                by=person(request),
            )
        except InvalidInput as error:
            review.refuse(error.errors)
            return review_page(request, review)
        except PortalError as error:
            in_place = plan_in_place(
                user=person(request), **owner, year=travelling.year, period=travelling.period
            )
            return review_page(request, review, status=error.http_status, refusal=error, in_place=in_place)
        measures = counted(sum(len(each.measures) for each in review.sections()), "мера", "меры", "мер")
        told = [
            f"Карта создана: {measures}.",
            review.number_note("стала"),
            "Проверьте её и отправьте на утверждение.",
        ]
        messages.success(request, " ".join(filter(None, told)))
        return redirect(roadmap)

    def _owner(self, travelling: Travelling) -> dict[str, Any]:
        """District and school of the plan, if they are still this person's."""
        school = None
        if travelling.school is not None:
            school = schools_to_plan(user=person(self.request)).filter(pk=travelling.school).first()
            if school is None:
                raise Http404
        return {"school": school, "district": self.scoped_row(District.objects.all(), pk=travelling.district)}


def review_page(request, review: PlanReview, *, status: int = 200, **extra):
    travelling = review.travelling
    review.mark_errors()
    context = {
        "review": review,
        "travelling": travelling,
        "is_calendar": travelling.period == PlanPeriod.CALENDAR,
        "signed": travelling.signed(),
    }
    return render(request, "roadmaps/roadmap_start.html", context | extra, status=status)
