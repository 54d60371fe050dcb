from django.urls import include, path

from portal import views
from portal.core.health.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", views.HomeView.as_view(), name="home"),
    path("place/", views.PlaceView.as_view(), name="place"),
    path("accounts/", include("portal.accounts.urls")),
    path("notices/", include("portal.notices.urls")),
    path("people/", include("schools.urls.people")),
    path("schools/", include("schools.urls")),
    path("results/", include("monitoring.urls")),
    path("roadmaps/", include("roadmaps.urls")),
    path("reports/", include("reports.urls")),
]
