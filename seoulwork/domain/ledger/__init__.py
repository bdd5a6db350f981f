"""What the stored figures of a division say for a period. Pure Python over frozen rows: no Django, no query.

`queries.py` reads the rows, this module answers from them: an actual, a target, a budget, for a run of months, by each
indicator's own rule (reading notes §3). Values are exact: Decimals of base units × 10**decimals, not rounded.
"""

from dataclasses import dataclass

from seoulwork.domain.ledger.forecasts import Forecast, Forecasts
from seoulwork.domain.ledger.paces import Pace
from seoulwork.domain.ledger.rows import (
    AmountRow,
    BudgetRow,
    ForecastRow,
    Found,
    IndicatorRow,
    LookRow,
    Missing,
    PartRow,
    PlanRow,
    ProgrammeRow,
    RelationRow,
    ShortfallRow,
    Side,
    Stored,
    ValueRow,
)

__all__ = [
    "AmountRow",
    "BudgetRow",
    "Forecast",
    "ForecastRow",
    "Found",
    "IndicatorRow",
    "Ledger",
    "LookRow",
    "Missing",
    "Pace",
    "PartRow",
    "PlanRow",
    "ProgrammeRow",
    "RelationRow",
    "ShortfallRow",
    "Side",
    "Stored",
    "ValueRow",
]


@dataclass(frozen=True)
class Ledger(Forecasts):
    """The current figures of one division, asked as of `reference_month`; plans of `plan_year` (None: of the same year)."""
