"""The concrete models, for the type checker alone: import this under TYPE_CHECKING only; when the program runs it is empty.

The divisions' models are of one shape (tests/figures/test_divisions.py), so those of one division stand for all: what shared
code does with `division.models.Actual`, or with a row of it, is checked down to the names of fields.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labour.models import (
        Actual,
        ActualMonth,
        Appropriation,
        Budget,
        CoreTask,
        Evidence,
        Execution,
        Forecast,
        Function,
        Goal,
        Headcount,
        Indicator,
        Look,
        Manuscript,
        ManuscriptClash,
        ManuscriptPicture,
        ManuscriptPictureVersion,
        ManuscriptRemark,
        ManuscriptTable,
        ManuscriptTableVersion,
        ManuscriptVersion,
        Milestone,
        MonthPlan,
        Part,
        Passage,
        Programme,
        Relation,
        Remark,
        Reopening,
        Target,
    )

    __all__ = [
        "Actual",
        "ActualMonth",
        "Appropriation",
        "Budget",
        "CoreTask",
        "Evidence",
        "Execution",
        "Forecast",
        "Function",
        "Goal",
        "Headcount",
        "Indicator",
        "Look",
        "Manuscript",
        "ManuscriptClash",
        "ManuscriptPicture",
        "ManuscriptPictureVersion",
        "ManuscriptRemark",
        "ManuscriptTable",
        "ManuscriptTableVersion",
        "ManuscriptVersion",
        "Milestone",
        "MonthPlan",
        "Part",
        "Passage",
        "Programme",
        "Relation",
        "Remark",
        "Reopening",
        "Target",
    ]
