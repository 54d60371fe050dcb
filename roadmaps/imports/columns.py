"""Which column of a plan is which: by its name, in the words that departments use, never by its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from portal.core.spelling import folded
from portal.core.tables import Merge, Row, Sheet, UnreadableTable

#: a column that is the name of a measure where no other one is
_OR_NAME = "or name"
#: each column with the names it goes by; a head is the first of these that fits, so order tells
_NAMES = (
    ("number", r"(?:№|n)(?: ?п ?/ ?п)?\.?(?: .*)?|п ?/ ?п|номер.*"),
    (
        "term",
        r"(?:(?:планируем|планов|календарн|ориентировочн|примерн)\w+ )?(?:срок|дат[аы]|период|время|когда).*"
        r"|год|месяц(?:ы)?|число|день|дни|квартал|(?:начало|окончание)(?: .*)?",
    ),
    (
        "done",
        r"(?:фактическ|достигнут|полученн)\w+ результат.*|(?:отметка об? )?(?:исполнени|выполнени)[ияюе].*",
    ),
    (
        "responsible",
        r"(?:(?:ф\.? ?и\.? ?о\.? )?(?:ответств|исполнител)).*|отв"
        r"|кто (?:отвечает|проводит|исполняет|выполняет).*",
    ),
    (
        "expected",
        r"(?:(?:ожидаем|планируем|предполагаем|прогнозируем)\w+ )?результат.*|вид документа.*|итог.*",
    ),
    ("form", r"форма.*"),
    ("addressee", r"(?:адресат|категори|целев|участник|для кого|охват).*"),
    ("resources", r"(?:.*ресурс|финансир|источник|объем).*"),
    ("indicator", r"показател.*|индикатор.*"),
    ("name", r"направлени[^,/(]*[,/(] ?мероприяти.*"),
    ("section", r"направлени.*|раздел.*|задач[аи].*|блок.*|фактор.*"),
    (
        "name",
        r".*мероприяти.*|мер[аы]|содержание (?:работы|деятельности)|виды? (?:работы?|деятельности)"
        r"|действи[ея].*|наименование работ|(?:комплекс|перечень|план) (?:мер|действий)",
    ),
    (_OR_NAME, r"содержание|наименование"),
)
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _NAMES)
#: what a measure has one of: more columns of it are refused
_SINGLE = frozenset({"number", "name", "term"})
#: «ОТВЕТ-» over «СТВЕННЫЕ» in a narrow column
_HYPHENATED = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?)?")
_LONGEST_HEAD = 90
_HEAD_WITHIN = 40
#: the names that we tell a person to use
_USUAL = {"name": "Мероприятие", "term": "Срок"}
_SOUGHT = (
    "В файле нет таблицы со столбцами «Мероприятие» и «Срок». Искали столбцы с такими названиями: "
    "«Мероприятие» («Наименование мероприятия», «Содержание работы»), «Срок» («Сроки проведения», "
    "«Срок реализации», «Дата»); по желанию «№», «Ответственный», «Результат». "
    "Назовите так столбцы в шапке таблицы и загрузите файл снова."
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a plan: its row, and the column of each key. `texts` tell a repeated head."""

    row: int
    columns: Mapping[str, int]
    texts: tuple[str, ...]
    #: by the same keys, the heads as they are written
    names: Mapping[str, str]
    #: heads of columns that a plan of the portal has no place for
    ignored: tuple[str, ...] = ()
    #: by key, the last column of one that stands over several: «Ответственные» over «ФИО» and «Должность»
    last: Mapping[str, int] = field(default_factory=dict)
    #: the second row of such a head
    under: tuple[str, ...] = ()

    def columns_of(self, key: str) -> range:
        return range(self.columns[key], self.last.get(key, self.columns[key]) + 1)

    def repeats_in(self, row: Row) -> bool:
        """Whether a row is this head once more, as printers put it on each page."""
        if self.under and tuple(map(folded, _texts(row))) == self.under:
            return True
        said = [folded(row.text(self.columns[key])) for key in ("name", "term")]
        return said == [self.texts[self.columns[key]] for key in ("name", "term")]

    def shares_words_with(self, row: Row) -> bool:
        """Whether a row is a part of this head: the upper one of its two rows."""
        return any(folded(text) in self.texts for text in _texts(row)[1:] if text)


def head_of(sheet: Sheet) -> Head | None:
    """The head of a sheet that is a plan. Raises UnreadableTable where a term has two columns."""
    rows = sheet.rows[:_HEAD_WITHIN]
    for row, below in zip_longest(rows, rows[1:]):
        if head := _head(sheet, row, _texts(row)):
            return _with_second_row(head, below) if below else head
        if below and (head := _head(sheet, below, _of_two_rows(sheet, row, below))):
            return head
    return None


