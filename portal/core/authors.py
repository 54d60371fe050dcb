"""Four eyes: who wrote in a version of a text, or sent it, does not decide on it.

`text` is a portal.core.workflow.WorkflowModel. Its own columns know only the last writer and the last sender.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from portal.core.audit import subject_type
from portal.core.models import TextAuthor
from portal.core.scoping import Person


def author_add(text: Any, by: Person | None) -> None:
    """Remember `by` as an author of the version under way; None is the operator of the machine."""
    if by is not None:
        named = TextAuthor(
            subject_type=subject_type(text), subject_id=text.pk, version=text.version, person_id=by.pk
        )
        TextAuthor.objects.bulk_create([named], ignore_conflicts=True)


def text_written(text: Any, by: Any) -> None:
    """For every write to a locked text that does not go through portal.core.workflow.lock_for_edit."""
    text.edited_by = by
    text.save(update_fields=["edited_by"])
    author_add(text, by)


def authors_forget(text: Any) -> None:
    """Of the version under way, which is thrown away with all that they wrote."""
    _rows([text]).filter(version=text.version).delete()


def authors_of(texts: Collection[Any]) -> dict[Any, set[int | None]]:
    """The numbers of the people who may not decide on each of `texts`; one query for all."""
    found = {text: {text.submitted_by_id, text.edited_by_id} for text in texts}
    named = {(subject_type(text), text.pk, text.version): found[text] for text in texts}
    for key in _rows(texts).values_list("subject_type", "subject_id", "version", "person_id"):
        named.get(key[:3], set()).add(key[3])
    return found


def is_own(text: Any, user: Person) -> bool:
    """Whether `user` wrote or sent the text; one query."""
    return user.pk in authors_of([text])[text]


def own_texts(model: type[Any], user: Person) -> Q:
    """The same as a condition on rows of `model`, for lists."""
    hand = TextAuthor.objects.filter(
        subject_type=model._meta.label_lower,
        subject_id=OuterRef("pk"),
        version=OuterRef("version"),
        person=user.pk,
    )
    return Q(submitted_by=user.pk) | Q(edited_by=user.pk) | Q(Exists(hand))


def _rows(texts: Iterable[Any]) -> Any:
    kinds = {subject_type(text) for text in texts}
    return TextAuthor.objects.filter(
        subject_type__in=kinds, subject_id__in={text.pk for text in texts}
    ).order_by()
