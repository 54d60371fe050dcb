"""A file that proves a report: given away only to who may see its plan, and only as it was checked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.attachments import CONTENT_TYPES
from portal.core.storage import FileLost
from portal.core.views import ScopedViewMixin, download
from roadmaps.enums import EvidenceKind
from roadmaps.models import Evidence
from roadmaps.services import evidence_read


class EvidenceView(ScopedViewMixin, View):
    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        rows = Evidence.objects.select_related("report__measure")
        evidence = self.scoped_row(rows, public_id=public_id)
        if evidence.kind != EvidenceKind.FILE:
            raise Http404
        try:
            content = evidence_read(evidence)
        except FileLost as error:
            context = {"evidence": evidence, "reason": str(error)}
            return render(request, "roadmaps/evidence_gone.html", context, status=error.http_status)
        return download(content, name=evidence.title, content_type=CONTENT_TYPES[evidence.extension])
