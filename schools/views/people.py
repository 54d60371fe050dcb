"""Who works in the portal and where: the administrator's pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import FormView, TemplateView, View

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.views import ScopedViewMixin
from schools.forms import GrantForm, PersonForm
from schools.selectors import memberships_of, people
from schools.services import (
    membership_grant,
    membership_revoke,
    person_create,
    person_password_reset,
    person_set_active,
)

PAGE = 50


class _PeopleMixin(ScopedViewMixin):
    """People belong to the installation; who does not manage them gets 403 at the door."""

    permission = Permission.USER_MANAGE

    @property
    def person(self) -> User:
        return get_object_or_404(people(user=self.request.user), pk=self.kwargs["pk"])


class PeopleView(_PeopleMixin, TemplateView):
    template_name = "schools/people_list.html"

    def get_context_data(self, **kwargs):
        search = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        found = people(user=self.request.user, search=search)
        page = Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, search=search, **kwargs)


class PersonAddView(_PeopleMixin, FormView):
    """The answer to a good form is the page with the password itself: it is stored nowhere to redirect to."""

    template_name = "schools/person_add.html"
    form_class = PersonForm

    def form_valid(self, form):
        try:
            user, password = person_create(by=self.request.user, **form.cleaned_data)
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)
        return password_page(self.request, user, password)


def password_page(request, user: User, password: str):
    return render(request, "schools/person_password.html", {"person": user, "password": password})


class PersonView(_PeopleMixin, TemplateView):
    template_name = "schools/person_detail.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", GrantForm(user=self.request.user))
        return super().get_context_data(person=self.person, **kwargs)


class GrantView(_PeopleMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        person, form = self.person, GrantForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                role = form.cleaned_data["role"]
                given = membership_grant(user=person, role=role, place=form.chosen, by=request.user)
            except InvalidInput as error:
                form.refuse(error)
            else:
                messages.success(request, f"Роль назначена. {given}.")
                return redirect("people:detail", pk=pk)
        return render(request, PersonView.template_name, {"person": person, "form": form})


class RevokeView(_PeopleMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk, membership_pk):
        memberships = memberships_of(user=request.user).filter(user_id=pk)
        membership = get_object_or_404(memberships, pk=membership_pk)
        try:
            membership_revoke(membership=membership, by=request.user)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        messages.success(request, "Роль снята.")
        return redirect("people:detail", pk=pk)


class ActiveView(_PeopleMixin, View):
    """Disable or enable, as the button says."""

    http_method_names = ["post"]

    def post(self, request, pk):
        is_active = request.POST.get("active") == "1"
        try:
            person_set_active(user=self.person, is_active=is_active, by=request.user)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        messages.success(
            request, "Вход открыт." if is_active else "Вход закрыт. Записи этого человека остались."
        )
        return redirect("people:detail", pk=pk)


class PasswordResetView(_PeopleMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        person = self.person
        return password_page(request, person, person_password_reset(user=person, by=request.user))
