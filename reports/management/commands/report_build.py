import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.oserrors import reason
from reports.enums import DocumentKind, OutputFormat
from reports.kinds import EXAM_NAMES, MOST_YEARS, Choice, years_up_to
from reports.services import document_for, print_document
from schools.models import District
from schools.selectors import school_named

#: as in the addresses of the pages
YEARS = range(2000, 2100)
_ACADEMIC = re.compile(r"(\d{4})[-–—/](\d{4}|\d{2})", re.ASCII)
_SPAN = re.compile(r"(\d{4})(?:[-–—](\d{4}))?", re.ASCII)


class Command(PortalCommand):
    help = "Строит документ района теми же службами, что и обработчик заданий."

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("kind", nargs="?", metavar="ВИД", help=", ".join(DocumentKind.values))
        parser.add_argument("--list", action="store_true", help="назвать виды документов и выйти")
        parser.add_argument("--district", metavar="КОД")
        parser.add_argument("--school", metavar="ШКОЛА", help="код ОО, логин или название: карта одной школы")
        parser.add_argument(
            "--year", type=_year, metavar="ГОД", help="у протокола — год заседания, у карты можно 2021-2022"
        )
        parser.add_argument("--years", metavar="ГОД-ГОД", help="годы динамики вместо --year: 2019-2021")
        parser.add_argument("--exam", metavar="ЭКЗАМЕН", help="только один: vpr, oge, ege или gve")
        parser.add_argument("--format", default=OutputFormat.PDF, metavar="ФОРМАТ", help=_formats())
        parser.add_argument("--output", type=Path, metavar="ФАЙЛ")

    def handle(self, **options):
        if options["list"]:
            for kind in DocumentKind:
                self.stdout.write(f"{kind.value}\t{kind.label}")
            return
        if options["year"] is not None and options["years"] is not None:
            raise PortalError("Указаны и --year, и --years. Оставьте что-нибудь одно.")
        year_said = {} if options["years"] is not None else {"--year": "year"}
        required = {"вид документа": "kind", "--district": "district", **year_said, "--output": "output"}
        if missing := [said for said, name in required.items() if options[name] is None]:
            raise PortalError(f"Не указано: {', '.join(missing)}. Виды документов покажет --list.")
        if options["format"] not in OutputFormat.values:
            raise PortalError(f"Формата «{options['format']}» нет. Есть: {', '.join(OutputFormat.values)}.")
        choice = _choice(options)
        year = choice.last if choice else options["year"]
        _check_year(year)
        district = District.objects.filter(code=options["district"]).first()
        if district is None:
            raise PortalError(f"Района с кодом «{options['district']}» нет. Проверьте --district.")
        school = (
            school_named(district=district, said=options["school"]) if options["school"] is not None else None
        )
        document = document_for(
            kind=options["kind"], district=district, year=year, choice=choice, school=school
        )
        _write(options["output"], print_document(document=document, format=options["format"]))


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise PortalError(f"Файл {output} записать нельзя: {reason(error)}.") from error


def _year(said: str) -> int | Choice:
    """«2021», or an academic year: «2021-2022», «2021/22»."""
    if found := _ACADEMIC.fullmatch(said.strip()):
        first = int(found[1])
        last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
        return Choice(first, last)
    return int(said)


def _formats() -> str:
    return ", ".join(OutputFormat.values)


def _choice(options: dict[str, Any]) -> Choice | None:
    """What --years and --exam say; None where both are absent."""
    name = options["exam"]
    if name is not None and name not in EXAM_NAMES:
        raise PortalError(f"Экзамена «{name}» нет. Есть: {', '.join(EXAM_NAMES)}.")
    if isinstance(options["year"], Choice):
        return _academic(options["year"], name)
    if options["years"] is None and name is None:
        return None
    first, last = _span(options["years"]) if options["years"] is not None else _usual(options["year"])
    return Choice(first, last, EXAM_NAMES[name] if name else None)


def _academic(years: Choice, exam: str | None) -> Choice:
    """An academic year is that of a plan; a plan has no exams. Raises PortalError."""
    for year in (years.first, years.last):
        _check_year(year)
    if exam is not None or years.last != years.first + 1:
        raise PortalError(
            f"Годы {years.first}–{years.last} не подходят: --year 2021-2022 — это учебный год карты. "
            "Годы динамики называют в --years."
        )
    return years


def _span(text: str) -> tuple[int, int]:
    """«2019-2021» or a single year. Raises PortalError."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise PortalError(f"Годы «{text[:30]}» не поняты. Пример: --years 2019-2021.")
    first, last = int(found[1]), int(found[2] or found[1])
    _check_year(first)
    _check_year(last)
    if first > last:
        raise PortalError(f"Первый год {first} позже последнего {last}. Поменяйте их местами.")
    if last - first >= MOST_YEARS:
        raise PortalError(f"Лет больше {MOST_YEARS}. Постройте несколько документов.")
    return first, last


def _usual(year: int) -> tuple[int, int]:
    _check_year(year)
    years = years_up_to(year)
    return years[0], years[-1]


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise PortalError(f"Год {year} не годится: укажите от {YEARS[0]} до {YEARS[-1]}.")
