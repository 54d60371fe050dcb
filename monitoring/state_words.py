"""How people write why a result is missing: one list for the grid and for our own workbook."""

from collections.abc import Mapping

from monitoring.enums import STATUS_MARKS, ResultStatus
from portal.core.spelling import folded

#: beside the marks and the labels, the words of the grid's legend first; what fits two states is not guessed
_SAID: Mapping[ResultStatus, tuple[str, ...]] = {
    ResultStatus.VALUE: ("есть",),
    ResultStatus.NOT_HELD: (
        "не проводилась", "не проводился", "не проводилось", "не проводились", "не проводили",
        "процедура не проводилась", "работа не проводилась", *"-—−‐‑",
    ),
    ResultStatus.NO_PARTICIPANTS: (
        "участников не было", "нет участников", "участников нет", "без участников", "не участвовали",
        "не участвовала", "не участвовал", "школа не участвовала", "никто не участвовал", "никто не писал",
        "никто не сдавал", "ну",
    ),
    ResultStatus.NOT_OFFERED: (
        "нет такой ступени", "нет такой ступени обучения", "в школе нет такой ступени", "нет ступени",
        "нет такого класса", "в школе нет такого класса", "нет класса", "не обучались", "не обучаются", "нп",
    ),
    ResultStatus.NO_DATA: ("нет данных", "данных нет", "данные не внесены", "не внесены", "не внесено", "нд"),
}  # fmt: skip
_STATUS_OF = {
    folded(words): status
    for status, said in _SAID.items()
    for words in (*said, status.label, STATUS_MARKS.get(status, status.label))
}
#: what a refusal offers: the sign, or the words in brackets instead of it
CHOICES_SAID = ", ".join(f"«{mark}» ({_SAID[status][0]})" for status, mark in STATUS_MARKS.items())


def status_said(text: str) -> ResultStatus | None:
    """The state that a person wrote as a sign or in words; None for anything else."""
    return _STATUS_OF.get(folded(text).strip(" ."))
