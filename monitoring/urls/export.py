from django.urls import path

from monitoring.views.export import DistrictBookView

urlpatterns = [path("export/", DistrictBookView.as_view(), name="export")]
