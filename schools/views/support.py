"""Official lists, the acts on which they rest, and how the district is printed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.generic import FormView, TemplateView, View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from portal.core.views import ScopedViewMixin
from schools.forms import DistrictForm, EntryForm, LegalActForm, SupportListForm
from schools.models import District, SupportList, SupportListEntry
from schools.selectors import legal_acts, schools_outside, support_lists
from schools.services import district_update, entry_add, entry_remove, legal_act_create, support_list_create
from schools.views.places import DistrictViewMixin
from schools.views.rights import may_edit_district


class SupportListsView(DistrictViewMixin, TemplateView):
    """Lists of the district by year, and all its acts."""

    permission = Permission.SCHOOL_VIEW
    template_name = "schools/support_lists.html"

    def get_context_data(self, **kwargs):
        district, user = self.district, self.request.user
        return super().get_context_data(
            district=district,
            lists=support_lists(user=user, district=district),
            acts=legal_acts(user=user, district=district),
            may_edit=may_edit_district(user, district),
            **kwargs,
        )


class _EditDistrictView(DistrictViewMixin, FormView):
    """A form that adds to the chosen district; the service may refuse at a field."""

    permission = Permission.SCHOOL_EDIT
    view_permission = Permission.SCHOOL_VIEW

    def save(self, form):
        """Call the service and redirect."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            return self.save(form)
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)


class LegalActAddView(_EditDistrictView):
    form_class = LegalActForm
    template_name = "schools/legal_act_add.html"

    def save(self, form):
        act = legal_act_create(district=self.district, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Добавлен {act}. Теперь на него может опираться перечень.")
        return redirect("schools:support-lists")


class SupportListAddView(_EditDistrictView):
    form_class = SupportListForm
    template_name = "schools/support_list_add.html"

    def get_form_kwargs(self):
        acts = legal_acts(user=self.request.user, district=self.district)
        return super().get_form_kwargs() | {"acts": acts}

    def save(self, form):
        row = support_list_create(district=self.district, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Перечень создан. Внесите в него школы.")
        return redirect("schools:support-list", pk=row.pk)


class SupportListView(ScopedViewMixin, TemplateView):
    """One list with its schools; who may edit adds and removes them here."""

    permission = Permission.SCHOOL_VIEW
    template_name = "schools/support_list_detail.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        support_list = self.scoped_row(support_lists(user=user), pk=self.kwargs["pk"])
        return super().get_context_data(**list_context(user, support_list), **kwargs)


def list_context(user, support_list: SupportList) -> dict:
    may_edit = may_edit_district(user, support_list.district)
    schools = schools_outside(user=user, support_list=support_list)
    return {"support_list": support_list, "may_edit": may_edit, "form": EntryForm(schools=schools)}


class _EditList(ScopedViewMixin, View):
    permission = Permission.SCHOOL_EDIT
    view_permission = Permission.SCHOOL_VIEW
    http_method_names = ["post"]

    @property
    def support_list(self) -> SupportList:
        return self.scoped_row(support_lists(user=self.request.user), pk=self.kwargs["pk"])


class EntryAddView(_EditList):
    def post(self, request, pk):
        support_list = self.support_list
        form = EntryForm(request.POST, schools=schools_outside(user=request.user, support_list=support_list))
        if not form.is_valid():
            context = list_context(request.user, support_list) | {"form": form}
            return render(request, SupportListView.template_name, context)
        entry = entry_add(support_list=support_list, school=form.cleaned_data["school"], by=request.user)
        messages.success(request, f"Школа внесена в перечень: {entry}.")
        return redirect("schools:support-list", pk=pk)


class EntryRemoveView(_EditList):
    def post(self, request, pk, entry_pk):
        entries = SupportListEntry.objects.filter(support_list=self.support_list, pk=entry_pk)
        if entry := entries.select_related("school", "support_list").first():
            entry_remove(entry=entry, by=request.user)
            messages.success(request, f"Школа исключена из перечня: {entry}.")
        return redirect("schools:support-list", pk=pk)


class DistrictEditView(ScopedViewMixin, FormView):
    """How the district and its department are printed in documents."""

    permission = Permission.SCHOOL_EDIT
    view_permission = Permission.SCHOOL_VIEW
    form_class = DistrictForm
    template_name = "schools/district_edit.html"

    def get_form_kwargs(self):
        district = self.scoped_row(District.objects.all(), pk=self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": district}

    def form_valid(self, form):
        try:
            district_update(district=form.instance, changes=form.changes, by=self.request.user)
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, "Сведения о районе сохранены. Они войдут в следующие документы.")
        return redirect("schools:support-lists")
