"""Staff, functions, tasks and the goal of a division."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from seoulwork.figures.models.dated import Dated, states_of
from seoulwork.figures.models.records import Record, ended_rightly, followed, source_known, unique_current


class Grade(models.TextChoices):
    """The columns of the staffing table. The first five are general grades (일반직)."""

    GRADE_3 = "3", "3급 이상"
    GRADE_4 = "4", "4급"
    GRADE_5 = "5", "5급"
    GRADE_6 = "6", "6급"
    GRADE_7 = "7", "7급 이하"
    FIXED_TERM = "fixed_term", "임기제"
    MAINTENANCE = "maintenance", "관리운영"

    @classmethod
    def general(cls) -> list["Grade"]:
        """일반직"""
        return [cls.GRADE_3, cls.GRADE_4, cls.GRADE_5, cls.GRADE_6, cls.GRADE_7]


class Headcount(Record):
    """정원/현원 of one grade. More staff than authorised posts is legal (6급 9/11)."""

    as_of = models.DateField("기준일")
    grade = models.CharField("직급", max_length=12, choices=Grade)
    authorised = models.PositiveIntegerField("정원")
    actual = models.PositiveIntegerField("현원")

    class Meta:
        abstract = True
        ordering = ["as_of", "grade", "pk"]
        verbose_name = verbose_name_plural = "인력"
        constraints = [
            *unique_current("headcount", ["as_of", "grade"]),
            source_known("headcount"),
            ended_rightly("headcount"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="%(app_label)s_headcount_grade_known"),
        ]
        indexes = [followed("headcount")]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.as_of}"


class OrderedText(Dated):
    """A line of a list, at its place."""

    thing: ClassVar = ("position",)

    position = models.PositiveSmallIntegerField("순서")
    text = models.CharField("내용", max_length=200)

    class Meta:
        abstract = True
        ordering = ["position", "from_month"]

    def __str__(self) -> str:
        return self.text


class Function(OrderedText):
    """주요기능"""

    class Meta(OrderedText.Meta):
        abstract = True
        verbose_name = verbose_name_plural = "주요기능"
        constraints = states_of("function", OrderedText.thing)


class CoreTask(OrderedText):
    """핵심과제"""

    class Meta(OrderedText.Meta):
        abstract = True
        verbose_name = verbose_name_plural = "핵심과제"
        constraints = states_of("coretask", OrderedText.thing)


class Goal(Dated):
    """추진목표: each division carries one of the bureau's goals."""

    title = models.CharField("추진목표", max_length=80)
    policy_field = models.CharField("주요 정책지표 분야", max_length=40)

    class Meta:
        abstract = True
        ordering = ["from_month"]
        verbose_name = verbose_name_plural = "추진목표"
        constraints = states_of("goal", ())

    def __str__(self) -> str:
        return self.title
