"""Files as РИС ГИА writes them: the text of a csv export, and the same table as a book with merged heads."""

import io
from datetime import date
from itertools import pairwise

from openpyxl import Workbook

from monitoring.enums import Scale
from monitoring.imports.parsed import SittingRef
from monitoring.imports.reference import SYNONYMS, Reference, sitting_key, subject_key
from monitoring.models import Sitting, Subject
from portal.core.tables import read_book

SUBJECTS = {
    "rus": "Русский язык", "math": "Математика", "phys": "Физика", "inf": "Информатика", "eng": "Английский язык",
    "soc": "Обществознание", "lit": "Литература",
}  # fmt: skip
#: the lower minimum and the one for entry, by the calendar
MINIMUMS = {("rus", "", 2022): (24, 36), ("math", "profile", 2022): (27, 39), ("inf", "", 2021): (40, 44)}

RUS_2022 = """01 - Русский язык 2022.06.23;;;;;;;;;;;;;;;;;;;;;;;;;;;
№;;Код МСУ;;Код ОО;;Класс;;Код ППЭ;;Аудитория;;Фамилия;Имя;Отчество;;Серия;;Номер;;Задания с кратким ответом;;Задания с развёрнутым ответом;;Первичный балл;;Балл;
1;;111;;111002;;11;;1018;;9;;Иванов;Иван;Иванович;;1111;;222222;;++++++;;1(1)1(1)1(1)1(1);;6;;39;
2;;111;;111002;;11А;;1018;;9;;Петрова;Анна;Петровна;;1112;;222223;;+-----;;1(1)0(1)0(1)0(1);;2;;23;
3;;111;;111001;;11Б;;1018;;10;;Сидоров;Пётр;;;1113;;222224;;++++++;;1(1)1(1)1(1)1(1);;40;;88;
Средние;;;;;;;;;;;;;;;;;;;;;;;;;16;;50
Минимальная граница;;;;;;;;;;;;;;;;;;;;;;;24;;;;
Всего участников;;;;;;;;;;;;;;;;;;;;;;;3;;;;
"""
BASE_2022 = """22 - Математика базовая 2022.06.27;;;;;;;;;;;;
№;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;Отчество;Серия;Номер;Задания с кратким ответом;Первичный балл;Оценка
1;111001;11Б;1081;0005;Иванов;Иван;Иванович;1111;222222;++++-+++-+++-+--++---;13;4
2;111001;11А;1081;0004;Петров;Петр;Петрович;3333;444444;++++-+-----+---------;6;2
3;111002;11;1081;0001;Смирнов;Семен;Викторович диме;5555;666666;+++++++++++--+--+----;13;4
Средние;;;;;;;;;;;11;3
Всего участников;;;;;;;;;;;3;
"""
ENG_2022 = """"Английский язык п:2022.06.14; у:2022.06.16";;;;;;;;;;;;;;;;;;;;;
№;Фамилия;;;Имя;;;Отчество;;Документ;Код ОО;Класс;Код ППЭ;Аудитория;;Часть с кратким ответом;Часть с развёрнутым ответом;Устная часть;Первичный балл устной части;Первичный балл письм. части;Первичный балл;Тестовый балл
1;Иванов;;;Иван;;;Иванович;;1111 222222;111001;11Б;п:1111 у:1081;п:0003 у:0002;;+++73---;2(2)2(2);0(1)0(4)0(5);11;45;56;56
2;Петров;;;Петр;;;Петрович;;3333 444444;111002;11;п:1111 у:1081;п:0003 у:0002;;46--72+++;1(2)1(2);0(1)4(4)5(5);1;38;39;39
3;Смирнов;;;Семен;;;Викторович диме;;5555 666666;111002;11;п:1111;п:0003;;46--++96;1(2)1(2);;;21;21;21
"""
ENG_2021 = """Английский язык п.: 2021.06.18, у.: 2021.06.21;;;;;;;;;;;;;;;;
№;Код МСУ;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;Отчество;Документ;Часть с кратким ответом;Часть с развёрнутым ответом;Устная часть;Первичный балл устной части;Первичный балл письм. части;Первичный балл;Тестовый балл
1;111;111001;11Б;1111;3;Иванов;Иван;Иванович;1111 111111;56+------11--+--++;1(2)1(2)0(2)0(3);0(1)1(5)1(3);3;26;29;29
"""
INF_2021 = """;;;;;;;25 - Информатика и ИКТ (КЕГЭ) 2021.06.24;;;;;;;
№;Код МСУ;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;Отчество;Серия;Номер;Задания с кратким ответом;Задания с развёрнутым ответом;Первичный балл;Балл
1;111;111001;11А;1111;2;Иванов;Иван;Иванович;1111;111111;++-+++++++-----+++-++++-000;;16;65
"""
APPEALS_2021 = """;;;;;;;12 - Обществознание 2021.06.15;;;;;;;;;;;
№;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;;Отчество;Документ;Тип апелляции / перепроверки;Состояние;;Дата отправки на обработку;Дата изменений;Балл до изменения;Текущие;;Разница
;;;;;;;;;;;;;;;;Первичный балл;Балл;
"""
APPEAL = (
    "{number};{code};11;1111;0002;{surname};Иван;;Иванович;{document};{kind};{state};;02.07.2021 16:55:40;"
    "{changed};{before};22;{after};{difference}\n"
)
NORMAL_OGE = (
    "SchoolCode;ClassCode;SurnameCell;NameCell;SecondNameCell;DocumentSeriesCode;DocumentNumberCode;"
    "TestResultBCell;TestResultCCell;PrimaryMark;Mark5\n"
    "340012;9А;Иванов;Иван;Иванович;1818;111111;++++-;2(2)1(2);21;4\n"
    "340012;9А;Петров;Пётр;Петрович;1818;111112;+----;0(2)0(2);5;2\n"
    "340013;9;Сидорова;Анна;Олеговна;1818;111113;+++++;2(2)2(2);30;5\n"
)
DENSE_OGE = """02 - Математика 2023.06.09
№;Код ОО;Класс;Код ППЭ;Аудитория;Код регистрации;Фамилия;Имя;Отчество;Серия;Номер;Задания с кратким ответом;Задания с развёрнутым ответом;Первичный балл;Оценка
1;340012;9А;101;0001;77001;Иванов;Иван;Иванович;1818;111111;++++-;2(2)1(2);21;4
2;340012;9А;101;0001;77002;Петров;Пётр;Петрович;1818;111112;+----;0(2)0(2);5;2
3;340013;9;101;0002;77003;Сидорова;Анна;Олеговна;1818;111113;+++++;2(2)2(2);30;5
"""
SPARSE_OGE = """02 - Математика 2023.06.09;;;;;;;;;;;;;;;;;;;;
№;Код ОО;Класс;;Код ППЭ;;Аудитория;;Код МСУ;;Фамилия;;Имя;Отчество;Задания с кратким ответом;;;Задания с развёрнутым ответом;Первичный балл;;Оценка
1;340012;9А;;101;;0001;;340;;Иванов;;Иван;Иванович;++++-;;;2(2)1(2);21;;4
2;340012;9А;;101;;0001;;340;;Петров;;Пётр;Петрович;+----;;;0(2)0(2);5;;2
3;340013;9;;101;;0002;;340;;Сидорова;;Анна;Олеговна;+++++;;;2(2)2(2);30;;5
"""
OGE_APPEALS = """№;Код ОО;Класс;Код ППЭ;Аудитория;ФИО;;;Экзамен;апелляция;Текущие;
;;;;;;;;;;Первичный балл;Оценка
1;340012;9А;101;0001;Иванов;Иван;Иванович;Математика(2026.06.02);Удовлетворена;22;5
2;340013;9;101;0002;Сидорова;Анна;Олеговна;Математика(2026.06.02);Удовлетворена;15;4
3;340013;9;101;0002;Петров;Пётр;Петрович;Русский язык(2026.06.09);Отклонена;15;3
"""
EMPTY_APPEAL = {
    "number": 1, "code": "111002", "surname": "Иванов", "document": "1111 222222", "kind": "Апелляция на результат",
    "state": "Апелляция удовлетворена", "changed": "05.07.2021 9:54:41", "before": 41, "after": 42, "difference": 1,
}  # fmt: skip


