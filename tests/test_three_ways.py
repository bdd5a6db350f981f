"""The same figure is stored the same, whether it is typed in the browser, stands in a workbook or in a data file."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from reports.loading import load_briefing_folder
from seoulwork.accounts.models import Role, User
from seoulwork.domain.numbers import parse_number
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import UNITS
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.queries import ledger
from seoulwork.workbook.template import FIRST_MONTH_COLUMN, HEAD_ROW, make_template
from tests.data.folders import BRIEFING, DIVISION
from tests.workbook.conftest import brought_in

JUNE = Month(2018, 6)
RULES = {"sum": "합계", "latest": "최근", "mean": "평균", "ratio": "비율"}
SHOWN = ("명", "천명", "건", "백만원", "만원", "원", "%", ":1", "시간", "")


@dataclass(frozen=True)
class Typed:
    """A number as somebody types it."""

    number: Decimal
    style: str
    unit: str = ""
    """Behind the number"""

    @property
    def text(self) -> str:
        shown = f"{abs(self.number):,f}"
        if self.number < 0:
            shown = f"({shown}{self.unit})" if self.style == "brackets" else f"△{shown}{self.unit}"
        else:
            shown += self.unit
        return shown.translate(WIDE) if self.style == "full width" else shown

    @property
    def in_workbook(self) -> str | float:
        return float(self.number) if self.style == "number" and not self.unit else self.text


WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


@dataclass(frozen=True)
class Figure:
    """An indicator with what is typed for it: one number for it or for each part, of a ratio two."""

    rule: str
    unit: str
    decimals: int
    typed: dict[str, tuple[Typed, ...]]
    """By part (the whole: ""): the value, and the denominator of a ratio"""


@dataclass(frozen=True)
class Sheet:
    figures: tuple[Figure, ...]
    committed: Typed
    spent: Typed


@some.composite
def numbers(draw: Any, unit: str, decimals: int, least: int = -(10**6), suffix: bool = True) -> Typed:
    """A number that the unit and the decimals allow, perhaps with a unit of the same base behind it."""
    digits = draw(some.integers(least * 10**decimals, 10**6 * 10**decimals))
    style = draw(some.sampled_from(("plain", "brackets", "full width", "number")))
    others = [name for name, each in UNITS.items() if name and each.base == UNITS[unit].base and each.factor < 10**7]
    behind = draw(some.sampled_from(["", "", *others])) if suffix else ""
    return Typed(Decimal(digits).scaleb(-decimals), style, behind)


@some.composite
def figures(draw: Any) -> Figure:
    rule, unit = draw(some.sampled_from(list(RULES))), draw(some.sampled_from(SHOWN))
    decimals = draw(some.integers(0, 2))
    above = "" if rule == "ratio" and unit in ("%", ":1") else unit
    pairs: some.SearchStrategy[tuple[Typed, ...]] = numbers(above, decimals).map(lambda one: (one,))
    if rule == "ratio":
        pairs = some.tuples(numbers(above, decimals), numbers("", decimals, 1, suffix=False))
    parts = draw(some.sampled_from([("",), ("청년", "여성")]))
    return Figure(rule, unit, decimals, {part: draw(pairs) for part in parts})


@some.composite
def sheets(draw: Any) -> Sheet:
    amounts = sorted(draw(some.lists(some.integers(0, 10**6), min_size=2, max_size=2)))
    spent, committed = (Typed(Decimal(each), "plain") for each in amounts)
    return Sheet(tuple(draw(some.lists(figures(), min_size=3, max_size=8))), committed, spent)


def write_folder(root: Path, sheet: Sheet, *, filled: bool) -> Path:
    """A folder of briefing data with the sheet's indicators and its budget; with the figures, too, or without."""
    lines = ["indicators:"]
    for at, each in enumerate(sheet.figures):
        lines += [
            f"  지표{at}:",
            f'    unit: "{each.unit}"',
            f"    decimals: {each.decimals}",
            f"    adds: {RULES[each.rule]}",
        ]
        if not each.unit:
            del lines[-3]
        below = [(part, "/".join(one.text for one in typed)) for part, typed in each.typed.items()]
        if any(part for part, _ in below):
            lines.append("    parts:")
            lines += [
                f'      {part}: {{actuals: {{{JUNE}: "{text}"}}}}' if filled else f"      {part}: {{}}"
                for part, text in below
            ]
        elif filled:
            lines.append(f'    actuals: {{{JUNE}: "{below[0][1]}"}}')
    lines += ["budgets:", "  예산현액:", "    kind: 예산현액", "    year: 2018", "    amount: 10,000,000백만원"]
    if filled:
        # In a file the unit stands behind an amount.
        amounts = f'{{committed: "{sheet.committed.text}백만원", spent: "{sheet.spent.text}백만원"}}'
        lines += [f"    execution: {{{JUNE.last_day}: {amounts}}}"]
    for own in divisions():
        (root / own.key).mkdir(parents=True, exist_ok=True)
        more = "\n".join(lines) + "\n" if own.key == "programmes" else ""
        (root / own.key / "division.yaml").write_text(DIVISION + more, encoding="utf-8")
    (root / "briefing.yaml").write_text(BRIEFING, encoding="utf-8")
    return root


