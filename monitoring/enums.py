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


#: What is chosen together: ГВЭ-11 stands beside ЕГЭ as in the protocol, each in its own columns.
EXAM_CHOICES: dict[str, tuple[str, tuple[Exam, ...]]] = {
    "vpr": ("ВПР", (Exam.VPR,)),
    "oge": ("ОГЭ и ГВЭ-9", (Exam.OGE, Exam.GVE9)),
    "ege": ("ЕГЭ и ГВЭ-11", (Exam.EGE, Exam.GVE11)),
}


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
    """Numbers of our rules that an administrator may change; what each is, monitoring.parameters says."""

    FEW_PARTICIPANTS = "few_participants", "Граница «мало участников»"
    LOW_SHARE = "low_share", "Граница высокой доли «2»"
    LEARNING_5 = "learning_5", "Вес отметки «5» в СОУ"
    LEARNING_4 = "learning_4", "Вес отметки «4» в СОУ"
    LEARNING_3 = "learning_3", "Вес отметки «3» в СОУ"
    LEARNING_2 = "learning_2", "Вес отметки «2» в СОУ"
    UNLIKELY_MARK = "unlikely_mark", "Допустимое изменение средней отметки за год"
    UNLIKELY_SCORE = "unlikely_score", "Допустимое изменение среднего балла за год"
    SPREAD_MARK = "spread_mark", "Обычный разброс отметок за одну работу"
    SPREAD_SCORE = "spread_score", "Обычный разброс баллов за один экзамен"
    JOURNAL_GAP = "journal_gap", "Допустимая доля отметок ВПР, не совпавших с журналом"
    VPR_OVER_OGE = "vpr_over_oge", "Допустимое превышение отметки ВПР над ОГЭ"
