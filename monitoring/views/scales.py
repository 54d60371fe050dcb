"""Scales that turn points of a work into marks."""

from django.http import Http404
from django.views.generic import TemplateView

from monitoring.forms.reference import NewScaleForm, ScaleForm
from monitoring.models import MarkScale
from monitoring.selectors.previews import scale_preview
from monitoring.selectors.reference import SCALE_FACTS, scale_seen, scale_years, scales_of_year
from monitoring.services.scale_edit import scale_check, scale_create, scale_prepare, scale_update
from monitoring.views.reference import ReferenceEditView, may_edit_reference, year_asked
from portal.accounts.enums import Permission
from portal.core.views import ScopedViewMixin


class ScalesView(ScopedViewMixin, TemplateView):
    permission = Permission.REFERENCE_VIEW
    template_name = "monitoring/scales.html"

    def get_context_data(self, **kwargs):
        years = scale_years()
        year = year_asked(self.request, years)
        return super().get_context_data(
            years=years,
            year=year,
            scales=scales_of_year(year=year) if year else [],
            may_edit=may_edit_reference(self.request.user),
            **kwargs,
        )


class _ScaleMixin:
    rooms = ("Шкалы перевода", "monitoring:scales")


class ScaleEditView(_ScaleMixin, ReferenceEditView):
    form_class = ScaleForm
    _scale: MarkScale | None = None

    @property
    def scale(self) -> MarkScale:
        if self._scale is None:
            self._scale = MarkScale.objects.select_related("subject").filter(pk=self.kwargs["pk"]).first()
        if self._scale is None:
            raise Http404
        return self._scale

    @property
    def title(self) -> str:
        return str(self.scale)

    def get_initial(self):
        return {name: getattr(self.scale, name) for name in SCALE_FACTS} | {"seen": self.seen()}

    def seen(self) -> str:
        return scale_seen(MarkScale.objects.get(pk=self.scale.pk))

    def check(self, form):
        scale_check(scale=self.scale, values=form.values)
        return scale_preview(scale=self.scale)

    def save(self, form):
        seen = form.cleaned_data["seen"]
        return scale_update(scale=self.scale, values=form.values, seen=seen, by=self.by)


class ScaleAddView(_ScaleMixin, ReferenceEditView):
    form_class = NewScaleForm
    title = "Новая шкала"

    def check(self, form):
        return scale_preview(scale=scale_prepare(values=form.values))

    def save(self, form):
        scale_create(values=form.values, by=self.by)
        return True
