"""Budget lines below each other, at any depth: sums by the ledger, what is entered, and what texts may refer to."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.ledger import AmountRow, BudgetRow, Ledger, Stored
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import places_of
from seoulwork.domain.vocabulary import APPROPRIATED, SPENT

JANUARY, JUNE = Month(2018, 1), Month(2018, 6)
STAMP = Stored("노동정책담당관 입력")
LINE = BudgetRow(1, None, "", "예산현액", "current", "예산현액", 2018, "", "")


def book(amounts: dict[str, int | None], name: str = APPROPRIATED) -> Ledger:
    """A line for each part, with its amount or none."""
    lines = tuple(replace(LINE, id=number, part=part) for number, part in enumerate(amounts, 1))
    rows = tuple(
        AmountRow(line.id, JANUARY if name == APPROPRIATED else JUNE, name, amount, STAMP)
        for line, amount in zip(lines, amounts.values(), strict=True)
        if amount is not None
    )
    return Ledger("노동정책담당관", JUNE, budgets=lines, amounts=rows)


paths = st.lists(st.sampled_from("가나다"), min_size=1, max_size=4).map("/".join)
trees = st.dictionaries(paths, st.none() | st.integers(0, 10**12), min_size=1, max_size=12)


def worked_out(tree: dict[str, int | None], path: str) -> int | None:
    """What a part comes to: its own amount, else the sum of what is right below it, however deep the next line is."""
    if tree.get(path) is not None:
        return tree[path]
    below = {each for each in tree if path == "" or each.startswith(f"{path}/")}
    start = path.count("/") + 2 if path else 1
    tops = {"/".join(each.split("/")[:start]) for each in below}
    found = [amount for amount in (worked_out(tree, each) for each in tops) if amount is not None]
    return sum(found) if found else None


@given(trees, st.sampled_from([APPROPRIATED, SPENT]))
def test_each_won_counts_once_at_every_level(tree: dict[str, int | None], name: str) -> None:
    ledger = book(tree, name)
    for part in ("", *{path for line in ledger.budgets for path in line.paths}):
        found = ledger.budget(ledger.budgets, part, name=name)
        assert (None if found is None else found.value) == worked_out(tree, part)
        rows = [row.budget_id for row in found.amounts] if found else []
        assert len(rows) == len(set(rows))


@given(trees)
def test_executions_are_entered_at_the_leaves_alone(tree: dict[str, int | None]) -> None:
    ledger = book(tree)
    entered = {ledger.budget_by_id[line.budget_id].part for line in places_of(2018, (), (), (), ledger.budgets).lines}
    assert entered == {path for path in tree if not any(other.startswith(f"{path}/") for other in tree)}


def test_what_a_line_below_lacks_is_told_and_a_heading_lacks_nothing() -> None:
    whole = {"정책": None, "정책/단위": None, "정책/단위/하나": 70, "정책/단위/둘": 30}
    ledger = book(whole)
    found = ledger.budget(ledger.budgets, "정책")
    assert found is not None and (found.value, found.complete) == (Decimal(100), True)
    lacking = book(whole | {"정책/단위/둘": None})
    found = lacking.budget(lacking.budgets, "정책")
    assert found is not None and [each.words for each in found.missing] == ["정책 단위 둘 제외"]
    assert lacking.below(lacking.budgets[0], APPROPRIATED) is None
    assert ledger.below(ledger.budgets[0], APPROPRIATED) is not None


def test_a_line_of_one_source_stands_for_that_source_alone() -> None:
    lines = tuple(
        replace(LINE, id=number, part=part, fund_source=source)
        for number, (part, source) in enumerate((("정책", "국비"), ("정책/가", "국비"), ("정책/가", "시비")), 1)
    )
    amounts = tuple(AmountRow(line.id, JANUARY, APPROPRIATED, line.id, STAMP) for line in lines)
    ledger = Ledger("노동정책담당관", JUNE, budgets=lines, amounts=amounts)
    values = {part: ledger.budget(lines, part, Run.year(2018)) for part in ("", "정책", "정책/가", "국비", "시비")}
    assert {part: found and int(found.value) for part, found in values.items()} == {
        "": 4,
        "정책": 4,
        "정책/가": 5,
        "국비": 1,
        "시비": 3,
    }


def test_texts_refer_to_every_level() -> None:
    ledger = book({"정책/단위/하나": 70})
    assert ledger.names(None).budgets == {"예산현액": frozenset({"정책", "정책/단위", "정책/단위/하나"})}
