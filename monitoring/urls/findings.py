from django.urls import path

from monitoring.views.findings import FindingsView, FindingWaiveView, WaiverWithdrawView

urlpatterns = [
    path("findings/", FindingsView.as_view(), name="findings"),
    path("findings/waive/", FindingWaiveView.as_view(), name="finding-waive"),
    path("findings/withdraw/", WaiverWithdrawView.as_view(), name="finding-withdraw"),
]
