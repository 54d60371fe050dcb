"""Fields drawn without a template each: the editor of a plan holds a thousand of them on one page."""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = dict[str, Any]


def _input(widget: Widget) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    return format_html(
        '<input type="{}" name="{}"{}>', widget["type"], widget["name"], flatatt(value | widget["attrs"])
    )


def _area(widget: Widget) -> SafeString:
    # A browser drops the first line break: one that was typed must not be the first.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        flatatt(widget["attrs"]),
        widget["value"] or "",
    )


def _select(widget: Widget) -> SafeString:
    options = [option for _, group, _ in widget["optgroups"] for option in group]
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((each["value"], flatatt(each["attrs"]), each["label"]) for each in options),
        ),
    )


_DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/date.html": _input,
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/textarea.html": _area,
    "django/forms/widgets/select.html": _select,
}


class QuickRenderer(DjangoTemplates):
    """The same HTML as Django's own for plain fields; anything else goes Django's way."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


QUICK = QuickRenderer()
