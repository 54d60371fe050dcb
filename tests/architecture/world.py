"""Three districts with something of everything in each, so that every page has data that could leak."""

from dataclasses import dataclass
from types import SimpleNamespace

from portal.accounts.enums import Role
from portal.core.workflow import events_of
from roadmaps import services
from tests.factories.monitoring import ImportBatchFactory, MarkScaleFactory, ResultFactory, SittingFactory
from tests.factories.notices import LetterFactory, NoticeFactory
from tests.factories.reports import AgendaItemFactory, DecisionFactory, MeetingFactory, ReportRunFactory
from tests.factories.roadmaps import (
    EvidenceFactory,
    ExclusionCaseFactory,
    MeasureInForceFactory,
    MeasureReportFactory,
    RiskFactorFactory,
    approved,
    roadmap_with,
)
from tests.factories.schools import (
    DistrictFactory,
    LegalActFactory,
    RegionFactory,
    SchoolAliasFactory,
    SchoolFactory,
    SupportListEntryFactory,
    person,
)

PEOPLE = ("school", "curator", "methodist", "head", "coordinator", "observer", "admin")


@dataclass
class World:
    """`own`, `neighbour` (same region) and `far` (another one) hold alike objects under alike names."""

    own: SimpleNamespace
    neighbour: SimpleNamespace
    far: SimpleNamespace
    people: dict


def build_world() -> World:
    region, other = RegionFactory(name="Своя область"), RegionFactory(name="Дальняя область")
    sitting = SittingFactory()
    places = [_place(*row, sitting) for row in (("own", region), ("neighbour", region), ("far", other))]
    people = _people(places[0], region)
    for place in places:
        reader = people["methodist"] if place is places[0] else place.author
        place.notice = NoticeFactory(user=reader, title=f"Уведомление {place.canary}")
        place.letter = LetterFactory(
            user=reader, subject=f"Письмо {place.canary}", status="failed", error="?"
        )
    return World(*places, people=people)


def _place(code: str, region, sitting) -> SimpleNamespace:
    canary = f"Канарейкин{code}"
    district = DistrictFactory(code=code, region=region, name=f"Район {canary}")
    school = SchoolFactory(district=district, short_name=f"Школа {canary}")
    entry = SupportListEntryFactory(
        school=school,
        support_list__district=district,
        support_list__legal_act=LegalActFactory(district=district, title=f"О списке {canary}"),
    )
    meeting = MeetingFactory(district=district, body=f"Группа {canary}")
    AgendaItemFactory(meeting=meeting, topic=f"О деле {canary}")
    DecisionFactory(meeting=meeting, text=f"Решить {canary}")
    author = person(Role.METHODIST, district=district, last_name=canary)
    roadmap = roadmap_with(2, school=school, district=district, title=f"Карта {canary}")
    measure = MeasureInForceFactory(roadmap=roadmap, name=f"Мера {canary}")
    report = MeasureReportFactory(measure=measure, text=f"Сделано {canary}", edited_by=author)
    approved_plan = _approved_plan(school, district, canary)
    return SimpleNamespace(
        canary=canary,
        district=district,
        school=school,
        alias=SchoolAliasFactory(school=school, name=f"Прозвище {canary}"),
        entry=entry,
        result=ResultFactory(school=school, sitting=sitting, participants=20),
        scale=MarkScaleFactory(),
        risk=RiskFactorFactory(),
        batch=ImportBatchFactory(district=district, file_name=f"Файл {canary}.xlsx"),
        roadmap=roadmap,
        measure=measure,
        report=report,
        evidence=EvidenceFactory(report=report, title=f"Справка {canary}.pdf", added_by=author),
        first_draft=roadmap,
        approved_plan=approved_plan,
        discarded=events_of(approved_plan).get(target="discarded"),
        case=ExclusionCaseFactory(school=school, district=district, grounds=f"Основание {canary}"),
        meeting=meeting,
        author=author,
        run=ReportRunFactory(district=district, requested_by=author),
    )


def _approved_plan(school, district, canary: str):
    """An edition of last year, written by people who appear nowhere else; its next version is thrown away."""
    author, head = person(Role.METHODIST, district=district), person(Role.HEAD, district=district)
    plan = roadmap_with(1, school=school, district=district, title=f"Старая карта {canary}", year=2019)
    plan = approved(plan, author=author, head=head)
    opened = services.roadmap_reopen(roadmap=plan, by=author, seen=plan.revision)
    return services.roadmap_discard(roadmap=opened, by=author, seen=opened.revision)


def _people(own: SimpleNamespace, region) -> dict:
    at = {
        "school": {"school": own.school},
        "curator": {"school": own.school},
        "methodist": {"district": own.district},
        "head": {"district": own.district},
        "coordinator": {"district": own.district},
        "observer": {"region": region},
        "admin": {},
    }
    return {role: person(Role(role), **place) for role, place in at.items()}
