"""Sentences of the document on execution agree with their numbers."""

import pytest

from reports.documents.execution_words import Findings, conclusions, recommendations
from roadmaps.enums import Counted
from roadmaps.totals import Totals


def sentences(**counts: int) -> list[str]:
    """Of measures that all have ended."""
    found = {Counted[name.upper()]: count for name, count in counts.items()}
    findings = Findings(
        Totals(found, found), plans={}, covers=(), results=(), debts=(), facts=(), editions={}
    )
    return [line.replace("\u00a0", " ") for line in (*conclusions(findings), *recommendations(findings))]


@pytest.mark.parametrize(
    ("failed", "ended", "advice"),
    [
        (
            1,
            "Из 1 мероприятия, срок которого прошёл, в срок выполнено 0 (0 %); не выполнено — 1.",
            "Разобрать причины невыполнения 1 мероприятия и решить, переносить ли его на следующий год.",
        ),
        (
            2,
            "Из 2 мероприятий, срок которых прошёл, в срок выполнено 0 (0 %); не выполнено — 2.",
            "Разобрать причины невыполнения 2 мероприятий и решить, переносить ли их на следующий год.",
        ),
    ],
)
def test_what_was_not_carried_out_is_spoken_of_in_its_number(failed, ended, advice):
    assert sentences(failed=failed) == [ended, advice]
