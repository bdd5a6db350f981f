"""Questions about improbable figures: quiet on years as they are, and each slip of the hand is found wherever it is planted."""

import math
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.ledger import AmountRow, BudgetRow, IndicatorRow, Ledger, PartRow, Stored, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.exchanged import exchanged
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.money import of_amount, of_appropriation, of_target
from seoulwork.domain.questions.notices import Notice
from tests.rows import INDICATOR

STAMP = Stored("")
FIRST, JULY, LAST = Month(2017, 1), Month(2018, 7), Month(2018, 12)
HALF = Run(Month(2018, 1), Month(2018, 6))
KINDS = ("flow", "small", "event", "parts", "mean", "ratio", "growing", "moving")


def indicator(pk: int, accumulation: str = "sum", **changes: Any) -> IndicatorRow:
    own = {"id": pk, "programme_id": 1, "programme": "사업", "short_name": f"지표{pk}", "name": f"지표{pk}"}
    return replace(INDICATOR, accumulation=accumulation, **{**own, **changes})


@dataclass
class Years:
    """Two right years of a division's figures, made at random."""

    random: Random
    indicators: list[IndicatorRow] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    actuals: list[ValueRow] = field(default_factory=list)
    targets: list[ValueRow] = field(default_factory=list)
    budgets: list[BudgetRow] = field(default_factory=list)
    amounts: list[AmountRow] = field(default_factory=list)

    def count(self, expected: float) -> int:
        return max(0, round(self.random.gauss(expected, math.sqrt(max(expected, 0.01)))))

    def flow(self, low: float = 0.5, high: float = 5.5) -> list[int]:
        """24 months: a level, its season (up to a half up and down), its trend, its ups and downs, and chance."""
        random = self.random
        level, season, phase = 10 ** random.uniform(low, high), random.uniform(0, 0.5), random.uniform(0, math.tau)
        trend, noise = random.uniform(-0.2, 0.4), random.uniform(0.03, 0.4)
        found = []
        for month in range(24):
            expected = level * (1 + season * math.sin(math.tau * month / 12 + phase)) * (1 + trend * month / 12)
            found.append(self.count(expected * math.exp(random.gauss(0, math.sqrt(math.log1p(noise**2))))))
        return found

    def of(self, kind: str) -> None:
        pk, random = len(self.indicators) + 1, self.random
        if kind in ("flow", "small", "event"):
            values = self.flow(*((-0.7, 1) if kind == "small" else (0.5, 5.5)))
            if kind == "event":  # of two months a year, the same ones
                months = random.sample(range(12), 2)
                values = [value if at % 12 in months else 0 for at, value in enumerate(values)]
            self.indicators.append(indicator(pk))
            self._rows(pk, None, values, target=sum(values[12:]) * random.uniform(0.8, 1.3))
        elif kind == "parts":
            self.indicators.append(indicator(pk))
            for number in range(1, random.randint(3, 5)):
                part = 100 * pk + number
                self.parts.append(PartRow(part, pk, "", f"세부{number}"))
                values = self.flow()
                self._rows(pk, part, values, target=sum(values[12:]) * random.uniform(0.8, 1.3))
        elif kind == "mean":
            self.indicators.append(indicator(pk, "mean"))
            self._rows(pk, None, self.flow(1, 3))
        elif kind == "ratio":
            self.indicators.append(indicator(pk, "ratio", unit="%"))
            whole, share = self.flow(1, 4), random.uniform(0.1, 0.9)
            halves = [min(max(each, 1), self.count(each * share)) for each in whole]
            self._rows(pk, None, halves, [max(each, 1) for each in whole])
        else:
            self.indicators.append(indicator(pk, "latest", name="누적 인원" if kind == "growing" else "현원"))
            self._rows(pk, None, self.stock(grows=kind == "growing"))

    def stock(self, *, grows: bool) -> list[int]:
        level, pace = 10 ** self.random.uniform(0.5, 5), self.random.uniform(0, 0.06)
        found = [round(level)]
        for _ in range(23):
            step = self.count(level * pace) if grows else round(self.random.gauss(0, max(level * pace / 2, 0.5)))
            found.append(max(0, found[-1] + step))
        return found

    def budget(self) -> None:
        """What is committed and spent of it rises along an S-curve, in some faster at first."""
        pk, random = len(self.budgets) + 1, self.random
        total = round(10 ** random.uniform(2, 6)) * 1_000_000
        self.budgets.append(BudgetRow(pk, 1, "사업", f"예산{pk}", "grant", "보조금", 2018, "", ""))
        self.amounts.append(AmountRow(pk, Month(2018, 1), "예산액", total, STAMP))
        middle, steep = random.uniform(4, 8), random.uniform(0.3, 0.8)
        for name, late in (("원인행위액", 0.0), ("지출액", 1.0)):
            reached = 0.0
            for month in range(1, 13):
                share = 1 / (1 + math.exp(-steep * (month - middle - late))) * random.uniform(0.95, 1)
                reached = max(reached, share)
                self.amounts.append(
                    AmountRow(pk, Month(2018, month), name, round(total * reached / 1_000_000) * 1_000_000, STAMP)
                )

    def _rows(
        self, pk: int, part: int | None, values: list[int], below: list[int] | None = None, target: float = 0
    ) -> None:
        for at, value in enumerate(values):
            self.actuals.append(
                ValueRow(pk, part, Run(FIRST + at, FIRST + at), value, STAMP, below[at] if below else None)
            )
        if target >= 12:
            rounded = round(target, -max(0, int(math.log10(target)) - 1))
            self.targets.append(ValueRow(pk, part, Run.year(2018), int(rounded), STAMP))

    def ledger(self, known: str = "months", until: Month = LAST) -> Ledger:
        """Up to a month. `known`: the first half of 2018 by its months with the year before; by its months alone; or as one
        figure, with nothing before."""
        rows = [row for row in self.actuals if row.run.last <= until]
        if known != "months":
            rows = [row for row in rows if row.run.first >= HALF.first]
        if known == "half":
            rows = [row for row in rows if row.run.last > HALF.last] + self._halves()
        return Ledger(
            "담당관",
            until,
            (),
            tuple(self.indicators),
            tuple(self.parts),
            tuple(rows),
            tuple(self.targets),
            tuple(self.budgets),
            tuple(each for each in self.amounts if each.month <= until),
        )

    def _halves(self) -> list[ValueRow]:
        found = []
        for pk, part in dict.fromkeys((row.indicator_id, row.part_id) for row in self.actuals):
            rows = [row for row in self.actuals if (row.indicator_id, row.part_id) == (pk, part) and row.run in HALF]
            kind = self.indicators[pk - 1].accumulation
            value = rows[-1].value if kind == "latest" else sum(row.value for row in rows)
            below = sum(row.denominator or 0 for row in rows) or None
            found.append(ValueRow(pk, part, HALF, value // 6 if kind == "mean" else value, STAMP, below))
        return found


def plausible(seed: int, kinds: tuple[str, ...] = KINDS, each: int = 3) -> Years:
    years = Years(Random(seed))
    for kind in kinds:
        for _ in range(each):
            years.of(kind)
    for _ in range(each):
        years.budget()
    return years


def asked(ledger: Ledger, month: Month) -> dict[str, list[Notice]]:
    """What is asked about the figures of a month, by where they stand; right after they are entered."""
    asker = Asker(ledger)
    rows = [row for row in ledger.actuals if row.run == Run(month, month)]
    found = {f"{row.indicator_id}/{row.part_id}": list(asker.of_actual(row)) for row in rows}
    for row, notice in exchanged(asker, rows):
        found[f"{row.indicator_id}/{row.part_id}"].append(notice)
    for line in ledger.budgets:
        for name in ("원인행위액", "지출액"):
            found[f"{line.id} {name}"] = list(of_amount(ledger, line, name, month))
    return found


def rate_of_questions(known: str, seeds: range, kinds: tuple[str, ...] = KINDS) -> tuple[Decimal, dict[str, int]]:
    cells, codes = 0, dict[str, int]()
    questioned = 0
    for seed in seeds:
        years = plausible(seed, kinds)
        for month in Run(JULY, LAST).months():
            for notices in asked(years.ledger(known, month), month).values():
                cells += 1
                questioned += bool(notices)
                for each in notices:
                    codes[each.code] = codes.get(each.code, 0) + 1
    return Decimal(questioned) / cells, codes


@pytest.mark.parametrize("known", ["months", "this year", "half"])
def test_a_plausible_year_gives_at_most_one_question_in_a_hundred_cells(known: str) -> None:
    share, codes = rate_of_questions(known, range(20))
    assert share <= Decimal("0.01"), codes


# ------------------------------------------------------------------------------- slips of the hand, planted anywhere

SEEDS = st.integers(0, 10**6)
MONTHS = st.sampled_from(Run(JULY, LAST).months())
KNOWN = st.sampled_from(["months", "this year", "half"])


def planted(years: Years, at: ValueRow, **changes: int) -> Years:
    """The years with another value at one place."""
    rows = [row._replace(**changes) if row is at else row for row in years.actuals]  # type: ignore[arg-type]
    return replace(years, actuals=rows)


def codes_at(years: Years, row: ValueRow, known: str = "months") -> set[str]:
    found = asked(years.ledger(known, row.run.last), row.run.last)
    return {each.code for each in found[f"{row.indicator_id}/{row.part_id}"]}


def steady(seed: int, kind: str = "flow", unit: str = "명") -> Years:
    """Figures of some size, with ups and downs of a tenth; money in base units."""
    random, factor = Random(seed), 1_000_000 if unit == "백만원" else 1
    years = Years(random)
    for _ in range(5):
        pk, level = len(years.indicators) + 1, 10 ** random.uniform(2.5, 4)
        years.indicators.append(
            indicator(pk, "latest" if kind == "stock" else "mean" if kind == "mean" else "sum", unit=unit)
        )
        parts: list[int | None] = [None]
        if kind == "parts":
            parts = [100 * pk + number for number in range(3)]
            years.parts += [PartRow(part or 0, pk, "", f"세부{part}") for part in parts]
        for part in parts:
            scale = level * random.choice((1, 3, 9)) * factor
            values = [round(scale * random.uniform(0.9, 1.1)) // factor * factor for _ in range(24)]
            if kind == "stock":
                values = [round(scale * (1 + at / 100)) for at in range(24)]
            years._rows(pk, part, values, target=sum(values[12:]) if kind in ("flow", "parts") else 0)
    return years


def place(years: Years, month: Month, choice: Random) -> ValueRow:
    return choice.choice([row for row in years.actuals if row.run.first == month])


@given(
    SEEDS, MONTHS, KNOWN, st.sampled_from(["flow", "mean", "parts"]), st.sampled_from([10, 100, 1000]), st.booleans()
)
def test_noughts_too_many_or_too_few(seed: int, month: Month, known: str, kind: str, times: int, up: bool) -> None:
    years = steady(seed, kind)
    row = place(years, month, Random(seed))
    value = row.value * times if up else max(1, row.value // times)
    codes = codes_at(planted(years, row, value=value), row, known)
    assert codes & {"slip", "unusual"}, (row, value)
    assert codes_at(years, row, known) == set()


@given(SEEDS, MONTHS, KNOWN)
def test_money_in_thousands_instead_of_millions(seed: int, month: Month, known: str) -> None:
    years = steady(seed, unit="백만원")
    row = place(years, month, Random(seed))
    ledger = planted(years, row, value=row.value * 1000).ledger(known, month)
    [notice] = asked(ledger, month)[f"{row.indicator_id}/None"]
    assert notice.code == "slip"
    assert "1,000배입니다. 천원 단위로 넣은 것이 아닌지, 맞는지" in notice.text


@given(SEEDS, MONTHS, KNOWN, st.sampled_from([(3, 1), (1, 3), (10, 1), (1, 10)]))
def test_a_stock_that_jumps_or_falls(seed: int, month: Month, known: str, times: tuple[int, int]) -> None:
    years = steady(seed, "stock")
    row = place(years, month, Random(seed))
    value = row.value * times[0] // times[1]
    assert codes_at(planted(years, row, value=value), row, known) & {"slip", "jump", "falls"}
    assert codes_at(years, row, known) == set()


@given(SEEDS, MONTHS)
def test_a_stock_that_only_grows_and_is_a_little_lower(seed: int, month: Month) -> None:
    years = steady(seed, "stock")
    row = place(years, month, Random(seed))
    before = next(
        each for each in years.actuals if each.indicator_id == row.indicator_id and each.run.first == month - 1
    )
    assert codes_at(planted(years, row, value=before.value - 1), row) == {"falls"}


@given(SEEDS, MONTHS, st.sampled_from(["flow", "mean", "parts"]))
def test_the_same_value_three_months_running(seed: int, month: Month, kind: str) -> None:
    years = steady(seed, kind)
    row = place(years, month, Random(seed))
    same = [
        each
        for each in years.actuals
        if (each.indicator_id, each.part_id) == (row.indicator_id, row.part_id) and month - 2 <= each.run.first < month
    ]
    for each in same:
        years = planted(years, each, value=row.value)
    assert "repeated" in codes_at(years, row)


@given(SEEDS, MONTHS, st.sampled_from(["flow", "mean", "parts"]))
def test_last_years_figure_copied(seed: int, month: Month, kind: str) -> None:
    years = steady(seed, kind)
    row = place(years, month, Random(seed))
    ago = next(
        each
        for each in years.actuals
        if (each.indicator_id, each.part_id, each.run.first) == (row.indicator_id, row.part_id, month - 12)
    )
    assert codes_at(planted(years, row, value=ago.value), row) >= ({"copied"} if ago.value >= 1000 else set())


@given(SEEDS, MONTHS, st.sampled_from(["flow", "parts"]))
def test_the_target_in_place_of_the_months_figure(seed: int, month: Month, kind: str) -> None:
    years = steady(seed, kind)
    row = place(years, month, Random(seed))
    target = next(
        each for each in years.targets if (each.indicator_id, each.part_id) == (row.indicator_id, row.part_id)
    )
    assert "copied" in codes_at(planted(years, row, value=target.value), row)


@given(SEEDS, MONTHS, KNOWN)
def test_two_rows_exchanged(seed: int, month: Month, known: str) -> None:
    years = steady(seed, "parts")
    of_month = [row for row in years.actuals if row.run.first == month]
    pairs = [
        (one, other)
        for one in of_month
        for other in of_month
        if one.indicator_id == other.indicator_id and one.value > 2.5 * other.value
    ]
    if not pairs:
        return
    one, other = Random(seed).choice(pairs)
    swapped = planted(planted(years, one, value=other.value), other, value=one.value)
    for row in (one, other):
        assert "exchanged" in codes_at(swapped, row, known)


@given(SEEDS, MONTHS)
def test_a_ratio_of_more_than_its_whole(seed: int, month: Month) -> None:
    years = plausible(seed, ("ratio",))
    row = place(years, month, Random(seed))
    assert "whole" in codes_at(planted(years, row, value=(row.denominator or 0) + 1), row)


@given(SEEDS, MONTHS)
def test_below_nought(seed: int, month: Month) -> None:
    years = plausible(seed, ("flow", "growing"))
    row = place(years, month, Random(seed))
    assert codes_at(planted(years, row, value=-1 - row.value), row) == {"negative"}


def execution(spent: dict[int, int], name: str = "지출액") -> list[str]:
    """What is asked of cumulative amounts by month, in 백만원, of a budget of 10,000."""
    line = BudgetRow(1, 1, "사업", "예산", "grant", "보조금", 2018, "", "")
    amounts = [AmountRow(1, Month(2018, month), name, value * 1_000_000, STAMP) for month, value in spent.items()]
    budget = AmountRow(1, Month(2018, 1), "예산액", 10_000_000_000, STAMP)
    ledger = Ledger("담당관", LAST, budgets=(line,), amounts=(budget, *amounts))
    return [each.code for month in spent for each in of_amount(ledger, line, name, Month(2018, month))]


@given(st.integers(2, 10), st.integers(300, 900), st.sampled_from(["원인행위액", "지출액"]))
def test_what_is_spent_of_a_budget(month: int, spent: int, name: str) -> None:
    assert execution({month: spent, month + 1: spent + 500}, name) == []
    assert execution({month: spent, month + 1: spent - 1}, name) == ["falls"]
    assert execution({month: spent, month + 1: spent * 10}, name) == ["slip"]
    assert execution({month: spent, month + 1: spent // 10}, name) == ["falls"]


def test_a_leap_of_what_is_spent() -> None:
    assert execution({4: 2_000, 5: 8_500}) == ["jump"]
    assert execution({11: 2_000, 12: 9_900}) == []
    assert execution({4: 2_000, 6: 8_500}) == []


@given(st.integers(100, 10**6), st.sampled_from([10, 100, 1000]), st.booleans())
def test_plans_that_are_far_from_those_of_the_year_before(before: int, times: int, up: bool) -> None:
    one = indicator(1)
    rows = [ValueRow(1, None, Run.year(2017), before, STAMP), ValueRow(1, None, Run.year(2018), before * 2, STAMP)]
    ledger = Ledger("담당관", LAST, indicators=(one,), targets=tuple(rows))
    wrong = before * times if up else before // times
    assert of_target(ledger, one, None, rows[1]) is None
    notice = of_target(ledger, one, None, rows[1]._replace(value=wrong))
    assert notice is not None
    assert notice.text.startswith("2017년 목표")
    lines = [BudgetRow(year, 1, "사업", "예산", "required", "소요예산", year, "", "시비") for year in (2017, 2018)]
    money = Ledger(
        "담당관",
        LAST,
        budgets=tuple(lines),
        amounts=(AmountRow(2017, Month(2017, 1), "예산액", before * 10**6, STAMP),),
    )
    assert of_appropriation(money, lines[1], Decimal(before * 2 * 10**6)) is None
    notice = of_appropriation(money, lines[1], Decimal(wrong * 10**6))
    assert notice is not None
    assert "2017년 예산액" in notice.text