def cells(sheet: Sheet) -> Iterator[tuple[str, Typed]]:
    """Every cell with what is typed into it."""
    models = division("programmes").models
    for at, each in enumerate(sheet.figures):
        indicator = models.Indicator.objects.get(short_name=f"지표{at}")
        for part, typed in each.typed.items():
            place = f"{indicator.pk}" + (f"p{indicator.parts.get(path=part).pk}" if part else "")
            yield from zip((f"{kind}{place}" for kind in "ad"), typed, strict=False)
    budget = models.Budget.objects.get().pk
    yield from ((f"c{budget}", sheet.committed), (f"s{budget}", sheet.spent))


def by_browser(root: Path, sheet: Sheet) -> None:
    load_briefing_folder(write_folder(root, sheet, filled=False))
    open_month(JUNE)
    client = Client()
    client.force_login(User.objects.create(username="officer", name="담당", role=Role.OFFICER, division="programmes"))
    typed = [{"cell": cell, "value": each.text, "seen": None} for cell, each in cells(sheet)]
    answer = client.post(
        f"/entry/programmes/{JUNE}/cells/",
        json.dumps({"request": str(uuid4()), "cells": typed}),
        content_type="application/json",
    ).json()
    assert {each["state"] for each in answer["cells"]} == {"saved"}, answer


def by_workbook(root: Path, sheet: Sheet) -> None:
    load_briefing_folder(write_folder(root, sheet, filled=False))
    own = division("programmes")
    book = load_workbook(io.BytesIO(make_template(own, ledger(own, JUNE), Run(JUNE, JUNE))))
    typed = {f"programmes:{cell}": each.in_workbook for cell, each in cells(sheet)}
    for page in book.worksheets[:2]:
        for row in page.iter_rows(min_row=HEAD_ROW + 1):
            if row[0].value in typed:
                row[FIRST_MONTH_COLUMN - 1].value = typed.pop(str(row[0].value))
    assert not typed
    output = io.BytesIO()
    book.save(output)
    brought_in(output.getvalue(), own)


def by_data_file(root: Path, sheet: Sheet) -> None:
    load_briefing_folder(write_folder(root, sheet, filled=True))


def stored() -> set[tuple[Any, ...]]:
    """What is stored now, by names."""
    models = division("programmes").models
    actuals = models.Actual.objects.filter(superseded_at__isnull=True)
    executions = models.Execution.objects.filter(superseded_at__isnull=True)
    return {
        *actuals.values_list(
            "indicator__short_name", "part__path", "first_month", "last_month", "value", "denominator", "as_of"
        ),
        *executions.values_list("budget__short_name", "month", "committed", "spent"),
        *models.ActualMonth.objects.values_list("indicator__short_name", "part__path", "month"),
    }


def rows_by(way: Callable[[Path, Sheet], None], root: Path, sheet: Sheet) -> set[tuple[Any, ...]]:
    with transaction.atomic():
        way(root, sheet)
        found = stored()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sheet=sheets())
def test_a_figure_is_stored_the_same_whichever_way_it_comes_in(sheet: Sheet, tmp_path: Path) -> None:
    root = tmp_path / "2018-07"
    browser, workbook, data = (rows_by(way, root, sheet) for way in (by_browser, by_workbook, by_data_file))
    assert browser == workbook == data
    for at, each in enumerate(sheet.figures):
        above = "" if each.rule == "ratio" and each.unit in ("%", ":1") else each.unit
        for part, typed in each.typed.items():
            values = [
                parse_number(one.text, unit, each.decimals) for one, unit in zip(typed, (above, ""), strict=False)
            ]
            below = values[1] if len(values) > 1 else None
            assert (f"지표{at}", part or None, JUNE, JUNE, values[0], below, None) in data


@pytest.mark.django_db
def test_what_can_be_entered_is_the_same_in_the_grid_and_in_the_template() -> None:
    """What has ended, and what another indicator is entered for, is in neither."""
    own = division("programmes")
    make = own.models.Indicator.objects.create
    going = make(short_name="상담", name="상담")
    until_2018 = make(short_name="취업", name="취업", last_year=2018)
    until_2017 = make(short_name="방문", name="방문", last_year=2017)
    restating = make(short_name="상담자", name="상담자", restates="상담")
    open_month(JUNE)
    client = Client()
    client.force_login(User.objects.create(username="officer", name="담당", role=Role.OFFICER, division="programmes"))
    page = client.get(f"/entry/programmes/{JUNE}/").content.decode()
    book = load_workbook(io.BytesIO(make_template(own, ledger(own, JUNE), Run(JUNE, JUNE))))
    rows = {row[0].value for row in book.worksheets[0].iter_rows(min_row=HEAD_ROW + 1)}
    assert rows == {f"programmes:a{each.pk}" for each in (going, until_2018)}
    for each in (going, until_2018, until_2017, restating):
        assert (f'name="a{each.pk}"' in page) == (each in (going, until_2018))
