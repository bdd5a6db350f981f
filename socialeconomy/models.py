"""사회적경제담당관: the shared measures made concrete, and what only this division has."""

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
