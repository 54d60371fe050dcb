from django.urls import path

from monitoring import views

urlpatterns = [path("dynamics/", views.DynamicsView.as_view(), name="dynamics")]
