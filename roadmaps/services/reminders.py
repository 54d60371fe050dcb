"""Reminding of terms those who still owe a report, and nobody else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import NotAllowed
from portal.core.rights import REFUSAL
from portal.core.russian import counted, date_ru
from portal.notices.enums import NoticeKind
from portal.notices.services import Event, notify_all, thing
from roadmaps.enums import FROZEN, MeasureState
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.reminders import Moment, due
from roadmaps.selectors import MeasureFact, in_force, measure_facts, today_in
from schools.models import District, School
from schools.selectors import holders

People = dict[tuple[str | None, int | None], list[User]]


# --- By the calendar --------------------------------------------------------------------------


def remind(*, now: datetime | None = None) -> int:
    """Remind of every term whose day has come, each in its district's zone; how many new notices.

    It may run as often as one likes: the same measure, moment and day is told of once.
    """
    now = now or timezone.now()
    zones = District.objects.order_by("timezone").values_list("timezone", flat=True).distinct()
    return sum(_remind_zone(ZoneInfo(name), now) for name in zones)


@transaction.atomic
def _remind_zone(zone: ZoneInfo, now: datetime) -> int:
    today = timezone.localtime(now, zone).date()
    running = in_force(MeasureInForce.objects.filter(roadmap__district__timezone=zone.key))
    running = running.filter(ends_on__gte=today).exclude(roadmap__status__in=FROZEN)
    found = {
        pk: moment
        for pk, starts_on, ends_on in running.values_list("pk", "starts_on", "ends_on")
        if (moment := due(starts_on=starts_on, ends_on=ends_on, today=today))
    }
    owed = _owed(running.filter(pk__in=found), today)
    people = _people(owed)
    return len(notify_all(_event(fact, found[fact.measure.pk], people, zone) for fact in owed))


def _event(fact: MeasureFact, moment: tuple[date, Moment], people: People, zone: ZoneInfo) -> Event:
    measure, (day, which) = fact.measure, moment
    ends = f"{measure.ends_on:%d.%m.%Y}"
    words = {
        Moment.START: "Начался срок",
        Moment.MIDDLE: "Прошла половина срока",
        Moment.BEFORE: f"Срок заканчивается {ends}",
    }
    return Event(
        users=people[_place_key(measure.roadmap)],
        kind=NoticeKind.REMINDER,
        title=f"{words[which]}: мера {measure.number}, {measure.roadmap.owner_name}",
        text=f"{measure.name}\nПоследний день — {ends}. {_standing(fact)}",
        url=measure.get_absolute_url(),
        key=f"remind:{measure.pk}:{which}:{day}",
        about=thing(measure),
        zone=zone,
    )


def _standing(fact: MeasureFact) -> str:
    """A report may be begun, or accepted as «выполнено частично»: that one of it being done is owed."""
    if fact.state == MeasureState.RETURNED:
        return "Отчёт вернули на доработку."
    return "Отчёта о том, что мера выполнена, пока нет."


# --- By a button ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom a reminder reached, by plan: two plans may have one owner, and names change."""

    reached: dict[Roadmap, list[User]] = field(default_factory=dict)
    already: list[Roadmap] = field(default_factory=list)
    nobody: list[Roadmap] = field(default_factory=list)

    @property
    def told(self) -> str:
        """The same in a line for the page."""
        names = self._names()
        reached = ", ".join(
            f"{names[plan]} ({counted(len(people), 'человек', 'человека', 'человек')})"
            for plan, people in self.reached.items()
        )
        parts = (
            ("Напомнили", reached),
            ("Сегодня уже напоминали", ", ".join(names[plan] for plan in self.already)),
            (
                "Напомнить некому, никто на портале не пишет отчёты",
                ", ".join(names[plan] for plan in self.nobody),
            ),
        )
        return " ".join(f"{words}: {named}." for words, named in parts if named) or "Напоминать не о чем."

    def _names(self) -> dict[Roadmap, str]:
        """Whose plan each is, with its year where one owner has several."""
        plans = [*self.reached, *self.already, *self.nobody]
        times = Counter(plan.owner_name for plan in plans)
        return {plan: plan.owner_name if times[plan.owner_name] == 1 else str(plan) for plan in plans}


