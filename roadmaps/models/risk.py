from django.db import models


class RiskFactor(models.Model):
    """A risk of the school's profile on which a measure works: data, for programmes change their lists."""

    code = models.SlugField("код", max_length=40, unique=True)
    name = models.CharField("название", max_length=300, unique=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    is_active = models.BooleanField("действует", default=True)

    class Meta:
        verbose_name = "фактор риска"
        verbose_name_plural = "факторы риска"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
