from django.urls import path

from schools.views import people

app_name = "people"
urlpatterns = [
    path("", people.PeopleView.as_view(), name="list"),
    path("add/", people.PersonAddView.as_view(), name="add"),
    path("<int:pk>/", people.PersonView.as_view(), name="detail"),
    path("<int:pk>/roles/", people.GrantView.as_view(), name="grant"),
    path("<int:pk>/roles/<int:membership_pk>/revoke/", people.RevokeView.as_view(), name="revoke"),
    path("<int:pk>/active/", people.ActiveView.as_view(), name="active"),
    path("<int:pk>/password/", people.PasswordResetView.as_view(), name="password"),
]
