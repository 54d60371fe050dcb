"""Proofs of a report: kept whole or not at all, given only to one's own, and only as they were checked."""

import errno
from datetime import date

import pytest
from django.urls import reverse

from portal.core import storage
from portal.core.errors import InvalidInput, NotAllowed, TransitionRefused
from portal.core.models import AuditEvent
from roadmaps import services
from roadmaps.models import Evidence, MeasureReport
from roadmaps.services import ReportInput
from roadmaps.services.evidence import MOST_PROOFS
from tests.core.sent_files import PDF, jpeg_with_place, picture, sent
from tests.factories.roadmaps import EvidenceFactory, in_force


@pytest.fixture
def report(school, methodist, head, school_user):
    (measure,) = in_force(school=school, author=methodist, head=head)
    return services.report_begin(measure=measure, by=school_user)


@pytest.fixture
def add(report, school_user):
    def one(name="Приказ.pdf", content=PDF, by=school_user):
        return services.evidence_add_file(report=report, file=sent(name, content), by=by)

    return one


def link(report, by, url, title=""):
    return services.evidence_add_link(report=report, url=url, title=title, by=by)


def kept(files_dir) -> list:
    folder = files_dir / "evidence"
    return sorted(folder.iterdir()) if folder.exists() else []


def sending(report, by):
    given = ReportInput("done", "Провели.", done_on=date(2021, 5, 20))
    saved = services.report_save(report=report, given=given, seen=MeasureReport.objects.get().revision, by=by)
    return services.report_submit(report=saved, seen=saved.revision, by=by)


# --- Files ------------------------------------------------------------------------------------


def test_a_file_is_kept_under_a_name_of_ours(add, files_dir, school_user):
    row = add("../Приказ о семинаре.pdf")

    assert (row.title, row.extension, row.size) == ("Приказ о семинаре.pdf", "pdf", len(PDF))
    (path,) = kept(files_dir)
    assert (path.name, path.read_bytes(), path.stat().st_mode & 0o777) == (str(row.public_id), PDF, 0o600)
    assert services.evidence_read(row) == PDF
    event = AuditEvent.objects.get(action="report.evidence_add")
    assert (event.actor_id, event.data) == (
        school_user.pk,
        {"evidence": row.pk, "kind": "file", "size": len(PDF)},
    )


def test_the_place_of_a_photo_never_reaches_the_disk(add, files_dir):
    add("Фото.jpg", jpeg_with_place(60, 40))

    assert b"Exif" not in kept(files_dir)[0].read_bytes()


def test_the_same_file_again_is_the_one_that_is_there(add, files_dir):
    assert add() == add("Другое имя.pdf")
    assert len(kept(files_dir)) == 1


def test_a_refused_file_leaves_nothing(add, files_dir):
    with pytest.raises(InvalidInput):
        add("приказ.pdf", b"MZ")

    assert (kept(files_dir), Evidence.objects.count()) == ([], 0)


@pytest.mark.parametrize("who", ["methodist", "curator", "head", "stranger"])
def test_others_add_nothing(who, add, files_dir, request):
    with pytest.raises(NotAllowed):
        add(by=request.getfixturevalue(who))

    assert (kept(files_dir), Evidence.objects.count()) == ([], 0)


def test_a_full_disk_is_told_and_nothing_is_half_written(add, files_dir, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)

    with pytest.raises(storage.NoSpace, match="На диске сервера нет места"):
        add()
    assert (kept(files_dir), Evidence.objects.count()) == ([], 0)


def test_the_quota_is_of_the_school_over_all_its_reports(
    add, report, settings, second_school, methodist, head, school_user
):
    EvidenceFactory(report=report, size=settings.EVIDENCE_QUOTA - len(PDF) - 10, added_by=methodist)
    (other,) = in_force(school=second_school, author=methodist, head=head)

    add()
    with pytest.raises(InvalidInput, match="всего 500 МБ, осталось 0 МБ"):
        add("Ещё.pdf", PDF + b"\n")

    theirs = services.report_begin(measure=other, by=methodist)
    services.evidence_add_file(report=theirs, file=sent("а.pdf", PDF), by=methodist)


def test_there_is_an_end_to_the_number(add, report, school_user):
    EvidenceFactory.create_batch(MOST_PROOFS, report=report, added_by=school_user)

    with pytest.raises(InvalidInput, match="не больше 30"):
        add()


# --- Links ------------------------------------------------------------------------------------


