from django.urls import path

from monitoring.views import import_deeds as deeds
from monitoring.views import imports as views

urlpatterns = [
    path("imports/", views.ImportListView.as_view(), name="imports"),
    path("imports/<uuid:public_id>/", views.ImportView.as_view(), name="import"),
    path("imports/<uuid:public_id>/progress/", views.ImportProgressView.as_view(), name="import-progress"),
    path("imports/<uuid:public_id>/answers/", deeds.ImportAnswersView.as_view(), name="import-answers"),
    path("imports/<uuid:public_id>/apply/", deeds.ImportApplyView.as_view(), name="import-apply"),
    path("imports/<uuid:public_id>/again/", deeds.ImportAgainView.as_view(), name="import-again"),
    path("imports/<uuid:public_id>/undo/", deeds.ImportUndoView.as_view(), name="import-undo"),
]
