"""The first table of some indicators or budgets, by one of the shapes that its maker chooses from."""

import json

from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    AMOUNTS,
    APPROPRIATED,
    CHANGE,
    EXECUTION,
    GROWTH,
    REST,
    SPENT,
    TARGET,
)

from ..tables.building import Json
from ..tables.description import DescriptionError
from .parts import Part
from .table_making import EMPTY, HEADS, Making

TEMPLATES = {
    "parts": "부분별",
    "years": "연도별",
    "quarters": "월·분기",
    "before": "전년 동기",
    "budget": "예산",
}


def started(part: Part, template: str, binds: list[Json]) -> Making:
    """A first table of some indicators or budgets, by one of the templates. Raises DescriptionError."""
    making = Making(part, EMPTY)
    first = {
        "parts": _started_by_parts,
        "years": _started_by_years,
        "quarters": _started_by_quarters,
        "before": _started_with_the_year_before,
        "budget": _started_by_budgets,
    }[template](making, binds)
    return making.beside(first)


def _started_by_parts(making: Making, binds: list[Json]) -> Json:
    single = len(binds) == 1
    shared: Json = {"base": binds[0]} if single else {}
    first = next(making.beside(shared).parts({} if single else binds[0]), None)
    if first is None:
        raise DescriptionError(f"'{binds[0].get('of')}'에는 나눈 부분이 없습니다. 다른 모양을 골라 주세요.")
    row: Json = json.loads(first.value)
    label = row["each"].get("dimension") or "구분"
    found = shared | {"rows": [row], "labels": [label], "total": {"head": "계", "how": "whole"}}
    return found | {"columns": _columns(making, found, binds)}


def _started_by_years(making: Making, binds: list[Json]) -> Json:
    shared: Json = {"base": binds[0]} if len(binds) == 1 else {}
    found = shared | {"rows": [{"each": {"kind": "years", "first": -4}, "head": "{연도}년"}], "labels": ["연도"]}
    return found | {"columns": _columns(making, found, binds)}


def _columns(making: Making, found: Json, binds: list[Json]) -> list[Json]:
    """Of one indicator or budget what has figures, of several each."""
    if len(binds) > 1:
        return [{"bind": each} for each in binds]
    trial = making.beside(found)
    aspects = (*AMOUNTS, REST, EXECUTION) if making.is_budget(binds[0]) else (TARGET, ACTUAL, ACHIEVEMENT)
    return [each for each in map(_aspect, aspects) if trial.fills(each)] or [_aspect(aspects[0])]


def _started_by_quarters(making: Making, binds: list[Json]) -> Json:
    rows: Json = {"rows": [{"bind": each} for each in binds], "labels": ["구분"]}
    trial = making.beside(rows)
    aspects = (APPROPRIATED, SPENT) if making.is_budget(binds[0]) else (TARGET, ACTUAL)
    below = [each for each in map(_aspect, aspects) if trial.fills(each)] or [_aspect(aspects[-1])]
    return rows | {"columns": [{"each": {"kind": "quarters"}, "children": below}]}


def _started_with_the_year_before(making: Making, binds: list[Json]) -> Json:
    return {
        "rows": [{"bind": each} for each in binds],
        "labels": ["구분"],
        "columns": [
            {"head": "전년 동기", "key": "before", "bind": {"period": "YTD-1"}},
            {"head": "올해", "key": "now", "bind": {"period": "YTD"}},
            {"head": CHANGE, "calc": {"how": "minus", "of": ["now", "before"]}},
            {"head": GROWTH, "calc": {"how": "growth", "of": ["now", "before"]}},
        ],
    }


def _started_by_budgets(making: Making, binds: list[Json]) -> Json:
    """Where all budgets of a kind and programme are chosen, those that there will be too."""
    if not all(map(making.is_budget, binds)):
        raise DescriptionError("예산 모양에는 예산만 골라 주세요.")
    columns = [_aspect(each) for each in (*AMOUNTS, REST, EXECUTION)]
    total: Json = {} if len(binds) == 1 else {"total": {"head": "계"}}
    rows: Json = {"rows": [{"bind": each} for each in binds]}
    if len(binds) == 1 and (below := list(making.parts(binds[0]))):
        # Down to where money is spent, with what stands above as subtotals.
        each = json.loads(below[-1].value)["each"]
        rows = {"base": binds[0], "rows": [{"each": {key: it for key, it in each.items() if key != "of"}}]}
        total = {"total": {"head": "계", "how": "whole"}}
    for programme, kind, names in making.budgets:
        if (
            len(binds) > 1
            and [each["of"] for each in binds] == names
            and {each.get("programme") for each in binds} == {programme}
        ):
            shared: Json = {"base": {"programme": programme}} if programme else {}
            rows = shared | {"rows": [{"each": {"kind": "budgets", "of": kind}}]}
    return rows | {"columns": columns, "labels": ["구분"]} | total


def _aspect(aspect: str) -> Json:
    return {"bind": {"aspect": aspect}} | ({"head": HEADS[aspect]} if aspect in HEADS else {})
