from django.urls import path, register_converter
from django.urls.converters import IntConverter

from reports import views


class YearConverter(IntConverter):
    regex = "20[0-9]{2}"


register_converter(YearConverter, "year")

app_name = "reports"
urlpatterns = [
    path("meetings/", views.MeetingListView.as_view(), name="meetings"),
    path("meetings/new/", views.MeetingCreateView.as_view(), name="meeting-new"),
    path("meetings/<int:pk>/", views.MeetingView.as_view(), name="meeting"),
    path("meetings/<int:pk>/edit/", views.MeetingEditView.as_view(), name="meeting-edit"),
    path("meetings/<int:pk>/preview/", views.MeetingPreviewView.as_view(), name="meeting-preview"),
    path("meetings/<int:pk>/submit/", views.MeetingSubmitView.as_view(), name="meeting-submit"),
    path("meetings/<int:pk>/return/", views.MeetingReturnView.as_view(), name="meeting-return"),
    path("meetings/<int:pk>/finalise/", views.MeetingFinaliseView.as_view(), name="meeting-finalise"),
    path("meetings/<int:pk>/reopen/", views.MeetingReopenView.as_view(), name="meeting-reopen"),
    path("documents/<str:kind>/<year:year>/", views.DocumentView.as_view(), name="document"),
    path("dynamics/<str:format>/", views.DynamicsFileView.as_view(), name="dynamics-file"),
    path("runs/", views.RunListView.as_view(), name="runs"),
    path("runs/new/", views.RunOrderView.as_view(), name="run-new"),
    path("runs/<uuid:public_id>/", views.RunView.as_view(), name="run"),
    path("runs/<uuid:public_id>/progress/", views.RunProgressView.as_view(), name="run-progress"),
    path("runs/<uuid:public_id>/file/", views.RunFileView.as_view(), name="run-file"),
]
