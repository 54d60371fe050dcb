"""The demonstration: the district of a real protocol, loaded through the services that people use.

What is already there is left alone, so that a second load doubles nothing and undoes nobody's edits.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from monitoring.services import reference_load
from portal.core.errors import PortalError
from reports.demo.execution import load_reports
from reports.demo.meetings import load_meetings
from reports.demo.people import load_people
from reports.demo.places import load_district
from reports.demo.results import load_results, rows_of_csv
from reports.demo.roadmaps import load_exclusions, load_roadmaps
from roadmaps.services import risk_factors_load

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
DEMO = FIXTURES / "demo"


@transaction.atomic
def load_demo() -> None:
    """Load everything; refused where real people work, because the demo's password is known to all."""
    if not settings.DEMO:
        raise PortalError("Это рабочая установка: демонстрационные данные в неё не загружают.")
    reference_load(folder=FIXTURES / "reference")
    risk_factors_load(folder=FIXTURES / "reference")
    main = load_district(_json("kotelnikovo.json"))
    neighbour_file = _json("neighbour.json")
    neighbour = load_district(neighbour_file)
    people = load_people(_json("users.json"))
    for name in ("kotelnikovo_results.csv", "kotelnikovo_results_invented.csv"):
        load_results(main, rows_of_csv(DEMO / name), by=people["methodist", main.code])
    load_results(neighbour, neighbour_file["results"], by=people["methodist", neighbour.code])
    staff = {"by": people["methodist", main.code], "head": people["head", main.code]}
    load_roadmaps(main, _json("kotelnikovo_roadmaps.json"), **staff)
    load_roadmaps(main, _json("kotelnikovo_next_year.json"), **staff)
    load_reports(main, _json("kotelnikovo_reports.json"), **staff)
    load_exclusions(main, _json("kotelnikovo_exclusions.json"), **staff)
    load_meetings(main, _json("kotelnikovo_meetings.json"), **staff)


def _json(name: str) -> Any:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))
