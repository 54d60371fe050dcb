"""The headings over a measure: sections within sections, told by their numbers and what stands under them."""

import re
from dataclasses import dataclass

_NUMBERED = re.compile(
    r"\A(?:(?P<word>раздел|направление|блок)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXІХ]{1,5})[.):]\s*(?=\S)",
    re.IGNORECASE,
)


def is_numbered(title: str) -> bool:
    return bool(_NUMBERED.match(title))


def plain_title(title: str) -> str:
    """«Кадры» for «1. Кадры» and «Раздел II. Кадры»."""
    return _NUMBERED.sub("", title, count=1)


@dataclass(slots=True)
class _Heading:
    title: str
    number: str = ""
    #: «1.1» for 2.3, «раздел 1» for «Раздел 3»: headings of one shape stand beside each other
    shape: str = ""
    is_bare: bool = True

    def holds(self, other: "_Heading") -> bool:
        return bool(self.number) and other.number.startswith(f"{self.number}.")


class Headings:
    """Those over the row that is being read; `bare` are those under which no measure stood."""

    def __init__(self) -> None:
        self._over: list[_Heading] = []
        self._bare: list[str] = []

    @property
    def section(self) -> str:
        return ". ".join(each.title for each in self._over)

    @property
    def is_open(self) -> bool:
        """Whether no measure stood under the last heading yet."""
        return bool(self._over) and self._over[-1].is_bare

    @property
    def bare(self) -> list[str]:
        return [*self._bare, *(each.title for each in self._over if each.is_bare)]

    def begin(self, text: str, number: str = "") -> None:
        """A heading goes under the one whose number begins its own, beside its like, or under an open one."""
        new = _heading(text, number)
        above = [at for at, each in enumerate(self._over) if each.holds(new)]
        beside = [at for at, each in enumerate(self._over) if each.shape == new.shape]
        if above:
            self._close(above[-1] + 1)
        elif beside and (new.shape or not self.is_open):
            self._close(beside[0])
        elif not self.is_open:
            self._close(0)
        self._over.append(new)

    def restart(self, title: str) -> None:
        """A table of its own, under `title` or under nothing."""
        self._close(0)
        if title:
            self._over.append(_Heading(title, is_bare=False))

    def add_measure(self) -> str:
        """The section of a measure that stands here."""
        for each in self._over:
            each.is_bare = False
        return self.section

    def _close(self, at: int) -> None:
        self._bare += [each.title for each in self._over[at:] if each.is_bare]
        del self._over[at:]


def _heading(text: str, number: str) -> _Heading:
    match = _NUMBERED.match(text)
    word = (match["word"] or "").lower() if match else ""
    number = number.rstrip(".)") or (match["number"] if match else "")
    shape = re.sub(r"\d+", "1", re.sub(r"[IVXІХ]+", "I", number.upper()))
    return _Heading(plain_title(text), number, f"{word} {shape}".strip())
