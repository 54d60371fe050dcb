from django.urls import path

from schools.views import register, schools, support

app_name = "schools"
urlpatterns = [
    path("", schools.SchoolListView.as_view(), name="list"),
    path("<int:pk>/", schools.SchoolDetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", schools.SchoolEditView.as_view(), name="edit"),
    path("<int:pk>/aliases/", schools.AliasAddView.as_view(), name="alias-add"),
    path("<int:pk>/aliases/<int:alias_pk>/remove/", schools.AliasRemoveView.as_view(), name="alias-remove"),
    path("register/", register.RegisterView.as_view(), name="register"),
    path("register/apply/", register.RegisterApplyView.as_view(), name="register-apply"),
    path("lists/", support.SupportListsView.as_view(), name="support-lists"),
    path("lists/add/", support.SupportListAddView.as_view(), name="support-list-add"),
    path("lists/<int:pk>/", support.SupportListView.as_view(), name="support-list"),
    path("lists/<int:pk>/schools/", support.EntryAddView.as_view(), name="entry-add"),
    path(
        "lists/<int:pk>/schools/<int:entry_pk>/remove/",
        support.EntryRemoveView.as_view(),
        name="entry-remove",
    ),
    path("lists/acts/add/", support.LegalActAddView.as_view(), name="legal-act-add"),
    path("lists/districts/<int:pk>/edit/", support.DistrictEditView.as_view(), name="district-edit"),
]
