"""Load the register of a district's schools from an xlsx or csv table."""

import json
import sys
from typing import NoReturn

from django.core.management.base import CommandParser

from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.russian import counted
from schools.imports.register import register_load
from schools.register import ImportOutcome, Problem


class Command(PortalCommand):
    help = "Загружает реестр школ района из таблицы .xlsx или .csv."

    #: what the refusal, if there is one, prints with --json
    refused = ImportOutcome()
    as_json = False

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("file", metavar="ФАЙЛ", help="таблица .xlsx или .csv")
        parser.add_argument("--region", required=True, metavar="НАЗВАНИЕ", help="регион; новый будет создан")
        parser.add_argument("--district", required=True, metavar="КОД", help="код района латиницей")
        parser.add_argument(
            "--district-name", required=True, metavar="НАЗВАНИЕ", help="«Котельниковский район»"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="итог одним объектом JSON")

    def handle(self, **options):
        self.as_json = options["as_json"]
        outcome = register_load(
            options["file"],
            region_name=options["region"],
            district_code=options["district"],
            district_name=options["district_name"],
        )
        self.refused = outcome
        if not self.as_json:
            self._tell(outcome)
        if outcome.errors:
            raise PortalError(_why(outcome))
        if self.as_json:
            self._print_json(outcome)

    def refuse(self, text: str, code: int = 1) -> NoReturn:
        """With --json stdout holds its object even if the parameters themselves were wrong."""
        if self.as_json or "--json" in sys.argv[1:]:
            problems = self.refused.problems or [Problem("error", "refused", "", " ".join(text.split()))]
            self._print_json(ImportOutcome(problems=problems))
        super().refuse(text, code)

    def _print_json(self, outcome: ImportOutcome) -> None:
        self.stdout.write(json.dumps(outcome.as_dict(), ensure_ascii=False))

    def _tell(self, outcome: ImportOutcome) -> None:
        for problem in outcome.problems:
            self.stdout.write(f"{problem.address}: {problem.text}")
        self.stdout.write(
            f"Школ новых: {outcome.new}, изменено: {outcome.changed}, без изменений: {outcome.same}."
        )


def _why(outcome: ImportOutcome) -> str:
    count = counted(len(outcome.errors), "ошибка", "ошибки", "ошибок")
    first = outcome.errors[0]
    return f"Ничего не записано, в таблице {count}. {first.address}: {first.text}"
