"""What is said where a plan was, to who still has its page open."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.core.views import ScopedViewMixin
from roadmaps.forms import editor_labels
from roadmaps.selectors import deleted_plan


class GonePlanMixin(ScopedViewMixin):
    """A page of one plan, `pk`: its writers are told that it was deleted, everybody else finds no page."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            deleted = deleted_plan(user=request.user, pk=kwargs["pk"])
            if deleted is None:
                raise
            context = {"deleted": deleted, "pk": kwargs["pk"], "labels": editor_labels()}
            return render(request, "roadmaps/roadmap_gone.html", context, status=410)
