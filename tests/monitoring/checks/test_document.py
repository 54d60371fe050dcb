"""The table of rules that people read is the list of rules that run."""

import re

from django.conf import settings

from monitoring.checks import RULES

ROW = re.compile(
    r"^\| (?P<title>[^|]+) \| [^|]+ \| (?P<severity>[^|]+) \| [^|]+ \| `(?P<code>\w+)` \|$", re.MULTILINE
)


def test_docs_name_every_rule_in_its_order_with_its_severity():
    text = (settings.BASE_DIR / "docs" / "checks.md").read_text(encoding="utf-8")
    told = [(row["code"], row["title"], row["severity"]) for row in ROW.finditer(text)]
    assert told == [(rule.code, rule.title, rule.severity.label) for rule in RULES]
