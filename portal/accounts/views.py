from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from portal.accounts.enums import Role
from portal.accounts.forms import NewPasswordForm, SignInForm
from portal.accounts.models import User
from portal.accounts.selectors import demo_accounts
from portal.accounts.services import DEMO_PASSWORD, password_set


class SignInView(views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        accounts = [
            {
                "email": user.email,
                "name": user.short_name,
                "role": membership.get_role_display(),
                "place": membership.place_name,
            }
            for user in demo_accounts()
            for membership in user.memberships.all()[:1]
        ]
        return super().get_context_data(demo_accounts=accounts, demo_password=DEMO_PASSWORD, **kwargs)


class SignOutView(views.LogoutView):
    http_method_names = ["post"]


class PasswordView(views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:me")

    def form_valid(self, form):
        password_set(user=form.user, password=form.cleaned_data["new_password1"], by=form.user)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, "Пароль изменён. На других устройствах нужно будет войти заново.")
        return redirect(self.success_url)


class MeView(LoginRequiredMixin, TemplateView):
    """Who I am here and what I may do; the words come from the table of grants."""

    template_name = "accounts/me.html"

    def get_context_data(self, **kwargs):
        places = [
            {"role": Role(membership.role).label, "place": membership.place_name}
            for membership in cast(User, self.request.user).places
        ]
        return super().get_context_data(places=places, **kwargs)
