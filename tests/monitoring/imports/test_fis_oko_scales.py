"""The mark scales that ship: loaded once, never over an administrator's change."""

import pytest

from monitoring.imports.reference import Reference
from monitoring.models import MarkScale
from monitoring.services import reference_load
from tests.monitoring.imports.fis_oko_files import FOLDER, reference

pytestmark = pytest.mark.django_db


def test_scales_are_loaded_once():
    reference_load(folder=FOLDER)
    first = set(MarkScale.objects.values_list("pk", flat=True))
    reference_load(folder=FOLDER)

    assert set(MarkScale.objects.values_list("pk", flat=True)) == first
    assert len(first) == 44


def test_a_changed_scale_stays():
    reference_load(folder=FOLDER)
    wanted = {"subject__code": "math", "programme_grade": 5, "year": 2021}
    MarkScale.objects.filter(**wanted).update(from3=8, source="Письмо")
    MarkScale.objects.filter(subject__code="rus", programme_grade=5, year=2021).delete()

    reference_load(folder=FOLDER)

    assert MarkScale.objects.get(**wanted).from3 == 8
    assert MarkScale.objects.filter(subject__code="rus", programme_grade=5, year=2021).exists()


def test_readers_see_what_was_loaded():
    reference_load(folder=FOLDER)
    loaded = Reference.load()

    assert set(loaded.sittings) == set(reference().sittings)
    assert {
        key: (scale.from3, scale.from4, scale.from5, scale.maximum) for key, scale in loaded.scales.items()
    } == {
        key: (scale.from3, scale.from4, scale.from5, scale.maximum)
        for key, scale in reference().scales.items()
    }
    assert (
        loaded.scales["math", 4, 2020, "autumn"].from3,
        loaded.scales["rus", 8, 2022, "spring"].from5,
    ) == (6, 45)
