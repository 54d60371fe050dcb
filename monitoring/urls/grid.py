from django.urls import path

from monitoring.views import grid

urlpatterns = [
    path("grid/", grid.GridView.as_view(), name="grid"),
    path("grid/<slug:code>/cells/", grid.GridCellsView.as_view(), name="grid-cells"),
    path("grid/<slug:code>/<int:year>/findings/", grid.GridFindingsView.as_view(), name="grid-findings"),
    path("grid/cell/<int:school>/<int:sitting>/", grid.GridCellView.as_view(), name="grid-cell"),
    path("grid/remark/<int:school>/<int:sitting>/", grid.GridRemarkView.as_view(), name="grid-remark"),
]
