"""What schools add to «Мой день»: one's own schools, the region's districts, the people."""

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from portal.core.panels import Task, my_day
from portal.core.russian import counted
from schools.models import District, School


@my_day.register
def own_schools(*, user: User) -> Iterable[Task]:
    """For a school's representative and a curator: straight to their schools."""
    mine = [membership.school_id for membership in user.places if membership.school_id]
    for school in School.objects.permitted(user, Permission.SCHOOL_VIEW).filter(pk__in=mine):
        url = reverse("schools:detail", args=[school.pk])
        hint = "результаты, дорожная карта и обоснование за год"
        yield Task(school.short_name, "not_required", "открыть", url, hint, "Мои школы")


@my_day.register
def districts_of_the_region(*, user: User) -> Iterable[Task]:
    """For the observer: the dynamics of each district."""
    if not any(membership.role == Role.OBSERVER for membership in user.places):
        return
    districts = District.objects.permitted(user, Permission.RESULT_VIEW).annotate(count=Count("schools"))
    for district in districts.order_by("order_key", "pk"):  # counting forgets the order of the model
        url = f"{reverse('monitoring:dynamics')}?district={district.code}"
        hint = counted(district.count, "школа", "школы", "школ")
        yield Task(district.name, "not_required", "динамика", url, hint, "Районы региона")


@my_day.register
def people_of_the_portal(*, user: User) -> Iterable[Task]:
    """For the administrator: who works here."""
    if user.may(Permission.USER_MANAGE):
        active = counted(User.objects.filter(is_active=True).count(), "человек", "человека", "человек")
        yield Task(
            "Пользователи и их роли", "not_required", "открыть", reverse("people:list"), active, "Установка"
        )
