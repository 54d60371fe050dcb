from pathlib import Path

from django.core.management.base import CommandParser

from monitoring.own_book import district_book, write_book
from monitoring.services import reference_ensure
from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.oserrors import reason
from schools.models import District, School


class Command(PortalCommand):
    help = "Сохраняет таблицу результатов района за год книгой Excel, которую можно заполнить и загрузить."

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("--district", metavar="КОД", required=True)
        parser.add_argument("--year", metavar="ГОД", type=int, required=True, help="календарный год")
        parser.add_argument("--output", metavar="ФАЙЛ", type=Path, required=True)

    def handle(self, *, district: str, year: int, output: Path, **options):
        found = District.objects.filter(code=district).first()
        if found is None:
            raise PortalError(f"Района с кодом «{district}» нет. Проверьте --district.")
        reference_ensure()
        schools = School.objects.filter(district=found)
        content = write_book(district_book(district=found, year=year, schools=schools))
        try:
            output.write_bytes(content)
        except OSError as error:
            raise PortalError(f"Файл {output} записать нельзя: {reason(error)}.") from error
