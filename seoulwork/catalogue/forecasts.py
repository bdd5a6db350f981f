"""연말 전망: where the year of each indicator and of what is spent of each budget line will end, as the program carries on what is reached and
as its officer writes it with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Change, log
from seoulwork.domain.ledger import BudgetRow, Forecast, Found, IndicatorRow, Ledger
from seoulwork.domain.numbers import BLANK, NumberError, format_number, in_unit, parse_number, stored_text
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import ended
from seoulwork.domain.vocabulary import BUDGET_UNIT, EXECUTED, SPENT
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.figures.queries import Reach, ledger
from seoulwork.figures.recording import Conflict, Stamp, not_before, record_block, remove, stamped


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of where the year of an indicator, or of what is spent of a budget line, will end. Texts are as they are shown."""

    name: str
    programme: str
    year: int
    address: str
    """Of the page on which the officer's own is written"""
    actual: str
    until: str
    target: str
    """Of a budget line what may be spent of it"""
    projected: str
    basis: str
    """How the program came to it: `6월까지 · 지난해 흐름`"""
    own: str
    reason: str


def lines(told: Ledger, division: Division) -> list[Line]:
    """Of the indicators that run in the year and are no ratios: those with a target, and those of which something is foreseen."""
    running = {None, *(each.id for each in told.programmes)}
    chosen = (
        each
        for each in told.indicators
        if each.programme_id in running
        and each.accumulation != "ratio"
        and not ended(each.last_year, told.reference_month.year)
    )
    found = (line_of(told, division, each) for each in chosen)
    return [each for each in found if each.target != BLANK or each.projected != BLANK or each.own != BLANK]


def spending_lines(told: Ledger, division: Division) -> list[Line]:
    """Of the budget lines of the year of which executions are entered."""
    running = {None, *(each.id for each in told.programmes)}
    chosen = (each for each in told.budgets if each.programme_id in running and is_spent(told, each))
    return [spending_line_of(told, division, each) for each in chosen]


def is_spent(told: Ledger, line: BudgetRow) -> bool:
    """Whether executions of a line of the year are entered: what stands above others is their sum."""
    own = line.kind in EXECUTED and line.year == told.reference_month.year
    return own and not any(line.covers(each) for each in told.budgets)


def known_as_of(division: Division, month: Month, years: int = 2) -> Ledger:
    """The figures of so many years to that of the month. At most 10 queries."""
    first = month.year - years + 1
    run, asked = Run(Month(first, 1), Month(month.year, 12)), frozenset(range(first, month.year + 1))
    return ledger(division, month, reach_of=lambda own: Reach({each.id: run for each in own}, asked))


def line_of(told: Ledger, division: Division, indicator: IndicatorRow) -> Line:
    year = told.reference_month.year
    actual, target = told.actual(indicator), told.target(indicator, "", told.clock.results_year)
    projected, own = told.forecast(indicator), told.own_forecast(indicator)
    return Line(
        indicator.name,
        indicator.programme,
        year,
        reverse("forecast", args=[division.key, indicator.id, year]),
        _text(indicator, actual),
        _until(actual, year),
        _text(indicator, target),
        shown(indicator, projected.value) if projected else BLANK,
        basis(projected),
        shown(indicator, Decimal(own.value)) if own else BLANK,
        own.reason if own else "",
    )


def spending_line_of(told: Ledger, division: Division, line: BudgetRow) -> Line:
    name = " ".join(filter(None, (line.short_name, line.part, line.fund_source)))
    return spending_of(told, name, [line], reverse("spending_forecast", args=[division.key, line.id]))


def spending_of(told: Ledger, name: str, lines: Sequence[BudgetRow], address: str) -> Line:
    """Of some lines of one year together."""
    actual, granted = told.budget(lines, name=SPENT), told.budget(lines, run=told.clock.results_year)
    projected, own = told.spending_forecast(lines), told.own_spending_forecast(lines)
    line = lines[0]
    return Line(
        name,
        line.programme,
        line.year,
        address,
        spent(actual.value) if actual else BLANK,
        _until(actual, line.year),
        spent(granted.value) if granted else BLANK,
        spent(projected.value) if projected else BLANK,
        basis(projected),
        spent(own.value) if own else BLANK,
        own.amounts[0].reason if own else "",
    )


def _until(actual: Found | None, year: int) -> str:
    return f"{actual.covered.last.number}월까지" if actual is not None and actual.covered.last.year == year else ""


def foreseen(told: Ledger, indicator: IndicatorRow) -> str:
    """Both in words: `연말 전망 3,600건 · 추계 3,388건(6월까지 · 균등)`; empty where neither is known."""
    own, projected = told.own_forecast(indicator), told.forecast(indicator)
    return _both(
        shown(indicator, Decimal(own.value)) if own else "",
        shown(indicator, projected.value) if projected else "",
        basis(projected),
    )


