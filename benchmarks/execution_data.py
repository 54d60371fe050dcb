"""A district of 32 schools with 60 measures each and reports on most of them."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.russian import academic_year_of
from roadmaps.enums import Outcome, ReportStatus, RoadmapStatus
from roadmaps.models import MeasureInForce, MeasureReport, PlanYear, ResultLine, Roadmap
from schools.models import District, Membership, Region, School

SCHOOLS, SECTIONS, IN_SECTION = 32, 4, 15
MEASURES = SECTIONS * IN_SECTION
FORMS = ("семинар", "мастер-класс", "консультация", "мониторинг", "совещание", "курсы")
_TITLES = ("Организационные меры", "Работа с педагогами", "Работа с учениками", "Контроль и анализ")
#: how the reports of every ten measures stand; None is no report
_REPORTS: tuple[tuple[str, str] | None, ...] = (
    (ReportStatus.ACCEPTED, Outcome.DONE),
    (ReportStatus.ACCEPTED, Outcome.DONE),
    (ReportStatus.ACCEPTED, Outcome.DONE),
    (ReportStatus.ACCEPTED, Outcome.DONE),
    (ReportStatus.SUBMITTED, Outcome.DONE),
    (ReportStatus.RETURNED, Outcome.DONE),
    (ReportStatus.DRAFT, Outcome.PROGRESS),
    (ReportStatus.ACCEPTED, Outcome.PARTIAL),
    None,
    None,
)


def load() -> tuple[District, User, User]:
    """The district, its methodist (who wrote) and its head."""
    district = District.objects.create(
        region=Region.objects.create(name="Измерение"),
        code="bench",
        name="Измеряемый район",
        genitive="Измеряемого района",
        full_name="Измеряемый муниципальный район",
        department="Отдел образования Измеряемого района",
        timezone="Europe/Volgograd",
    )
    methodist, head = _person(district, Role.METHODIST), _person(district, Role.HEAD)
    year = academic_year_of(timezone.localdate())
    schools = School.objects.bulk_create(
        School(district=district, short_name=f"МКОУ СШ № {number + 1}", key=f"мкоу сш {number + 1}")
        for number in range(SCHOOLS)
    )
    plans = Roadmap.objects.bulk_create(
        Roadmap(
            district=district,
            school=school,
            year=year,
            title=f"Дорожная карта {school.short_name}",
            status=RoadmapStatus.IN_FORCE,
            submitted_by=methodist,
            decided_by=head,
            decided_at=timezone.now(),
        )
        for school in schools
    )
    measures = MeasureInForce.objects.bulk_create(
        _measure(plan, place, year) for plan in plans for place in range(MEASURES)
    )
    _reports(measures, methodist, head)
    return district, methodist, head


def _person(district: District, role: Role) -> User:
    user = User.objects.create(email=f"{role}@bench.example.org", last_name=f"Измеряев {role}")
    user.set_password("bench-bench-bench")
    user.save()
    Membership.objects.create(user=user, role=role, district=district)
    return user


def _measure(plan: Roadmap, place: int, year: int) -> MeasureInForce:
    first, last = PlanYear(year, plan.period).days
    begin = first + timedelta(days=place * 5)
    end = min(begin + timedelta(days=10 + place % 40), last)
    return MeasureInForce(
        roadmap=plan,
        measure_id=plan.pk * 1000 + place,
        position=place + 1,
        number=f"{place // IN_SECTION + 1}.{place % IN_SECTION + 1}",
        section_place=place // IN_SECTION + 1,
        section=_TITLES[place // IN_SECTION],
        name=f"Провести занятие цикла {place + 1}: разбор типичных ошибок и план помощи ученикам",
        form=FORMS[place % len(FORMS)],
        term="по плану",
        starts_on=begin,
        ends_on=None if place % 20 == 19 else end,
        responsible="заместитель директора по учебной работе",
    )


def _reports(measures: list[MeasureInForce], by: User, head: User) -> None:
    now, today = timezone.now(), timezone.localdate()
    reports = []
    for place, measure in enumerate(measures):
        kind = _REPORTS[(place * 7 + place // MEASURES) % len(_REPORTS)]
        if kind is None or (measure.starts_on or today) > today:
            continue
        status, outcome = kind
        reports.append(
            MeasureReport(
                measure=measure,
                number=1,
                status=status,
                outcome=outcome,
                text="Проведено три занятия.",
                done_on=_done_on(measure, place, today),
                submitted_by=by,
                submitted_at=now,
                decided_by=head if status in (ReportStatus.ACCEPTED, ReportStatus.RETURNED) else None,
                decided_at=now if status in (ReportStatus.ACCEPTED, ReportStatus.RETURNED) else None,
            )
        )
    MeasureReport.objects.bulk_create(reports)
    ResultLine.objects.bulk_create(
        ResultLine(
            report=report, position=1, quantity=Decimal(place % 5 + 1), unit="педагога", what="прошли курсы"
        )
        for place, report in enumerate(reports)
    )


def _done_on(measure: MeasureInForce, place: int, today: date) -> date:
    end = measure.ends_on or today
    return min(end + timedelta(days=5) if place % 9 == 0 else end, today)
