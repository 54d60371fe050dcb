"""What a file would change: compared with what there is, and never written here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any

from monitoring.enums import ResultStatus, Scale, Severity
from monitoring.selectors.imports import (
    scales_of,
    stored_journals,
    stored_markers,
    stored_parts,
    stored_results,
)
from monitoring.services.import_appeals import Day, appealed, known_protocols, same_day, with_appeals
from monitoring.services.import_doubts import fewer_participants, odd_mean, other_total, says_all_counts
from monitoring.services.import_merge import overlaid, part_of, summed, wrong_numbers, wrong_result
from monitoring.services.import_rows import (
    JOURNAL_FIELDS,
    MARKER_FIELDS,
    MARKS,
    PART_FIELDS,
    RESULT_FIELDS,
    CellChange,
    Current,
    Incoming,
    Key,
    Note,
    Plan,
    RowChange,
    Values,
)
from portal.core.russian import date_ru

_AS_TYPED = "Загружено, как в файле; сверьте числа и исправьте их."
_KEPT = (
    "Прежний результат не изменён: внесите число участников вместе со всеми отметками или исправьте то, "
    "что внесено в портал."
)
_TYPED = ("participants", *MARKS, "mean_mark", "mean_score", "below_minimum")


def import_plan(*, rows: Sequence[Incoming], source: str) -> Plan:
    """The plan for rows of a file named `source`, against the database as it is now. Six queries at most."""
    return plan_of(rows, current_of(rows), source=source)


def current_of(rows: Iterable[Incoming]) -> Current:
    """Everything the plan asks, read at once."""
    rows = list(rows)
    schools = {row.school_id for row in rows}
    sittings = {row.sitting_id for row in rows if row.sitting_id is not None}
    years = {row.year for row in rows if row.kind == "markers" and row.year is not None}
    where: dict[str, Any] = {"schools": schools, "sittings": sittings}
    return Current(
        results=stored_results(**where, fields=RESULT_FIELDS),
        parts=stored_parts(**where, fields=PART_FIELDS),
        journals=stored_journals(**where, fields=JOURNAL_FIELDS),
        markers=stored_markers(schools=schools, years=years, fields=MARKER_FIELDS),
        sittings=scales_of(sittings=sittings),
    )


def plan_of(rows: Sequence[Incoming], current: Current, *, source: str) -> Plan:
    """Rows of one school and sitting are planned together: a file may hold its main and reserve day."""
    planner = _Planner(current, source, known_protocols(rows, current))
    groups: dict[tuple[str, Key], list[Incoming]] = defaultdict(list)
    for row in rows:
        family = "result" if row.kind == "appeals" else row.kind
        groups[family, row.key].append(row)
    for (family, key), group in groups.items():
        planner.kinds[family](key, planner.without_copies(group))
    return Plan(tuple(planner.cells), tuple(planner.changes), tuple(planner.notes))


class _Planner:
    """Collects what the groups of rows give."""

    def __init__(self, current: Current, source: str, known: Set[Day]):
        self.current, self.source, self.known = current, source, known
        self.cells: list[CellChange] = []
        self.changes: list[RowChange] = []
        self.notes: list[Note] = []
        self.kinds: dict[str, Callable[[Key, list[Incoming]], None]] = {
            "result": self.result,
            "journal": self.journal,
            "markers": self.markers,
        }

    def note(self, severity: str, kind: str, row: Incoming, name: str, text: str) -> None:
        self.notes.append(Note(severity, kind, row.addresses.get(name, row.address), text))

    def refuse(self, kind: str, row: Incoming, text: str, name: str = "") -> None:
        self.note(Severity.ERROR, kind, row, name, text)

    # --- Copies within the file ---------------------------------------------------------------

    def without_copies(self, rows: list[Incoming]) -> list[Incoming]:
        """A row repeated with the same numbers counts once; with other numbers nobody knows which is true."""
        if len(rows) == 1:
            return rows
        seen: dict[tuple, list[Incoming]] = defaultdict(list)
        for row in rows:
            seen[row.kind, row.date, row.whole].append(row)
        return [row for alike in seen.values() for row in self._one_of(alike)]

    def _one_of(self, rows: list[Incoming]) -> list[Incoming]:
        first, others = rows[0], rows[1:]
        if all(_says(row) == _says(first) for row in others):
            for row in others:
                self.note(Severity.INFO, "copy", row, "", f"Повторяет {first.address}: учтено один раз.")
            return [first]
        for row in others:
            text = (
                f"Школа уже стоит в {first.address} с другими числами: обе строки пропущены. Оставьте одну."
            )
            self.refuse("duplicate", row, text)
        return []

    # --- Results --------------------------------------------------------------------------------

    def result(self, key: Key, rows: list[Incoming]) -> None:
        scale, minimum = self.current.sittings[key[1]]
        old, parts = self.current.results.get(key), self.current.parts.get(key, [])
        rows = [self._without_odd_mean(row, old, scale) for row in rows if self._is_possible(row, scale)]
        new, kept = old, list(parts)
        used: list[Incoming] = []
        for row in sorted(rows, key=lambda row: (not row.whole, row.kind == "appeals")):
            found = self._step(row, new, kept, scale, minimum)
            if found is not None:
                (new, kept), used = found, [*used, row]
        if not used or new is None:
            return
        self._tell_fewer(used, old, new)
        self._result_cells(key, used, old, new)
        self._part_changes(key, parts, kept)
        if old is None or _numbers(old) != _numbers(new):
            self.changes.append(RowChange("result", key, old, new | {"source": self.source}))

    def _tell_fewer(self, rows: Iterable[Incoming], old: Values | None, new: Values) -> None:
        """A protocol of the reserve day alone over a table that was typed."""
        protocol = next((row for row in rows if row.whole), None)
        if protocol is not None and (text := fewer_participants(old, new)):
            self.note(Severity.WARNING, "fewer_participants", protocol, "participants", text)

    def _is_possible(self, row: Incoming, scale: str) -> bool:
        if wrong := wrong_numbers(row, scale):
            self.refuse("value", row, wrong[1], wrong[0])
        return not wrong

    def _without_odd_mean(self, row: Incoming, old: Values | None, scale: str) -> Incoming:
        text = odd_mean(row, old, scale)
        if text:
            self.note(Severity.WARNING, "mean_differs", row, "mean_mark", text)
        return row if text is None else row.without(("mean_mark",))

    def _step(
        self, row: Incoming, old: Values | None, parts: list[Values], scale: str, minimum: int | None
    ) -> tuple[Values, list[Values]] | None:
        """Result and days after one more row, or None where it is left out."""
        if row.kind == "appeals":
            days = self._after_appeals(row, parts, scale, minimum)
        elif row.whole and row.status == ResultStatus.VALUE:
            is_known = (row.sitting_id, row.date) in self.known
            days = list(parts) if is_known else self._after_protocol(row, parts)
        else:
            days = parts
        if days is None:
            return None
        result = overlaid(old, row, scale) if days is parts else summed(days, scale)
        if wrong := wrong_result(result, scale):
            self.refuse("value", row, wrong[1], wrong[0])
            return None
        return None if days is parts and self._contradicts(row, old, result) else (result, days)

    def _contradicts(self, row: Incoming, old: Values | None, new: Values) -> bool:
        """Whether a part of the counts would not fit the rest that stands: what stands is kept."""
        text = other_total(row, old, new)
        if text and says_all_counts(row):
            self.note(Severity.WARNING, "marks_total", row, "participants", f"{text} {_AS_TYPED}")
        elif text:
            self.refuse("marks_total", row, f"{text} {_KEPT}", "participants")
        return bool(text) and not says_all_counts(row)

    def _after_protocol(self, row: Incoming, parts: list[Values]) -> list[Values]:
        """A protocol replaces the part of its date; one without a date cannot stand beside dated ones."""
        replaced = [part for part in parts if same_day(part, row)]
        new = part_of(row)
        lost = sum(count for part in replaced for _, _, count, *_ in part["appeals"])
        if lost:
            text = (
                f"Протокол заменит результаты, в которых уже учтены апелляции ({lost}). "
                "Если в нём их нет, загрузите файл апелляций ещё раз."
            )
            self.note(Severity.WARNING, "appeals_reset", row, "", text)
        if any(part["date"] != row.date for part in replaced):
            text = "Протокол без даты заменяет прежние дни этого экзамена." if row.date is None else (
                f"Протокол за {date_ru(row.date)} заменяет прежний, в котором не было даты."
            )  # fmt: skip
            self.note(Severity.WARNING, "day_replaced", row, "", text)
        return [*(part for part in parts if part not in replaced), new]

    def _after_appeals(
        self, row: Incoming, parts: list[Values], scale: str, minimum: int | None
    ) -> list[Values] | None:
        found = appealed(parts, row)
        if found is None:
            day = f" за {date_ru(row.date)}" if row.date else ""
            text = f"Нет протокола этой школы{day}: апелляции не учтены. Загрузите сначала протокол."
            self.refuse("no_protocol", row, text)
            return None
        changed = with_appeals(found, row, scale, minimum)
        if isinstance(changed, str):
            self.refuse("appeals", row, changed)
            return None
        if changed.unsure:
            text = (
                f"Такие же изменения уже учтены ({changed.unsure}), а дат, чтобы их различить, нет: второй "
                "раз они не учтены. Если это другие апелляции, загрузите полный протокол экзамена после них."
            )
            self.note(Severity.WARNING, "appeals_known", row, "", text)
        return [changed.day if part is found else part for part in parts]

    def _result_cells(self, key: Key, rows: list[Incoming], old: Values | None, new: Values) -> None:
        """What the file says, and beside it the mean or the state that follows."""
        scale = self.current.sittings[key[1]][0]
        mean = "mean_mark" if scale == Scale.MARK else "mean_score"
        said = _said(rows, scale)
        follows = mean
        if new["status"] != ResultStatus.VALUE:
            said, follows = said or {"status": rows[0].address}, "status"
        for name, address in said.items():
            was = old[name] if old is not None else None
            self.cells.append(CellChange("result", key, name, was, new[name], address))
        was = old[follows] if old is not None else None
        if follows not in said and was != new[follows]:
            self.cells.append(
                CellChange("result", key, follows, was, new[follows], rows[0].address, derived=True)
            )

    def _part_changes(self, key: Key, old: list[Values], new: list[Values]) -> None:
        before = {part["date"]: part for part in old}
        after = {part["date"]: part for part in new}
        for day in sorted(before.keys() | after.keys(), key=lambda day: (day is not None, day)):
            if before.get(day) != after.get(day):
                self.changes.append(RowChange("part", key, before.get(day), after.get(day)))

    # --- What is not a result -------------------------------------------------------------------

    def journal(self, key: Key, rows: list[Incoming]) -> None:
        self._plain("journal", key, rows, self.current.journals.get(key), JOURNAL_FIELDS)

    def markers(self, key: Key, rows: list[Incoming]) -> None:
        self._plain("markers", key, rows, self.current.markers.get(key), MARKER_FIELDS)

    def _plain(
        self, kind: str, key: Key, rows: list[Incoming], old: Values | None, fields: Sequence[str]
    ) -> None:
        for row in rows[:1]:
            if wrong := wrong_numbers(row, Scale.MARK) or _wrong_plain(kind, row):
                self.refuse("value", row, wrong[1], wrong[0])
                return
            said = {name: _stored(name, value) for name, value in row.numbers.items() if name in fields}
            new = dict(old or dict.fromkeys(fields)) | said
            if missing := [name for name in fields if _is_required(name) and new[name] is None]:
                self.refuse("value", row, "В строке не хватает чисел: она пропущена.", missing[0])
                return
            for name, value in said.items():
                where = row.addresses.get(name, row.address)
                self.cells.append(CellChange(kind, key, name, old and old[name], value, where))
            if old is None or any(old[name] != value for name, value in said.items()):
                self.changes.append(RowChange(kind, key, old, new | {"source": self.source}))


def _says(row: Incoming) -> tuple:
    return (row.numbers, row.status, row.appeals)


def _numbers(result: Values) -> Values:
    return {name: value for name, value in result.items() if name != "source"}


def _said(rows: Iterable[Incoming], scale: str) -> dict[str, str]:
    """The names of the typed numbers of a group with their cells; appeals speak of what they move."""
    found: dict[str, str] = {}
    for row in rows:
        moved = MARKS if scale == Scale.MARK else ("mean_score", "below_minimum")
        names = moved if row.kind == "appeals" else [name for name in _TYPED if name in row.numbers]
        for name in names:
            found.setdefault(name, row.addresses.get(name, row.address))
    return found


def _is_required(name: str) -> bool:
    return name in ("participants", "lowered", "confirmed", "raised", "count")


def _stored(name: str, value: Any) -> Any:
    return bool(value) if name in ("rus4", "math4", "rus5", "math5") else int(value)


def _wrong_plain(kind: str, row: Incoming) -> tuple[str, str] | None:
    if kind == "markers" and row.numbers.get("count", 0) > 4:
        return "count", f"Маркеров {row.numbers['count']}, а бывает не больше четырёх."
    return None