def appeals(*rows, head=APPEALS_2021):
    return head + "".join(APPEAL.format(**(EMPTY_APPEAL | row)) for row in rows)


def reference():
    """The dictionaries without a database."""
    loaded = Reference(names=dict(SUBJECTS))
    loaded.subjects = {subject_key(name): code for code, name in SUBJECTS.items()}
    loaded.subjects |= {name: code for name, code in SYNONYMS.items() if code in SUBJECTS}
    for (subject, level, year), (minimum, entry) in MINIMUMS.items():
        sitting = Sitting(
            exam="ege", subject=Subject(code=subject), level=level, year=year, season="spring", grade=11,
            programme_grade=11, scale=Scale.SCORE, minimum=minimum, entry_minimum=entry,
        )  # fmt: skip
        loaded.sittings[sitting_key(sitting)] = sitting
    return loaded


def as_csv(text, encoding="cp1251"):
    return io.BytesIO(text.encode(encoding))


def cells(text):
    """The rows of a csv text as a book holds them: numbers are numbers."""
    for line in text.splitlines():
        plain = line.strip('"') if line.startswith('"') else line
        parts = [plain.rstrip(";")] if line.startswith('"') else plain.split(";")
        yield [int(part) if part.isdecimal() and not part.startswith("0") else part or None for part in parts]


def fill(sheet, text, start=1):
    """Write a table; the title and the empty columns of the head are merged, as РИС merges them."""
    for number, row in enumerate(cells(text), start=start):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for each in range(start, number + 1):
        filled = [column for column in range(1, sheet.max_column + 1) if sheet.cell(each, column).value]
        for column, following in pairwise(filled) if each == start + 1 else ():
            sheet.merge_cells(start_row=each, start_column=column, end_row=each, end_column=following - 1)
        if len(filled) == 1 and each == start:
            sheet.merge_cells(
                start_row=each, start_column=filled[0], end_row=each, end_column=sheet.max_column
            )
    return number


def as_xlsx(*texts, titles=("Лист1",)):
    """Every text on a sheet of its own."""
    book = Workbook()
    for number, text in enumerate(texts):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = titles[number] if number < len(titles) else f"Лист{number + 1}"
        fill(sheet, text)
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def parse(reader, source, file_name="protocol.csv"):
    """Read a text or a stream of a file with one of the readers."""
    sheets = read_book(as_csv(source) if isinstance(source, str) else source)
    return reader.read(sheets, file_name=file_name, reference=reference())


def told(parsed):
    """School code → numbers of the rows, for a file of one exam."""
    return {row.school.code: dict(row.numbers) for row in parsed.rows}


def kinds(parsed):
    return [(problem.severity, problem.kind, problem.address) for problem in parsed.problems]


def ege(subject, day, level=""):
    return SittingRef("ege", subject, day.year, level=level, grade=11, programme_grade=11, date=day)


def oge(subject, day, exam="oge"):
    return SittingRef(exam, subject, day.year, grade=9, programme_grade=9, date=day)


def marks(n2=0, n3=0, n4=0, n5=0):
    return {"participants": n2 + n3 + n4 + n5, "n2": n2, "n3": n3, "n4": n4, "n5": n5}


JUNE_23 = date(2022, 6, 23)
