"""A list of executions against its own figures: whether 잔액 and 집행률 follow from 예산현액 and what was executed, what they tell of
how the amounts are meant, and whether its sums are those of its lines. No database."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.numbers import NumberError, format_number
from seoulwork.domain.periods import Month
from seoulwork.domain.places import MONEY_SLOTS
from seoulwork.domain.vocabulary import COMMITTED, SPENT, UNITS
from seoulwork.workbook.executions.lists import EXECUTED, AmountColumn, ExecutionList, SourceRow
from seoulwork.workbook.gathering import Findings, typed_number
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, Choice, Question, kept_key
from seoulwork.workbook.outcome import WARNING, Finding
from seoulwork.workbook.reading.frame import words_in
from seoulwork.workbook.reading.sheet import reference, tidy

NAMED = {"committed": COMMITTED, "spent": SPENT}
MOST_DECIMALS = 6
"""Of a rate: what a spreadsheet keeps beyond is its own rounding."""


class Entry(NamedTuple):
    """A line of the list at its time, with its amounts in won by their column; blank ones are None."""

    row: SourceRow
    month: Month
    day: date | None
    amounts: Mapping[int, int | None]


@dataclass
class Read:
    """A list with its amounts."""

    own: ExecutionList
    units: Mapping[int, str]
    entries: list[Entry]
    broken: bool
    """Whether some cell of it can't be read: said there"""
    running: dict[tuple[int, int], int] = field(default_factory=dict)
    """What a line's amounts of a column come to with those before them, by row and column"""

    def __post_init__(self) -> None:
        totals: dict[tuple[tuple[str, ...], int], int] = defaultdict(int)
        for entry in sorted(
            self.entries, key=lambda each: (each.month, each.day or each.month.first_day, each.row.number)
        ):
            for column, amount in entry.amounts.items():
                totals[entry.row.identity, column] += amount or 0
                self.running[entry.row.number, column] = totals[entry.row.identity, column]

    def column(self, kind: str, meaning: str = "") -> AmountColumn | None:
        """The column of a kind, of a meaning where there are several."""
        columns = self.own.columns(kind)
        return next((each for each in columns if each.meaning == meaning), columns[0] if columns else None)

    def total(self, entry: Entry, kind: str, meaning: str) -> int | None:
        """What was executed up to an entry, when its amounts are meant so."""
        column = self.column(kind, CUMULATIVE)
        if column is None or entry.amounts.get(column.column) is None:
            return None
        if (column.meaning or meaning) == MONTHLY:
            return self.running[entry.row.number, column.column]
        return entry.amounts[column.column]

    def slack(self, column: int) -> int:
        """How far a difference of rounded amounts may be off: one of their unit, none of won."""
        factor = UNITS[self.units[column]].factor
        return factor if factor > 1 else 0


def read_amounts(
    own: ExecutionList, units: Mapping[int, str], times: Mapping[int, tuple[Month, date | None]], findings: Findings
) -> Read:
    """Every amount of the list, in won. What can't be read is an error at its cell. `times` are those of the rows."""
    known = len(findings.found)
    entries = []
    for row in own.rows:
        if row.number not in times:
            continue
        amounts = {
            each.column: _amount(own, row.number, each, units[each.column], findings)
            for each in own.amounts
            if each.kind != "rate"
        }
        entries.append(Entry(row, *times[row.number], amounts))
    return Read(own, units, entries, len(findings.found) > known)


def _amount(own: ExecutionList, number: int, column: AmountColumn, unit: str, findings: Findings) -> int | None:
    at = (number, column.column)
    value = own.sheet.value(*at)
    text = tidy(value)
    try:
        if value is not None and own.sheet.merge_at(*at):
            raise NumberError("여러 칸을 합친 칸의 값입니다. 칸을 나누어 줄마다 따로 넣어 주세요.")
        typed = typed_number(own.sheet, at, value, text, lambda: unit)
        return None if typed is None else MONEY_SLOTS[0].read(*typed)
    except NumberError as error:
        findings.error(own.sheet.name, reference(*at), text or own.sheet.errors.get(at, ""), str(error))
        return None


# ---------------------------------------------------------------------------------------- how amounts are meant


class Meaning(NamedTuple):
    """CUMULATIVE or MONTHLY; empty while it is asked."""

    said: str
    question: Question | None = None


