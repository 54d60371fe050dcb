"""Fields drawn by hand say the same as Django's own, whatever is typed into them."""

import pytest
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from roadmaps.forms.quick import QUICK
from roadmaps.forms.rows import HeadForm, MeasureForm, SectionForm
from roadmaps.models import RiskFactor, Roadmap

HOSTILE = """<script>alert("1")</script>'"&amp; «ёлочки»"""
RISKS = [RiskFactor(pk=7, name=f"Кадры {HOSTILE}"), RiskFactor(pk=8, name="Мотивация")]
FILLED = {
    "m-id": "5",
    "m-name": f"\nПервая строка пуста\n{HOSTILE}",
    "m-form": HOSTILE,
    "m-starts_on": "31.02.2021",
    "m-recurrence": "monthly",
    "m-risk_factor": "7",
    "m-remove": "on",
}


def forms(data):
    roadmap = Roadmap(year=2020)
    yield MeasureForm(data, prefix="m", roadmap=roadmap, risks=RISKS)
    yield SectionForm(data, prefix="m")
    yield HeadForm(data, prefix="m")


@pytest.mark.parametrize("data", [None, {}, FILLED], ids=["fresh", "blank", "filled"])
def test_a_quick_field_is_django_s_own_field(data):
    for form in forms(data):
        quick = [str(field) for field in form]
        assert form.renderer is QUICK
        form.renderer = DjangoTemplates()
        for drawn, field in zip(quick, form, strict=True):
            assert parse_html(drawn) == parse_html(str(field)), field.name
