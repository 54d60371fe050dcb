"""Bring a downloaded table of results into a district: recognise, match, count, apply."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import CommandParser
from django.db import transaction

from monitoring.enums import Severity
from monitoring.imports.formats import read_file
from monitoring.imports.parsed import Problem
from monitoring.imports.review import REFUSED as NOTHING
from monitoring.imports.review import Review, read_of, review_of
from monitoring.services import reference_ensure
from monitoring.services.imports import batch_apply, batch_create
from portal.core.collector import collector_off
from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.russian import counted
from portal.core.tables import UnreadableTable
from schools.models import District

REFUSED, NEEDS_ANSWERS = 2, 3
_NO_CELLS = {"new": 0, "changed": 0, "same": 0}


class Command(PortalCommand):
    help = "Загружает результаты района из файла ФИС ОКО, РИС ГИА, областной таблицы или нашей книги."

    as_json = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="ФАЙЛ", help="файл так, как он скачан: .xlsx, .xls или .csv")
        parser.add_argument("--district", required=True, metavar="КОД", help="код района латиницей")
        parser.add_argument("--dry-run", action="store_true", help="только показать, что изменилось бы")
        parser.add_argument("--json", action="store_true", dest="as_json", help="итог одним объектом JSON")
        parser.add_argument(
            "--accept-suggestions",
            action="store_true",
            help="принять единственную явно ближайшую школу и запомнить её название",
        )

    def handle(self, **options: Any) -> None:
        self.as_json = options["as_json"]
        district = District.objects.select_related("region").filter(code=options["district"]).first()
        if district is None:
            raise PortalError(f"Района с кодом «{options['district']}» нет. Проверьте параметр --district.")
        reference_ensure()
        try:
            parsed = read_file(options["file"], file_name=Path(options["file"]).name)
        except UnreadableTable as error:
            self.refuse(str(error), REFUSED)
        if options["dry_run"]:
            review = review_of(parsed, **_how(district, options))
        else:
            review = _apply(parsed, district, options)
        self._tell(review)
        if review.needs_answers and not options["accept_suggestions"]:
            self._stop(review)
        if review.is_refused:
            super().refuse(NOTHING, REFUSED)

    def refuse(self, text: str, code: int = REFUSED) -> NoReturn:
        """With --json stdout holds its object even if the parameters themselves were wrong."""
        if self.as_json or "--json" in sys.argv[1:]:
            problem = Problem(Severity.ERROR, "refused", "", " ".join(text.split()))
            self._print(None, 0, _NO_CELLS, [problem], [])
        super().refuse(text, code)

    def _tell(self, review: Review) -> None:
        cells = review.plan.counts
        unmatched = [
            {"name": question.name, "candidates": [each.school.short_name for each in question.candidates]}
            for question in review.matched.unanswered
        ]
        if self.as_json:
            self._print(review.parsed.format, review.parsed.rows_read, cells, review.problems, unmatched)
            return
        for problem in review.problems:
            self.stdout.write(f"{problem.address}: {problem.text}" if problem.address else problem.text)
        for question in unmatched:
            near = ", ".join(question["candidates"]) or "похожих нет"
            self.stdout.write(f"Не узнана школа «{question['name']}». Похожие: {near}.")
        self.stdout.write(
            f"Ячеек новых: {cells['new']}, изменено: {cells['changed']}, без изменений: {cells['same']}."
        )

    def _print(self, code: str | None, rows: int, cells: dict, problems: Any, unmatched: list) -> None:
        told = {
            "format": code,
            "rows": rows,
            "cells": cells,
            "problems": [
                {"severity": str(p.severity), "kind": p.kind, "address": p.address, "text": p.text}
                for p in problems
            ],
            "unmatched": unmatched,
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _stop(self, review: Review) -> NoReturn:
        schools = counted(len(review.matched.unanswered), "школу", "школы", "школ")
        super().refuse(
            f"Ничего не записано: портал не узнал {schools}. Добавьте другие названия в реестр, ответьте на "
            "странице «Импорт» или повторите с --accept-suggestions.",
            NEEDS_ANSWERS,
        )


def _how(district: District, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "district": district,
        "source": Path(options["file"]).name,
        "accept_suggestions": options["accept_suggestions"],
    }


@collector_off()
@transaction.atomic
def _apply(parsed: Any, district: District, options: dict[str, Any]) -> Review:
    """Applied whole, unless a school must be asked about or all is refused; what was found comes back."""
    District.objects.select_for_update().get(pk=district.pk)  # the plan told is the one that is written
    review = review_of(parsed, **_how(district, options))
    if review.is_refused or (review.needs_answers and not options["accept_suggestions"]):
        return review
    name = Path(options["file"]).name
    batch = batch_create(
        district=district, read=read_of(parsed, file_name=name, matched=review.matched), by=None
    )
    batch_apply(batch=batch, answered=review.answered, by=None)
    return review
