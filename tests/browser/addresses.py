"""Every page of the portal that can be opened, with an address in the demonstration's district.

The names come from the table of the access tests: a page added there is looked at here.
"""

import json

#: Not pages: they have no frame of their own, or are no HTML. The pages that hold them are looked at.
NO_PAGES = {
    "reports:meeting-preview": "a part that htmx puts into the page of the minutes",
    "reports:run-progress": "a part that htmx puts into the page of the run",
    "reports:run-file": "a file",
}
#: Who looks at a page: the first of these who may.
ORDER = ("methodist", "head", "coordinator", "admin", "observer", "curator", "school")
PEOPLE = {
    "methodist": "metodist@kotelnikovo.example",
    "head": "nachalnik@kotelnikovo.example",
    "coordinator": "koordinator@kotelnikovo.example",
    "observer": "nablyudatel@region.example",
    "admin": "administrator@portal.example",
    "curator": "kurator@kotelnikovo.example",
    "school": "krasnoyarskaya@kotelnikovo.example",
}

#: Finds or makes a row for every address: drafts, so that the forms open too. Prints {name: address}.
FIND = """
import json
from types import SimpleNamespace
from django.urls import reverse
from portal.accounts.models import User
from reports.models import Meeting
from reports.services import run_request
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.services import exclusion_reopen
from schools.models import School, SchoolAlias, SupportListEntry
from tests.architecture.access import ADDRESSES

author = User.objects.get(email="metodist@kotelnikovo.example")
school = School.objects.get(short_name="МКОУ Красноярская СШ")
case = ExclusionCase.objects.get(school__short_name="МКОУ Нагольненская СШ", year=2020)
case = exclusion_reopen(case=case, by=author, seen=case.revision)
run = run_request(kind="dynamics", district=school.district, year=2019, by=author)
place = SimpleNamespace(
    author=author, school=school, district=school.district, case=case, run=run,
    alias=SchoolAlias.objects.filter(school=school).first(),
    entry=SupportListEntry.objects.filter(school=school).first(),
    roadmap=Roadmap.objects.get(school=school, year=2021),
    meeting=Meeting.objects.get(district=school.district, date="2022-01-25"))
print(json.dumps({
    name: reverse(name, kwargs=address.args(place) if address.args else None)
    for name, address in ADDRESSES.items() if address.get is not None}))
"""


def find_addresses(portal) -> dict[str, str]:
    return json.loads(portal.python(FIND).splitlines()[-1])
