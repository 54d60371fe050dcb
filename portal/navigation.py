"""The map of the portal: only the rooms that exist, and to each person only his own."""

from typing import Any, NamedTuple

from django.urls import reverse

from portal.accounts.enums import Permission as P
from portal.accounts.models import User
from portal.core.russian import academic_year
from schools.models import District
from schools.places import working_district, working_year


class Room(NamedTuple):
    """`of_region`: for those who hold the permission in a whole region and not in single places of it."""

    label: str
    url_name: str
    permission: P | None = None
    group: str | None = None
    of_region: bool = False

    def is_open_to(self, user: User) -> bool:
        if self.permission is None:
            return True
        scope = user.scope_for(self.permission)
        return scope.everywhere or bool(scope.region_ids) if self.of_region else not scope.is_empty


ROOMS = (
    Room("Мой день", "home"),
    Room("Школы", "schools:list", P.SCHOOL_VIEW),
    Room("Ввод", "monitoring:entry", P.RESULT_VIEW, "Результаты"),
    Room("Импорт", "monitoring:imports", P.RESULT_EDIT, "Результаты"),
    Room("Замечания", "monitoring:findings", P.RESULT_VIEW, "Результаты"),
    Room("Динамика", "monitoring:dynamics", P.RESULT_VIEW, "Результаты"),
    Room("Динамика по районам", "monitoring:dynamics-region", P.RESULT_VIEW, "Результаты", of_region=True),
    Room("Очередь", "roadmaps:queue", P.ROADMAP_APPROVE, "Дорожные карты"),
    # Schools and curators see their own plans only, and the plan of the district is not one of them.
    Room("План района", "roadmaps:district-plan", P.MEETING_VIEW, "Дорожные карты"),
    Room("Планы школ", "roadmaps:list", P.ROADMAP_VIEW, "Дорожные карты"),
    Room("Исполнение", "roadmaps:execution", P.ROADMAP_VIEW, "Дорожные карты"),
    Room("Меры и отчёты", "roadmaps:measures", P.ROADMAP_VIEW, "Дорожные карты"),
    Room("Проверка отчётов", "roadmaps:checks", P.EXECUTION_ACCEPT, "Дорожные карты"),
    Room("Календарь мер", "roadmaps:measure-calendar", P.ROADMAP_VIEW, "Дорожные карты"),
    Room("Заседания и протоколы", "reports:meetings", P.MEETING_VIEW, "Документы"),
    Room("Отчёты", "reports:runs", P.REPORT_VIEW, "Документы"),
    Room("Перечни и приказы", "schools:support-lists", P.SCHOOL_VIEW, "Справочники"),
    Room("Календарь процедур", "monitoring:calendar", P.REFERENCE_VIEW, "Справочники"),
    Room("Шкалы перевода", "monitoring:scales", P.REFERENCE_VIEW, "Справочники"),
    Room("Факторы риска", "roadmaps:risk-factors", P.REFERENCE_VIEW, "Справочники"),
    Room("Параметры правил", "monitoring:parameters", P.REFERENCE_VIEW, "Справочники"),
    Room("Пользователи", "people:list", P.USER_MANAGE, "Справочники"),
    Room("Почта", "notices:outbox", P.MAIL_MANAGE, "Справочники"),
)


def frame(request) -> dict:
    """What `base.html` shows round every page: the rooms, the district, the year and the role."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"navigation": _navigation(user, _way(request)), "place": _place(request)}


def _way(request: Any) -> str:
    """The address by which the room is found: a view may name one (`request.room`) that it does not tell."""
    return reverse(request.room) if hasattr(request, "room") else request.path


def _navigation(user: User, path: str) -> list[dict]:
    rooms: list[dict[str, Any]] = [
        {"label": room.label, "group": room.group, "url": reverse(room.url_name)}
        for room in ROOMS
        if room.is_open_to(user)
    ]
    # The room with the longest address that leads here: /reports/meetings/7/ is in «Заседания».
    # Every address begins like that of «Мой день», which is only itself.
    home = reverse("home")
    leading = [room["url"] for room in rooms if path.startswith(room["url"]) and room["url"] != home]
    here: str = max(leading, key=len, default=home if path == home else "")
    return [room | {"current": room["url"] == here} for room in rooms]


def _place(request) -> dict:
    district = district_of(request)
    roles = dict.fromkeys(membership.get_role_display() for membership in request.user.places)
    return {
        "district": district.name if district else "Вся установка",
        "year": academic_year(working_year(district, request.session)) if district else "",
        "role": ", ".join(roles),
        "switch_url": reverse("place") if district else "",
    }


def district_of(request: Any) -> District | None:
    """The district in which the person works; asked once a request, for its clock and its frame."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "working_district"):
        districts = District.objects.permitted(request.user, P.SCHOOL_VIEW)
        request.working_district = working_district(list(districts), request.session)
    return request.working_district
