"""«Замечания к данным» in documents: what is doubtful, and what somebody has accepted and why."""

from collections.abc import Collection, Iterable, Sequence

from monitoring.checks import Finding
from monitoring.enums import Severity
from monitoring.selectors import findings_of
from portal.core.russian import counted, date_ru
from reports.documents.blocks import Block, Heading, ListBlock, Note, Paragraph
from schools.models import District

_PRINTED = (Severity.ERROR, Severity.WARNING)
#: ids of the schools that are meant, None: all of the district
Schools = Collection[int] | None
#: a longer list is read on the page «Замечания»
_MOST = 60


def findings_blocks(*, district: District, years: Iterable[int], exams: Collection[str]) -> list[Block]:
    """Open findings and accepted ones of some exams over calendar years; nothing where there are none."""
    found = doubts(district=district, years=years, exams=exams)
    if not found:
        return []
    open_ones = [_line(finding) for finding in found if finding.is_open]
    accepted = [f"{_line(finding)} {_waiver(finding)}" for finding in found if not finding.is_open]
    return [
        Heading("Замечания к данным", level=2),
        *_list("Не разобраны:", open_ones),
        *_list("Приняты с указанием причины:", accepted),
    ]


def findings_paragraph(
    *, district: District, years: Iterable[int], exams: Collection[str], schools: Collection[int]
) -> list[Block]:
    """One paragraph on some schools, for a document that has no room for the list."""
    found = doubts(district=district, years=years, exams=exams, schools=schools)
    if not found:
        return []
    accepted = sum(not finding.is_open for finding in found)
    rest = f", из них принято с указанием причины: {accepted}" if accepted else ""
    said = counted(len(found), "замечание", "замечания", "замечаний")
    where = "Их список — в документе «Динамика результатов»."
    return [Paragraph(f"К данным школ перечня есть {said}{rest}. {where}")]


def doubts(
    *, district: District, years: Iterable[int], exams: Collection[str], schools: Schools = None
) -> list[Finding]:
    """Findings that weigh (errors and doubtful places), year after year, the newest first."""
    return [
        finding
        for year in sorted(years, reverse=True)
        for finding in findings_of(district=district, year=year)
        if finding.severity in _PRINTED
        and (finding.sitting is None or finding.sitting.exam in exams)
        and (schools is None or (finding.school is not None and finding.school.pk in schools))
    ]


def _list(title: str, lines: Sequence[str]) -> Iterable[Block]:
    if lines:
        yield ListBlock(tuple(lines[:_MOST]), title=title)
    if (rest := len(lines) - _MOST) > 0:
        said = counted(rest, "замечание", "замечания", "замечаний")
        yield Note(f"И ещё {said}: раздел «Замечания» портала.")


def _line(finding: Finding) -> str:
    where = [str(part) for part in (finding.school, finding.sitting or f"{finding.year} год") if part]
    return f"{', '.join(where)}: {finding.text}"


def _waiver(finding: Finding) -> str:
    waiver = finding.waiver
    if waiver is None:
        return ""
    post = f"{waiver.by.post} " if waiver.by.post else ""
    return f"Принято: {waiver.reason} ({post}{waiver.by.short_name}, {date_ru(waiver.at.date())})"
