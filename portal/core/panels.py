"""Tasks that apps contribute to shared pages: «Мой день» and the case of a school.

An app may not import the apps to its right, yet a school's page shows its roadmap. So each
app registers a provider when it is ready, and the page asks all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list.

    `state` is one of todo, progress, review, returned, overdue, done, blocked, not_required; `label` is
    the word shown for it; a task without `url` cannot be opened yet and `hint` says why.
    """

    title: str
    state: str
    label: str
    url: str = ""
    hint: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a shared page that its app draws itself: `template` gets `data`."""

    title: str
    template: str
    data: Any


class Panel(Generic[T]):
    """Providers in the order of registration, which is the order of the apps."""

    def __init__(self) -> None:
        self._providers: list[Callable[..., Iterable[T]]] = []

    def register(self, provider: Callable[..., Iterable[T]]) -> Callable[..., Iterable[T]]:
        self._providers.append(provider)
        return provider

    def collect(self, **context: Any) -> list[T]:
        return [part for provider in self._providers for part in provider(**context)]


#: called with user= : what waits for this person
my_day: Panel[Task] = Panel()
#: called with user=, school=, year= (start of the academic year): the year of one school
school_case: Panel[Task] = Panel()
#: called with the same: what stands under the tasks
school_sections: Panel[Section] = Panel()
