"""The entry grid of a large district while colleagues work: its page and the save of one cell.

The page stands against the obvious one, a form with a field for every cell of the same table; a cell's save
against sending the plain form of its school, which changes the same number.
"""

import argparse
import json
import multiprocessing
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.core.management import call_command
from django.db import connections
from django.template import Context, Template
from django.test import Client

from benchmarks.measure import Contender, Target, interleaved, report
from monitoring.enums import ResultStatus, Scale
from monitoring.forms import EntrySheet, ResultRowForm
from monitoring.models import Result, Sitting
from monitoring.selectors.grid import FIELDS, grid_choice, grid_results
from portal.accounts.enums import Role
from portal.accounts.models import User
from schools.models import District, Membership, Region, School

PAGE, FORM_PAGE = "the grid's page", "a form for every row"
CELL, SHEET = "one cell", "the school's whole form"
SCHOOLS, YEAR = 60, 2021
COLLEAGUES = 2
ROUNDS = 20
PARTICIPANTS = 20
TARGETS = (Target(PAGE, FORM_PAGE, 0.5), Target(CELL, SHEET, 0.5))
FORMS = Template(
    "<table>{% for row in rows %}<tr>{% for form in row %}"
    "{% for field in form %}<td>{{ field }}</td>{% endfor %}{% endfor %}</tr>{% endfor %}</table>"
)


def main(options: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0)
    call_command("reference_load", verbosity=0)
    district, methodist = _district()
    sittings = grid_choice(district=district, year=YEAR).sittings
    _results(district, sittings)
    desk = _Desk(district, sittings, methodist)
    cells = _check_alike(desk)
    contenders = (
        Contender(PAGE, lambda _: desk.page()),
        Contender(FORM_PAGE, lambda _: desk.form_page()),
        Contender(CELL, desk.save_cell, desk.next_number),
        Contender(SHEET, desk.save_sheet, desk.prepared_sheet),
    )
    with _colleagues(district, sittings, methodist):
        times = interleaved(contenders, rounds=options.rounds or ROUNDS, warm_ups=2)
    title = f"grid: {SCHOOLS} schools, {cells} cells, {COLLEAGUES} colleagues saving cells all the time"
    return report(title, times, TARGETS, unit="ms")


class _Desk:
    """One methodist: the same deeds by the grid and by plain forms."""

    def __init__(self, district: District, sittings: list[Sitting], methodist: User):
        self.district, self.sittings, self.user = district, sittings, methodist
        self.schools = list(School.objects.filter(district=district))
        self.school, self.sitting = self.schools[0], sittings[0]
        self.client = _client(methodist)
        self.numbers = count(100)
        self.shown = str(Result.objects.get(school=self.school, sitting=self.sitting).participants)

    def page(self) -> str:
        return _found(self.client.get(f"/results/grid/?year={YEAR}"))

    def form_page(self) -> str:
        results = grid_results(schools=self.schools, sittings=self.sittings)
        rows = [
            [ResultRowForm(sitting=one, result=results.get((school.pk, one.pk))) for one in self.sittings]
            for school in self.schools
        ]
        return FORMS.render(Context({"rows": rows}))

    def next_number(self) -> str:
        return str(next(self.numbers))

    def save_cell(self, number: str) -> None:
        answer = _send(self.client, self.district, self.user, self.school, self.sitting, number, self.shown)
        if [one["state"] for one in answer["cells"]] != ["saved"]:
            raise RuntimeError(f"the cell was not saved: {answer}")
        self.shown = number

    def prepared_sheet(self) -> dict:
        """What the browser would send: every field of the school's form, one of them changed."""
        sheet = EntrySheet(school=self.school, year=YEAR)
        data = {field.html_name: field.value() for form in sheet.forms for field in form}
        filled = {name: "" if value is None else value for name, value in data.items()}
        return filled | {f"s{self.sitting.pk}-participants": self.next_number()}

    def save_sheet(self, data: dict) -> None:
        response = self.client.post(self.sheet_address, data)
        if response.status_code != 302:
            raise RuntimeError(f"the form was not saved: {response.status_code}")
        self.shown = str(data[f"s{self.sitting.pk}-participants"])

    @property
    def sheet_address(self) -> str:
        return f"/results/schools/{self.school.pk}/{YEAR}/"


