"""A description of a table changed step by step: whatever is clicked in whatever order, what stands in it stays what it was, and what
the page does not offer is refused."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tables.building import (
    calculate,
    entries,
    entry_at,
    entry_of,
    group,
    key_for,
    move,
    remove,
    spread,
    take,
    ungroup,
)

HEADS = ("목표", "실적", "달성률", "전년")


def table() -> dict[str, Any]:
    return {"rows": [{"head": "계"}], "columns": [{"head": head, "unit": "명"} for head in HEADS]}


def leaves(description: dict[str, Any]) -> list[str]:
    return [
        each["head"] for _, each in entries(description, "columns") if "children" not in each and "each" not in each
    ]


CLICKS = st.lists(
    st.tuples(st.sampled_from(["move", "group", "ungroup", "spread", "remove"]), st.integers(0, 9), st.integers(0, 9)),
    max_size=12,
)


@given(CLICKS)
def test_no_click_loses_a_column_that_it_does_not_remove(clicks: list[tuple[str, int, int]]) -> None:
    description = table()
    expected = sorted(HEADS)
    for what, first, second in clicks:
        paths = [path for path, _ in entries(description, "columns")]
        if not paths:
            break
        path = paths[first % len(paths)]
        match what:
            case "move":
                move(description, path, 1 if second % 2 else -1)
            case "group":
                beside = [each for each in paths if each.rpartition(".")[0] == path.rpartition(".")[0]]
                group(description, beside[: 1 + second % 3], "묶음")
            case "ungroup":
                if "children" in entry_at(description, path):
                    ungroup(description, path)
            case "spread":
                continue
            case "remove":
                gone = entry_at(description, path)
                within = [each["head"] for _, each in entries({"columns": [gone]}, "columns") if "children" not in each]
                remove(description, path)
                for head in within:
                    expected.remove(head)
        assert sorted(leaves(description)) == expected
        assert all(each.get("children", True) for _, each in entries(description, "columns")), "an empty group"


def test_columns_stand_below_each_of_what_there_is_and_come_out_again() -> None:
    description = table()
    spread(description, ["columns.0", "columns.1"], {"each": {"kind": "quarters"}}, {"head": "계"})
    found = entry_at(description, "columns.0")
    assert found["each"] == {"kind": "quarters"} and found["total"] == {"head": "계"}
    assert [each["head"] for each in found["children"]] == ["목표", "실적"]
    ungroup(description, "columns.0")
    assert leaves(description) == list(HEADS)


def test_one_column_is_spread_as_it_is_and_stands_once_again() -> None:
    description = table()
    spread(description, ["columns.3"], {"each": {"kind": "years"}}, None)
    assert entry_at(description, "columns.3") == {"unit": "명", "each": {"kind": "years"}}
    ungroup(description, "columns.3")
    assert entry_at(description, "columns.3") == {"unit": "명"}


@pytest.mark.parametrize("how", ["rate", "minus", "quotient"])
def test_a_calculated_column_names_its_operands(how: str) -> None:
    description = table()
    calculate(description, how, "셈", ["columns.1", "columns.0"])
    made = entry_at(description, "columns.4")
    assert made["calc"]["of"] == [entry_at(description, f"columns.{at}")["key"] for at in (1, 0)]
    assert made.get("unit") == ("명" if how == "quotient" else None)


def test_it_stands_in_the_group_of_its_operands_and_may_name_their_total() -> None:
    description = table()
    spread(description, ["columns.0", "columns.1"], {"each": {"kind": "quarters"}}, {"head": "계"})
    calculate(description, "rate", "달성률", ["columns.0.1", "columns.0.0"])
    assert entry_at(description, "columns.0.2")["head"] == "달성률"
    calculate(description, "rate", "계의 비율", ["total:columns.0.1", "total:columns.0.0"])
    last = entry_at(description, "columns.0.3")
    assert last["calc"]["of"][0].startswith(entry_at(description, "columns.0")["total"]["key"] + ".")


def test_the_form_says_heads_units_totals_order_and_chart() -> None:
    description = table()
    description["rows"] = [{"each": {"kind": "parts"}}]
    sent = {
        "columns.0.head": " 목표(명) ",
        "columns.0.decimals": "1",
        "columns.0.unit": "",
        "columns.0.bar": "on",
        "caption": "표의 제목",
        "unit": "명",
        "notes": "하나\n\n둘",
        "labels": "구분, 세부",
        "blocks": "3",
        "as_of": "none",
        "total": "whole",
        "total_head": "합계",
        "total_last": "on",
        "by": "columns.1",
        "order": "up",
        "chart": "bars",
        "chart_value": "columns.1",
        "chart_target": "columns.0",
        "chart_title": "목표와 실적",
    }
    take(description, sent)
    assert description["columns"][0] == {
        "head": "목표(명)",
        "decimals": 1,
        "bar": True,
        "key": description["chart"]["target"],
    }
    assert description["notes"] == ["하나", "둘"] and description["labels"] == ["구분", "세부"]
    assert (description["blocks"], description["as_of"]) == (3, {"how": "none"})
    assert description["total"] == {"head": "합계", "how": "whole", "last": True}
    assert description["rows"][0]["each"]["by"] == description["chart"]["value"]
    assert description["rows"][0]["each"]["ascending"] is True
    assert description["chart"]["marks"] == ["실적", "목표(명)"] and description["chart"]["title"] == "목표와 실적"
    take(description, {"chart": "", "total": "", "blocks": "1", "as_of": "dates", "by": "", "caption": ""})
    assert not description.keys() & {"chart", "total", "blocks", "as_of", "caption"}
    assert "by" not in description["rows"][0]["each"]


def test_what_is_not_sent_stays_as_it_is() -> None:
    description = table()
    before = copy.deepcopy(description)
    take(description, {})
    assert description == before


@pytest.mark.parametrize(
    "path", ["", "columns", "columns.9", "columns.x", "columns.0.0", "rows.1", "cells.0", "columns.99999"]
)
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(KeyError):
        entry_at(table(), path)


def test_a_total_that_there_is_not_can_not_be_calculated_with() -> None:
    description = table()
    group(description, ["columns.0", "columns.1"], "묶음")
    with pytest.raises(KeyError):
        key_for(description, "total:columns.0.0")


@pytest.mark.parametrize("sent", ["", "[]", "1", "{", "[" * 5000])
def test_an_entry_that_is_no_entry_is_refused(sent: str) -> None:
    with pytest.raises(KeyError):
        entry_of(sent)
