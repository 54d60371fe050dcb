"""What a person found when he opened the editor: the rows as they stood at a revision."""

from datetime import datetime
from typing import Any

from portal.core.audit import subject_type
from portal.core.models import AuditEvent
from roadmaps.content import MeasureContent
from roadmaps.models import Measure, RiskFactor, Roadmap
from roadmaps.selectors.texts import SAME_NAMES

#: deeds that change the text
_CHANGES = ("roadmap.edit", "roadmap.discard")


def measures_at(roadmap: Roadmap, revision: int) -> dict[int, MeasureContent]:
    """The measures of `revision` by number, out of their history; without those that it does not know."""
    moment = _written_before(roadmap, revision)
    if moment is None:
        return {}
    ids = Measure.objects.filter(section__roadmap=roadmap).values("pk")
    rows = Measure.history.filter(id__in=ids, history_date__lte=moment).order_by("history_date", "history_id")
    risks = dict(RiskFactor.objects.values_list("pk", "name"))
    return {row.id: _content(row, risks) for row in rows}


def _written_before(roadmap: Roadmap, revision: int) -> datetime | None:
    """When the last deed was done that came before the first change after `revision`."""
    deeds = list(
        AuditEvent.objects.filter(subject_type=subject_type(roadmap), subject_id=roadmap.pk).order_by("pk")
    )
    moment = None
    for deed in deeds:
        if deed.action in _CHANGES and deed.data.get("revision", 0) > revision:
            return moment
        moment = deed.at
    return moment


def _content(row: Any, risks: dict[int, str]) -> MeasureContent:
    texts = {name: getattr(row, name) for name in SAME_NAMES}
    return MeasureContent(id=row.id, risk_factor=risks.get(row.risk_factor_id, ""), **texts)
