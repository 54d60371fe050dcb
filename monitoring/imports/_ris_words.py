"""Words of РИС ГИА-9 and ГИА-11 as data: heads of columns, footers, states, subject codes.

Sources: the heads of protocols and of appeals as live exports of РИС ГИА-11 and ГИА-9 have them (DOMAIN § 2).
"""

#: Who hands these files out, for people.
ORIGIN_OF_RIS = "Ответственный за РИС ГИА в районе или региональный центр обработки информации"
#: Every head that is known, by what it means. The heads of `PERSONAL` keys are never looked into for words.
HEADS: dict[str, tuple[str, ...]] = {
    "school": (
        "код оо", "код оу", "код школы", "код образовательной организации", "schoolcode",
    ),
    "municipality": ("код мсу", "мсу", "код ате"),
    "grade": ("класс", "classcode"),
    "score": (
        "балл", "тестовый балл", "итоговый балл", "балл после изменения", "текущий балл",
    ),
    "mark": (
        "оценка", "отметка", "итоговая оценка", "итоговая отметка", "mark5", "оценка после изменения",
        "текущая оценка",
    ),
    "primary": ("первичный балл", "primarymark"),
    "written": (
        "задания с кратким ответом", "часть с кратким ответом", "testresultbcell",
        "первичный балл письм. части", "первичный балл письменной части",
    ),
    "answers": (
        "задания с развернутым ответом", "часть с развернутым ответом", "testresultccell",
        "первичный балл устной части",
    ),
    "oral": ("устная часть",),
    "exam": ("экзамен", "предмет", "наименование предмета", "examname", "subjectname"),
    "date": ("дата экзамена", "дата проведения", "examdate"),
    "form": ("форма", "форма гиа", "форма экзамена", "форма сдачи", "тип экзамена"),
    "state": ("состояние", "статус", "статус результата", "решение", "явка"),
    "note": ("примечание",),
    "point": ("код ппэ", "аудитория", "stationcode", "auditoriumcode"),
    "surname": ("фамилия", "фио", "ф.и.о", "surnamecell"),
    "name": ("имя", "отчество", "namecell", "secondnamecell"),
    "document": (
        "документ", "серия", "номер", "серия документа", "номер документа", "серия и номер документа",
        "documentseriescode", "documentnumbercode",
    ),
    "registration": ("код участника", "код регистрации", "governmentcell", "снилс"),
    "appeal_type": (
        "тип апелляции / перепроверки", "тип апелляции/перепроверки", "тип апелляции", "вид апелляции",
    ),
    "appeal": ("апелляция", "результат апелляции", "статус апелляции", "решение по апелляции"),
    "before_score": ("балл до изменения", "тестовый балл до изменения"),
    "before_mark": ("оценка до изменения", "отметка до изменения"),
    "before_primary": ("первичный балл до изменения",),
    "current": ("текущие", "текущий результат"),
    "difference": ("разница",),
    "changed": ("дата изменений", "дата изменения"),
}  # fmt: skip
PERSONAL = frozenset({"surname", "name", "document", "registration"})

#: The first word of a footer row and what it tells.
FOOTERS = {"средн": "mean", "минимальн": "minimum", "всего": "total", "итог": "other", "количеств": "other"}

#: Who has no result. A row with such words in any cell that is not personal is not a participant.
#: «Не явился», «Удалён с экзамена», «Аннулирован», «Не завершил по уважительной причине».
ABSENT = (
    "не явил", "неяв", "н/я", "отсутств", "не участвова", "не сдава", "аннулир", "удален", "не заверш",
    "не законч", "нет результата", "не обработан",
)  # fmt: skip

#: What became of an appeal, asked in this order: the refusals hold the words of the satisfactions
#: («Не удовлетворена», «Отклонена без изменений»), and «Отправлено изменение» is not yet a change.
#: A state that none of these words names is told to the methodist and changes nothing.
APPEAL_STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("refused", (
        "не удовлетвор", "неудовлетвор", "отклонен", "отказ", "без изменен", "не изменен", "отозван",
        "отменен",
    )),
    ("satisfied", ("удовлетворен",)),
    ("pending", (
        "рассмотрени", "обработк", "ожида", "подан", "в работе", "отправлен", "зарегистрир", "назначен",
    )),
    ("satisfied", ("изменен",)),
)  # fmt: skip

#: Federal codes, asked only where the file names no subject. DISPUTED_CODES differ from region to region.
SUBJECTS_BY_CODE = {
    "01": "Русский язык", "02": "Математика", "03": "Физика", "04": "Химия", "05": "Информатика",
    "06": "Биология", "07": "История", "08": "География",
    "09": "Английский язык", "10": "Немецкий язык", "11": "Французский язык",
    "12": "Обществознание", "13": "Испанский язык", "14": "Китайский язык", "18": "Литература",
    "22": "Математика базовая", "25": "Информатика", "29": "Английский язык", "30": "Немецкий язык",
    "31": "Французский язык", "33": "Испанский язык", "34": "Китайский язык",
}  # fmt: skip
DISPUTED_CODES = frozenset({"09", "10", "11", "12", "13", "14", "18"})
