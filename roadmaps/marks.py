"""The state of a measure as a sign of a dense table: its word always stands beside it or is read out."""

from dataclasses import dataclass

from roadmaps.enums import Counted, MeasureState


@dataclass(frozen=True, slots=True)
class Mark:
    """`name` is the class of the style sheet, `sign` one or two letters, `word` what they mean."""

    name: str
    sign: str
    word: str


_SIGNS = {
    MeasureState.OVERDUE: "!",
    MeasureState.RETURNED: "←",
    MeasureState.REVIEW: "?",
    MeasureState.DONE: "✓",
    MeasureState.DONE_LATE: "✓!",
    MeasureState.FAILED: "✕",
    MeasureState.PROGRESS: "…",
    MeasureState.TODO: "○",
    MeasureState.AHEAD: "·",
}
_BY_STATE = {state: Mark(state.value, sign, state.label) for state, sign in _SIGNS.items()}
RETURNED_LATE = Mark("overdue", "!←", "отчёт возвращён, срок прошёл")
STOPPED = Mark("stopped", "‖", "карта остановлена")
#: for the legend, in the order in which a head asks
LEGEND = (*_BY_STATE.values(), RETURNED_LATE, STOPPED)


def mark_of(state: MeasureState, counted: Counted) -> Mark:
    if counted == Counted.STOPPED:
        return STOPPED
    if state == MeasureState.RETURNED and counted == Counted.OVERDUE:
        return RETURNED_LATE
    return _BY_STATE[state]
