"""Pages tell the time as the clock on the wall of the department does, not as that of the server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.navigation import district_of


class DistrictClockMiddleware:
    """«сегодня в 14:32» and the date of today are those of the district in which the person works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        district = district_of(request)
        # Always overridden: what one request has set must not reach the next one of the same thread.
        with timezone.override(district.zone if district else None):
            return self.get_response(request)
