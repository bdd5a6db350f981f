"""What findings say of a pace: how far a figure should be, and why it is not."""

from seoulwork.domain.ledger import Pace, ShortfallRow
from seoulwork.domain.ledger.paces import PLANNED
from seoulwork.domain.numbers import format_number
from seoulwork.domain.periods import printed_day


def expected(pace: Pace) -> str:
    """`50.0%`, by a plan `42.1%(월별 계획)`."""
    return f"{format_number(pace.expected, 1)}%" + (f"({PLANNED})" if pace.source == PLANNED else "")


def explained(shortfall: ShortfallRow | None) -> str:
    """The 부진 사유 behind the sentence; nothing where there is none."""
    if shortfall is None:
        return ""
    return f" 부진 사유: {shortfall.text} (만회 예정일 {printed_day(shortfall.recovery)})"
