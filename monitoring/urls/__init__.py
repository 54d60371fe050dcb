"""Each room of the results has a file of its own; here they come together."""

from django.urls import path

from monitoring import views
from monitoring.urls import dynamics, export, findings, grid, imports, reference

app_name = "monitoring"
urlpatterns = [
    path("", views.EntryListView.as_view(), name="entry"),
    path("schools/<int:pk>/<int:year>/", views.SchoolResultsView.as_view(), name="school-results"),
    *grid.urlpatterns,
    *imports.urlpatterns,
    *export.urlpatterns,
    *findings.urlpatterns,
    *dynamics.urlpatterns,
    *reference.urlpatterns,
]
