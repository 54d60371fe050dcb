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
    path("<int:pk>/difference/", views.DifferenceView.as_view(), name="difference"),
    path("new/", views.RoadmapCreateView.as_view(), name="create"),
    path("<int:pk>/", views.RoadmapDetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", views.RoadmapEditView.as_view(), name="edit"),
    path("<int:pk>/transition/", views.RoadmapTransitionView.as_view(), name="transition"),
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
]
