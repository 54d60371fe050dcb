"""What a new plan can begin with: the edition of last year, or what already stands in its place."""

from dataclasses import replace

from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.content import MeasureContent, RoadmapContent, from_json
from roadmaps.drafts import OLD_YEAR, PlanDraft, draft_of, moved_wording
from roadmaps.enums import PlanPeriod
from roadmaps.models import Measure, RiskFactor, Roadmap
from roadmaps.terms import PlanYear
from schools.models import District, School

#: what a measure of the new year does not take over: its days are read anew, its result is not there yet
_LEFT = frozenset({"id", "starts_on", "ends_on", "recurrence", "result", "risk_factor"})


def last_years_draft(
    *, district: District, school: School | None, year: int, period: str
) -> PlanDraft | None:
    """The last approved edition of the year before `year`, of the same owner, as a draft; None without one.

    A plan of the same kind of year goes first, where the owner has both.
    """
    rows = Roadmap.objects.filter(district=district, school=school, year=year - 1, versions__isnull=False)
    found = sorted(rows.distinct(), key=lambda roadmap: roadmap.period != period)
    if not found or (version := found[0].versions.first()) is None:
        return None
    risks = dict(RiskFactor.objects.values_list("name", "pk"))
    content = from_json(version.content)
    sections = [
        SectionInput(section.title, tuple(_measure(row, risks) for row in section.measures))
        for section in content.sections
    ]
    old, new = _plan(found[0].year, found[0].period), _plan(year, period)
    return _with_offers(draft_of(sections, year=year, period=period, is_old=True), content, old, new)


def _plan(year: int, period: str) -> PlanYear:
    return PlanYear(year, period == PlanPeriod.CALENDAR)


def _with_offers(plan: PlanDraft, content: RoadmapContent, old: PlanYear, new: PlanYear) -> PlanDraft:
    """The draft of `content` with an answer to each question about an old year that has a certain one."""
    rows = (
        replace(row, offer=moved_wording(then, old=old, new=new)) if row.question == OLD_YEAR else row
        for row, then in zip(plan.rows, content.measures, strict=True)
    )
    return replace(plan, rows=tuple(rows))


def _measure(row: MeasureContent, risks: dict[str, int]) -> MeasureInput:
    texts = {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in _LEFT}
    return replace(MeasureInput(row.name), risk_factor=risks.get(row.risk_factor), **texts)


def has_measures(*, district: District, school: School | None, year: int, period: str) -> bool:
    """Whether somebody already wrote the plan of this owner and year."""
    place = {"district": district, "school": school, "year": year, "period": period}
    return Measure.objects.filter(
        **{f"section__roadmap__{key}": value for key, value in place.items()}
    ).exists()
