"""Every rule of the checker with its key, its rank, its sentence and the function that looks for it (`document` what is
printed, `stored` what is stored); and the run over them."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from ...contract import Contribution
from ...document import Document
from .. import budgets, improbable, months, relations
from ..homes import Checked
from ..rules import LABELS, Finding, Measure, Rule, Subject
from ..sentences import titles_of
from .document import BUREAU, COMPLETE, LETTERS, PRINTED, SENTENCES, STAFF, TABLES, TEXTS
from .stored import BUDGET_LINES, DIVISION, IMPROBABLE, INDICATORS, MONTHS, RELATIONS, TOTALS

hard = frozenset((*(rule.key for rule in TEXTS), *(rule.key for rule in LETTERS)))
"""The rules whose findings can't be accepted: what they tell can't be printed."""

signed = frozenset(rule.key for rule in MONTHS)
"""The rules whose findings are not accepted one by one: they end by themselves, or who publishes signs a reason."""

RULES: tuple[Rule[Any], ...] = (
    *MONTHS,
    *TEXTS,
    *LETTERS,
    *PRINTED,
    *TABLES,
    *SENTENCES,
    *COMPLETE,
    *BUREAU,
    *DIVISION,
    *INDICATORS,
    *BUDGET_LINES,
    *TOTALS,
    *STAFF,
    *IMPROBABLE,
    *RELATIONS,
)


def find(
    document: Document, contributions: list[Contribution], of_divisions: Iterable[months.DivisionMonth] = ()
) -> tuple[Finding, ...]:
    """All findings of a briefing, the gravest first, in printed order. `of_divisions` are the divisions' reference
    months, where these count."""
    checked = Checked(document, contributions)
    order = list(LABELS)
    return tuple(sorted(_findings(checked, of_divisions), key=lambda finding: order.index(finding.severity)))


def _findings(checked: Checked, of_divisions: Iterable[months.DivisionMonth]) -> Iterator[Finding]:
    for month in of_divisions:
        yield from _broken(MONTHS, month)
    for each in checked.contributions:
        yield from _broken(TEXTS, each)
    yield from _broken(LETTERS, checked)
    yield from _broken(PRINTED, checked)
    yield from _broken(TABLES, checked)
    yield from _broken(COMPLETE, checked)
    yield from _broken(BUREAU, checked)
    for each in checked.contributions:
        for sentence in chain(checked.sentences[each.division.key], titles_of(each)):
            yield from _broken(SENTENCES, sentence)
    for each in checked.contributions:
        yield from _broken(DIVISION, each)
    for each in checked.contributions:
        for indicator in each.ledger.indicators:
            yield from _broken(INDICATORS, Measure(each, indicator))
        for lines in budgets.lines_of(each):
            yield from _broken(BUDGET_LINES, lines)
        for relation in each.relations:
            yield from _broken(RELATIONS, relations.Related(each, relation))
        yield from _broken(IMPROBABLE, improbable.questions_of(each))
        yield from _broken(TOTALS, each)
    yield from _broken(STAFF, checked)


def _broken(rules: Iterable[Rule[Subject]], subject: Subject) -> Iterator[Finding]:
    for rule in rules:
        yield from rule.findings(subject)
