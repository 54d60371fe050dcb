from django.db.models import TextChoices


class Exam(TextChoices):
    """Assessment procedures. ГВЭ of class 9 and of class 11 never mix with ОГЭ and ЕГЭ."""

    VPR = "vpr", "ВПР"
    OGE = "oge", "ОГЭ"
    EGE = "ege", "ЕГЭ"
    GVE9 = "gve9", "ГВЭ-9"
    GVE11 = "gve11", "ГВЭ-11"


#: The level of education that a school must teach for the procedure to concern it.
EXAM_PROGRAMME = {Exam.OGE: "ooo", Exam.GVE9: "ooo", Exam.EGE: "soo", Exam.GVE11: "soo"}


class Level(TextChoices):
    """Base mathematics is a mark and profile mathematics a score: two results, never one number."""

    NONE = "", "—"
    BASE = "base", "базовая"
    PROFILE = "profile", "профильная"


class Season(TextChoices):
    SPRING = "spring", "весна"
    AUTUMN = "autumn", "осень"


class Scale(TextChoices):
    MARK = "mark", "отметка 2–5"
    SCORE = "score", "балл 0–100"


SCALE_BOUNDS = {Scale.MARK: (2, 5), Scale.SCORE: (0, 100)}


class ResultStatus(TextChoices):
    """Why there is a number or why there is none; a missing value is never 0."""

    VALUE = "value", "есть результат"
    NOT_HELD = "not_held", "экзамен не проводился"
    NO_PARTICIPANTS = "no_participants", "не было участников"
    NOT_OFFERED = "not_offered", "нет такой ступени"
    NO_DATA = "no_data", "нет данных"


#: How a cell without a number is printed; the legend under a table explains the marks in use.
STATUS_MARKS = {
    ResultStatus.NOT_HELD: "–",
    ResultStatus.NO_PARTICIPANTS: "н/у",
    ResultStatus.NOT_OFFERED: "н/п",
    ResultStatus.NO_DATA: "н/д",
}
STATUS_LEGEND = {
    ResultStatus.NOT_HELD: "экзамен в этом году не проводился",
    ResultStatus.NO_PARTICIPANTS: "участников не было",
    ResultStatus.NOT_OFFERED: "в школе в этом году нет такой ступени обучения",
    ResultStatus.NO_DATA: "данные не внесены",
}


class BatchState(TextChoices):
    """An import is looked at, then applied once; an applied one can be taken back."""

    PREVIEW = "preview", "не применён"
    APPLIED = "applied", "применён"
    UNDONE = "undone", "отменён"


class ImportDeed(TextChoices):
    """What a worker does with a large import."""

    APPLY = "apply", "применить"
    UNDO = "undo", "отменить"


class Severity(TextChoices):
    """How much a finding weighs: a wrong number, a doubtful one, a thing to know."""

    ERROR = "error", "ошибка"
    WARNING = "warning", "сомнительно"
    INFO = "info", "к сведению"


class Measure(TextChoices):
    """What a table of dynamics shows; a rate is in percent, its change in percentage points."""

    MEAN = "mean", "Средняя"
    LOW_SHARE = "low_share", "Доля «2»"
    PASS_RATE = "pass_rate", "Успеваемость"
    QUALITY_RATE = "quality_rate", "Качество знаний"
    LEARNING_LEVEL = "learning_level", "СОУ"


