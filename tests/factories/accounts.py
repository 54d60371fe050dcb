import factory
from django.contrib.auth.hashers import make_password

from portal.accounts.models import User

PASSWORD = "длинный-пароль-для-проверок"  # noqa: S105 - of people who exist in tests only


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any role; MembershipFactory gives one."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    last_name = factory.Sequence(lambda n: f"Проверяев{n}")
    first_name = "Иван"
    patronymic = "Петрович"
    post = "специалист"
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
