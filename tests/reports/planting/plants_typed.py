"""Numbers that are typed: stored figures with a slip, stored figures as they are, percentages that are not right."""

from collections.abc import Callable
from decimal import Decimal

from seoulwork.domain.ledger import BudgetRow, IndicatorRow
from seoulwork.domain.numbers import format_number
from seoulwork.domain.vocabulary import UNITS

from .paper import Paper, Share
from .plants import FLOWS, Chance, Planted, actuals, lines, made, need, number, pick, plant, targets, write
from .writing import UNLIKE

NEARLY, STORED, WRONG, LISTED = ("typed.nearly_stored",), ("typed.stored",), ("typed.percentage",), ("typed.number",)


def _figure(paper: Paper, data: Chance) -> tuple[Share, IndicatorRow, int]:
    """A stored target or actual of four digits or more, in its unit, none of them nought."""
    share, own = made(paper, data, "plain_flow", "part_of_a_whole", "money", "occasional", "low")
    rows = [*(row for row in actuals(share, own, paper.results)), *targets(share, own, paper.clock.plan)]
    values = [row.value // UNITS[own.unit].factor for row in rows]
    value = pick(data, [each for each in values if each >= 1_000 and each % 10])
    return share, own, value


def _typed(name: str, slip: Callable[[int, Chance], int], words: str) -> None:
    def planted(paper: Paper, data: Chance) -> Planted:
        share, own, value = _figure(paper, data)
        shown = format_number(Decimal(slip(value, data)))
        place = write(share, own.programme_id, data, f"- {own.name} {shown}{own.unit} 처리")
        return Planted(NEARLY, place, words, shown)

    plant(name)(planted)


def _exchanged(value: int, data: Chance) -> int:
    digits = list(str(value))
    at = number(data, 0, len(digits) - 2)
    need(digits[at] != digits[at + 1] and digits[at + 1] != "0")
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return int("".join(digits))


def _one_off(value: int, data: Chance) -> int:
    digits = list(str(value))
    at = number(data, 0, len(digits) - 1)
    digits[at] = str((int(digits[at]) + number(data, 1, 8)) % 9 + 1)
    need("".join(digits) != str(value))
    return int("".join(digits))


def _rounded(value: int, _: Chance) -> int:
    tens = (value + 5) // 10
    need(tens % 10 and tens >= 100)
    return tens * 10


_typed("typed: two digits exchanged", _exchanged, "저장된")
_typed("typed: one digit off", _one_off, "저장된")
_typed("typed: ten times", lambda value, _: value * 10, "저장된")
_typed("typed: a hundred times", lambda value, _: value * 100, "저장된")
_typed("typed: a thousand times", lambda value, _: value * 1_000, "저장된")
_typed("typed: rounded to tens", _rounded, "저장된")


@plant("typed: a tenth")
def tenth(paper: Paper, data: Chance) -> Planted:
    share, own, value = _figure(paper, data)
    shown = format_number(Decimal(value) / 10, 1)
    place = write(share, own.programme_id, data, f"- {own.name} {shown}{own.unit} 처리")
    return Planted(NEARLY, place, printed=shown)


def _budget(paper: Paper, data: Chance) -> tuple[Share, BudgetRow, int]:
    """A grant in million won."""
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.plan_year, "grant"))
    won = next(row.amount for row in share.amounts if row.budget_id == line.id and row.name == "예산액")
    million = won // 10**6
    need(million >= 1_000 and million % 10)
    return share, line, million


@plant("typed: a budget in 천원 that is in 백만원")
def wrong_money(paper: Paper, data: Chance) -> Planted:
    share, line, million = _budget(paper, data)
    shown = format_number(Decimal(million))
    return Planted(NEARLY, write(share, line.programme_id, data, f"- 보조금 {shown}천원 교부"), printed=shown)


@plant("typed: a budget in 억원, rounded")
def rounded_money(paper: Paper, data: Chance) -> Planted:
    share, line, million = _budget(paper, data)
    shown = format_number(Decimal(million) / 100, 1)
    place = write(share, line.programme_id, data, f"- 보조금 {shown}억원 교부")
    need(Decimal(shown) * 100 != million and not shown.endswith("0"))
    return Planted(NEARLY, place, printed=shown)


