"""What the document on execution rests on: its year, lists of schools, orders, and plans that stand still."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.core.errors import InvalidInput
from portal.core.russian import academic_year, counted, date_ru
from reports.documents.blocks import Block, Heading, ListBlock, Paragraph
from reports.documents.execution_words import Findings
from roadmaps.enums import PlanPeriod
from roadmaps.models import PlanYear, Roadmap, RoadmapVersion
from roadmaps.selectors import PlanKey, stops_of, years_of_plans
from schools.models import District, School, SupportList, SupportListEntry
from schools.selectors import lists_in_force


@dataclass(frozen=True, slots=True)
class Year:
    """The plan year that is printed; `school` is None for the whole district."""

    district: District
    plan_year: PlanYear
    school: School | None = None


def year_to_print(*, district: District, key: PlanKey, school: School | None = None) -> Year:
    """The plan year meant by `key`. Raises InvalidInput (key: year), naming the years that there are."""
    plans = district.roadmaps.filter(school=school) if school else district.roadmaps.all()
    years = years_of_plans(plans)
    wanted = [PlanYear(key.year, period) for period in _periods(key)]
    if found := next((one for one in wanted if one in years), None):
        return Year(district, found, school)
    whose = f"Действующей карты {school}" if school else f"Действующих карт района ({district})"
    them = "её" if school else "их"
    advice = f"Есть: {', '.join(map(str, years))}." if years else f"Сначала {them} нужно утвердить."
    raise InvalidInput({"year": f"{whose} на {key.name} год нет. {advice}"})


def _periods(key: PlanKey) -> tuple[str, ...]:
    return (key.period,) if key.period else (PlanPeriod.CALENDAR, PlanPeriod.ACADEMIC)


def basis(year: Year, found: Findings) -> Iterator[Block]:
    yield Heading("Основание", level=2)
    lists = lists_in_force(district=year.district, year=_list_year(year.plan_year))
    if lines := [line for row in lists if (line := _list_line(row, year.school))]:
        yield ListBlock(tuple(lines), title="Перечни школ:")
    if lines := list(_order_lines(found.plans, found.editions)):
        yield ListBlock(tuple(lines), title="Утверждены:")
    if lines := list(_stop_lines(found.plans)):
        yield ListBlock(tuple(lines), title="Приостановлены или закрыты:")
    yield Paragraph(_counts(year, found))


def _list_year(plan_year: PlanYear) -> int:
    """A plan of a calendar year begins in the middle of an academic one."""
    return plan_year.year if plan_year.period == PlanPeriod.ACADEMIC else plan_year.year - 1


def _list_line(row: SupportList, school: School | None) -> str:
    entries = SupportListEntry.objects.filter(support_list=row).select_related("school")
    names = [str(entry.school) for entry in entries if school is None or entry.school_id == school.pk]
    if not names:
        return ""
    what = f"{row.get_level_display()} перечень {row.get_kind_display()}"
    basis = f"{row.legal_act}, {row.legal_act.issuer}"
    return f"{what} на {academic_year(row.year)} учебный год ({basis}): {', '.join(names)}"


def _order_lines(plans: Iterable[Roadmap], editions: Mapping[int, RoadmapVersion]) -> Iterator[str]:
    """One line for an order, whoever's plans it approved."""
    groups: dict[str, list[str]] = {}
    for plan in plans:
        act = editions[plan.pk].act if plan.pk in editions else None
        said = f"{act} ({act.issuer})" if act else "приказ не указан"
        groups.setdefault(said, []).append(plan.owner_name)
    for said, names in groups.items():
        yield f"{said}: {', '.join(names)}"


def _stop_lines(plans: Iterable[Roadmap]) -> Iterator[str]:
    plans = list(plans)
    stops = stops_of(plans)
    for plan in plans:
        if stop := stops.get(plan.pk):
            why = f", причина: {stop.remark}" if stop.remark else ""
            state = f"{plan.get_status_display()}, счёт дней стоит с {date_ru(stop.since)}"
            yield f"{plan.owner_name}: {state}{why}"


def _counts(year: Year, found: Findings) -> str:
    measures = counted(found.whole.measures, "мероприятие", "мероприятия", "мероприятий")
    if year.school:
        return f"В дорожной карте {measures}."
    return f"{_taken(len(found.schools), own=len(found.plans) > len(found.schools))}, всего {measures}."


def _taken(schools: int, *, own: bool) -> str:
    """«Учтены план района и дорожные карты 2 школ»; `own` is whether the district has a plan itself."""
    if not schools:
        return "Учтён план района"
    cards = "дорожная карта" if schools == 1 else "дорожные карты"
    cards = f"{cards} {counted(schools, 'школы', 'школ', 'школ')}"
    if own:
        return f"Учтены план района и {cards}"
    return f"{'Учтена' if schools == 1 else 'Учтены'} {cards}"
