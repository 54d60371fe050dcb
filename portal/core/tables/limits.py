"""How large a table may be, and the sentences for those that are not let in."""

from dataclasses import dataclass

from portal.core.russian import counted
from portal.core.tables.rows import UnreadableTable

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table never exceeds; measured before and while it is read. The defaults suit a register.

    `cells` and `marks` count the whole file: the time goes by elements, and the memory by cells.
    """

    file_bytes: int = 5 * MEGABYTE
    entries: int = 200
    unpacked_bytes: int = 30 * MEGABYTE
    ratio: int = 100
    marks: int = 800_000  # «<» in all parts
    cells: int = 1_500_000
    rows: int = 5_000
    columns: int = 60
    #: whether the tables of a Word document will do too
    documents: bool = False


#: for the largest file of results: a region's, every school and subject of a year in one table
RESULTS = Limits(
    file_bytes=20 * MEGABYTE,
    entries=500,
    unpacked_bytes=150 * MEGABYTE,
    marks=10_000_000,
    rows=100_000,
    columns=300,
)

#: for a plan of measures: a table of a few pages, in a document that may hold pictures
PLAN = Limits(file_bytes=20 * MEGABYTE, unpacked_bytes=60 * MEGABYTE, documents=True)

_SENTENCES = {
    "broken": "Файл повреждён или это не книга Excel. Откройте его в Excel и сохраните заново как .xlsx.",
    "packed": "Книга слишком велика в развёрнутом виде. Перенесите таблицу в новую книгу.",
    "password": "Книга защищена паролем. Сохраните её без пароля.",
    "macros": "В книге есть макросы. Сохраните её как обычную книгу .xlsx.",
    "links": "Книга ссылается на другие файлы. Замените формулы значениями и сохраните заново.",
    "failed": "Файл прочитать не удалось: он слишком велик или повреждён. "
    "Перенесите таблицу в новую книгу и сохраните её как .xlsx.",
    "busy": "Сейчас прочитать файл не удалось: серверу не хватает памяти. Повторите через минуту.",
    "kind": "Нужна книга .xlsx или .xls без пароля или таблица .csv. Сохраните файл в таком виде.",
    "text": "Это не таблица. Нужна книга .xlsx или .xls или таблица .csv.",
    "quotes": "Таблица .csv повреждена: проверьте кавычки и сохраните её заново.",
    "encoding": "Кодировка файла не узнана. Сохраните таблицу как .xlsx или .csv в UTF-8.",
    "empty": "Таблица пуста: в файле нет ни одной заполненной строки.",
}


_DOCUMENT_SENTENCES = {
    "broken": "Файл повреждён или это не документ Word и не книга Excel. Откройте его и сохраните заново "
    "как .docx или .xlsx.",
    "packed": "Файл слишком велик в развёрнутом виде. Перенесите таблицу в новый документ.",
    "password": "Файл защищён паролем. Сохраните его без пароля.",
    "macros": "В файле есть макросы. Сохраните его без них, как .docx или .xlsx.",
    "failed": "Файл прочитать не удалось: он слишком велик или повреждён. "
    "Перенесите таблицу в новый документ и сохраните его как .docx.",
    "kind": "Нужен документ .docx, книга .xlsx или .xls без пароля или таблица .csv. "
    "Сохраните файл в таком виде.",
    "text": "Это не документ и не таблица. Нужен документ .docx, книга .xlsx или .xls или таблица .csv.",
    "empty": "В файле нет ни одной таблицы.",
}


def refusal(code: str, limits: Limits) -> UnreadableTable:
    """The sentence of a code; it never holds a word of the file."""
    if code == "large":
        rows = counted(limits.rows, "строки", "строк", "строк")
        return UnreadableTable(
            f"Таблица больше {rows} или {limits.columns} столбцов. Оставьте нужное, "
            "удалите пустые строки и столбцы за таблицей и сохраните файл заново."
        )
    if code == "heavy":
        return UnreadableTable(
            f"Файл больше {limits.file_bytes // MEGABYTE} МБ. Оставьте в нём одну таблицу."
        )
    return UnreadableTable((_SENTENCES | _DOCUMENT_SENTENCES if limits.documents else _SENTENCES)[code])
