"""The right to write, asked where the write is done and not only at the page."""

from portal.core.errors import NotAllowed
from portal.core.scoping import Person, ScopedQuerySet

REFUSAL = "У вас нет права на это действие."


def require(rows: ScopedQuerySet, *, pk: int, by: Person | None, permission: str) -> None:
    """Raise NotAllowed unless `by` holds `permission` on the row. None is the operator of the machine."""
    if by is not None and not rows.permitted(by, permission).filter(pk=pk).exists():
        raise NotAllowed(REFUSAL)


def require_everywhere(*, by: Person | None, permission: str) -> None:
    """The same for what belongs to the whole installation."""
    if by is not None and not by.scope_for(permission).everywhere:
        raise NotAllowed(REFUSAL)
