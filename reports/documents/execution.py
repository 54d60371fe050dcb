"""The kind `roadmap-execution`: how a plan year is carried out, in a district or in one school.

The form is that of the departments' own «Информация об исполнении Плана мероприятий»: basis, lists and
orders, counts, what was done on each measure, conclusions. Only accepted reports count as done, and only
their texts are printed; conclusions are a draft by rules, each with its figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.core.errors import InvalidInput
from portal.core.russian import academic_year, counted, date_words, number
from reports.documents.blocks import (
    Appendix,
    Block,
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
)
from reports.documents.execution_tables import (
    covers_table,
    debts_table,
    measures_table,
    overdue_table,
    results_table,
    sum_table,
    totals_table,
)
from reports.documents.execution_words import Findings, conclusions, recommendations
from roadmaps.enums import PlanPeriod
from roadmaps.models import PlanYear, Roadmap, RoadmapVersion
from roadmaps.selectors import (
    PlanKey,
    covers_of,
    debts_of,
    editions_in_force,
    facts_of,
    measures_of_year,
    printed_results,
    results_of,
    today_in,
    years_of_plans,
)
from roadmaps.totals import Totals, totals_by
from roadmaps.totals_table import by_month, by_section
from schools.models import District, School, SupportList, SupportListEntry
from schools.selectors import lists_in_force

_RULES = (
    "Выполненным считается мероприятие, о котором принят отчёт «выполнено»; отчёты на проверке не входят. "
    "«Выполнено, %» — доля от всех мероприятий, «В срок, %» — доля от тех, срок которых уже прошёл; "
    "проценты целые, 100 — только когда все. "
    "Мероприятие без даты окончания просроченным не считается. У приостановленной или закрытой карты счёт "
    "дней остановлен в день остановки."
)

#: measures of all plans whose tables one document prints; a longer one takes minutes and nobody reads it
MOST_MEASURES = 1_500


#: the title of an appendix and its blocks
Titled = tuple[str, Sequence[Block]]


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
    advice = f"Есть: {', '.join(map(str, years))}." if years else "Сначала их нужно утвердить."
    raise InvalidInput({"year": f"{whose} на {key.name} год нет. {advice}"})


def _periods(key: PlanKey) -> tuple[str, ...]:
    return (key.period,) if key.period else (PlanPeriod.CALENDAR, PlanPeriod.ACADEMIC)


def execution_document(year: Year) -> Document:
    """The whole paper as things stand today in the district's zone."""
    measures = measures_of_year(district=year.district, plan_year=year.plan_year)
    if year.school:
        measures = measures.filter(roadmap__school=year.school)
    facts = facts_of(measures=measures, district=year.district)
    found = Findings(
        whole=Totals.of(facts),
        plans=totals_by(facts, lambda fact: fact.measure.roadmap),
        covers=covers_of(facts),
        results=results_of(measures=measures),
        debts=debts_of(facts),
        facts=facts,
    )
    title = _title(year, found)
    blocks = (
        Heading(title, level=1, align="center"),
        Paragraph(
            f"{year.district.full_name}\n{date_words(today_in(year.district))} года",
            align="center",
            indent=False,
        ),
        *_basis(year, found),
        *_words(found),
        *_tables(found),
        *_appendices(year, found, printed_results(measures=measures)),
    )
    return Document(title=title, blocks=blocks)


def _title(year: Year, found: Findings) -> str:
    names = []
    if len(found.plans) > len(found.schools):
        names.append("плана мероприятий района")
    if found.schools:
        names.append(f"дорожной карты {year.school}" if year.school else "дорожных карт школ")
    whose = " и ".join(names)
    return f"Информация об исполнении {whose} на {year.plan_year.words}"


# --- Basis ----------------------------------------------------------------------------------------


def _basis(year: Year, found: Findings) -> Iterator[Block]:
    yield Heading("Основание", level=2)
    lists = lists_in_force(district=year.district, year=_list_year(year.plan_year))
    if lines := [line for row in lists if (line := _list_line(row, year.school))]:
        yield ListBlock(tuple(lines), title="Перечни школ:")
    editions = editions_in_force(plans=list(found.plans), today=today_in(year.district))
    if lines := list(_order_lines(found.plans, editions)):
        yield ListBlock(tuple(lines), title="Утверждены:")
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


def _order_lines(plans: Iterable[Roadmap], editions: dict[int, RoadmapVersion]) -> Iterator[str]:
    """One line for an order, whoever's plans it approved."""
    groups: dict[str, list[str]] = {}
    for plan in plans:
        act = editions[plan.pk].act if plan.pk in editions else None
        said = f"{act} ({act.issuer})" if act else "приказ не указан"
        groups.setdefault(said, []).append(plan.owner_name)
    for said, names in groups.items():
        yield f"{said}: {', '.join(names)}"


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


# --- Words and tables -----------------------------------------------------------------------------


def _words(found: Findings) -> Iterator[Block]:
    yield Heading("Выводы", level=2)
    yield ListBlock(tuple(conclusions(found)), ordered=True)
    if lines := recommendations(found):
        yield Heading("Рекомендации", level=2)
        yield ListBlock(tuple(lines), ordered=True)
    yield Note(
        "Выводы и рекомендации составлены по правилам из чисел этого документа. Это проект: проверьте его."
    )


def _tables(found: Findings) -> Iterator[Block]:
    yield Heading("Итоги", level=2)
    yield sum_table(found.whole)
    yield Note(_RULES)
    if any(cover.form for cover in found.covers):
        yield covers_table(found.covers)
    if found.results:
        yield results_table(found.results)


# --- Appendices -----------------------------------------------------------------------------------


def _appendices(year: Year, found: Findings, results: dict[int, str]) -> list[Block]:
    titled = [_sums(year, found), *_late(year, found), *_plans(found, results)]
    return [
        Appendix(place, f"Приложение {place}", title, tuple(blocks), landscape=True)
        for place, (title, blocks) in enumerate(titled, start=1)
    ]


def _sums(year: Year, found: Findings) -> Titled:
    tables: list[Block] = []
    if year.school is None:
        rows = [(plan.owner_name, totals) for plan, totals in found.plans.items()]
        tables.append(totals_table("По картам", "Чья карта", rows, found.whole))
    tables.append(totals_table("По разделам", "Раздел", by_section(found.facts), found.whole))
    tables.append(totals_table("По месяцам окончания срока", "Месяц", by_month(found.facts), found.whole))
    if len(found.facts) > MOST_MEASURES:
        tables.append(
            Note(
                f"Мероприятий больше {number(MOST_MEASURES)}, поэтому таблицы по мероприятиям школ сюда не "
                "вошли: соберите документ по каждой школе."
            )
        )
    return "Итоги исполнения", tables


def _late(year: Year, found: Findings) -> Iterator[Titled]:
    late = [fact for fact in found.facts if fact.is_overdue]
    if late:
        owing = [debts_table(found.debts)] if found.debts and year.school is None else []
        yield "Просроченные мероприятия", [*owing, overdue_table(late)]


def _plans(found: Findings, results: dict[int, str]) -> Iterator[Titled]:
    """Every plan on pages of its own, as long as paper holds them; the district's own always."""
    is_long = len(found.facts) > MOST_MEASURES
    for _, group in groupby(found.facts, key=lambda fact: fact.measure.roadmap_id):
        facts = list(group)
        plan = facts[0].measure.roadmap
        if not (is_long and plan.school_id):
            yield f"Исполнение: {plan.owner_name}", [measures_table(plan.title, facts, results)]
