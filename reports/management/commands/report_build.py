from pathlib import Path

from django.core.management.base import CommandParser

from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.oserrors import reason
from reports.enums import DocumentKind, OutputFormat
from reports.services import document_for, print_document
from schools.models import District

#: as in the addresses of the pages
YEARS = range(2000, 2100)


class Command(PortalCommand):
    help = "Строит документ района теми же службами, что и обработчик заданий."

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("kind", nargs="?", metavar="ВИД", help="protocol или dynamics")
        parser.add_argument("--list", action="store_true", help="назвать виды документов и выйти")
        parser.add_argument("--district", metavar="КОД")
        parser.add_argument("--year", type=int, metavar="ГОД", help="у протокола — год заседания")
        parser.add_argument("--format", default=OutputFormat.PDF, metavar="ФОРМАТ", help="pdf, html или json")
        parser.add_argument("--output", type=Path, metavar="ФАЙЛ")

    def handle(self, **options):
        if options["list"]:
            for kind in DocumentKind:
                self.stdout.write(f"{kind.value}\t{kind.label}")
            return
        required = {"вид документа": "kind", "--district": "district", "--year": "year", "--output": "output"}
        if missing := [said for said, name in required.items() if options[name] is None]:
            raise PortalError(f"Не указано: {', '.join(missing)}. Виды документов покажет --list.")
        if options["format"] not in OutputFormat.values:
            raise PortalError(f"Формата «{options['format']}» нет. Есть: {', '.join(OutputFormat.values)}.")
        if options["year"] not in YEARS:
            raise PortalError(f"Год {options['year']} не годится: укажите от {YEARS[0]} до {YEARS[-1]}.")
        self._build(**{name: options[name] for name in (*required.values(), "format")})

    def _build(self, *, kind: str, district: str, year: int, output: Path, format: str) -> None:
        found = District.objects.filter(code=district).first()
        if found is None:
            raise PortalError(f"Района с кодом «{district}» нет. Проверьте --district.")
        document = document_for(kind=kind, district=found, year=year)
        content = print_document(document=document, format=format)
        try:
            output.write_bytes(content)
        except OSError as error:
            raise PortalError(f"Файл {output} записать нельзя: {reason(error)}.") from error
