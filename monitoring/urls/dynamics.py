from django.urls import path

from monitoring.views.dynamics import ConclusionView, DynamicsView
from monitoring.views.regional import RegionDynamicsView

urlpatterns = [
    path("dynamics/", DynamicsView.as_view(), name="dynamics"),
    path("dynamics/conclusion/", ConclusionView.as_view(), name="conclusion"),
    path("dynamics/region/", RegionDynamicsView.as_view(), name="dynamics-region"),
]
