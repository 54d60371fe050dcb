"""Pages that belong to no app: «Мой день» and the choice of district and year."""

from typing import cast

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from portal.accounts.enums import Permission
from portal.core.panels import my_day
from portal.core.russian import academic_year, academic_year_of
from portal.core.views import ScopedViewMixin, own_page, page_before
from schools.models import District
from schools.places import DISTRICT_KEY, YEAR_KEY, working_district, working_year

FIRST_YEAR = 2018


class HomeView(LoginRequiredMixin, TemplateView):
    """What waits for this person, from every app."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tasks=my_day.collect(user=self.request.user), today=timezone.localdate(), **kwargs
        )


class PlaceForm(forms.Form):
    district = forms.ModelChoiceField(label="Район", queryset=District.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="Учебный год", coerce=int)

    def __init__(self, *, districts, **kwargs):
        super().__init__(**kwargs)
        cast(forms.ModelChoiceField, self.fields["district"]).queryset = districts
        years = range(academic_year_of(timezone.localdate()) + 1, FIRST_YEAR - 1, -1)
        cast(forms.TypedChoiceField, self.fields["year"]).choices = [
            (year, academic_year(year)) for year in years
        ]


class PlaceView(ScopedViewMixin, FormView):
    """Choose the district and the academic year in which one works; kept until sign-out."""

    permission = Permission.SCHOOL_VIEW
    template_name = "place.html"
    form_class = PlaceForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"districts": self.scoped(District.objects.all())}

    def get_initial(self):
        district = working_district(list(self.scoped(District.objects.all())), self.request.session)
        return {"district": district, "year": working_year(district, self.request.session)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(next=self._back(), **kwargs)

    def form_valid(self, form):
        self.request.session[DISTRICT_KEY] = form.cleaned_data["district"].code
        self.request.session[YEAR_KEY] = form.cleaned_data["year"]
        return redirect(self._back() or "home")

    def _back(self) -> str:
        """The page from which one came, if it is ours."""
        return own_page(self.request, self.request.POST.get("next", "")) or page_before(self.request)
