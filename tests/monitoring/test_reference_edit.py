"""Settings as data: who may change them, what is refused, two administrators, and the shipped dictionary."""

from decimal import Decimal
from pathlib import Path

import pytest

from monitoring.enums import Exam, ParameterCode, Scale
from monitoring.models import MarkScale, Parameter, Sitting
from monitoring.parameters import PARAMETERS
from monitoring.selectors.parameters import (
    parameter_histories,
    parameter_history,
    parameters_by_year,
    parameters_of,
)
from monitoring.selectors.reference import scale_seen, sitting_seen
from monitoring.services import reference_load
from monitoring.services.parameter_edit import parameter_save
from monitoring.services.scale_edit import scale_create, scale_update
from monitoring.services.sitting_edit import sitting_create, sitting_update
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.models import AuditEvent
from tests.factories.monitoring import MarkScaleFactory, ResultFactory, SittingFactory, SubjectFactory

ACT = "Приказ от 12.11.2026 № 1"
REFERENCE = Path(__file__).resolve().parents[2] / "fixtures" / "reference"


@pytest.fixture
def russian(db):
    return SittingFactory(
        exam=Exam.EGE, scale=Scale.SCORE, grade=11, minimum=Decimal(24), source="Прежний приказ"
    )


def seen_of(code):
    return parameter_history(code=code).seen


def save(code="learning_4", value="70", valid_from=2021, source=ACT, *, by, seen=None):
    seen = seen_of(code) if seen is None else seen
    return parameter_save(
        code=code, value=Decimal(value), valid_from=valid_from, source=source, seen=seen, by=by
    )


# --- Parameters ---------------------------------------------------------------------------------


def test_a_value_holds_from_its_year_until_the_next_one(admin):
    save(value="70", valid_from=2020, by=admin)
    save(value="66", valid_from=2022, by=admin)

    assert [parameters_of(year=year)["learning_4"] for year in (2019, 2020, 2021, 2022, 2030)] == [
        64,
        70,
        70,
        66,
        66,
    ]
    assert parameters_by_year(years=[2019, 2021])[2021]["learning_4"] == 70
    history = parameter_history(code="learning_4")
    assert [(each.value, each.valid_from) for each in history.values] == [(66, 2022), (70, 2020), (64, None)]
    assert (history.last_year(2020), history.last_year(2022)) == (2021, None)


def test_every_parameter_has_a_default_with_its_source(db):
    histories = parameter_histories()
    assert [each.code for each in histories] == list(PARAMETERS) == list(ParameterCode)
    assert all(each.values[-1].source and each.facts.used for each in histories)


def test_the_same_value_again_changes_nothing_and_is_no_deed(admin):
    assert save(by=admin)
    assert not save(by=admin)
    assert Parameter.objects.count() == 1
    event = AuditEvent.objects.get(action="reference.parameter_save")
    assert (event.actor_id, event.data["before"], event.data["after"]["source"]) == (admin.pk, None, ACT)


def test_of_two_administrators_the_second_sees_both_values_and_decides(admin):
    opened = seen_of("learning_4")
    save(value="70", by=admin)
    with pytest.raises(StaleRevision, match="Сейчас: 70\u00a0% с 2021 года"):
        save(value="66", by=admin, seen=opened)
    assert Parameter.objects.get().value == 70
    save(value="66", by=admin)
    assert Parameter.objects.get().value == 66


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"source": "  "}, "source"),
        ({"value": "-1"}, "value"),
        ({"value": "101"}, "value"),
        ({"code": "few_participants", "value": "9.5"}, "value"),
        ({"code": "few_participants", "value": "0"}, "value"),
        ({"code": "unlikely_mark", "value": "0"}, "value"),
        ({"code": "vpr_over_oge", "value": "1001"}, "value"),
        ({"valid_from": 1999}, "valid_from"),
    ],
)
def test_what_a_parameter_may_not_be(admin, fields, field):
    with pytest.raises(InvalidInput) as refused:
        save(by=admin, **fields)
    assert set(refused.value.errors) == {field}
    assert not Parameter.objects.exists()


def test_only_the_administrator_changes_settings(methodist, head, observer, russian):
    scale = MarkScaleFactory()
    for person in (methodist, head, observer):
        with pytest.raises(NotAllowed):
            save(by=person)
        with pytest.raises(NotAllowed):
            sitting_update(
                sitting=russian, values={"minimum": Decimal(36)}, seen=sitting_seen(russian), by=person
            )
        with pytest.raises(NotAllowed):
            sitting_create(values=new_sitting(), by=person)
        with pytest.raises(NotAllowed):
            scale_update(scale=scale, values={"from3": 17}, seen=scale_seen(scale), by=person)
    assert not AuditEvent.objects.exists()


# --- Sittings -----------------------------------------------------------------------------------


def new_sitting(**fields):
    subject = SubjectFactory(code="math", name="Математика")
    facts = {"exam": Exam.EGE, "subject": subject, "level": "", "year": 2027, "season": "spring"}
    return (
        facts
        | {"minimum": None, "entry_minimum": None, "is_held": True, "is_general": True, "source": ACT}
        | fields
    )


def change(sitting, by, **values):
    return sitting_update(sitting=sitting, values=values, seen=sitting_seen(sitting), by=by)


def test_a_minimum_is_changed_with_its_act(admin, russian):
    assert change(russian, admin, entry_minimum=Decimal(36), source=ACT)
    russian.refresh_from_db()
    assert (russian.minimum, russian.entry_minimum, russian.lower_minimum, russian.source) == (
        24,
        36,
        24,
        ACT,
    )
    assert russian.edited_at is not None
    event = AuditEvent.objects.get(action="reference.sitting_update")
    assert (event.data["before"]["entry_minimum"], event.data["after"]["entry_minimum"]) == (None, "36")
    assert not change(russian, admin, source=ACT)