def spending_foreseen(told: Ledger, lines: Sequence[BudgetRow]) -> str:
    """The same of what is spent of budget lines; with what the officers' lacks."""
    own, projected = told.own_spending_forecast(lines), told.spending_forecast(lines)
    lacks = ", ".join(each.words for each in own.missing) if own else ""
    return _both(
        f"{spent(own.value)}{f'({lacks})' if lacks else ''}" if own else "",
        spent(projected.value) if projected else "",
        basis(projected),
    )


def _both(own: str, projected: str, until: str) -> str:
    told = [f"연말 전망 {own}"] if own else []
    told += [f"추계 {projected}({until})"] if projected else []
    return " · ".join(told)


def basis(projected: Forecast | None) -> str:
    return f"{projected.months}월까지 · {projected.source}" if projected else ""


def shown(indicator: IndicatorRow, value: Decimal) -> str:
    """A stored or carried-on value in the indicator's unit, rounded once."""
    return f"{format_number(in_unit(value, indicator.unit, indicator.decimals), indicator.decimals)}{indicator.unit}"


def spent(won: Decimal) -> str:
    """What is or will be spent, in the unit of budgets, rounded once."""
    return f"{format_number(in_unit(won, BUDGET_UNIT))}{BUDGET_UNIT}"


def _text(indicator: IndicatorRow, found: Found | None) -> str:
    return BLANK if found is None else shown(indicator, found.value)


# ----------------------------------------------------------------------------------------------- the officer's own


@dataclass(frozen=True, slots=True)
class Home:
    """Where the officer's own forecast of something is stored: the table, what of a row says what it is of, and its unit."""

    table: Any
    of: dict[str, int]
    unit: str
    decimals: int

    @property
    def current(self) -> Any:
        """The rows that stand: one at most."""
        return self.table.objects.current().filter(**self.of)


def home_of(division: Division, indicator: IndicatorRow, year: int) -> Home:
    of = {"indicator_id": indicator.id, "year": year}
    return Home(division.models.Forecast, of, indicator.unit, indicator.decimals)


def spending_home_of(division: Division, line: BudgetRow) -> Home:
    return Home(division.models.SpendingForecast, {"budget_id": line.id}, BUDGET_UNIT, 0)


class ForecastForm(forms.Form):
    """The officer's own. Blank it is taken away."""

    figure = forms.CharField(
        label="연말 전망", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    reason = forms.CharField(
        label="그렇게 보는 까닭", max_length=300, help_text="수치 점검과 그 수치의 쪽에 함께 나옵니다."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, home: Home, current: Any, data: Any = None) -> None:
        super().__init__(data)
        self.home = home
        unit = home.unit or "단위 없이"
        self.fields["figure"].help_text = f"{unit} 단위로 12월 말에 얼마일지 적습니다. 지우려면 비웁니다."
        self.fields["seen"].initial = str(current.pk) if current else ""
        if current:
            self.fields["figure"].initial = stored_text(current.value, home.unit, home.decimals)
            self.fields["reason"].initial = current.reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            value = parse_number(cleaned.get("figure") or "", self.home.unit, self.home.decimals)
        except NumberError as error:
            self.add_error("figure", str(error))
            return cleaned
        if value is not None and not 0 <= value < 2**63:
            self.add_error("figure", "0 이상이고 너무 크지 않은 수를 적어 주세요.")
        cleaned["value"] = value
        return cleaned


@transaction.atomic
def keep(home: Home, chosen: Mapping[str, Any], *, by: User | None) -> bool:
    """Bring what is stored to what was chosen in the form; whether that changed anything. Raises Conflict when it is not the one any more that was
    `seen`, IntegrityError when somebody else keeps one at the same time."""
    current = home.current.select_for_update().order_by().first()
    if chosen["seen"] != (str(current.pk) if current else ""):
        raise Conflict
    value, stamp = chosen["value"], Stamp(by, Source.BROWSER, "연말 전망", chosen["reason"])
    if value is None and current is None:
        raise ValidationError("연말 전망을 적어 주세요.")
    if current is not None and (current.value, current.reason) == (value, stamp.reason):
        return False
    change = Change("value", current.value if current else None, value, home.unit, home.decimals)
    if value is None:
        assert current is not None  # noqa: S101  told above
        remove(current, stamp)
        log(Action.ROW_REMOVED, str(current), stamp, row=current, change=change)
        return True
    row = home.table(**home.of, value=value, **stamped(stamp))
    if current:
        row.entered_at = not_before(row.entered_at, current.entered_at)
    record_block(home.table, [row], {current.pk: row} if current else {}, row.entered_at)
    log(Action.ROW_CHANGED if current else Action.ROW_ADDED, str(row), stamp, row=row, change=change)
    return True


def history(home: Home) -> list[Any]:
    """What was foreseen, the latest first. 1 query."""
    rows = home.table.objects.filter(**home.of).select_related("entered_by").order_by("-entered_at", "-pk")[:30]
    return [{"row": row, "text": f"{stored_text(row.value, home.unit, home.decimals)}{home.unit}"} for row in rows]
