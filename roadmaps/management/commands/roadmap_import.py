"""Bring a plan of measures from a Word or Excel table: recognise, read the terms, apply or ask."""

import json
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from django.core.management.base import CommandParser
from django.db import transaction
from django.db.models import Count

from portal.core.commands import PortalCommand
from portal.core.errors import InvalidInput, PortalError, TransitionRefused
from portal.core.russian import counted
from portal.core.tables import UnreadableTable
from roadmaps.drafts import DraftRow, PlanDraft
from roadmaps.enums import PlanPeriod
from roadmaps.imports import read_plan
from roadmaps.models import Roadmap
from roadmaps.services import check_startable, roadmap_start
from roadmaps.terms import span
from schools.models import District
from schools.selectors import school_named

REFUSED, NEEDS_ANSWERS = 2, 3
_REPLACED = "В карте уже был план из файла: {count}. Теперь в ней то, что сказано в этом файле."
_WOULD_REPLACE = "В карте уже есть план из файла: {count}. Этот файл его заменит."
_YEAR = re.compile(r"(20\d\d)(?:[-/](?:20)?(\d\d))?")


class Command(PortalCommand):
    help = "Загружает план мероприятий района или школы из таблицы Word или Excel."

    as_json = False
    #: what was recognised: told with --json even if the plan is refused for another reason
    rows: Sequence[DraftRow] = ()
    notes: Sequence[str] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="ФАЙЛ", help="план: .docx, .xlsx, .xls или .csv")
        parser.add_argument("--district", required=True, metavar="КОД", help="код района латиницей")
        parser.add_argument(
            "--year", required=True, metavar="ГОД", help="2021-2022 (учебный год) или 2023 (календарный)"
        )
        parser.add_argument(
            "--school", metavar="ШКОЛА", help="код ОО, логин или название; без неё план района"
        )
        parser.add_argument("--dry-run", action="store_true", help="только показать, что получилось бы")
        parser.add_argument("--json", action="store_true", dest="as_json", help="итог одним объектом JSON")

    def handle(self, **options: Any) -> None:
        self.as_json = options["as_json"]
        owner = _owner(options["district"], options["school"])
        year, period = _plan_year(options["year"])
        try:
            plan = read_plan(options["file"], year=year, period=period)
        except UnreadableTable as error:
            self.refuse(str(error), REFUSED)
        self.rows, self.notes = plan.rows, [*plan.notes, *filter(None, [plan.number_note])]
        try:
            if plan.questions:
                check_startable(**owner, year=year, period=period, by=None)
                self._tell()
                self._ask(plan)
            with transaction.atomic():
                measures, revision = _standing(owner, year, period)
                roadmap = roadmap_start(**owner, year=year, period=period, sections=plan.sections, by=None)
                transaction.set_rollback(options["dry_run"])
        except (TransitionRefused, InvalidInput) as error:
            self.refuse(str(error), REFUSED)
        if measures and roadmap.revision != revision:
            note = _WOULD_REPLACE if options["dry_run"] else _REPLACED
            self.notes = [*self.notes, note.format(count=counted(measures, "мера", "меры", "мер"))]
        self._tell()

    def refuse(self, text: str, code: int = REFUSED) -> NoReturn:
        """With --json stdout holds its object even if the parameters themselves were wrong."""
        if self.as_json or "--json" in sys.argv[1:]:
            self._tell_json(error=" ".join(text.split()))
        super().refuse(text, code)

    def _tell_json(self, **more: Any) -> None:
        told = {"rows": [*map(_json, self.rows)], **more}
        if self.notes:
            told["notes"] = list(self.notes)
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _tell(self) -> None:
        if self.as_json:
            self._tell_json()
            return
        for row in self.rows:
            said = row.question or span(row.start, row.end, row.read.recurrence)
            self.stdout.write(f"{row.number}. {row.measure.name} — {row.measure.term}: {said}")
        for note in self.notes:
            self.stdout.write(note)
        self.stdout.write(f"Мер: {len(self.rows)}.")

    def _ask(self, plan: PlanDraft) -> NoReturn:
        terms = counted(len(plan.questions), "мере", "мерам", "мерам")
        numbers = ", ".join(row.number for row in plan.questions[:10])
        more = "…" if len(plan.questions) > 10 else ""
        super().refuse(
            f"Ничего не записано: нужен ответ по {terms} ({numbers}{more}). Поправьте файл или загрузите его "
            "на странице «Новая дорожная карта»: там можно ответить.",
            NEEDS_ANSWERS,
        )


def _standing(owner: dict[str, Any], year: int, period: str) -> tuple[int, int | None]:
    """How many measures stand in the roadmap of the file, and its revision: (0, None) without one."""
    plans = Roadmap.objects.filter(**owner, year=year, period=period)
    counts = plans.annotate(measures=Count("sections__measures")).values_list("measures", "revision")
    return counts.first() or (0, None)


def _json(row: DraftRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "section": row.section,
        "name": row.measure.name,
        "term": row.measure.term,
        "start": row.start and row.start.isoformat(),
        "end": row.end and row.end.isoformat(),
        "recurrence": row.read.recurrence,
        "question": row.question,
        "responsible": row.measure.responsible,
    }


def _owner(district_code: str, school: str | None) -> dict[str, Any]:
    district = District.objects.filter(code=district_code).first()
    if district is None:
        raise PortalError(f"Района с кодом «{district_code}» нет. Проверьте параметр --district.")
    if school is None:
        return {"district": district, "school": None}
    return {"district": district, "school": school_named(district=district, said=school)}


def _plan_year(text: str) -> tuple[int, str]:
    """The year and the period of «2021-2022», «2021/22» or «2023»."""
    match = _YEAR.fullmatch(text)
    if match and match[2] is None:
        return int(match[1]), PlanPeriod.CALENDAR
    if match and int(match[2]) == (int(match[1]) + 1) % 100:
        return int(match[1]), PlanPeriod.ACADEMIC
    raise PortalError(
        f"Год «{text}» не понят. Напишите --year 2021-2022 для учебного года "
        "или --year 2023 для календарного."
    )