class ParameterCode(TextChoices):
    """Numbers of our rules that an administrator may change; each with its unit."""

    FEW_PARTICIPANTS = "few_participants", "Мало участников: меньше, человек"
    LEARNING_5 = "learning_5", "СОУ: коэффициент «5»"
    LEARNING_4 = "learning_4", "СОУ: коэффициент «4»"
    LEARNING_3 = "learning_3", "СОУ: коэффициент «3»"
    LEARNING_2 = "learning_2", "СОУ: коэффициент «2»"
    UNLIKELY_MARK = "unlikely_mark", "Маловероятное изменение отметки: стандартных ошибок"
    UNLIKELY_SCORE = "unlikely_score", "Маловероятное изменение балла: стандартных ошибок"
    SPREAD_MARK = "spread_mark", "Обычный разброс отметок, отметки"
    SPREAD_SCORE = "spread_score", "Обычный разброс баллов ЕГЭ, баллов"
    JOURNAL_GAP = "journal_gap", "Не подтвердили отметку журнала: больше, %"
    VPR_OVER_OGE = "vpr_over_oge", "ВПР выше ОГЭ: больше, отметки"
    LOW_SHARE = "low_share", "Доля «2» считается высокой: от, %"


#: What holds where no parameter has been entered, with where it comes from.
PARAMETER_DEFAULTS: dict[str, tuple[str, str]] = {
    ParameterCode.FEW_PARTICIPANTS: ("10", "Принято в отчётах о динамике; уточняется администратором"),
    ParameterCode.LEARNING_5: ("100", "В. П. Симонов, степень обученности учащихся"),
    ParameterCode.LEARNING_4: ("64", "В. П. Симонов, степень обученности учащихся"),
    ParameterCode.LEARNING_3: ("36", "В. П. Симонов, степень обученности учащихся"),
    ParameterCode.LEARNING_2: ("16", "В. П. Симонов, степень обученности учащихся"),
    ParameterCode.UNLIKELY_MARK: ("3", "Правило трёх стандартных ошибок"),
    ParameterCode.UNLIKELY_SCORE: ("3", "Правило трёх стандартных ошибок"),
    ParameterCode.SPREAD_MARK: ("0.8", "Оценка разработчиков; уточняется администратором"),
    ParameterCode.SPREAD_SCORE: ("18", "Оценка разработчиков; уточняется администратором"),
    ParameterCode.JOURNAL_GAP: ("30", "Оценка разработчиков; уточняется администратором"),
    ParameterCode.VPR_OVER_OGE: ("0.5", "Оценка разработчиков; уточняется администратором"),
    ParameterCode.LOW_SHARE: ("30", "Методика выявления ШНОР: доля «2» от 30 %"),
}

#: What each of them does, for who is to change it.
PARAMETER_MEANINGS: dict[str, str] = {
    ParameterCode.FEW_PARTICIPANTS: (
        "Если писали меньше стольких человек, у результата стоит «мало», и о росте или снижении "
        "портал не говорит."
    ),
    ParameterCode.LEARNING_5: "Сколько весит отметка «5» в степени обученности.",
    ParameterCode.LEARNING_4: "Сколько весит отметка «4» в степени обученности.",
    ParameterCode.LEARNING_3: "Сколько весит отметка «3» в степени обученности.",
    ParameterCode.LEARNING_2: "Сколько весит отметка «2» в степени обученности.",
    ParameterCode.UNLIKELY_MARK: (
        "На сколько стандартных ошибок средняя отметка может измениться за год без замечания. Чем "
        "меньше число, тем больше замечаний."
    ),
    ParameterCode.UNLIKELY_SCORE: "То же для среднего балла ЕГЭ.",
    ParameterCode.SPREAD_MARK: (
        "Насколько отметки в классе обычно отличаются от средней. По нему портал судит об изменении "
        "там, где отметок мало или они не внесены."
    ),
    ParameterCode.SPREAD_SCORE: (
        "Насколько баллы в школе обычно отличаются от среднего: по нему портал судит об изменении "
        "среднего балла."
    ),
    ParameterCode.JOURNAL_GAP: (
        "Если отметка ВПР не совпала с журналом у большей доли участников, портал делает замечание."
    ),
    ParameterCode.VPR_OVER_OGE: (
        "Если средняя отметка ВПР больше чем на столько выше отметки ОГЭ, портал делает замечание."
    ),
    ParameterCode.LOW_SHARE: "Начиная с этой доли двоек портал называет её высокой.",
}
