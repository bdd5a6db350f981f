"""일자리정책담당관: the shared measures made concrete, and what only this division has."""

from typing import ClassVar

from django.db import models

from seoulwork.figures import models as shared


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


class BeneficiaryGroup(shared.Dated):
    """사업 대상: a beneficiary group of the job targets (a part of the division's indicator 일자리) with its sample programmes."""

    thing: ClassVar = ("part",)

    part = models.ForeignKey(
        Part, models.CASCADE, related_name="beneficiary_groups", verbose_name="사업 대상", db_index=False
    )
    sample_programmes = models.CharField("사업명", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "일자리 사업 대상"
        ordering = ["part__position", "part", "from_month"]
        constraints = shared.states_of("group", ("part",))

    def __str__(self) -> str:
        return self.part.path


class TrainingSchool(shared.Dated):
    """기술교육원: a training school, run by a contractor for a term."""

    thing: ClassVar = ("position",)
    alone: ClassVar = ("name",)

    name = models.CharField("이름", max_length=20)
    location = models.CharField("위치", max_length=60)
    contractor = models.CharField("위탁법인", max_length=60)
    contract_start = models.DateField("위탁 시작")
    contract_end = models.DateField("위탁 종료")
    position = models.PositiveSmallIntegerField("순서")

    class Meta:
        verbose_name = verbose_name_plural = "기술교육원"
        ordering = ["position", "from_month"]
        constraints = [
            *shared.states_of("school", ("position",), ("name",)),
            models.CheckConstraint(
                condition=models.Q(contract_end__gt=models.F("contract_start")),
                name="programmes_school_contract_ordered",
                violation_error_message="위탁 종료가 시작보다 앞섭니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ForumSession(shared.Dated):
    """국제포럼의 세션과 공식행사."""

    class Kind(models.TextChoices):
        SESSION = "session", "세션"
        CEREMONY = "ceremony", "공식행사"

    thing: ClassVar = ("position",)
    alone: ClassVar = ("number",)

    kind = models.CharField("구분", max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField("세션 번호", null=True, blank=True)
    title = models.CharField("주제", max_length=120)
    body = models.CharField("내용", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("순서")

    class Meta:
        verbose_name = verbose_name_plural = "포럼 프로그램"
        ordering = ["position", "from_month"]
        constraints = [
            *shared.states_of("session", ("position",), ("number",)),
            models.CheckConstraint(
                condition=models.Q(kind="session", number__isnull=False)
                | models.Q(kind="ceremony", number__isnull=True),
                name="programmes_session_numbered",
                violation_error_message="세션에는 번호가 있고 공식행사에는 없습니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
