"""Plans to begin with: files of fixtures/reference/plan_templates, one a plan."""

import json
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings

from roadmaps.checks import MeasureInput, SectionInput

_FOLDER = settings.BASE_DIR / "fixtures" / "reference" / "plan_templates"


class PlanTemplate(NamedTuple):
    """`code` is the name of its file, `name` is what the page offers."""

    code: str
    name: str
    sections: tuple[SectionInput, ...]


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    """All templates by their names."""
    found = [_template(path.stem, json.loads(path.read_text("utf-8"))) for path in _FOLDER.glob("*.json")]
    return tuple(sorted(found, key=lambda template: template.name))


def _template(code: str, data: dict[str, Any]) -> PlanTemplate:
    sections = tuple(
        SectionInput(section["title"], tuple(MeasureInput(**measure) for measure in section["measures"]))
        for section in data["sections"]
    )
    return PlanTemplate(code, data["name"], sections)
