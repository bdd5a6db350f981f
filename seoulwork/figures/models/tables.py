"""The tables that are made at the desk: descriptions as JSON (reports/tables/description.py), with every version of each."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .manuscripts import person

if TYPE_CHECKING:
    from seoulwork.figures import concrete

LONGEST_NAME = 60


class ManuscriptTable(models.Model):
    """원고의 표: what a text of the part places as `[표: 이름]`. The description holds no key: that comes from part and name."""

    manuscript: "models.ForeignKey[concrete.Manuscript, concrete.Manuscript]" = models.ForeignKey(
        "Manuscript", models.CASCADE, related_name="tables", verbose_name="원고"
    )
    name = models.CharField("이름", max_length=LONGEST_NAME)
    description = models.JSONField("표를 적은 자료")

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고의 표"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "name"],
                name="%(app_label)s_manuscripttable_unique",
                violation_error_message="이 원고에 같은 이름의 표가 있습니다. 다른 이름을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_manuscripttable_name_given",
                violation_error_message="표의 이름을 적어 주세요.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ManuscriptTableVersion(models.Model):
    """원고 표의 판: the description as it stood after each time that it was kept. Never changed."""

    table: "models.ForeignKey[concrete.ManuscriptTable, concrete.ManuscriptTable]" = models.ForeignKey(
        "ManuscriptTable", models.CASCADE, related_name="versions", verbose_name="표"
    )
    description = models.JSONField("표를 적은 자료")
    by = person("고친 사람")
    at = models.DateTimeField("고친 때", default=timezone.now)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고 표의 판"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.table} {timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"