def test_a_link_is_shown_with_its_host(report, school_user):
    named = link(report, school_user, " https://Школа.example:8443/news?id=1#top ", "Новость")
    bare = link(report, school_user, "http://school.example/a")

    assert (named.title, named.url, named.host) == (
        "Новость",
        "https://Школа.example:8443/news?id=1#top",
        "школа.example",
    )
    assert (bare.title, bare.host) == ("school.example", "school.example")
    assert link(report, school_user, "http://school.example/a") == bare


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("javascript:alert(1)", "начинаться с https"),
        ("data:text/html,1", "начинаться с https"),
        ("ftp://school.example", "начинаться с https"),
        ("//school.example", "начинаться с https"),
        ("school.example", "начинаться с https"),
        ("https://", "начинаться с https"),
        ("https://a b.example", "начинаться с https"),
        ("https://a.example/\x00", "начинаться с https"),
        ("https://a.example/\u202e", "начинаться с https"),
        ("https://a.example:порт", "начинаться с https"),
        ("https://[::1", "начинаться с https"),
        ("https://user:pass@a.example", "логин или пароль"),
        ("https://bank.example@evil.example", "логин или пароль"),
        ("https://a.example/" + "a" * 1000, "длиннее 1000 знаков"),
    ],
)
def test_a_wrong_link_is_refused_in_words(url, words, report, school_user):
    with pytest.raises(InvalidInput, match=words) as caught:
        link(report, school_user, url)

    assert list(caught.value.errors) == ["link"]
    assert not Evidence.objects.exists()


# --- Removing ---------------------------------------------------------------------------------


def test_a_removed_file_goes_after_the_commit(
    add, files_dir, school_user, django_capture_on_commit_callbacks
):
    row = add()
    with django_capture_on_commit_callbacks() as waiting:
        services.evidence_remove(evidence=row, by=school_user)
    assert len(kept(files_dir)) == 1

    for callback in waiting:
        callback()
    assert (kept(files_dir), Evidence.objects.count()) == ([], 0)
    services.evidence_remove(evidence=row, by=school_user)  # the second click
    assert AuditEvent.objects.filter(action="report.evidence_remove").count() == 1


def test_proofs_of_a_sent_report_stay_as_they_are(add, report, school_user, methodist):
    row = add()
    waiting = sending(report, school_user)

    for deed in (
        lambda: add("Ещё.png", picture("png")),
        lambda: link(report, school_user, "https://a.example"),
        lambda: services.evidence_remove(evidence=row, by=school_user),
    ):
        with pytest.raises(TransitionRefused):
            deed()
    services.report_return(report=waiting, seen=waiting.revision, by=methodist, remark="Ещё фото")
    assert add("Ещё.png", picture("png")).report == report
    assert Evidence.objects.count() == 2


def test_who_added_a_proof_does_not_accept(report, school, methodist, second_methodist, school_user):
    """The school's people left; one methodist adds a proof, another one sends."""
    school_user.is_active = False
    school_user.save()
    waiting = sending(report, second_methodist)
    back = services.report_return(report=waiting, seen=waiting.revision, by=methodist, remark="Нет приказа")
    services.evidence_add_file(report=back, file=sent("а.pdf", PDF), by=methodist)
    again = services.report_submit(report=back, seen=back.revision, by=second_methodist)

    with pytest.raises(NotAllowed, match="Вы сами"):
        services.report_accept(report=again, seen=again.revision, by=methodist)


# --- Giving away ------------------------------------------------------------------------------


def address(row) -> str:
    return reverse("roadmaps:evidence", args=[row.public_id])


def test_a_file_is_given_as_an_attachment_that_runs_nowhere(add, client, curator):
    row = add("Приказ\u202e о «семинаре»\r\nX: y.pdf")
    client.force_login(curator)

    answer = client.get(address(row))

    assert (answer.status_code, answer.content) == (200, PDF)
    heads = {
        name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    }
    assert heads == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("admin", 403), ("observer", 200)])
def test_a_file_is_for_ones_own(who, status, add, client, request):
    row = add()
    client.force_login(request.getfixturevalue(who))

    assert client.get(address(row)).status_code == status


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_lost_or_changed_file_is_not_given(harm, add, client, curator, files_dir, caplog):
    row = add()
    (path,) = kept(files_dir)
    path.unlink() if harm == "gone" else path.write_bytes(PDF + b"!")
    client.force_login(curator)

    page = client.get(address(row))

    assert page.status_code == 410
    assert "Файл отдать нельзя" in page.content.decode()
    assert str(row.public_id) in caplog.text


def test_a_link_is_no_file(report, client, curator, school_user):
    row = link(report, school_user, "https://a.example")
    client.force_login(curator)

    assert client.get(address(row)).status_code == 404