def _client(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="portal.accounts.backends.EmailBackend")
    return client


def _found(response) -> str:
    if response.status_code != 200:
        raise RuntimeError(f"no page: {response.status_code}")
    return response.content.decode()


def _send(
    client: Client, district: District, user: User, school: School, sitting: Sitting, text: str, seen: str
) -> dict:
    cell = {
        "school": school.pk, "sitting": sitting.pk, "field": "participants", "text": text, "seen": [seen],
    }  # fmt: skip
    body = json.dumps({"user": user.pk, "cells": [cell]})
    address = f"/results/grid/{district.code}/cells/"
    return json.loads(_found(client.post(address, body, content_type="application/json")))


@contextmanager
def _colleagues(district: District, sittings: list[Sitting], user: User) -> Iterator[None]:
    """Others who save cells of other schools as fast as they are answered.

    Each is a process, as the workers of the portal are: a thread here would hold the interpreter's lock, and
    the page would wait for it at each of its queries, which no reader of the portal does.
    """
    processes = multiprocessing.get_context("fork")
    stop = processes.Event()
    schools = list(School.objects.filter(district=district))[1:]

    def work(place: int) -> None:
        client, dice = _client(user), random.Random(place)  # noqa: S311 - where they write, not a secret
        shown: dict[tuple[int, int], str] = {}
        while not stop.is_set():
            school, sitting = dice.choice(schools[place::COLLEAGUES]), dice.choice(sittings)
            seen = shown.get((school.pk, sitting.pk), str(PARTICIPANTS))
            answer = _send(client, district, user, school, sitting, str(dice.randint(50, 99)), seen)
            shown[school.pk, sitting.pk] = answer["cells"][0]["shown"]

    connections.close_all()  # nobody may speak on the connection of another process
    colleagues = [processes.Process(target=work, args=[place], daemon=True) for place in range(COLLEAGUES)]
    for colleague in colleagues:
        colleague.start()
    try:
        yield
        if not all(colleague.is_alive() for colleague in colleagues):
            raise RuntimeError("a colleague stopped saving: the figures are those of an idle table")
    finally:
        stop.set()
        for colleague in colleagues:
            colleague.join()


def _district() -> tuple[District, User]:
    district = District.objects.create(
        region=Region.objects.create(name="Измерение"), code="bench", name="Измеряемый район"
    )
    for number in range(SCHOOLS):
        School.objects.create(district=district, short_name=f"МКОУ СШ № {number + 1}")
    user = User.objects.create(email="bench@example.org", last_name="Измеряев")
    Membership.objects.create(user=user, role=Role.METHODIST, district=district)
    return district, user


def _results(district: District, sittings: list[Sitting]) -> None:
    Result.objects.bulk_create(
        Result(
            school=school,
            district=district,
            sitting=sitting,
            status=ResultStatus.VALUE,
            mean_mark="3.50" if sitting.scale == Scale.MARK else None,
            mean_score="51.00" if sitting.scale == Scale.SCORE else None,
            participants=PARTICIPANTS,
        )
        for school in district.schools.all()
        for sitting in sittings
    )


def _check_alike(desk: _Desk) -> int:
    """The cells of the table; both pages must have every one of them before any is timed."""
    wanted = SCHOOLS * sum(len(FIELDS[one.scale]) for one in desk.sittings)
    cells = len(re.findall(r"<td[ >]", desk.page()))
    fields = len(re.findall(r"<(?:input type=\"text\"|select)", desk.form_page()))
    if (cells, fields) != (wanted, wanted):
        raise RuntimeError(f"{cells} cells and {fields} fields are not a table of {wanted}")
    return cells