def meaning_of(read: Read, answers: Mapping[str, str]) -> Meaning:
    """Whether amounts are cumulative from January or of their own month or day: as headings and frame say, as 잔액 or 집행률 tell,
    else as it was answered."""
    own = read.own
    columns = [each for kind in EXECUTED for each in own.columns(kind)]
    if all(each.meaning for each in columns):
        return Meaning(CUMULATIVE if any(each.meaning == CUMULATIVE for each in columns) else MONTHLY)
    frame = [words_in(each.text) for each in own.frame if each.what != "표의 아래"]
    words = {CUMULATIVE for each in frame if each.cumulative} | {MONTHLY for each in frame if each.of_the_month}
    if len(words) == 1:
        return Meaning(words.pop())
    if not words:
        for fits in (_balance_fits, _rate_fits):
            for meaning in (CUMULATIVE, MONTHLY):
                if any(_all_fit(read, fits, base, meaning) for base in EXECUTED):
                    return Meaning(meaning)
    key = f"집행 금액:{own.heads}|{'day' if own.by_day else 'month' if own.time else ''}|{'|'.join(sorted(words))}"[
        :400
    ]
    choices = (
        Choice(CUMULATIVE, "1월부터 그때까지의 누계"),
        Choice(MONTHLY, "그날그날의 금액" if own.by_day else "그 달 한 달의 금액"),
    )
    answer = answers.get(key, "")
    answer = answer if answer in (CUMULATIVE, MONTHLY) else ""
    text = "집행 금액은 누계입니까, 그때그때의 금액입니까?"
    return Meaning(answer, Question(key, own.place, text, choices, any_line=False, answer=answer))


Fits = Callable[[Read, Entry, str, str], bool | None]
"""Whether a figure of an entry follows from what was executed of a kind, meant so; None where there is nothing to hold it against"""


def _all_fit(read: Read, fits: Fits, base: str, meaning: str) -> bool:
    found = [each for entry in read.entries if (each := fits(read, entry, base, meaning)) is not None]
    return bool(found) and all(found)


def _balance_fits(read: Read, entry: Entry, base: str, meaning: str) -> bool | None:
    budget, balance = read.column("budget"), read.column("balance")
    executed = read.total(entry, base, meaning)
    if budget is None or balance is None or executed is None:
        return None
    whole, left = entry.amounts.get(budget.column), entry.amounts.get(balance.column)
    if whole is None or left is None:
        return None
    return abs(whole - executed - left) <= read.slack(balance.column)


def _rate_fits(read: Read, entry: Entry, base: str, meaning: str) -> bool | None:
    budget, column = read.column("budget"), read.column("rate")
    executed = read.total(entry, base, meaning)
    if budget is None or column is None or executed is None:
        return None
    whole, said = entry.amounts.get(budget.column), _rates(read, entry, column)
    if whole is None or not said:
        return None
    actual = Decimal(100) * executed / whole if whole else Decimal(0)
    return any(abs(rate - actual) < Decimal(1).scaleb(-decimals) for rate, decimals in said)


def _rates(read: Read, entry: Entry, column: AmountColumn) -> list[tuple[Decimal, int]]:
    """What a cell may say in per cent, with its decimals: `45.2`, `45.2%`, 0.452; nothing for a blank or a text."""
    at = (entry.row.number, column.column)
    text = tidy(read.own.sheet.value(*at)).replace(",", "").removesuffix("%").strip()
    try:
        number = Decimal(text)
    except ArithmeticError:
        return []
    if not number.is_finite():
        return []
    decimals = max(0, -int(number.as_tuple().exponent))
    fraction = (number * 100, min(max(0, decimals - 2), MOST_DECIMALS))
    whole = (number, min(decimals, MOST_DECIMALS))
    return [fraction] if at in read.own.sheet.percents else [whole, fraction] if decimals > 1 else [whole]


# ------------------------------------------------------------------------------------------------ contradictions


def check(read: Read, meaning: str, answers: Mapping[str, str], findings: Findings, *, whole: bool) -> list[Question]:
    """Hold 잔액 and 집행률 against the other amounts, and the sums against their lines; asks which amount they go by where the file
    uses both. `whole`: whether all lines of the list are read, so that its sums are theirs."""
    questions = []
    for kind, fits, text in (
        ("balance", _balance_fits, "잔액은 예산현액에서 무엇을 뺀 것입니까?"),
        ("rate", _rate_fits, "집행률은 무엇을 예산현액으로 나눈 것입니까?"),
    ):
        base, question = _base(read, kind, fits, meaning, text, answers)
        questions += [question] if question else []
        if base:
            for entry in read.entries:
                if fits(read, entry, base, meaning) is False:
                    _contradict(read, entry, kind, base, meaning, findings)
    if whole:
        _check_sums(read, findings)
    return questions