def _with_second_row(head: Head, below: Row) -> Head:
    """The head with the row under it, if all that this row does is to part a head into several columns."""
    keys = {at: key for key, at in head.columns.items()}
    last: dict[str, int] = {}
    for at, text in enumerate(_texts(below)):
        if text:
            named = (to for to in range(min(at, len(head.texts) - 1), -1, -1) if head.texts[to])
            key = keys.get(next(named, -1), "")
            if key in _SINGLE:
                return head
            last[key] = at
    last.pop("", None)  # under a head that a plan has no place for
    if all(at == head.columns[key] for key, at in last.items()):
        return head
    under = tuple(map(folded, _texts(below)))
    return replace(head, row=below.number, last={**head.last, **last}, under=under)


def other_head(sheet: Sheet, row: Row) -> Head | None:
    """A head in the middle of a table, whose columns may change their places: nothing but their names."""
    texts = _texts(row)
    filled = [text for text in texts if text]
    is_head = len(filled) > 2 and len(list(_columns_of(texts))) == len(filled)
    return _head(sheet, row, texts) if is_head else None


def is_other_head(row: Row) -> bool:
    """Whether a row begins with «№» and names more columns, in words that no plan has."""
    filled = [text for text in _texts(row) if text]
    if len(filled) < 3 or filled[0][-1].isdigit():  # «№ 5» is a number
        return False
    return bool(_PATTERNS[0][1].fullmatch(folded(filled[0]).strip(" .:*")))


def _head(sheet: Sheet, row: Row, texts: Sequence[str]) -> Head | None:
    found = list(_columns_of(texts))
    columns = dict(reversed(found))  # the first of two columns of one name
    or_name = columns.pop(_OR_NAME, None)
    if or_name is not None:
        columns.setdefault("name", or_name)
    if not {"name", "term"} <= columns.keys():
        return None
    _refuse_two_terms(sheet, row, [index for key, index in found if key == "term"])
    columns |= _number_and_name(sheet, row, columns)
    ignored = [text for at, text in enumerate(texts) if text and at not in columns.values()]
    wide = {merge.left: merge.right for merge in _over(sheet, row)}
    last = {key: wide[at] for key, at in columns.items() if at in wide and key not in _SINGLE}
    names = {key: texts[at] or _USUAL.get(key, key) for key, at in columns.items()}
    return Head(row.number, columns, tuple(map(folded, texts)), names, tuple(ignored), last)


def _number_and_name(sheet: Sheet, head: Row, columns: Mapping[str, int]) -> dict[str, int]:
    """The two columns under one «Мероприятия»; empty where it has one of its own. Raises UnreadableTable."""
    left = columns["name"]
    right = max((merge.right for merge in _over(sheet, head) if merge.left == left), default=left)
    below = [row for row in sheet.rows if row.number > head.number]
    named = [row for row in below if any(row.text(at) for at in range(left + 1, right + 1))]
    if not named:
        return {}
    are_numbers = all(_ORDINAL.fullmatch(row.text(left)) for row in named)
    if right == left + 1 and "number" not in columns and are_numbers:
        return {"number": left, "name": right}
    raise UnreadableTable(
        f"Название меры на листе «{sheet.title}» стоит в нескольких столбцах. Соедините их в один столбец "
        "«Мероприятие» и загрузите файл снова."
    )


def _over(sheet: Sheet, row: Row) -> list[Merge]:
    """Cells of a row that stand over several columns."""
    return [
        merge
        for merge in sheet.merged
        if merge.top <= row.number <= merge.bottom and merge.right > merge.left
    ]


def _texts(row: Row) -> list[str]:
    return [row.text(at) for at in range(len(row.cells))]


def _of_two_rows(sheet: Sheet, row: Row, below: Row) -> list[str]:
    """The names of columns where one of them stands over several: «Исполнение» over «Срок» and «Кто»."""
    width = max(len(row.cells), len(below.cells))
    shared = {
        at
        for merge in sheet.merged
        if merge.top == merge.bottom == row.number and merge.right > merge.left
        for at in range(merge.left, merge.right + 1)
    }
    return [(below if at in shared else row).text(at) for at in range(width)]


def not_a_plan() -> UnreadableTable:
    return UnreadableTable(_SOUGHT)


def _columns_of(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    for index, text in enumerate(texts):
        name = _HYPHENATED.sub("", folded(text)).strip(" .:*")
        if not name or len(name) > _LONGEST_HEAD:
            continue
        key = next((key for key, pattern in _PATTERNS if pattern.fullmatch(name)), None)
        if key:
            yield key, index


def _refuse_two_terms(sheet: Sheet, row: Row, columns: Sequence[int]) -> None:
    """Beginning and end in two columns would make a wrong date of one of them."""
    wide = any(merge.left == columns[0] for merge in _over(sheet, row))
    if len(columns) > 1 or wide:
        raise UnreadableTable(
            f"Срок на листе «{sheet.title}» стоит в нескольких столбцах. Соедините их в один столбец "
            "«Срок» с записями вроде «01.09.2021–31.05.2022» и загрузите файл снова."
        )
