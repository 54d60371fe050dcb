import re
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html, urlize

from monitoring.checks import Finding, Place
from monitoring.enums import ResultStatus
from monitoring.parameters import with_unit

register = template.Library()

_SOURCE = re.compile(r"(?P<name>.*\S)\s+(?P<url>https?://\S+)")


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


@register.filter
def in_units(value: Decimal, code: str) -> str:
    """A value of a parameter with its unit."""
    return with_unit(code, value)


@register.filter
def source_link(source: str) -> str:
    """«Приказ № 5 https://…» as a link under its own name: an address is long and says little."""
    if found := _SOURCE.fullmatch(source.strip()):
        return format_html('<a href="{}">{}</a>', found["url"], found["name"])
    return urlize(source, autoescape=True)
