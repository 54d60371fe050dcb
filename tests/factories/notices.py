import factory
from django.utils import timezone

from portal.notices import models
from portal.notices.enums import NoticeKind
from tests.factories.accounts import UserFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    """An unread decision that no letter is to take."""

    class Meta:
        model = models.Notice

    user = factory.SubFactory(UserFactory)
    kind = NoticeKind.DECIDED
    title = factory.Sequence(lambda n: f"Карта {n} утверждена")
    url = "/roadmaps/1/"
    key = factory.Sequence(lambda n: f"event-{n}")
    zone = "Europe/Volgograd"


class LetterFactory(factory.django.DjangoModelFactory):
    """An urgent letter that may leave now."""

    class Meta:
        model = models.Letter

    user = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda n: f"Вернули карту {n}")
    body = "Тайна письма"
    zone = "Europe/Volgograd"
    is_urgent = True
    due_at = factory.LazyFunction(timezone.now)
