"""Sentences of the document on execution agree with their numbers."""

from decimal import Decimal

import pytest

from reports.documents.execution_words import Findings, conclusions, recommendations
from roadmaps.enums import Counted
from roadmaps.totals import Cover, ResultSum, Totals


def sentences(*, covers=(), results=(), **counts: int) -> list[str]:
    """Of measures that all have ended."""
    found = {Counted[name.upper()]: count for name, count in counts.items()}
    findings = Findings(
        Totals(found, found), plans={}, covers=covers, results=results, debts=(), facts=(), editions={}
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


def test_forms_and_results_that_are_not_named_are_counted():
    totals = Totals({Counted.DONE: 1}, {})
    covers = [Cover(f"форма {place}", totals, 1) for place in range(8)]
    results = [ResultSum("педагогов", f"дело {place}", Decimal(20 - place), 1, 1) for place in range(7)]
    told = sentences(covers=covers, results=results, done=1)

    assert any("«форма 5» — 1 мероприятие, выполнено 1; и ещё 2 формы." in line for line in told)
    assert any("15 педагогов дело 5; и ещё 1 результат." in line for line in told)
    assert not any("и ещё" in line for line in sentences(covers=covers[:6], results=results[:6], done=1))
