from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.NoticesView.as_view(), name="list"),
    path("<int:pk>/read/", views.NoticeReadView.as_view(), name="read"),
    path("read/", views.AllReadView.as_view(), name="read-all"),
    path("settings/", views.SettingsView.as_view(), name="settings"),
    path("outbox/", views.OutboxView.as_view(), name="outbox"),
    path("outbox/<int:pk>/resend/", views.LetterResendView.as_view(), name="resend"),
    path("outbox/resend/", views.AllResendView.as_view(), name="resend-all"),
]
