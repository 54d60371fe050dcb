from django.urls import path

from monitoring.views.calendar import CalendarView, SittingAddView, SittingEditView
from monitoring.views.parameters import ParameterEditView, ParametersView
from monitoring.views.scales import ScaleAddView, ScaleEditView, ScalesView

urlpatterns = [
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("calendar/add/", SittingAddView.as_view(), name="sitting-add"),
    path("calendar/<int:pk>/", SittingEditView.as_view(), name="sitting-edit"),
    path("scales/", ScalesView.as_view(), name="scales"),
    path("scales/add/", ScaleAddView.as_view(), name="scale-add"),
    path("scales/<int:pk>/", ScaleEditView.as_view(), name="scale-edit"),
    path("parameters/", ParametersView.as_view(), name="parameters"),
    path("parameters/<slug:code>/", ParameterEditView.as_view(), name="parameter-edit"),
]
