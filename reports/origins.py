"""From where figures come: of each stored row that they are made of one origin, told for readers."""

from decimal import Decimal
from typing import Protocol

from seoulwork.domain.fitting import divided
from seoulwork.domain.ledger import AmountRow, ForecastRow, Found, IndicatorRow, Ledger, ValueRow
from seoulwork.domain.numbers import BLANK, format_number, in_unit, money_text
from seoulwork.domain.periods import printed_as_of
from seoulwork.domain.vocabulary import APPROPRIATED, FORECAST, UNITS, WORKED_OUT

from .meanings import exact
from .places import place_of_amount, place_of_forecast, place_of_value, place_of_worked_out
from .posts import is_post
from .values import Origin


def origin_of_value(ledger: Ledger, row: ValueRow, kind: str) -> Origin:
    """The origin of an actual or a target."""
    indicator = ledger.indicator_by_id[row.indicator_id]
    part = ledger.part_by_id[row.part_id].path if row.part_id is not None else ""
    value = value_text(row.value, row.denominator, indicator)
    name = f"{indicator.name} ({part.replace('/', ' · ')})" if part else indicator.name
    counted = is_post(indicator.id)
    return Origin(
        " · ".join(filter(None, [ledger.division, indicator.programme, name])),
        indicator.name if counted else kind,
        value,
        printed_as_of(row.effective_date) if counted else row.run.korean,
        row.effective_date if kind == "실적" else None,
        row.stored.entered,
        place_of_value(ledger, row, kind),
    )


class Measured(Protocol):
    """An indicator, as a row of a ledger or of the database."""

    @property
    def unit(self) -> str: ...

    @property
    def decimals(self) -> int: ...


def value_text(value: int, denominator: int | None, indicator: Measured) -> str:
    """What is stored, as an origin tells it: `1,286명`, of a ratio `541 / 100`."""
    if denominator is None:
        return _stored_text(value, indicator)
    both = (Decimal(each) / 10**indicator.decimals for each in (value, denominator))
    return " / ".join(format_number(each, indicator.decimals) for each in both)


def _stored_text(value: int, indicator: Measured) -> str:
    shown = in_unit(value, indicator.unit, indicator.decimals)
    return format_number(shown, max(indicator.decimals, -int(shown.as_tuple().exponent))) + indicator.unit


def origin_of_forecast(ledger: Ledger, row: ForecastRow) -> Origin:
    """The origin of what an officer foresees."""
    indicator = ledger.indicator_by_id[row.indicator_id]
    return Origin(
        " · ".join(filter(None, [ledger.division, indicator.programme, indicator.name])),
        FORECAST,
        value_text(row.value, None, indicator),
        f"{row.year}년",
        None,
        row.stored.entered,
        place_of_forecast(ledger, row),
    )


def origin_of_amount(ledger: Ledger, row: AmountRow) -> Origin:
    """The origin of an appropriation, an execution or what is foreseen to be spent."""
    line = ledger.budget_by_id[row.budget_id]
    name = " ".join(filter(None, [line.short_name, line.part, line.fund_source]))
    of_the_year = row.name in (APPROPRIATED, FORECAST)
    period = f"{line.year}년" if of_the_year else f"{line.year}년 1월~{row.month.number}월 누계"
    as_of = None if of_the_year else row.month.last_day
    label = line.kind_name if row.name == "예산액" else row.name
    return Origin(
        " · ".join(filter(None, [ledger.division, line.programme, name])),
        label,
        money_text(row.amount),
        period,
        as_of,
        row.stored.entered,
        place_of_amount(ledger, row),
    )


def origins(ledger: Ledger, found: Found | None, kind: str = "실적") -> tuple[Origin, ...]:
    """Of each stored row one; of a row that several figures are made of the same one."""
    if found is None:
        return ()
    rows: tuple[ValueRow | AmountRow, ...] = (*found.rows, *found.amounts)
    told = tuple(_told(ledger, row, kind) for row in rows)
    return (_worked_out(ledger, found, found.of), *told) if found.of is not None else told


def _worked_out(ledger: Ledger, found: Found, indicator: IndicatorRow) -> Origin:
    """The origin that says from what a figure is worked out; those of what it is made of follow it."""
    months = found.asked or found.covered
    return Origin(
        " · ".join(filter(None, [ledger.division, indicator.programme, indicator.name])),
        WORKED_OUT,
        _worked_text(found, indicator),
        months.korean,
        None,
        indicator.formula,
        place_of_worked_out(ledger, indicator, months),
    )


def _worked_text(found: Found, indicator: IndicatorRow) -> str:
    value = exact(found, indicator)
    if value is None:
        return BLANK
    shown = value if divided(indicator.unit) != "quantity" else value / UNITS[indicator.unit].factor
    decimals = indicator.decimals if found.denominator is None else max(indicator.decimals, 1)
    return f"{format_number(shown, decimals)}{indicator.unit}"


def _told(ledger: Ledger, row: ValueRow | AmountRow, kind: str) -> Origin:
    known = ledger.told.get((id(row), kind))
    if known is None or known[0] is not row:
        told = origin_of_value(ledger, row, kind) if isinstance(row, ValueRow) else origin_of_amount(ledger, row)
        known = ledger.told[id(row), kind] = (row, told)
    origin: Origin = known[1]
    return origin
