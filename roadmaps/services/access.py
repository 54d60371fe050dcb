"""The right to write one row, asked where the write is done and not only at the page."""

from portal.accounts.models import User
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.scoping import ScopedQuerySet
from roadmaps.checks import FIRST_YEAR, LAST_YEAR


def require(rows: ScopedQuerySet, *, pk: int, by: User, permission: str) -> None:
    if not rows.permitted(by, permission).filter(pk=pk).exists():
        raise NotAllowed("У вас нет права на это действие.")


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput({"year": f"Год должен быть от {FIRST_YEAR} до {LAST_YEAR}."})
