"""The checker: arithmetic of the whole document, from the model and not from a list of known slips.

It reports, it never mends: what is stored is the record. Every finding comes from a rule about the figures
(a whole and its parts, a stock and its flow, a budget and what it pays for, a printed figure and what it is bound to);
`registry` has them all, and a module a family what each looks for.
"""

from reports.checks.months import DivisionMonth
from reports.checks.registry import find, hard, signed
from reports.checks.rules import Finding

__all__ = ["DivisionMonth", "Finding", "find", "hard", "signed"]