def test_two_administrators_of_one_sitting(admin, russian):
    opened = sitting_seen(russian)
    change(russian, admin, minimum=Decimal(36))
    with pytest.raises(StaleRevision, match="минимальный балл — 36"):
        sitting_update(sitting=russian, values={"minimum": Decimal(27)}, seen=opened, by=admin)
    assert Sitting.objects.get().minimum == 36


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minimum": Decimal(101)}, "minimum"),
        ({"entry_minimum": Decimal(-1)}, "entry_minimum"),
        ({"source": ""}, "source"),
    ],
)
def test_what_a_sitting_may_not_have(admin, russian, values, field):
    with pytest.raises(InvalidInput) as refused:
        change(russian, admin, **values)
    assert set(refused.value.errors) == {field}


def test_a_procedure_with_results_was_held(admin, school, russian):
    absent = ResultFactory(school=school, sitting=russian, status="no_participants")
    assert change(russian, admin, is_held=False)
    russian.refresh_from_db()
    change(russian, admin, is_held=True)
    absent.status, absent.mean_score = "value", 50
    absent.save()
    russian.refresh_from_db()
    with pytest.raises(InvalidInput, match="уже есть результаты школ: 1"):
        change(russian, admin, is_held=False)


def test_a_new_procedure_gets_its_scale_and_class(admin):
    profile = sitting_create(values=new_sitting(level="profile", minimum=Decimal(27)), by=admin)
    base = sitting_create(values=new_sitting(level="base", minimum=Decimal(3)), by=admin)
    vpr = sitting_create(values=new_sitting(exam=Exam.VPR, grade=6, programme_grade=5), by=admin)
    assert [(each.scale, each.grade, each.programme_grade) for each in (profile, base, vpr)] == [
        ("score", 11, 11),
        ("mark", 11, 11),
        ("mark", 6, 5),
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"year": 1990}, "year"),
        ({"grade": 9}, "grade"),
        ({"exam": Exam.VPR, "grade": 12}, "grade"),
        ({"exam": Exam.OGE, "level": "base"}, "level"),
        ({"source": ""}, "source"),
        ({"level": "base", "minimum": Decimal(27)}, "minimum"),
    ],
)
def test_what_a_new_procedure_may_not_be(admin, fields, field):
    with pytest.raises(InvalidInput) as refused:
        sitting_create(values=new_sitting(**fields), by=admin)
    assert field in refused.value.errors
    assert not Sitting.objects.exists()


def test_the_same_procedure_is_not_added_twice(admin):
    sitting_create(values=new_sitting(), by=admin)
    with pytest.raises(InvalidInput, match="уже есть в календаре"):
        sitting_create(values=new_sitting(), by=admin)


# --- Scales -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"from3": 29}, "from4"),
        ({"from4": 39}, "from5"),
        ({"maximum": 38}, "maximum"),
        ({"from3": 0}, "from3"),
        ({"source": " "}, "source"),
    ],
)
def test_the_borders_of_a_scale_rise(admin, values, field):
    scale = MarkScaleFactory()  # 18, 29, 39, at most 45
    with pytest.raises(InvalidInput) as refused:
        scale_update(scale=scale, values=values, seen=scale_seen(scale), by=admin)
    assert field in refused.value.errors


def test_a_scale_is_changed_against_what_was_seen(admin):
    scale = MarkScaleFactory()
    opened = scale_seen(scale)
    assert scale_update(scale=scale, values={"from3": 17, "source": ACT}, seen=opened, by=admin)
    with pytest.raises(StaleRevision, match="«3» от — 17"):
        scale_update(scale=scale, values={"from3": 16}, seen=opened, by=admin)
    assert MarkScale.objects.get().from3 == 17


def test_one_scale_of_a_work(admin):
    facts = {"subject": SubjectFactory(), "programme_grade": 5, "year": 2021, "season": "spring"}
    borders = {"from3": 18, "from4": 29, "from5": 39, "maximum": 45, "source": ACT}
    scale_create(values=facts | borders, by=admin)
    with pytest.raises(InvalidInput, match="уже есть"):
        scale_create(values=facts | borders, by=admin)


# --- The dictionary that ships with the portal ---------------------------------------------------


def test_the_shipped_calendar_knows_both_minimums_of_russian(db):
    reference_load(folder=REFERENCE)
    for sitting in Sitting.objects.filter(exam=Exam.EGE, subject__code="rus"):
        assert (sitting.minimum, sitting.entry_minimum, sitting.lower_minimum) == (24, 36, 24), sitting.year
    others = Sitting.objects.filter(exam=Exam.EGE).exclude(subject__code="rus")
    assert not others.filter(entry_minimum__isnull=False).exists()


def test_loading_again_leaves_what_the_administrator_changed(admin):
    reference_load(folder=REFERENCE)
    changed = Sitting.objects.get(exam=Exam.EGE, subject__code="rus", year=2026)
    change(changed, admin, entry_minimum=Decimal(40), source=ACT)
    Sitting.objects.filter(exam=Exam.EGE, subject__code="rus", year=2025).update(minimum=99)
    scale = MarkScale.objects.first()
    scale_update(
        scale=scale, values={"maximum": scale.maximum + 1, "source": ACT}, seen=scale_seen(scale), by=admin
    )

    reference_load(folder=REFERENCE)

    changed.refresh_from_db()
    assert (changed.entry_minimum, changed.source) == (40, ACT)
    assert Sitting.objects.get(exam=Exam.EGE, subject__code="rus", year=2025).minimum == 24
    assert MarkScale.objects.get(pk=scale.pk).maximum == scale.maximum + 1
