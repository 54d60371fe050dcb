"""Files of proofs that no row names go after a month; any other file stays, whatever happens."""

import logging
import os
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.storage import file_write
from roadmaps import services, tasks
from roadmaps.models import Evidence
from roadmaps.services import evidence, evidence_sweep
from roadmaps.services.evidence_sweep import SAFE_AGE
from tests.core.sent_files import PDF, sent
from tests.factories.roadmaps import in_force

_MOMENT = timedelta(minutes=5)
_NAME = "9a211c3f-18f7-4dd8-808b-4fb7779b2e7c"


@pytest.fixture
def report(school, methodist, head, school_user):
    (measure,) = in_force(school=school, author=methodist, head=head)
    return services.report_begin(measure=measure, by=school_user)


@pytest.fixture
def proof(report, school_user):
    return services.evidence_add_file(report=report, file=sent("Приказ.pdf", PDF), by=school_user)


@pytest.fixture
def lost(files_dir, report, school_user, monkeypatch):
    """A file whose process was killed before its row was written, as the disk keeps it."""

    folder = files_dir / "evidence"
    before = set(folder.iterdir()) if folder.exists() else set()
    with monkeypatch.context() as patch:
        patch.setattr(evidence, "_file_row", _dies)
        patch.setattr(evidence.Path, "unlink", lambda *args, **kwargs: None)
        with pytest.raises(SystemExit):
            services.evidence_add_file(report=report, file=sent("б.pdf", PDF + b"\n"), by=school_user)
    return next(iter(set(folder.iterdir()) - before))


def _dies(*args, **kwargs):
    raise SystemExit


def sweep(*, after: timedelta = SAFE_AGE + _MOMENT) -> int:
    return evidence_sweep.evidence_sweep(now=timezone.now() + after)


def test_a_file_without_a_row_goes_and_one_with_a_row_stays(proof, lost):
    assert sweep() == 1
    assert not lost.exists()
    assert services.evidence_read(proof) == PDF
    assert sweep() == 0


def test_a_draft_that_was_never_renamed_goes(proof, files_dir):
    draft = files_dir / "evidence" / f".{uuid.uuid4()}"
    draft.write_bytes(PDF[:10])

    assert sweep() == 1
    assert not draft.exists()


def test_a_young_file_stays_whatever_day_it_bears(proof, lost):
    """Files out of a backup keep their old days: it counts when they came to this disk."""
    os.utime(lost, (0, 0))

    assert sweep(after=SAFE_AGE - _MOMENT) == 0
    assert lost.exists()


def test_a_sweep_in_the_middle_of_an_upload_takes_nothing(proof, report, school_user, monkeypatch):
    write_row, swept = evidence._file_row, []

    def swept_before_the_row(*args):
        swept.append((Evidence.objects.count(), evidence_sweep.evidence_sweep()))
        return write_row(*args)

    monkeypatch.setattr(evidence, "_file_row", swept_before_the_row)
    row = services.evidence_add_file(report=report, file=sent("в.pdf", PDF + b"\n"), by=school_user)

    assert swept == [(1, 0)]
    assert services.evidence_read(row) == PDF + b"\n"


@pytest.mark.parametrize("name", ["README", "x.pdf", _NAME.upper(), f"{_NAME}.bak"])
def test_what_the_portal_did_not_name_is_not_its_own(proof, files_dir, name):
    path = files_dir / "evidence" / name
    path.write_bytes(b"1")

    assert sweep() == 0
    assert path.exists()


def test_a_link_and_a_folder_are_left(proof, files_dir, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"1")
    link, folder = (files_dir / "evidence" / str(uuid.uuid4()) for _ in range(2))
    link.symlink_to(outside)
    folder.mkdir()

    assert sweep() == 0
    assert link.is_symlink()
    assert folder.is_dir()


def test_the_files_of_another_database_are_not_touched(proof, files_dir, caplog):
    """One row and two files that nobody knows: a wrong DATABASE_URL, not traces of crashes."""
    paths = [files_dir / "evidence" / str(uuid.uuid4()) for _ in range(2)]
    for path in paths:
        file_write(path, PDF, no_space="")

    with caplog.at_level(logging.ERROR, "portal.files"):
        assert sweep() == 0
    assert all(path.exists() for path in paths)
    assert "nothing is deleted" in caplog.text


def test_a_portal_without_proofs_has_nothing_to_sweep(db, files_dir):
    assert not files_dir.exists()
    tasks.sweep_evidence()
