from django import template
from django.urls import reverse

from monitoring.checks import Finding, Place
from monitoring.enums import ResultStatus

register = template.Library()


@register.filter
def result_status(status: str) -> str:
    """The words for a cell without a number."""
    return ResultStatus(status).label


@register.simple_tag
def entry_url(finding: Finding, place: Place) -> str:
    """Where a cell of a finding can be mended; empty for what is not typed by hand."""
    school = place.school_id or (finding.school.pk if finding.school else None)
    if school is None or place.year is None:
        return ""
    field = "value" if place.field.startswith(("mean_", "school-")) else place.field
    return f"{reverse('monitoring:school-results', args=[school, place.year])}#id_s{place.sitting_id}-{field}"
