"""Filters for Russian numbers, dates and words; built into every template."""

from collections.abc import Mapping
from typing import Any

from django import template

from portal.core import russian

register = template.Library()
register.filter("number", russian.number)
register.filter("signed", russian.signed)
register.filter("date_ru", russian.date_ru)
register.filter("date_words", russian.date_words)
register.filter("month_words", russian.month_words)
register.filter("when", russian.when)
register.filter("academic_year", russian.academic_year)


@register.filter
def plural(count: int, forms: str) -> str:
    """`{{ n|plural:"школа,школы,школ" }}` gives the noun alone."""
    return russian.plural(int(count or 0), *forms.split(","))


@register.filter
def get(mapping: Mapping, key: Any) -> Any:
    """A value of a mapping by a key that is itself a variable."""
    return mapping.get(key)
