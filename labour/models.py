"""노동정책담당관: the shared measures made concrete, and what only this division has."""

from typing import ClassVar

from django.db import models

from seoulwork.figures import models as shared
from seoulwork.figures.fields import MonthField, months_are_valid


class Programme(shared.Programme):
    class Meta(shared.Programme.Meta):
        pass


class Indicator(shared.Indicator):
    class Meta(shared.Indicator.Meta):
        pass


class Part(shared.Part):
    class Meta(shared.Part.Meta):
        pass


class Target(shared.Target):
    class Meta(shared.Target.Meta):
        pass


class Actual(shared.Actual):
    class Meta(shared.Actual.Meta):
        pass


class ActualMonth(shared.ActualMonth):
    class Meta(shared.ActualMonth.Meta):
        pass


class Budget(shared.Budget):
    class Meta(shared.Budget.Meta):
        pass


class Appropriation(shared.Appropriation):
    class Meta(shared.Appropriation.Meta):
        pass


class Execution(shared.Execution):
    class Meta(shared.Execution.Meta):
        pass


class Forecast(shared.Forecast):
    class Meta(shared.Forecast.Meta):
        abstract = False


class SpendingForecast(shared.SpendingForecast):
    class Meta(shared.SpendingForecast.Meta):
        abstract = False


class MonthPlan(shared.MonthPlan):
    class Meta(shared.MonthPlan.Meta):
        pass


class Passage(shared.Passage):
    class Meta(shared.Passage.Meta):
        pass


class Milestone(shared.Milestone):
    class Meta(shared.Milestone.Meta):
        pass


class Manuscript(shared.Manuscript):
    class Meta(shared.Manuscript.Meta):
        pass


class ManuscriptVersion(shared.ManuscriptVersion):
    class Meta(shared.ManuscriptVersion.Meta):
        pass


class ManuscriptClash(shared.ManuscriptClash):
    class Meta(shared.ManuscriptClash.Meta):
        pass


class ManuscriptRemark(shared.ManuscriptRemark):
    class Meta(shared.ManuscriptRemark.Meta):
        pass


class ManuscriptTable(shared.ManuscriptTable):
    class Meta(shared.ManuscriptTable.Meta):
        pass


class ManuscriptTableVersion(shared.ManuscriptTableVersion):
    class Meta(shared.ManuscriptTableVersion.Meta):
        pass


class ManuscriptPicture(shared.ManuscriptPicture):
    class Meta(shared.ManuscriptPicture.Meta):
        pass


class ManuscriptPictureVersion(shared.ManuscriptPictureVersion):
    class Meta(shared.ManuscriptPictureVersion.Meta):
        pass


class Headcount(shared.Headcount):
    class Meta(shared.Headcount.Meta):
        pass


class Function(shared.Function):
    class Meta(shared.Function.Meta):
        pass


class CoreTask(shared.CoreTask):
    class Meta(shared.CoreTask.Meta):
        pass


class Goal(shared.Goal):
    class Meta(shared.Goal.Meta):
        pass


class Relation(shared.Relation):
    class Meta(shared.Relation.Meta):
        pass


class Reopening(shared.Reopening):
    class Meta(shared.Reopening.Meta):
        pass


class Remark(shared.Remark):
    class Meta(shared.Remark.Meta):
        pass


class Look(shared.Look):
    class Meta(shared.Look.Meta):
        pass


class Evidence(shared.Evidence):
    class Meta(shared.Evidence.Meta):
        pass


class HallFloor(shared.Dated):
    """전태일 기념관의 층별 용도."""

    thing: ClassVar = ("floor",)

    floor = models.PositiveSmallIntegerField("층")
    use = models.CharField("용도", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "기념관 층별 용도"
        ordering = ["floor", "from_month"]
        constraints = [
            *shared.states_of("floor", ("floor",)),
            models.CheckConstraint(
                condition=models.Q(floor__gte=1),
                name="labour_floor_positive",
                violation_error_message="층은 1부터입니다.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.floor}층"


class Shelter(shared.Dated):
    """휴서울노동자쉼터: what is not a figure. Area, staff and daily users are parts of indicators named after the shelter."""

    thing: ClassVar = ("position",)
    alone: ClassVar = ("name",)

    name = models.CharField("쉼터명", max_length=40)
    user_group = models.CharField("주이용대상", max_length=60)
    opens = models.TimeField("여는 때")
    closes = models.TimeField("닫는 때", help_text="여는 때보다 이르면 이튿날")
    opened = MonthField("개소한 달")
    remark = models.CharField("비고", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("순서")

    class Meta:
        verbose_name = verbose_name_plural = "노동자쉼터"
        ordering = ["position", "from_month"]
        constraints = [
            *shared.states_of("shelter", ("position",), ("name",)),
            models.CheckConstraint(condition=months_are_valid("opened"), name="labour_shelter_opened_valid"),
            models.CheckConstraint(
                condition=~models.Q(opens=models.F("closes")),
                name="labour_shelter_hours_differ",
                violation_error_message="여는 때와 닫는 때가 같습니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
