"""The one door of the pages to scoped rows, and of files to the browser."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from portal.core.errors import AnotherPerson
from portal.core.scoping import Person, Scope, ScopedQuerySet

if TYPE_CHECKING:
    from django.views.generic import View
    from django.views.generic.detail import SingleObjectMixin

    class _Base(SingleObjectMixin, View): ...
else:
    _Base = object


_NOT_SENT = (
    "Сеанс закончился, и отправленное не сохранено. Войдите: откроется та же страница, и можно будет "
    "отправить ещё раз."
)
_NO_FILES = "Файл нужно будет выбрать снова."
#: what a file system refuses in a name: a browser would put «_» in its place
_NOT_IN_NAMES = str.maketrans({**dict.fromkeys("/\\|:", "-"), **dict.fromkeys('"*?<>', "")})


class SignedInMixin(LoginRequiredMixin, _Base):
    """What was sent after the session had ended is lost: the sign-in says so and leads back to the form.

    `not_sent` is what it says; the forms of long work are kept by the browser (kept.js).
    """

    not_sent = _NOT_SENT

    def handle_no_permission(self) -> Any:
        request = self.request
        if request.method != "POST" or request.user.is_authenticated:
            return super().handle_no_permission()
        is_by_script = "text/html" not in request.headers.get("Accept", "")
        if not is_by_script:  # which keeps what it sends and says so itself
            messages.warning(request, f"{self.not_sent} {_NO_FILES}" if request.FILES else self.not_sent)
        return redirect_to_login(page_before(request) or request.get_full_path())


class ScopedViewMixin(SignedInMixin):
    """A stranger's row is a 404: its existence is not disclosed.

    `permission` is what the view does. Where a row can be seen with `view_permission` but the
    person lacks `permission` on it, the answer is 403, because there is nothing to hide.
    """

    permission: str
    view_permission: str | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not any(request.user.may(name) for name in (self.permission, self.view_permission) if name):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def scope(self) -> Scope:
        """Where the person may do what the view does."""
        return cast(Person, self.request.user).scope_for(self.permission)

    def scoped(self, queryset: ScopedQuerySet) -> Any:
        """`queryset` reduced to the rows of this view."""
        return queryset.permitted(self.request.user, self.permission)

    def scoped_row(self, queryset: Any, **lookup: Any) -> Any:
        """One row by `lookup`, or 404 for a stranger, or 403 for one's own row without the right."""
        row = self.scoped(queryset).filter(**lookup).first()
        if row is not None:
            return row
        if self.view_permission:
            visible = queryset.permitted(self.request.user, self.view_permission)
            if visible.filter(**lookup).exists():
                raise PermissionDenied
        raise Http404


class OwnPageMixin(ScopedViewMixin):
    """For pages whose script brings the token of a new session into an old form: that token is all that
    keeps one person from writing in the name of another. So the form names its person in `user`.

    It is asked before any row: whose page it was is no secret of a row. A form without the field is of
    before an upgrade.
    """

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and request.POST.get("user", str(user.pk)) != str(user.pk):
            return self.another_person(
                AnotherPerson("В этом браузере вошёл другой сотрудник. Войдите под своим именем.")
            )
        return super().dispatch(request, *args, **kwargs)

    def another_person(self, error: AnotherPerson) -> HttpResponse:
        context = {"typed": self.typed_text()}
        return render(self.request, "another_person.html", context, status=error.http_status)

    def typed_text(self) -> list[tuple[str, str]]:
        """What was typed, by the names of the fields, where no script keeps it before the eyes."""
        return []


def page_before(request: HttpRequest) -> str:
    """The page from which this request came, if it is ours."""
    return own_page(request, request.headers.get("Referer", ""))


def own_page(request: HttpRequest, address: str) -> str:
    """`address` if it is of the portal, else nothing."""
    is_own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_own else ""


def download(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file as an attachment: whatever it holds, the browser runs nothing of it and no cache keeps it.

    `name` may be a title: it is saved as a file system takes it.
    """
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=_saved_name(name)),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _saved_name(title: str) -> str:
    """«Динамика: район, 2021» cannot be the name of a file; «Динамика — район, 2021» can."""
    return " ".join(title.replace(": ", " — ").translate(_NOT_IN_NAMES).split())