@transaction.atomic
def remind_now(*, measures: QuerySet[MeasureInForce], by: User) -> Reminded:
    """Remind now of those of `measures` that are owed: one notice a day to each person of a school.

    Raises NotAllowed if `by` may not accept the reports of some of them.
    """
    permitted = MeasureInForce.objects.permitted(by, Permission.EXECUTION_ACCEPT)
    if measures.exclude(pk__in=permitted.values("pk")).exists():
        raise NotAllowed(REFUSAL)
    result = Reminded()
    by_plan: dict[Roadmap, list[MeasureFact]] = defaultdict(list)
    for fact in _owed_by_zones(in_force(measures)):
        by_plan[fact.measure.roadmap].append(fact)
    people = _people([fact for facts in by_plan.values() for fact in facts])
    events = {roadmap: _call(roadmap, facts, people) for roadmap, facts in by_plan.items()}
    new: dict[str, list[User]] = defaultdict(list)
    for notice in notify_all(events.values()):
        new[notice.key].append(notice.user)
    for roadmap, event in events.items():
        _sort_out(result, roadmap, event, new[event.key])
    for roadmap in (roadmap for roadmap, event in events.items() if new[event.key]):
        audit_record(
            action="execution.remind",
            subject=roadmap,
            by=by,
            measures=[fact.measure.pk for fact in by_plan[roadmap]],
            people=[user.pk for user in new[events[roadmap].key]],
        )
    return result


def _call(roadmap: Roadmap, facts: list[MeasureFact], people: People) -> Event:
    count = counted(len(facts), "мере", "мерам", "мерам")
    lines = [
        f"{fact.measure.number}. {fact.measure.name}"
        + (f" — до {date_ru(fact.measure.ends_on)}" if fact.measure.ends_on else "")
        for fact in facts
    ]
    kind, place_id = _place_key(roadmap)
    return Event(
        users=people[kind, place_id],
        kind=NoticeKind.REMINDER,
        title=f"Ждём отчёт по {count}: {roadmap}",
        text="\n".join(lines),
        url=f"{reverse('roadmaps:measures')}?plan={roadmap.pk}",
        key=f"remind-now:{kind}:{place_id}:{roadmap.pk}:{today_in(roadmap.district)}",
        zone=roadmap.district.zone,
    )


def _sort_out(result: Reminded, roadmap: Roadmap, event: Event, new: list[User]) -> None:
    if new:
        result.reached[roadmap] = new
    else:
        (result.already if event.users else result.nobody).append(roadmap)


# --- Who owes what ----------------------------------------------------------------------------


def _owed(measures: Iterable[MeasureInForce], today: date) -> list[MeasureFact]:
    return [fact for fact in measure_facts(measures=measures, today=today) if fact.is_owed]


def _owed_by_zones(measures: Iterable[MeasureInForce]) -> Iterator[MeasureFact]:
    """A selection may span districts: each has its own today."""
    by_day: dict[date, list[MeasureInForce]] = defaultdict(list)
    for measure in measures:
        by_day[today_in(measure.roadmap.district)].append(measure)
    for today, rows in by_day.items():
        yield from _owed(rows, today)


def _place_key(roadmap: Roadmap) -> tuple[str, int]:
    return ("school", roadmap.school_id) if roadmap.school_id else ("district", roadmap.district_id)


def _people(facts: Iterable[MeasureFact]) -> People:
    """Who reports, by place: a school's own people, the methodists for the plan of a district."""
    plans = {fact.measure.roadmap for fact in facts}
    schools: list[School] = [plan.school for plan in plans if plan.school]
    districts = [plan.district for plan in plans if not plan.school]
    return holders(Permission.EXECUTION_REPORT, schools=schools, districts=districts)
