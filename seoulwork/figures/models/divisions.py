"""What a division is called, how many teams it has, and where it stands."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from seoulwork.figures.labels import lazily
from seoulwork.figures.models.dated import Dated, states_of


class DivisionState(Dated):
    """A division as of a month on; one of which nothing is stored is called as its app says (figures/divisions.py)."""

    thing: ClassVar = ("division",)
    alone: ClassVar = ("name",)

    division = models.CharField(lazily("{division}"), max_length=20)
    name = models.CharField("이름", max_length=40, help_text="예: 노동정책담당관")
    unit = models.CharField(
        "세는 말", max_length=10, default="담당관", help_text="조직에 '3담당관'처럼 나옵니다. 예: 담당관, 과"
    )
    teams = models.PositiveSmallIntegerField(
        "팀 수", null=True, blank=True, help_text="비우면 모르는 것입니다. 보고에는 정책관 현황의 팀 수가 나옵니다."
    )
    position = models.PositiveSmallIntegerField("순서", help_text="보고와 목록에 나오는 순서")
    changed_at = models.DateTimeField("바뀐 때", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = lazily("{division}")
        ordering = ["position", "division", "from_month"]
        constraints = [
            *states_of("division", ("division",), ("name",)),
            models.CheckConstraint(
                condition=Q(division__in=settings.DIVISIONS),
                name="%(app_label)s_division_known",
                violation_error_message=lazily("없는 {division}입니다."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit=""),
                name="%(app_label)s_division_named",
                violation_error_message="이름과 세는 말을 적어 주세요.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """The processes that keep the names see by `changed_at` that there are others."""
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)
