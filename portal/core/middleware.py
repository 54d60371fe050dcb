"""What holds of every address: whose pages are kept, and where an address without a page leads."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve


class PrivatePagesMiddleware:
    """Pages behind the sign-in belong to one person: no cache on the way may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class FormPagesMiddleware:
    """A form is sent to an address that has no page of its own; a reload, a link or a sign-in opens it still.

    It leads to the nearest page above, which holds the form: «…/apply/» of an import to the import.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in ("GET", "HEAD"):
            query = request.GET.urlencode()
            return HttpResponseRedirect(_page_above(request.path) + (f"?{query}" if query else ""))
        return response


def _page_above(path: str) -> str:
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if _is_page(path):
            return path
    return path


def _is_page(path: str) -> bool:
    try:
        view: Any = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return False
    return hasattr(view, "get") and "get" in view.http_method_names
