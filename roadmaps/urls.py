from django.urls import path

from roadmaps import views

app_name = "roadmaps"
urlpatterns = [
    path("", views.RoadmapListView.as_view(), name="list"),
    path("queue/", views.QueueView.as_view(), name="queue"),
    path("queue/approve/", views.QueueApproveView.as_view(), name="queue-approve"),
    path("queue/result/", views.QueueResultView.as_view(), name="queue-result"),
    path("district/", views.DistrictPlanView.as_view(), name="district-plan"),
    path("<int:pk>/versions/<int:number>/", views.VersionView.as_view(), name="version"),
    path("<int:pk>/discard/", views.RoadmapDiscardView.as_view(), name="discard"),
    path("<int:pk>/discarded/<int:number>/", views.DiscardedView.as_view(), name="discarded"),
    path("<int:pk>/difference/", views.DifferenceView.as_view(), name="difference"),
    path("new/", views.RoadmapCreateView.as_view(), name="create"),
    path("risks/", views.RiskFactorsView.as_view(), name="risk-factors"),
    path("risks/add/", views.RiskFactorAddView.as_view(), name="risk-factor-add"),
    path("risks/<int:pk>/", views.RiskFactorEditView.as_view(), name="risk-factor-edit"),
    path("new/start/", views.RoadmapStartView.as_view(), name="start"),
    path("<int:pk>/", views.RoadmapDetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", views.RoadmapEditView.as_view(), name="edit"),
    path("<int:pk>/transition/", views.RoadmapTransitionView.as_view(), name="transition"),
    # Carrying out: measures in force, reports on them, proofs.
    path("measures/", views.MeasureListView.as_view(), name="measures"),
    path("measures/owed/", views.OwedListView.as_view(), name="owed"),
    path("measures/checks/", views.CheckListView.as_view(), name="checks"),
    path("measures/<int:pk>/", views.MeasureView.as_view(), name="measure"),
    path("measures/<int:pk>/report/", views.ReportBeginView.as_view(), name="report-begin"),
    path("measures/reports/<int:pk>/", views.ReportView.as_view(), name="report"),
    path("measures/reports/<int:pk>/autosave/", views.ReportAutosaveView.as_view(), name="report-autosave"),
    path("measures/reports/<int:pk>/decision/", views.ReportDecideView.as_view(), name="report-decide"),
    path("measures/evidence/<uuid:public_id>/", views.EvidenceView.as_view(), name="evidence"),
    path(
        "exclusions/new/<int:school_pk>/<int:year>/",
        views.ExclusionCreateView.as_view(),
        name="exclusion-create",
    ),
    path("exclusions/<int:pk>/", views.ExclusionDetailView.as_view(), name="exclusion-detail"),
    path("exclusions/<int:pk>/edit/", views.ExclusionEditView.as_view(), name="exclusion-edit"),
    path(
        "exclusions/<int:pk>/transition/",
        views.ExclusionTransitionView.as_view(),
        name="exclusion-transition",
    ),
    path("execution/", views.ExecutionView.as_view(), name="execution"),
    path("execution/totals/", views.ExecutionTotalsView.as_view(), name="execution-totals"),
    path("execution/calendar/", views.MeasureCalendarView.as_view(), name="measure-calendar"),
    path("execution/debts/", views.NotReportedView.as_view(), name="not-reported"),
    path("execution/debts/remind/", views.RemindView.as_view(), name="remind"),
    path("<int:pk>/picture/", views.PictureView.as_view(), name="picture"),
]
