from django.urls import include, path

urlpatterns = [
    path("accounts/", include("portal.accounts.urls")),
]
