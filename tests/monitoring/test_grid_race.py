"""Several people in one cell at one moment: real threads, real row locks."""

import threading

import pytest
from django.db import connection

from monitoring.models import DistrictSummary, Result
from monitoring.services.cell_changes import CellInput
from monitoring.services.cells import cells_save
from portal.accounts.enums import Role
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 6


def at_once(deeds) -> list:
    """The outcomes of deeds that began together."""
    barrier, answers = threading.Barrier(len(deeds)), []

    def go(deed):
        try:
            barrier.wait()
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(deeds)
    return answers


@pytest.mark.parametrize("is_new", [True, False])
def test_one_of_many_in_one_cell_wins_and_the_others_are_asked(district, school, is_new):
    sitting = SittingFactory()
    if not is_new:
        ResultFactory(school=school, sitting=sitting)
    people = [person(Role.METHODIST, district=district) for _ in range(CROWD)]

    def deed(by, text):
        cell = CellInput(school.pk, sitting.pk, "participants", text)
        return lambda: cells_save(district=district, cells=[cell], by=by).cells[0].state

    states = at_once([deed(by, str(10 + place)) for place, by in enumerate(people)])

    assert sorted(states) == ["conflict"] * (CROWD - 1) + ["saved"]
    assert Result.objects.get().history.count() == (1 if is_new else 2)


def test_everybody_in_a_cell_of_his_own_is_kept(district, school, methodist):
    sitting = SittingFactory()
    fields = ("participants", "n2", "n3", "n4", "n5")

    def deed(name):
        cell = CellInput(school.pk, sitting.pk, name, "3")
        return lambda: cells_save(district=district, cells=[cell], by=methodist).cells[0].state

    assert set(at_once([deed(name) for name in fields])) == {"saved"}

    result = Result.objects.get()
    assert [getattr(result, name) for name in fields] == [3] * 5
    assert (result.status, result.revision) == ("value", 5)
    assert DistrictSummary.objects.get(sitting=sitting).participants == 3
