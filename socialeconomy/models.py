"""사회적경제담당관: the shared measures made concrete, and what only this division has."""

from seoulwork import measures


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
