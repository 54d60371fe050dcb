"""One way for every approval: a table of steps, one writer, a row lock, an event.

A model takes `WorkflowModel` and names its table in `TRANSITIONS`, rows of plain data from the
app's `enums.py`: (from, to, permission, remark required, other person required, effect).
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast

from django.conf import settings
from django.db import models, transaction

from portal.core.audit import audit_record, subject_type
from portal.core.authors import author_add, is_own
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision, TransitionRefused
from portal.core.models import WorkflowEvent
from portal.core.scoping import Person, ScopedQuerySet
from portal.core.workflow_effects import DISCARDED, EFFECTS, Transition, events_of, is_possible


class WorkflowModel(models.Model):
    """Status, the edition that people count and the revision that guards against lost updates.

    `version` grows when an approved text is opened again, and falls back when that version is thrown away;
    `revision` grows with every write, and every form carries the one its reader saw.
    """

    TRANSITIONS: ClassVar[tuple[tuple, ...]]

    #: a CharField with the choices of the app's enum, declared by the model itself
    status: Any
    get_status_display: Any

    version = models.PositiveIntegerField("версия", default=1)
    revision = models.PositiveIntegerField("ревизия", default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="изменил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="отправил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField("отправлено", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="решил", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("решено", null=True)

    class Meta:
        abstract = True

    @classmethod
    def transitions(cls) -> list[Transition]:
        return [Transition(*row) for row in cls.TRANSITIONS]


W = TypeVar("W", bound=WorkflowModel)
Receiver = Callable[..., None]
_receivers: dict[type[WorkflowModel], list[Receiver]] = defaultdict(list)


def on_transition(model: type[WorkflowModel]) -> Callable[[Receiver], Receiver]:
    """Call the decorated function after each step of `model`, with obj=, step=, by= and remark=.

    It runs within the transaction of the step: what it writes goes with it, and what it raises undoes it.
    """

    def register(receiver: Receiver) -> Receiver:
        _receivers[model].append(receiver)
        return receiver

    return register


def workflow_constraints(name: str, *decided: str) -> list[models.CheckConstraint]:
    """The database's own word on `decided` states: a person and a date, and he is not the sender."""
    undecided = ~models.Q(status__in=decided) if len(decided) > 1 else ~models.Q(status=decided[0])
    return [
        models.CheckConstraint(
            name=f"{name}_decided_by_another",
            condition=undecided
            | (
                models.Q(decided_by__isnull=False, decided_at__isnull=False, submitted_by__isnull=False)
                & ~models.Q(decided_by=models.F("submitted_by"))
            ),
        )
    ]


def steps_for(obj: WorkflowModel, user: Person) -> list[Transition]:
    """The steps that `user` may take now; the page shows only these."""
    steps = [
        step
        for step in obj.transitions()
        if step.source == obj.status and _permits(obj, step, user) and is_possible(obj, step)
    ]
    if any(step.other_person_required for step in steps) and is_own(obj, user):
        return [step for step in steps if not step.other_person_required]
    return steps


def last_remark(obj: WorkflowModel) -> WorkflowEvent | None:
    """The remark with which the object was last sent back, if it has not been sent again since."""
    event = events_of(obj).last()
    return event if event and event.remark else None


@transaction.atomic
def lock_for_edit(obj: W, *, by: Person | None, seen: int, editable: frozenset[str] | set[str]) -> W:
    """Lock the row for a change of its content, made by a person who saw revision `seen`."""
    locked = _locked(obj)
    # The state first: who is told of a newer revision tries to save again, and here that cannot help.
    if locked.status not in editable:
        raise TransitionRefused(
            f"Сейчас состояние «{locked.get_status_display()}»: изменять нельзя. "
            "Верните документ на доработку или откройте новую версию."
        )
    if locked.revision != seen:
        raise StaleRevision(
            "Пока вы работали, это изменил другой сотрудник. Откройте страницу заново и сверьте написанное."
        )
    locked.revision += 1
    locked.edited_by = cast(Any, by)
    locked.save(update_fields=["revision", "edited_by"])
    author_add(locked, by)
    return locked


