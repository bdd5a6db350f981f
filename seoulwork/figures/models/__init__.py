"""The abstract models that each division's app makes concrete: programmes, indicators, figures, budgets, texts, staff."""

from .beside import CellRecord, Evidence, Look, Remark, Reopening, cell_beside
from .budgets import Appropriation, Budget, BudgetKind, Execution, FundSource
from .bureau import Bureau
from .dated import BEGINNING, Dated, states_of
from .divisions import DivisionState
from .forecasts import Forecast, SpendingForecast
from .limits import Limits
from .manuscripts import Manuscript, ManuscriptClash, ManuscriptRemark, ManuscriptVersion
from .pictures import ManuscriptPicture, ManuscriptPictureVersion
from .plans import MonthPlan, plan_of, refuse_unplanned
from .programmes import (
    BY_PROGRAMME,
    Accumulation,
    Actual,
    ActualMonth,
    Asking,
    Frequency,
    Indicator,
    Part,
    PeriodRecord,
    Programme,
    Target,
    valid_name,
    valid_unit,
)
from .querysets import in_force
from .records import Imported, Record, Source, source_known, unique_current
from .relations import Relation, RelationKind
from .staff import CoreTask, Function, Goal, Grade, Headcount, OrderedText
from .tables import ManuscriptTable, ManuscriptTableVersion
from .texts import ADDED, Milestone, Passage, PassageKind, home_of
from .units import Unit, store_usual

__all__ = [
    "ADDED",
    "BEGINNING",
    "BY_PROGRAMME",
    "Accumulation",
    "Actual",
    "ActualMonth",
    "Appropriation",
    "Asking",
    "Budget",
    "BudgetKind",
    "Bureau",
    "CellRecord",
    "CoreTask",
    "Dated",
    "DivisionState",
    "Evidence",
    "Execution",
    "Forecast",
    "Frequency",
    "Function",
    "FundSource",
    "Goal",
    "Grade",
    "Headcount",
    "Imported",
    "Indicator",
    "Limits",
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
    "OrderedText",
    "Part",
    "Passage",
    "PassageKind",
    "PeriodRecord",
    "Programme",
    "Record",
    "Relation",
    "RelationKind",
    "Remark",
    "Reopening",
    "Source",
    "SpendingForecast",
    "Target",
    "Unit",
    "cell_beside",
    "home_of",
    "in_force",
    "plan_of",
    "refuse_unplanned",
    "source_known",
    "states_of",
    "store_usual",
    "unique_current",
    "valid_name",
    "valid_unit",
]
