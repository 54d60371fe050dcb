"""The kind `roadmap-execution`: how a plan year is carried out, in a district or in one school.

The form is that of the departments' own «Информация об исполнении Плана мероприятий»: basis, lists and
orders, counts, what was done on each measure, conclusions. Only accepted reports count as done, and only
their texts are printed; conclusions are a draft by rules, each with its figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.db.models import QuerySet

from portal.core.russian import date_words, number
from reports.documents.blocks import (
    Appendix,
    Block,
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
)
from reports.documents.execution_basis import Year, basis
from reports.documents.execution_tables import (
    covers_table,
    debts_table,
    measures_table,
    overdue_table,
    removed_table,
    results_table,
    sum_table,
    totals_table,
)
from reports.documents.execution_words import Findings, conclusions, recommendations
from roadmaps.content import from_json
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.selectors import (
    covers_of,
    debts_of,
    editions_in_force,
    facts_of,
    measures_of_year,
    printed_results,
    removed_with_results,
    results_of,
    today_in,
)
from roadmaps.totals import Totals, totals_by
from roadmaps.totals_table import by_month, by_section

_RULES = (
    "Выполненным считается мероприятие, о котором принят отчёт «выполнено»; отчёты на проверке не входят. "
    "«Выполнено, %» — доля от всех мероприятий, «В срок, %» — доля от тех, срок которых уже прошёл; "
    "проценты целые, 100 — только когда все. "
    "Мероприятие без даты окончания просроченным не считается. У приостановленной или закрытой карты счёт "
    "дней остановлен в день остановки."
)

_REMOVED = (
    "Отчёты об этих мероприятиях приняты, но новая версия карты мероприятий уже не содержит. "
    "В итоги и в результаты в числах они не входят."
)

#: measures of all plans whose tables one document prints; a longer one takes minutes and nobody reads it
MOST_MEASURES = 1_500


#: the title of an appendix and its blocks
Titled = tuple[str, Sequence[Block]]


def execution_document(year: Year) -> Document:
    """The whole paper as things stand today in the district's zone."""
    measures = measures_of_year(district=year.district, plan_year=year.plan_year)
    if year.school:
        measures = measures.filter(roadmap__school=year.school)
    found = _found(year, measures)
    title = _title(year, found)
    day = f"{date_words(today_in(year.district))} года"
    appendices = [
        _sums(year, found),
        *_late(year, found),
        *_plans(found, printed_results(measures=measures)),
        *_removed(removed_with_results(measures=measures)),
    ]
    blocks = (
        Heading(title, level=1, align="center"),
        Paragraph(f"{year.district.full_name}\n{day}", align="center", indent=False),
        *basis(year, found),
        *_words(found),
        *_tables(found),
        *_numbered(appendices),
    )
    return Document(title=title, blocks=blocks)


def _found(year: Year, measures: QuerySet[MeasureInForce]) -> Findings:
    facts = facts_of(measures=measures, district=year.district)
    plans = totals_by(facts, lambda fact: fact.measure.roadmap)
    return Findings(
        whole=Totals.of(facts),
        plans=plans,
        covers=covers_of(facts),
        results=results_of(measures=measures),
        debts=debts_of(facts),
        facts=facts,
        editions=editions_in_force(plans=list(plans), today=today_in(year.district)),
    )


def _title(year: Year, found: Findings) -> str:
    names = []
    if len(found.plans) > len(found.schools):
        names.append("плана мероприятий района")
    if found.schools:
        names.append(f"дорожной карты {year.school}" if year.school else "дорожных карт школ")
    whose = " и ".join(names)
    return f"Информация об исполнении {whose} на {year.plan_year.words}"


# --- Words and tables -----------------------------------------------------------------------------


def _words(found: Findings) -> Iterator[Block]:
    yield Heading("Выводы", level=2)
    yield Note(
        "Выводы и рекомендации составлены по правилам из чисел этого документа. Это проект: проверьте его."
    )
    yield ListBlock(tuple(conclusions(found)), ordered=True)
    if lines := recommendations(found):
        yield Heading("Рекомендации", level=2)
        yield ListBlock(tuple(lines), ordered=True)


def _tables(found: Findings) -> Iterator[Block]:
    yield Heading("Итоги", level=2)
    yield sum_table(found.whole)
    yield Note(_RULES)
    if any(cover.form for cover in found.covers):
        yield covers_table(found.covers, of_schools=bool(found.schools))
    if found.results:
        yield results_table(found.results, of_schools=bool(found.schools))


# --- Appendices -----------------------------------------------------------------------------------


def _numbered(titled: Iterable[Titled]) -> list[Block]:
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
            title = _title_in_force(found, plan)
            whose = f": {plan.owner_name}" if plan.school_id else " плана района"
            yield f"Исполнение{whose}", [measures_table(title, facts, results)]


def _title_in_force(found: Findings, plan: Roadmap) -> str:
    """As it was approved: that of the next version may be another one already."""
    edition = found.editions.get(plan.pk)
    return from_json(edition.content).title if edition else plan.title


def _removed(removed: Sequence[tuple[MeasureInForce, str]]) -> Iterator[Titled]:
    if removed:
        yield "Сделанное по снятым мероприятиям", [removed_table(removed), Note(_REMOVED)]
