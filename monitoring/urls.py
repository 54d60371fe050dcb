from django.urls import path

from monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("", views.EntryListView.as_view(), name="entry"),
    path("schools/<int:pk>/<int:year>/", views.SchoolResultsView.as_view(), name="school-results"),
    path("dynamics/", views.DynamicsView.as_view(), name="dynamics"),
    path("calendar/", views.CalendarView.as_view(), name="calendar"),
]
