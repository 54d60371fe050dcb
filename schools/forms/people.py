from collections.abc import Iterable
from typing import Any, cast

from django import forms

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from schools.forms.base import ServiceForm, ServiceModelForm
from schools.models import District, Region, School
from schools.services import PLACE_OF

_GROUPS: dict[type, str] = {Region: "Регионы", District: "Районы"}


class PersonForm(ServiceModelForm):
    class Meta:
        model = User
        fields = ["last_name", "first_name", "patronymic", "post", "email"]
        help_texts = {"email": "По ней человек входит на портал."}


class GrantForm(ServiceForm):
    """A role and its place; the administrator sees names of places and nothing else of them."""

    role = forms.ChoiceField(label="Роль", choices=Role)
    place = forms.ChoiceField(
        label="Где", required=False, help_text="Администратору место не нужно: он ведёт всю установку."
    )

    def __init__(self, *args, user: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {f"{place._meta.model_name}:{place.pk}": place for place in _places(user)}
        cast(forms.ChoiceField, self.fields["place"]).choices = [("", "—"), *self._grouped()]

    @property
    def chosen(self) -> Region | District | School | None:
        """The place, if it is of the kind that the role needs; the service refuses the rest."""
        place = self.places.get(self.cleaned_data["place"])
        return place if PLACE_OF[self.cleaned_data["role"]] is not None else None

    def _grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, place in self.places.items():
            name = f"Школы: {place.district}" if isinstance(place, School) else _GROUPS[type(place)]
            groups.setdefault(name, []).append((value, str(place)))
        return list(groups.items())


def _places(user: Any) -> Iterable[Region | District | School]:
    if user.scope_for(Permission.USER_MANAGE).everywhere:
        yield from Region.objects.all()
    yield from District.objects.permitted(user, Permission.USER_MANAGE)
    schools = School.objects.permitted(user, Permission.USER_MANAGE)
    yield from schools.select_related("district").order_by("district", "order_key")
