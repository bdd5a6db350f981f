"""Rows as queries give them, for tests without a database."""

from seoulwork.domain.ledger import IndicatorRow

INDICATOR = IndicatorRow(1, None, "", "상담", "상담", "명", 0, "sum", "monthly", False, "", None, None, "")
"""Of the division itself, entered each month and added up. Others are made of it by `dataclasses.replace`."""
