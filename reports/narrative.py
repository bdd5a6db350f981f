"""Sentences with bound figures: from the notation and a division's ledger to lines of typed values."""

from dataclasses import dataclass, replace
from decimal import Decimal

from seoulwork.domain.clock import MONTH_END, Moving
from seoulwork.domain.fitting import divided
from seoulwork.domain.ledger import BudgetRow, Found, IndicatorRow, Ledger
from seoulwork.domain.notation import Item, Operand, Reference, Style, parse_outline
from seoulwork.domain.numbers import difference, rate
from seoulwork.domain.periods import Month, PeriodError, Run, printed_as_of, printed_month, printed_year
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    BUDGET_UNIT,
    CHANGES,
    EXECUTION,
    EXPLAINED,
    FORECAST,
    FORESEEN,
    HALVES,
    LEFT,
    NUMERATOR,
    PROJECTED,
    REST,
    SHARE,
    SPENT,
    TARGET,
    TIME_ASPECTS,
    YEAR_OF,
)

from .document import Line
from .document import Run as TextRun
from .meanings import exact, meaning_of_budget, meaning_of_indicator, meaning_of_staff
from .origins import origin_of_forecast, origins
from .posts import is_post
from .readings import Reading, added, change_reading, ratio, show, worked_out
from .values import (
    Blank,
    Figure,
    Recorded,
)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates in a line: of which figures they are (short name, part), and the months with which these end."""

    names: frozenset[tuple[str, str]] = frozenset()
    ends: frozenset[Month] = frozenset()


_NO_DATES = _Dates()


@dataclass(frozen=True)
class Narrator:
    """Reads the texts of one programme (None: of the division) against the division's ledger."""

    ledger: Ledger
    programme_id: int | None

    def lines(self, text: str) -> tuple[tuple[Item, Line], ...]:
        """The outline of a text with its figures. Raises NotationError for a text that breaks the notation."""
        return tuple((item, self.line(item)) for item in parse_outline(text))

    def line(self, item: Item) -> Line:
        return Line(item.mark, item.level, self.pieces(item.pieces))

    def pieces(self, pieces: tuple[str | Reference, ...]) -> tuple[TextRun, ...]:
        """Each piece of a line as it is printed, in order."""
        dated = self._dates(pieces)
        return tuple(self._run(piece, dated) for piece in pieces)

    def _dates(self, pieces: tuple[str | Reference, ...]) -> _Dates:
        """The dates that the figures of a line print of themselves; a year alone says no months."""
        named = [
            operand
            for piece in pieces
            if isinstance(piece, Reference)
            for operand in piece.operands
            if operand.aspect in TIME_ASPECTS and operand.aspect != YEAR_OF
        ]
        ends = []
        for operand in named:
            try:
                found = self._read(operand, _NO_DATES).found
            except PeriodError:
                continue  # nothing is printed for it
            ends += [found.covered.last] if found else []
        return _Dates(frozenset((each.name, each.part) for each in named), frozenset(ends))

    def _run(self, piece: str | Reference, dated: _Dates) -> TextRun:
        if isinstance(piece, str):
            return piece
        if piece.time:
            return self._time(piece.time, piece.style)
        return replace(self.figure(piece, dated), reference=piece.source)

    def _time(self, time: Moving, style: Style) -> str:
        """`{기준월말}`, `{계획년-1}` as printed."""
        month = time.at(self.ledger.clock).last
        if time.is_year:
            return printed_year(month.year, style.time)
        return printed_as_of(month.last_day, style.time) if time.word == MONTH_END else printed_month(month, style.time)

    def runs(self, item: Item) -> tuple[TextRun, ...]:
        return self.line(item).runs

    def figure(self, reference: Reference, dated: _Dates | None = None) -> Figure:
        """The figure that a reference stands for; Blank where nothing is stored for the period, and for a rate or a change of
        what is incomplete. `dated` are the dates in the same line: which months their figures cover is said there."""
        if not reference.operands:
            return Figure(Recorded(reference.recorded or ""))
        try:
            sides = [
                added([(sign, self._read(each, dated or _NO_DATES)) for sign, each in side]) for side in reference.sides
            ]
        except PeriodError:
            # A period of the clocks before the first year or after the last, or one that ends before it begins.
            return Figure(Blank())
        return self._figure(sides, reference)

    def _figure(self, sides: list[Reading], reference: Reference) -> Figure:
        found = tuple(dict.fromkeys(origin for reading in sides for origin in reading.origins))
        value = ratio(sides[0], sides[1], reference.style) if reference.is_ratio else show(sides[0], reference.style)
        if reference.recorded is not None:
            value = Recorded(reference.recorded, value)
        meanings = tuple(meaning for reading in sides for meaning in reading.meanings)
        return Figure(
            value, found, meanings, tuple(dict.fromkeys(each for reading in sides for each in reading.missing))
        )

    def named(self, name: str) -> IndicatorRow | tuple[BudgetRow, ...]:
        """What a short name stands for: an indicator, or the lines of a budget (none for a name that there is not)."""
        indicator = self.ledger.indicator(name, self.programme_id)
        lines = self.ledger.budget_lines(name, self.programme_id)
        if indicator is not None and not (lines and indicator.programme_id is None and lines[0].programme_id):
            return indicator
        return lines

    def figure_of(
        self,
        named: IndicatorRow | tuple[BudgetRow, ...],
        part: str = "",
        aspect: str = "",
        run: Run | None = None,
        style: Style | None = None,
    ) -> Figure:
        """The figure of an indicator, or of budget lines together, by the rules of a text; `aspect` and `run` as usual when they are
        not named."""
        operand = Operand("", part, aspect)
        reading = self._read_of(named, operand, run, _NO_DATES)
        return self._figure([reading], Reference("", (operand,), style or Style()))

    def _read(self, operand: Operand, dates: _Dates) -> Reading:
        run = operand.period.at(self.ledger.clock) if operand.period else None
        return self._read_of(self.named(operand.name), operand, run, dates)

    def _read_of(
        self, named: IndicatorRow | tuple[BudgetRow, ...], operand: Operand, run: Run | None, dates: _Dates
    ) -> Reading:
        part = operand.part
        if isinstance(named, IndicatorRow):
            meaning = (
                meaning_of_staff(named.name)
                if is_post(named.id)
                else meaning_of_indicator(self.ledger, named, part, operand.aspect or "실적", run)
            )
            reading = self._read_indicator(named, operand, run, dated=(operand.name, part) in dates.names)
            if reading.value is None and not reading.missing and operand.aspect != TARGET:
                reading = replace(reading, missing=self.ledger.lacking(named, run))
            return _said(replace(reading, meanings=(meaning,)), operand, dates)
        meaning = meaning_of_budget(self.ledger, named, part, operand.aspect or "예산액", run)
        return _said(replace(self._read_budget(named, operand, run), meanings=(meaning,)), operand, dates)

    def _read_indicator(self, indicator: IndicatorRow, operand: Operand, run: Run | None, *, dated: bool) -> Reading:
        ledger, aspect, path = self.ledger, operand.aspect or "실적", operand.part
        if aspect == "목표":
            return self._plain(indicator, ledger.target(indicator, path, run), "목표")
        if aspect == "달성률":
            actual = ledger.actual(indicator, path, run)
            target = ledger.target(indicator, path, _year_of(run) or ledger.clock.results_year)
            where = (*origins(ledger, actual), *origins(ledger, target, "목표"))
            achieved = rate(exact(actual, indicator), exact(target, indicator))
            return worked_out(Reading(achieved, "%", 1, where, "percent"), actual, target)
        if aspect == LEFT:
            actual = ledger.actual(indicator, path, run)
            target = ledger.target(indicator, path, _year_of(run) or ledger.clock.results_year)
            where = (*origins(ledger, target, "목표"), *origins(ledger, actual))
            left = difference(exact(target, indicator), exact(actual, indicator))
            return worked_out(Reading(left, indicator.unit, indicator.decimals, where), actual, target)
        if aspect in FORESEEN:
            return self._foreseen(indicator, path, aspect, run)
        if aspect == "구성비":
            return self._rate(ledger.actual(indicator, path, run), ledger.actual(indicator, "", run))
        if aspect in CHANGES:
            new, old = self._change(indicator, path, run, dated=dated)
            values = exact(new, indicator), exact(old, indicator)
            ratio = indicator.accumulation == "ratio" and divided(indicator.unit) != "quantity"
            unit, decimals = indicator.unit, 1 if ratio else indicator.decimals
            both = (*origins(ledger, new), *origins(ledger, old))
            return worked_out(change_reading(aspect, values, unit, decimals, both), new, old)
        found = ledger.actual(indicator, path, run)
        if aspect in HALVES and found is not None:
            value = found.value if aspect == NUMERATOR else found.denominator
            shown = None if value is None else value / 10**indicator.decimals
            return Reading(shown, "", indicator.decimals, origins(ledger, found), missing=found.missing)
        if aspect in TIME_ASPECTS:
            return Reading(None, "", 0, origins(ledger, found), aspect, found)
        if aspect in EXPLAINED:
            written = ledger.shortfall(indicator, path, run)
            return Reading(None, "", 0, origins(ledger, found), aspect, shortfall=written)
        return self._plain(indicator, found, "실적")

    def _change(
        self, indicator: IndicatorRow, path: str, run: Run | None, *, dated: bool
    ) -> tuple[Found | None, Found | None]:
        """The later and the earlier figure, of equal coverage: of the first and last year of a run of years, else of a run and
        the same months a year before (of a stock, a mean or a ratio years stand beside each other as they are). A figure whose date stands beside it is compared as far as it reaches."""
        ledger = self.ledger
        if run is not None and run.first.year != run.last.year:
            new, old = (ledger.actual(indicator, path, Run.year(year)) for year in (run.last.year, run.first.year))
            return (new, old) if indicator.accumulation != "sum" or _alike(new, old) else (None, None)
        new = ledger.actual(indicator, path, run or ledger.clock.results)
        if new is None or new.asked is None:
            return new, None
        within = new.covered if dated and _months_only(new) else new.asked
        if within != new.asked:
            new = ledger.actual(indicator, path, within)
        return new, ledger.actual(indicator, path, within.a_year_before())

    def _plain(self, indicator: IndicatorRow, found: Found | None, kind: str) -> Reading:
        where = origins(self.ledger, found, kind)
        value = exact(found, indicator)
        missing = found.missing if found else ()
        if indicator.accumulation == "ratio" and kind == "실적":
            kind = divided(indicator.unit)
            decimals = indicator.decimals if kind == "quantity" else 1
            return Reading(value, indicator.unit, decimals, where, kind, found, missing=missing)
        if indicator.unit == ":1":
            return Reading(value, ":1", indicator.decimals, where, "to_one", found, missing=missing)
        return Reading(value, indicator.unit, indicator.decimals, where, "quantity", found, missing=missing)

    def _foreseen(self, indicator: IndicatorRow, path: str, aspect: str, run: Run | None) -> Reading:
        """What a year will come to: what the officer wrote, or what the program carries on."""
        ledger, year = self.ledger, (run or self.ledger.clock.results_year).last.year
        shown = Reading(None, indicator.unit, indicator.decimals, ())
        scale = Decimal(10) ** indicator.decimals
        if aspect == PROJECTED:
            projected = ledger.forecast(indicator, path) if year == ledger.reference_month.year else None
            if projected is None:
                return shown
            where = tuple(origin for each in projected.found for origin in origins(ledger, each))
            return replace(shown, value=projected.value / scale, origins=tuple(dict.fromkeys(where)))
        written = None if path else ledger.own_forecast(indicator, year)
        if written is None:
            return shown
        value = Decimal(written.value) / scale
        return replace(shown, value=value, origins=(origin_of_forecast(ledger, written),))

    def _rate(self, top: Found | None, bottom: Found | None) -> Reading:
        where = (*origins(self.ledger, top), *origins(self.ledger, bottom))
        value = rate(top.value if top else None, bottom.value if bottom else None)
        return worked_out(Reading(value, "%", 1, where, "percent"), top, bottom)

    def _read_budget(self, lines: tuple[BudgetRow, ...], operand: Operand, run: Run | None) -> Reading:
        ledger, aspect = self.ledger, operand.aspect or "예산액"
        if aspect == "집행률":
            spent = ledger.budget(lines, operand.part, run, "지출액")
            return self._rate(spent, ledger.budget(lines, operand.part, run or ledger.clock.results_year))
        if aspect == FORECAST:
            foreseen = ledger.own_spending_forecast(lines, operand.part, (run or ledger.clock.results_year).last.year)
            missing = foreseen.missing if foreseen else ()
            return Reading(
                foreseen.value if foreseen else None, BUDGET_UNIT, 0, origins(ledger, foreseen), missing=missing
            )
        if aspect == PROJECTED:
            year = (run or ledger.clock.results_year).last.year
            chosen = [line for line in lines if line.is_of(operand.part)]
            projected = ledger.spending_forecast(chosen) if year == ledger.reference_month.year else None
            where = tuple(origin for each in (projected.found if projected else ()) for origin in origins(ledger, each))
            return Reading(projected.value if projected else None, BUDGET_UNIT, 0, tuple(dict.fromkeys(where)))
        if aspect == REST:
            spent = ledger.budget(lines, operand.part, run, SPENT)
            whole = ledger.budget(lines, operand.part, run or ledger.clock.results_year)
            where = (*origins(ledger, whole), *origins(ledger, spent))
            rest = difference(whole.value if whole else None, spent.value if spent else None)
            return worked_out(Reading(rest, BUDGET_UNIT, 0, where), whole, spent)
        if aspect in CHANGES:
            year = (run or ledger.clock.plan).last.year
            new, old = (ledger.budget(lines, operand.part, Run.year(each)) for each in (year, year - 1))
            values = new.value if new else None, old.value if old else None
            both = (*origins(ledger, new), *origins(ledger, old))
            return worked_out(change_reading(aspect, values, BUDGET_UNIT, 0, both), new, old)
        if aspect in TIME_ASPECTS:
            spent = ledger.budget(lines, operand.part, run, "지출액")
            return Reading(None, "", 0, origins(ledger, spent), aspect, spent)
        if aspect in EXPLAINED:
            spent = ledger.budget(lines, operand.part, run, "지출액")
            written = ledger.spending_shortfall(lines, operand.part, run)
            return Reading(None, "", 0, origins(ledger, spent), aspect, shortfall=written)
        found = ledger.budget(lines, operand.part, run, aspect)
        missing = found.missing if found else ()
        return Reading(found.value if found else None, BUDGET_UNIT, 0, origins(ledger, found), missing=missing)


def _said(reading: Reading, operand: Operand, dates: _Dates) -> Reading:
    """Without what the line says already: the months that a figure covers, where its own date stands beside it or that of
    another one that ends with the same month. A ratio of what lacks anything else is blank."""
    dated = (operand.name, operand.part) in dates.names
    if reading.found is not None and reading.found.covered.last in dates.ends:
        dated = True
    if dated and (operand.aspect or ACTUAL) not in (ACHIEVEMENT, LEFT, SHARE, EXECUTION, REST, *CHANGES):
        reading = replace(reading, missing=tuple(each for each in reading.missing if each.kind != "months"))
    quotient = reading.found is not None and reading.found.denominator is not None
    if reading.missing and (quotient or reading.kind in ("percent", "to_one")):
        return replace(reading, value=None)
    return reading


def _months_only(found: Found) -> bool:
    return all(each.kind == "months" for each in found.missing)


def _alike(new: Found | None, old: Found | None) -> bool:
    """Whether both were asked for as many months."""
    if new is None or old is None or new.asked is None or old.asked is None:
        return False
    return len(new.asked.months()) == len(old.asked.months())


def _year_of(run: Run | None) -> Run | None:
    return Run.year(run.last.year) if run is not None and run.first.year == run.last.year else run
