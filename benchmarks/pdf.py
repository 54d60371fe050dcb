"""The whole task of a worker against WeasyPrint called in the plainest way on the same document.

Ours is everything between a queued run and a stored file: claim, rights, queries, document, template,
tagged PDF, fsync. The plain way gets its HTML for nothing. Its PDF has no tags, which is
the strict reading of the target; the same call with tags is timed beside it.
"""

import argparse
import io
import re
from collections.abc import Iterator
from itertools import count

from django.conf import settings
from pypdf import PageObject, PdfReader
from weasyprint import HTML

from benchmarks import demo
from benchmarks.measure import Contender, Target, interleaved, report
from reports import engine
from reports.enums import DocumentKind, RunStatus
from reports.kinds import Subject, build_document
from reports.models import Meeting, ReportRun
from reports.render.html import render_html
from reports.render.pdf import FONTS
from reports.selectors import meeting_with_parts

OURS, PLAIN, SAME = "whole task", "plain write_pdf()", "plain write_pdf(), tagged like ours"
ROUNDS = 25


def main(options: argparse.Namespace) -> int:
    demo.load()
    meeting, numbers = demo.open_meeting(), count(1)
    _check_alike(meeting, numbers)
    contenders = (
        Contender(OURS, _task, lambda: _ordered_run(meeting, next(numbers))),
        Contender(PLAIN, _plain_pdf, lambda: _html(meeting, next(numbers))),
        Contender(SAME, _same_pdf, lambda: _html(meeting, next(numbers))),
    )
    times = interleaved(contenders, rounds=options.rounds or ROUNDS)
    return report("pdf: protocol of the demonstration district", times, [Target(OURS, PLAIN, 1.00)])


def _ordered_run(meeting: Meeting, number: int) -> ReportRun:
    demo.reword(meeting, number)
    return demo.queued_run(meeting)


def _task(run: ReportRun) -> None:
    if not engine.build(run_id=run.pk):
        raise RuntimeError("the run was not free")


def _html(meeting: Meeting, number: int) -> str:
    """The page of the same document, as one writes it for a call without options.

    Tinos is named in the page, and widths of columns are styles: bare attributes would be passed over,
    and six pages more would flatter us.
    """
    demo.reword(meeting, number)
    fresh = meeting_with_parts().get(pk=meeting.pk)
    subject = Subject(fresh.district, fresh.date.year, meeting=fresh)
    document = build_document(kind=DocumentKind.PROTOCOL, subject=subject)
    html = render_html(document).replace("<style>", f"<style>{_font_faces()}", 1)
    return re.sub(r'<col width="(\d+%)"/>', r'<col style="width: \1">', html)


def _font_faces() -> str:
    folder = settings.BASE_DIR / "node_modules" / "@expo-google-fonts" / "tinos"
    return "".join(
        f"@font-face {{ font-family: Tinos; font-weight: {weight}; font-style: {style};"
        f" src: url({(folder / path).as_uri()}) }}"
        for weight, style, path in FONTS
    )


def _plain_pdf(html: str) -> bytes:
    return HTML(string=html).write_pdf()


def _same_pdf(html: str) -> bytes:
    return HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


def _check_alike(meeting: Meeting, numbers: Iterator[int]) -> None:
    """All print the same words on the same pages in the same font, or the comparison means nothing."""
    number = next(numbers)
    run = _ordered_run(meeting, number)
    _task(run)
    run.refresh_from_db()
    if run.status != RunStatus.DONE:
        raise RuntimeError(run.error)
    html = _html(meeting, number)
    ours = (settings.FILES_DIR / run.file).read_bytes()
    made = {OURS: ours, PLAIN: _plain_pdf(html), SAME: _same_pdf(html)}
    for name, content in made.items():
        pages = PdfReader(io.BytesIO(content)).pages
        print(f"  {name}: pages {len(pages)}, KiB {len(content) // 1024}")
        if not all(any("Tinos" in font for font in _fonts(page)) for page in pages):
            raise RuntimeError(f"{name}: Tinos is not embedded")
    if len({_words(content) for content in made.values()}) != 1:
        raise RuntimeError("the documents differ")


def _fonts(page: PageObject) -> list[str]:
    return [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]


def _words(content: bytes) -> str:
    return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
