"""What a table of schools says, and what it would change: plain data, no database, no file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schools.enums import Programme
from schools.models import School
from schools.naming import match_key
from schools.selectors.matching import SchoolIndex

#: what a table can tell of a school, besides levels and other names
FIELDS = {
    "short_name": "краткое наименование",
    "full_name": "полное наименование",
    "oo_code": "код ОО",
    "fis_oko_login": "логин ФИС ОКО",
}
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with the cell it concerns. An `error` stops the import, a `warning` does not."""

    severity: str
    kind: str
    address: str
    text: str

    @property
    def is_fatal(self) -> bool:
        return self.severity == "error"

    @property
    def position(self) -> tuple[int, str]:
        """Findings stand in the order of the table's rows."""
        found = _ADDRESS.match(self.address)
        return (int(found[2]), found[1]) if found else (0, "")

    def as_dict(self) -> dict[str, str]:
        return {"severity": self.severity, "kind": self.kind, "address": self.address, "text": self.text}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the table, cleaned; an empty value says nothing about the school.

    `levels` is None where the table does not tell; `addresses` gives each field its cell.
    """

    number: int
    short_name: str
    full_name: str = ""
    oo_code: str = ""
    fis_oko_login: str = ""
    levels: frozenset[str] | None = None
    aliases: tuple[str, ...] = ()
    addresses: dict[str, str] = field(default_factory=dict, compare=False)

    def address(self, name: str) -> str:
        return self.addresses.get(name) or self.addresses.get("short_name", f"A{self.number}")

    @property
    def content(self) -> tuple:
        """Everything but the place: equal for a row that was copied."""
        return (self.short_name, self.full_name, self.oo_code, self.fis_oko_login, self.levels, self.aliases)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many schools are new, changed and the same, and what was found."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_fatal]

    def counts(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "same": self.same}

    def as_dict(self) -> dict[str, Any]:
        return self.counts() | {"problems": [problem.as_dict() for problem in self.problems]}


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does to one school: fields from → to, other names with their keys, levels."""

    row: RegisterRow
    school: School | None
    changes: dict[str, tuple[str, str]]
    aliases: dict[str, str]
    levels: frozenset[str] | None

    @property
    def described(self) -> list[dict[str, str]]:
        """The differences in words, for the preview."""
        told = [{"label": FIELDS[name], "old": old, "new": new} for name, (old, new) in self.changes.items()]
        if self.levels is not None:
            names = ", ".join(Programme(level).label for level in Programme.values if level in self.levels)
            told.append({"label": "уровни образования", "old": "", "new": names})
        return told + [{"label": "другое название", "old": "", "new": name} for name in self.aliases]

    @property
    def kind(self) -> str:
        if self.school is None:
            return "new"
        return "changed" if self.changes or self.aliases or self.levels is not None else "same"


def plan_register(
    rows: Sequence[RegisterRow], index: SchoolIndex, year: int
) -> tuple[list[Step], list[Problem]]:
    """Find each row's school and what differs; rows that cannot decide become errors."""
    steps: list[Step] = []
    problems: list[Problem] = []
    owners = _names_of_the_table(rows)
    taken: dict[int, RegisterRow] = {}
    for row in rows:
        match = index.find(code=row.oo_code, login=row.fis_oko_login, name=row.short_name)
        if contradiction := match.conflict or _other_code(row, match.school, match.by):
            problems.append(_conflict(row, contradiction))
            continue
        if match.school is not None and (first := taken.setdefault(match.school.pk, row)) is not row:
            problems.append(_second(row, first, match.school))
            continue
        aliases, doubts = _aliases(row, match.school, index, owners)
        owners |= dict.fromkeys(aliases.values(), row.number)  # the first row that claims a name has it
        changes = _changes(row, match.school, match.by)
        problems += [*doubts, *_new_keys(row, match.school, changes)]
        steps.append(Step(row, match.school, changes, aliases, _levels(row, match.school, year)))
    return steps, problems


def _other_code(row: RegisterRow, school: School | None, by: str) -> tuple[School, ...]:
    """A school known by another name only, whose code is a different one, may be a different school."""
    if school is None or by != "alias" or not (school.oo_code and row.oo_code):
        return ()
    return (school,) if school.oo_code != row.oo_code else ()


def _names_of_the_table(rows: Iterable[RegisterRow]) -> dict[str, int]:
    return {match_key(row.short_name): row.number for row in rows}


def _changes(row: RegisterRow, school: School | None, by: str) -> dict[str, tuple[str, str]]:
    """Fields that differ. A school known by another name keeps its own; an empty cell says nothing."""
    names = [name for name in FIELDS if name != "short_name" or by != "alias"]
    pairs = {name: (getattr(school, name) if school else "", getattr(row, name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if new and new != old}


def _levels(row: RegisterRow, school: School | None, year: int) -> frozenset[str] | None:
    """The levels to set, or None where they stand already or are not told."""
    if row.levels is None or school is None:
        return row.levels
    now = {programme.level for programme in school.programmes.all() if programme.covers(year)}
    return row.levels if row.levels != now else None


def _aliases(
    row: RegisterRow, school: School | None, index: SchoolIndex, owners: dict[str, int]
) -> tuple[dict[str, str], list[Problem]]:
    known = {match_key(row.short_name)}
    if school is not None:
        known |= {match_key(school.short_name), *(alias.key for alias in school.aliases.all())}
    new: dict[str, str] = {}
    doubts = []
    for name in row.aliases:
        key = match_key(name)
        if not key or key in known:
            continue
        if owner := _foreign_owner(name, key, row, school, index, owners):
            doubts.append(_doubtful_alias(row, name, owner))
            continue
        known.add(key)
        new[name] = key
    return new, doubts


def _foreign_owner(
    name: str, key: str, row: RegisterRow, school: School | None, index: SchoolIndex, owners: dict[str, int]
) -> str:
    other = next((found for found in index.owners(name) if school is None or found.pk != school.pk), None)
    if other is not None:
        return f"школе «{other}»"
    return f"строке {owners[key]}" if owners.get(key, row.number) != row.number else ""


def _doubtful_alias(row: RegisterRow, name: str, owner: str) -> Problem:
    text = f"Название «{name}» уже принадлежит {owner}: к школе «{row.short_name}» оно не добавлено."
    return Problem("warning", "alias", row.address("aliases"), text)


def _new_keys(
    row: RegisterRow, school: School | None, changes: dict[str, tuple[str, str]]
) -> Iterator[Problem]:
    """A code or a login that replaces another one is worth a look."""
    words = {"oo_code": "Код ОО", "fis_oko_login": "Логин ФИС ОКО"}
    for name, word in words.items():
        old, new = changes.get(name, ("", ""))
        if school is not None and old:
            text = f"{word} школы «{school}» меняется: был {old}, станет {new}."
            yield Problem("warning", "key_changed", row.address(name), text)


def _conflict(row: RegisterRow, schools: Sequence[School]) -> Problem:
    names = ", ".join(f"«{school}»" for school in schools)
    text = (
        f"Код, логин и название строки «{row.short_name}» не указывают на одну школу: {names}. "
        "Исправьте строку или данные школы."
    )
    said = next(name for name in ("oo_code", "fis_oko_login", "short_name") if getattr(row, name))
    return Problem("error", "conflict", row.address(said), text)


def _second(row: RegisterRow, first: RegisterRow, school: School) -> Problem:
    text = f"Строки {first.number} и {row.number} говорят об одной школе: «{school}». Оставьте одну из них."
    return Problem("error", "duplicate", row.address("short_name"), text)
