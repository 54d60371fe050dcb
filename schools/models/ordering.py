"""Places stand in lists as people expect: by names in which numbers are numbers."""

from typing import Any

from django.db import models

from schools.naming import order_key


class OrderKeyField(models.TextField):
    """The `order_key` of the field `of`; written with it, whether one row is saved or many at once.

    Both databases compare it sign by sign: their own rules for letters, ё and spaces differ.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any):
        self.of = of
        super().__init__(*args, **{"editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None  # SQLite does so by itself
        return {**super().db_parameters(connection), "collation": collation}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = order_key(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key
