"""노동정책담당관: the shared measures made concrete, and what only this division has."""

from django.db import models

from seoulwork import measures
from seoulwork.fields import MonthField


class Programme(measures.Programme):
    class Meta(measures.Programme.Meta):
        pass


class Indicator(measures.Indicator):
    class Meta(measures.Indicator.Meta):
        pass


class Part(measures.Part):
    class Meta(measures.Part.Meta):
        pass


class Target(measures.Target):
    class Meta(measures.Target.Meta):
        pass


class Actual(measures.Actual):
    class Meta(measures.Actual.Meta):
        pass


class ActualMonth(measures.ActualMonth):
    class Meta(measures.ActualMonth.Meta):
        pass


class Budget(measures.Budget):
    class Meta(measures.Budget.Meta):
        pass


class Appropriation(measures.Appropriation):
    class Meta(measures.Appropriation.Meta):
        pass


class Execution(measures.Execution):
    class Meta(measures.Execution.Meta):
        pass


class Passage(measures.Passage):
    class Meta(measures.Passage.Meta):
        pass


class Milestone(measures.Milestone):
    class Meta(measures.Milestone.Meta):
        pass


class Headcount(measures.Headcount):
    class Meta(measures.Headcount.Meta):
        pass


class Function(measures.Function):
    class Meta(measures.Function.Meta):
        pass


class CoreTask(measures.CoreTask):
    class Meta(measures.CoreTask.Meta):
        pass


class Goal(measures.Goal):
    class Meta(measures.Goal.Meta):
        pass


class HallFloor(models.Model):
    """전태일 기념관의 층별 용도."""

    floor = models.PositiveSmallIntegerField("층", unique=True)
    use = models.CharField("용도", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "기념관 층별 용도"
        ordering = ["floor"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(floor__gte=1),
                name="labour_floor_positive",
                violation_error_message="층은 1부터입니다.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.floor}층"


class Shelter(models.Model):
    """휴서울노동자쉼터: what is not a figure. Area, staff and daily users are parts of indicators named after the shelter."""

    name = models.CharField("쉼터명", max_length=40, unique=True)
    user_group = models.CharField("주이용대상", max_length=60)
    opens = models.TimeField("여는 때")
    closes = models.TimeField("닫는 때", help_text="여는 때보다 이르면 이튿날")
    opened = MonthField("개소한 달")
    remark = models.CharField("비고", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("순서", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "노동자쉼터"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=measures.months_are_valid("opened"), name="labour_shelter_opened_valid"
            ),
            models.CheckConstraint(
                condition=~models.Q(opens=models.F("closes")), name="labour_shelter_hours_differ",
                violation_error_message="여는 때와 닫는 때가 같습니다.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
