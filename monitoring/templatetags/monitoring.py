from django import template

from monitoring.enums import ResultStatus

register = template.Library()


@register.filter
def result_status(status: str) -> str:
    """The words for a cell without a number."""
    return ResultStatus(status).label
