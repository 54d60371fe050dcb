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