def _base(
    read: Read, kind: str, fits: Fits, meaning: str, text: str, answers: Mapping[str, str]
) -> tuple[str, Question | None]:
    """Which executed amount a figure goes by: the one that lines fit that fit the other not; asked where both are such."""
    if read.column(kind) is None:
        return "", None
    alone = dict.fromkeys(EXECUTED, 0)
    there = dict.fromkeys(EXECUTED, 0)
    for entry in read.entries:
        found = {base: fits(read, entry, base, meaning) for base in EXECUTED}
        for base, other in (EXECUTED, EXECUTED[::-1]):
            there[base] += found[base] is not None
            alone[base] += bool(found[base]) and not found[other]
    possible = [base for base in EXECUTED if there[base]]
    if len(possible) < 2:
        return next(iter(possible), ""), None
    told = [base for base in EXECUTED if alone[base]]
    if len(told) == 1:
        return told[0], None
    if not told and all(fits(read, entry, "spent", meaning) is not False for entry in read.entries):
        return "spent", None
    key = kept_key(f"집행 {kind}:{read.own.heads}")
    choices = tuple(Choice(base, NAMED[base]) for base in reversed(EXECUTED))
    answer = answers.get(key, "")
    answer = answer if answer in EXECUTED else ""
    return answer, Question(key, read.own.place, text, choices, any_line=False, answer=answer)


def _contradict(read: Read, entry: Entry, kind: str, base: str, meaning: str, findings: Findings) -> None:
    column, budget = read.column(kind), read.column("budget")
    executed = read.total(entry, base, meaning)
    if column is None or budget is None or executed is None:
        return
    whole = entry.amounts[budget.column] or 0
    unit = read.units[budget.column]
    in_file = [in_unit_of_file(each, unit) for each in (whole, executed, whole - executed)]
    sheet, at = read.own.sheet, reference(entry.row.number, column.column)
    value = tidy(sheet.value(entry.row.number, column.column))
    if kind == "balance":
        cause = f"예산현액 {in_file[0]} − {NAMED[base]} {in_file[1]} = {in_file[2]}{unit}인데 잔액이 다릅니다. 세 값을 확인해 주세요."
    else:
        actual = format_number(Decimal(100) * executed / whole, 2) if whole else "0"
        cause = f"{NAMED[base]} {in_file[1]} ÷ 예산현액 {in_file[0]} = {actual}%인데 집행률이 다릅니다. 세 값을 확인해 주세요."
    findings.error(sheet.name, at, value, cause)


def in_unit_of_file(won: int, unit: str) -> str:
    """An amount as the file has it, all its digits."""
    amount = Decimal(won) / UNITS[unit].factor
    return format_number(amount, max(0, -int(amount.normalize().as_tuple().exponent)))


def _check_sums(read: Read, findings: Findings) -> None:
    """Rows of sums, where the list is of one time: each amount is to be that of the lines of its name, or of those above it up to
    the sum before. Told, as it is not imported."""
    own = read.own
    before = own.head
    for total in () if own.time else own.totals:
        named = [each for each in read.entries if each.row.names[: len(total.names)] == total.names]
        above = [each for each in read.entries if before < each.row.number < total.number]
        before = total.number
        for column in own.amounts:
            if column.kind == "rate":
                continue
            unit = read.units[column.column]
            said = _amount(own, total.number, column, unit, Findings())
            possible = [sum(each.amounts[column.column] or 0 for each in lines) for lines in (above, named) if lines]
            slack = read.slack(column.column) * len(read.entries)
            if said is None or not possible or any(abs(said - made) <= slack for made in possible):
                continue
            made = f"{in_unit_of_file(possible[0], unit)}{unit}"
            cause = f"'{total.label}'의 {column.heading}이 그 줄들의 합({made})과 다릅니다. 빠졌거나 겹친 줄이 없는지 확인해 주세요."
            place = reference(total.number, column.column)
            value = tidy(own.sheet.value(total.number, column.column))
            findings.found.append(Finding(WARNING, own.sheet.name, place, value, cause))


def doubled(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Lines that say the same of themselves at the same time, each with the one before it."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        key = (entry.row.identity, entry.month, entry.day)
        if key in seen:
            yield entry, seen[key]
        seen.setdefault(key, entry)