@plant("typed: a budget as it is stored")
def stored_budget(paper: Paper, data: Chance) -> Planted:
    share, line, million = _budget(paper, data)
    shown = format_number(Decimal(million))
    return Planted(STORED, write(share, line.programme_id, data, f"- 보조금 {shown}백만원 교부"), f"적은 {shown}")


@plant("typed: an actual or a target as it is stored")
def stored_figure(paper: Paper, data: Chance) -> Planted:
    share, own, value = _figure(paper, data)
    shown = format_number(Decimal(value))
    return Planted(
        STORED, write(share, own.programme_id, data, f"- {own.name} {shown}{own.unit} 처리"), f"적은 {shown}"
    )


@plant("typed: a sum as it is stored by its months")
def stored_sum(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "part_of_a_whole")
    total = sum(row.value for row in actuals(share, own, paper.results))
    need(total >= 100 and total % 10)
    shown = format_number(Decimal(total))
    return Planted(STORED, write(share, own.programme_id, data, f"- {own.name} {shown}{own.unit}"), f"적은 {shown}")


@plant("typed: a number of digits without a sign")
def without_commas(paper: Paper, data: Chance) -> Planted:
    share, own, value = _figure(paper, data)
    return Planted(
        STORED, write(share, own.programme_id, data, f"- {own.name} {value}{own.unit} 처리"), f"적은 {value}"
    )


# ------------------------------------------------------------------------------------------------- percentages


def _shares(data: Chance) -> tuple[int, int, str]:
    """A part, its whole, and a percentage that they do not give."""
    part, whole = sorted(number(data, *span) for span in ((11, 400), (401, 999)))
    right = Decimal(part * 100) / whole
    wrong = right + pick(data, (-1, 1)) * Decimal(number(data, 2, 90)) / 10
    need(wrong > 0)
    return part, whole, f"{wrong:.1f}%"


def _percentage(name: str, line: Callable[[int, int, str], str]) -> None:
    def planted(paper: Paper, data: Chance) -> Planted:
        part, whole, wrong = _shares(data)
        share = pick(data, paper.shares)
        place = write(share, pick(data, share.programmes).id, data, line(part, whole, wrong))
        return Planted(WRONG, place, printed=wrong)

    plant(name)(planted)


_percentage(
    "typed: a share that is not right", lambda part, whole, wrong: f"- {whole}{UNLIKE} 중 {part}{UNLIKE}({wrong}) 배부"
)
_percentage("typed: a share behind a fraction", lambda part, whole, wrong: f"- 배부 {part}/{whole}({wrong})")
_percentage(
    "typed: an achievement beside its target",
    lambda part, whole, wrong: f"- 목표 {whole}{UNLIKE} 대비 {part}{UNLIKE}({wrong})",
)


@plant("typed: a growth that is not right")
def growth(paper: Paper, data: Chance) -> Planted:
    before, more = number(data, 100, 400), number(data, 20, 90)
    wrong = f"{more + number(data, 2, 9)}%"
    share = pick(data, paper.shares)
    line = f"- {before * 100:,}{UNLIKE}→{before * (100 + more):,}{UNLIKE}({wrong} 증가)"
    return Planted(WRONG, write(share, pick(data, share.programmes).id, data, line), printed=wrong)


@plant("typed: a share of two bound figures that is not right")
def bound_share(paper: Paper, data: Chance) -> Planted:
    share, (whole, part, _) = paper.made["part_of_a_whole"]
    wrong = f"{number(data, 70, 99)}.{number(data, 0, 9)}%"
    line = f"- {whole.name} {{{whole.name}}} 중 {part.name} {{{part.name}}}({wrong})"
    return Planted(WRONG, write(share, whole.programme_id, data, line), printed=wrong)


@plant("typed: a measure that nothing stored gives")
def listed(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    shown = f"{number(data, 1_000, 9_999):,}{UNLIKE}"
    return Planted(LISTED, write(share, own.programme_id, data, f"- 참고서 {shown} 인쇄"), f"적은 {shown}")
