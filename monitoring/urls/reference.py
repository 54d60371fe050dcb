from django.urls import path

from monitoring import views

urlpatterns = [path("calendar/", views.CalendarView.as_view(), name="calendar")]
