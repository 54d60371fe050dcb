"""Приложение 1: the report of three blocks on the schools of the support lists.

The frame is that of the department's own protocol of 20.05.2021: results, measures, grounds for
leaving the list. Only approved roadmaps and approved grounds are printed, and the report says so.
"""

from collections.abc import Mapping, Sequence

from monitoring.enums import Exam
from monitoring.selectors import district_has_results, dynamics_table
from portal.core.errors import InvalidInput
from portal.core.russian import academic_year, number
from reports.documents.blocks import Block, Cell, HeadCell, Heading, KeyValue, Paragraph, Table
from reports.documents.findings import findings_paragraph
from reports.documents.results import school_table
from roadmaps.content import RoadmapContent
from roadmaps.selectors import (
    ApprovedExclusion,
    accepted_results,
    approved_content,
    approved_exclusions,
)
from schools.enums import ListKind
from schools.models import District, School, SupportList
from schools.selectors import listed_schools, lists_in_force

#: Each table of Блок 1: the exam that names it and those that stand in it.
TABLES = ((Exam.VPR, (Exam.VPR,)), (Exam.OGE, (Exam.OGE, Exam.GVE9)), (Exam.EGE, (Exam.EGE, Exam.GVE11)))
SPAN = 3
_NAMES = {
    ListKind.SHNOR: "Количество школ с низкими образовательными результатами",
    ListKind.SHNSU: "Количество школ в неблагоприятных социальных условиях",
    ListKind.P500: "Количество школ проекта «500+»",
}


def report_blocks(*, district: District, year: int) -> list[Block]:
    """The three blocks for the academic year from `year`: results of its spring and of two years before."""
    lists = lists_in_force(district=district, year=year)
    schools = list(listed_schools(district=district, year=year))
    if not schools:
        raise InvalidInput(
            {"year": f"На {academic_year(year)} учебный год перечня школ нет: {district}. Внесите перечень."}
        )
    years = range(year + 2 - SPAN, year + 2)
    if not district_has_results(district=district, years=years):
        raise InvalidInput(
            {"year": f"За {years[0]}–{years[-1]} годы результатов нет: {district}. Введите результаты школ."}
        )
    return [
        *_facts(district, lists),
        *_results(district, schools, years),
        *_measures(district, schools, year),
        *_grounds(district, schools, year),
    ]


def _facts(district: District, lists: Sequence[SupportList]) -> list[Block]:
    total = School.objects.filter(district=district, is_active=True).count()
    counts = {
        kind: School.objects.filter(list_entries__support_list__in=[row for row in lists if row.kind == kind])
        .distinct()
        .count()
        for kind in dict.fromkeys(row.kind for row in lists)
    }
    return [
        KeyValue("Наименование муниципального района", district.name),
        KeyValue("Общее количество ОО в муниципальном районе", number(total)),
        *(KeyValue(_NAMES[ListKind(kind)], number(count)) for kind, count in counts.items()),
        *(KeyValue(f"Основание: {row.get_kind_display()}", _basis(row)) for row in lists),
    ]


def _basis(row: SupportList) -> str:
    return (
        f"{row.get_level_display()} перечень на {academic_year(row.year)} учебный год, "
        f"{row.legal_act} ({row.legal_act.issuer})"
    )


def _results(district: District, schools: list[School], years: range) -> list[Block]:
    blocks: list[Block] = [Heading("Блок 1. Динамика образовательных результатов", level=3)]
    everything = [exam for _, exams in TABLES for exam in exams]
    whole = dynamics_table(district=district, years=years, exams=everything, schools=schools, core_only=True)
    for main, exams in TABLES:
        table = whole.of_exams(exams)
        if table.columns:
            caption = f"Динамика результатов {main.label} в школах перечня"
            blocks.append(school_table(table=table, exam=main, caption=caption))
    listed = {school.pk for school in schools}
    return blocks + findings_paragraph(district=district, years=years, exams=everything, schools=listed)


def _measures(district: District, schools: list[School], year: int) -> list[Block]:
    approved = approved_content(district=district, year=year, schools=schools)
    contents = {row.school_id: row.content for row in approved.roadmaps}
    reported = accepted_results(schools=schools)
    blocks: list[Block] = [
        Heading("Блок 2. Реализация мероприятий программ повышения качества образования", level=3)
    ]
    for index, school in enumerate(schools, start=1):
        blocks.append(Heading(f"{index}. {school.short_name}", level=4))
        blocks.append(
            _measure_table(school, contents[school.pk], reported)
            if school.pk in contents
            else Paragraph(f"Утверждённой дорожной карты на {academic_year(year)} учебный год нет.")
        )
    return blocks


def _measure_table(school: School, content: RoadmapContent, reported: Mapping[int, str]) -> Table:
    """«Результат» is that of the approved text; where it says nothing, what accepted reports say."""
    rows: list[tuple[Cell, ...]] = []
    for section in content.sections:
        if len(content.sections) > 1 and section.title:
            rows.append((Cell.label(section.title, colspan=3),))
        rows += [
            (
                Cell.plain(measure.name),
                Cell.plain(measure.term),
                Cell.plain(measure.result or reported.get(measure.id or 0, "")),
            )
            for measure in section.measures
        ]
    return Table(
        caption=f"Мероприятия: {school.short_name}",
        head=(
            (
                HeadCell("Название мероприятия / форма проведения"),
                HeadCell("Сроки проведения"),
                HeadCell("Результат"),
            ),
        ),
        body=tuple(rows),
    )


def _grounds(district: District, schools: list[School], year: int) -> list[Block]:
    approved = approved_exclusions(district=district, year=year, schools=schools)
    heading = Heading("Блок 3. Обоснование исключения ОО из перечня", level=3)
    if not approved.cases:
        return [heading, Paragraph("Утверждённых обоснований исключения из перечня нет.")]
    body = tuple(
        (Cell.plain(f"{index}."), Cell.plain(row.school_name), Cell.plain(_grounds_text(row)))
        for index, row in enumerate(approved.cases, start=1)
    )
    head = (
        (HeadCell("№ п/п"), HeadCell("Наименование ОО"), HeadCell("Обоснование для исключения из перечня")),
    )
    caption = "Обоснование исключения школ из перечня"
    return [heading, Table(caption=caption, head=head, body=body)]


def _grounds_text(row: ApprovedExclusion) -> str:
    conclusion = [f"Вывод: {row.conclusion}"] if row.conclusion else []
    return "\n".join([*row.grounds, *conclusion])
