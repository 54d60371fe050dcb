"""Every page of the portal that can be opened, with an address in the demonstration's district.

The names come from the table of the access tests: a page added there is looked at here.
"""

import json

#: Not pages: they have no frame of their own, or are no HTML. The pages that hold them are looked at.
NO_PAGES = {
    "monitoring:export": "a file",
    "reports:dynamics-file": "a file",
    "monitoring:grid-cell": "a part that the grid puts beside its table",
    "monitoring:grid-findings": "JSON that the grid asks for",
    "monitoring:import-progress": "a part that htmx puts into the page of an import",
    "reports:meeting-preview": "a part that htmx puts into the page of the minutes",
    "reports:run-progress": "a part that htmx puts into the page of the run",
    "reports:run-file": "a file",
    "roadmaps:evidence": "a file",
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
from io import BytesIO
from monitoring.imports.formats import read_file
from monitoring.imports.review import parsed_keep
from monitoring.models import MarkScale, Result
from portal.accounts.models import User
from reports.models import Meeting
from reports.services import run_request
from roadmaps.models import Evidence, ExclusionCase, MeasureReport, RiskFactor, Roadmap
from portal.core.workflow import events_of
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.services import exclusion_reopen, roadmap_discard, roadmap_reopen, roadmap_start
from schools.models import School, SchoolAlias, SupportListEntry
from tests.architecture.access import ADDRESSES

author = User.objects.get(email="metodist@kotelnikovo.example")
school = School.objects.get(short_name="МКОУ Красноярская СШ")
case = ExclusionCase.objects.get(school__short_name="МКОУ Нагольненская СШ", year=2020)
case = exclusion_reopen(case=case, by=author, seen=case.revision)
plan = Roadmap.objects.get(school=school, year=2020)
opened = roadmap_reopen(roadmap=plan, by=author, seen=plan.revision)
roadmap_discard(roadmap=opened, by=author, seen=opened.revision)
rows = [SectionInput("", (MeasureInput("Семинар", "май 2025"),))]
first_draft = roadmap_start(district=school.district, school=school, year=2024, sections=rows, by=author)
report = MeasureReport.objects.get(measure__roadmap__school=school, measure__number="3.1", number=1)
evidence = Evidence.objects.filter(report__measure__roadmap__school=school).first()
run = run_request(kind="dynamics", district=school.district, year=2019, by=author)
table = "Год;Класс;Предмет;ОО;Кол-во участников;2;3;4;5"
rows = ["2021;5;Математика;МКОУ Красноярская СШ;8;12,5;37,5;37,5;12,5", "2021;5;Математика;СШ без имени;9;0;0;100;1"]
parsed = read_file(BytesIO("\\n".join([table, *rows]).encode()), file_name="Математика.csv")
batch = parsed_keep(parsed, district=school.district, file_name="Математика.csv", by=author)
place = SimpleNamespace(
    batch=batch, measure=report.measure, report=report, evidence=evidence,
    author=author, school=school, district=school.district, case=case, run=run,
    scale=MarkScale.objects.first(), risk=RiskFactor.objects.first(), result=Result.objects.filter(school=school).first(),
    alias=SchoolAlias.objects.filter(school=school).first(),
    entry=SupportListEntry.objects.filter(school=school).first(),
    roadmap=Roadmap.objects.get(school=school, year=2021),
    approved_plan=plan, discarded=events_of(plan).get(target="discarded"), first_draft=first_draft,
    meeting=Meeting.objects.get(district=school.district, date="2022-01-25"))
print(json.dumps({
    name: reverse(name, kwargs=address.args(place) if address.args else None)
    for name, address in ADDRESSES.items() if address.get is not None}))
"""


def find_addresses(portal) -> dict[str, str]:
    return json.loads(portal.python(FIND).splitlines()[-1])
