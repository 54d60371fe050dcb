from django.db.models import TextChoices


class SchoolKind(TextChoices):
    URBAN = "urban", "Городская"
    RURAL = "rural", "Сельская"
    SMALL = "small", "Малокомплектная"


class Programme(TextChoices):
    """Levels of general education that a school may teach."""

    NOO = "noo", "НОО"
    OOO = "ooo", "ООО"
    SOO = "soo", "СОО"


class ActKind(TextChoices):
    ORDER = "order", "приказ"
    LETTER = "letter", "письмо"
    DECREE = "decree", "постановление"


class ListKind(TextChoices):
    SHNOR = "shnor", "ШНОР"
    SHNSU = "shnsu", "ШНСУ"
    P500 = "p500", "500+"


class ListLevel(TextChoices):
    FEDERAL = "federal", "федеральный"
    REGIONAL = "regional", "региональный"
    MUNICIPAL = "municipal", "муниципальный"