@transaction.atomic
def transition(*, obj: W, target: str, by: Person, seen: int, remark: str = "") -> W:
    """Move `obj` to `target` in the name of `by`, who saw revision `seen`; the fresh row comes back.

    Raises StaleRevision, TransitionRefused, NotAllowed or InvalidInput; nothing is then written.
    """
    locked = _locked(obj)
    step = _step(locked, target)
    if locked.revision != seen:
        raise StaleRevision(
            "Документ изменился после того, как вы его открыли. Обновите страницу и решите снова."
        )
    if not _permits(locked, step, by):
        raise NotAllowed("У вас нет права на это действие.")
    if step.other_person_required and is_own(locked, by):
        raise NotAllowed("Вы сами готовили или отправляли этот документ. Решение примет другой руководитель.")
    remark = remark.strip()
    if step.remark_required and not remark:
        raise InvalidInput({"remark": "Напишите, что нужно доработать."})
    return _take(locked, step, by, remark)


@transaction.atomic
def carry_out(*, obj: W, target: str, by: Person) -> W:
    """Do on its day what `by` has decided before: his rights of today are not asked, he may have left.

    Only for steps that keep the decision. Raises TransitionRefused if the object has gone elsewhere.
    """
    locked = _locked(obj)
    step = _step(locked, target)
    if step.effect != "keep" or step.remark_required:
        raise TransitionRefused("Этот шаг требует нового решения.")
    return _take(locked, step, by, "")


def note_step(obj: WorkflowModel, *, target: str, by: Person, version: int) -> None:
    """Write into the history what became of an earlier `version`; the object stays where it is."""
    _write_event(obj, Transition(obj.status, target, "", False, False, "keep"), by, "", version=version)


def _locked(obj: W) -> W:
    """The row as it is now, under its lock. Raises TransitionRefused where somebody has deleted it."""
    try:
        return type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    except type(obj).DoesNotExist as error:
        raise TransitionRefused("Этого документа уже нет: его удалили.") from error


def _take(obj: W, step: Transition, by: Person, remark: str) -> W:
    if step.effect == "discard" and step.target != DISCARDED:
        # Two deeds in one: the version under way ends, and the one before it takes the step.
        _take(obj, step._replace(target=DISCARDED), by, "")
        step = _step(obj, step.target)
    version = obj.version
    _stamp(obj, step, by)
    # A version begins with the step that opens it and ends with the one that throws it away.
    _write_event(obj, step, by, remark, version=max(version, obj.version))
    for receiver in _receivers[type(obj)]:
        receiver(obj=obj, step=step, by=by, remark=remark)
    return obj


def _step(obj: WorkflowModel, target: str) -> Transition:
    for step in obj.transitions():
        if step.source == obj.status and step.target == target and is_possible(obj, step):
            return step
    raise TransitionRefused(
        f"Это действие уже невозможно: состояние документа — «{obj.get_status_display()}». Обновите страницу."
    )


def _permits(obj: WorkflowModel, step: Transition, user: Person) -> bool:
    rows = cast(ScopedQuerySet, type(obj)._default_manager.all())
    return rows.permitted(user, step.permission).filter(pk=obj.pk).exists()


def _stamp(obj: WorkflowModel, step: Transition, by: Any) -> None:
    """Write status, people and dates."""
    obj.status = step.target
    EFFECTS[step.effect](obj, by)
    obj.revision += 1
    obj.save(
        update_fields=[
            "status",
            "version",
            "revision",
            "submitted_by",
            "submitted_at",
            "decided_by",
            "decided_at",
        ]
    )


def _write_event(
    obj: WorkflowModel, step: Transition, by: Any, remark: str, *, version: int | None = None
) -> None:
    version = version or obj.version
    WorkflowEvent.objects.create(
        subject_type=subject_type(obj),
        subject_id=obj.pk,
        actor=by,
        source=step.source,
        target=step.target,
        remark=remark,
        version=version,
    )
    audit_record(action=f"workflow.{step.target}", subject=obj, by=by, source=step.source, version=version)
