from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.forms import whole_number
from portal.core.russian import counted
from portal.core.views import ScopedViewMixin, SignedInMixin
from portal.notices.enums import URGENT, LetterStatus
from portal.notices.forms import DeliveryForm
from portal.notices.selectors import notices_of, outbox
from portal.notices.services import letters_resend, mail_is_kept_in_files, notices_read, preferences_set

PAGE = 30
_MOST = 10**12


class _OwnMixin(SignedInMixin):
    """Everybody has notices of his own; another's is a 404."""

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @property
    def own(self):
        return notices_of(user=self.person)


class NoticesView(_OwnMixin, TemplateView):
    template_name = "notices/notice_list.html"

    def get_context_data(self, **kwargs):
        page = Paginator(self.own, PAGE).get_page(self.request.GET.get("page"))
        newest = max((notice.pk for notice in self.own.order_by("-pk")[:1]), default=0)
        return super().get_context_data(
            page_obj=page, newest=newest, mail_in_files=mail_is_kept_in_files(), **kwargs
        )


class NoticeReadView(_OwnMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        notice = get_object_or_404(self.own, pk=pk)
        notices_read(notices=self.own.filter(pk=notice.pk), by=self.person)
        return redirect("notices:list")


class AllReadView(_OwnMixin, View):
    """Only what stood on the page when it was opened: what came later nobody has seen."""

    http_method_names = ["post"]

    def post(self, request):
        newest = whole_number(request.POST.get("newest", ""), _MOST) or 0
        count = notices_read(notices=self.own.filter(pk__lte=newest), by=self.person)
        if count:
            told = counted(count, "уведомление отмечено", "уведомления отмечены", "уведомлений отмечено")
            messages.success(request, f"Готово: {told} прочитанными.")
        return redirect("notices:list")


class SettingsView(_OwnMixin, FormView):
    template_name = "notices/settings.html"
    form_class = DeliveryForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.person}

    def get_context_data(self, **kwargs):
        return super().get_context_data(urgent=URGENT.label, mail_in_files=mail_is_kept_in_files(), **kwargs)

    def form_valid(self, form):
        preferences_set(choices=form.cleaned_data, by=self.person)
        words = "Письма будут приходить так, как вы выбрали."
        if mail_is_kept_in_files():
            words = "Выбор начнёт действовать, когда к порталу подключат почтовый сервер."
        messages.success(self.request, f"Сохранено. {words}")
        return redirect("notices:settings")


class OutboxView(ScopedViewMixin, TemplateView):
    """How letters fared, for the administrator; their texts are their readers' own."""

    permission = Permission.MAIL_MANAGE
    template_name = "notices/outbox.html"

    def get_context_data(self, **kwargs):
        status = self.request.GET.get("status", "")
        status = status if status in LetterStatus.values else ""
        page = Paginator(outbox(user=self.request.user, status=status), PAGE).get_page(
            self.request.GET.get("page")
        )
        failed = outbox(user=self.request.user, status=LetterStatus.FAILED).count()
        return super().get_context_data(
            page_obj=page,
            status=status,
            statuses=LetterStatus.choices,
            failed=failed,
            mail_in_files=mail_is_kept_in_files(),
            **kwargs,
        )


class LetterResendView(ScopedViewMixin, View):
    permission = Permission.MAIL_MANAGE
    http_method_names = ["post"]

    def post(self, request, pk):
        letters = outbox(user=request.user).filter(pk=pk)
        get_object_or_404(letters)
        return _resent(request, letters)


class AllResendView(ScopedViewMixin, View):
    permission = Permission.MAIL_MANAGE
    http_method_names = ["post"]

    def post(self, request):
        return _resent(request, outbox(user=request.user))


def _resent(request, letters):
    count = letters_resend(letters=letters, by=request.user)
    told = counted(count, "письмо", "письма", "писем")
    if not count:
        messages.info(request, "Отправлять снова нечего: среди этих писем нет неотправленных.")
    elif mail_is_kept_in_files():
        text = f"Снова в очереди: {told}. Почтовый сервер не подключён, поэтому портал запишет их в папку."
        messages.warning(request, text)
    else:
        messages.success(request, f"Снова в очереди: {told}. Обычно они уходят в течение минуты.")
    return redirect("notices:outbox")
