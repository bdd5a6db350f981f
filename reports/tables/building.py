"""Changing a description step by step, as its makers click. Pure: a description here is JSON that need not be whole yet.

An entry is named by its path: `columns.1` is the second column, `columns.1.0` the first one of the group that it is.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .description import Each

Json = dict[str, Any]

AXES = ("rows", "columns")


def entries(description: Json, axis: str) -> Iterator[tuple[str, Json]]:
    """All entries of an axis with their paths, each group before what it holds."""

    def below(path: str, each: Json) -> Iterator[tuple[str, Json]]:
        yield path, each
        for number, child in enumerate(each.get("children", ())):
            yield from below(f"{path}.{number}", child)

    for number, each in enumerate(description[axis]):
        yield from below(f"{axis}.{number}", each)


def _at(description: Json, path: str) -> tuple[list[Json], int]:
    """The list in which an entry stands, and its place there. Raises KeyError where there is none."""
    axis, *numbers = path.split(".")
    if axis not in AXES or not numbers or not all(each.isdecimal() and len(each) < 4 for each in numbers):
        raise KeyError(path)
    found: list[Json] = description[axis]
    for number in numbers[:-1]:
        if int(number) >= len(found):
            raise KeyError(path)
        found = found[int(number)].get("children", [])
    if int(numbers[-1]) >= len(found):
        raise KeyError(path)
    return found, int(numbers[-1])


def entry_at(description: Json, path: str) -> Json:
    """Raises KeyError where there is none."""
    within, place = _at(description, path)
    return within[place]


def move(description: Json, path: str, step: int) -> None:
    within, place = _at(description, path)
    if 0 <= place + step < len(within):
        within[place], within[place + step] = within[place + step], within[place]


def remove(description: Json, path: str) -> None:
    """Without an entry; a group that is empty then goes too."""
    within, place = _at(description, path)
    del within[place]
    parent = path.rpartition(".")[0]
    if not within and "." in parent:
        remove(description, parent)


def group(description: Json, paths: list[str], head: str) -> None:
    """Bring columns under one head, where the first of them stands."""
    chosen = [entry_at(description, path) for path in paths]
    within, place = _at(description, paths[0])
    within[place] = {"head": head, "children": chosen}
    within[:] = [each for each in within if not any(each is other for other in chosen)]


def spread(description: Json, paths: list[str], each: Json, total: Json | None) -> None:
    """One of the columns for each of what there is: one column as it is, several below each head."""
    chosen = [entry_at(description, path) for path in paths]
    if len(chosen) == 1 and not chosen[0].keys() & {"calc", "words", "texts", "children"}:
        made = {key: value for key, value in chosen[0].items() if key not in ("head", "total")} | each
    else:
        made = each | {"children": chosen}
    within, place = _at(description, paths[0])
    within[place] = made | ({"total": total} if total else {})
    within[:] = [one for one in within if not any(one is other for other in chosen)]


def ungroup(description: Json, path: str) -> None:
    """What a group holds in its place; an entry that is spread stands once."""
    within, place = _at(description, path)
    found = within[place]
    alone = {key: value for key, value in found.items() if key not in ("each", "total")}
    within[place : place + 1] = found.get("children") or [alone]


def calculate(description: Json, how: str, head: str, operands: list[str]) -> None:
    """A column that is made of others: these are paths, `total:` before one names its place under the total of its group. It stands
    behind them in their group, if all are of one."""
    parents = {each.removeprefix("total:").rpartition(".")[0] for each in operands}
    keys = [key_for(description, each) for each in operands]
    made: Json = {"head": head, "calc": {"how": how, "of": keys}}
    if how == "quotient":
        _put(made, "unit", _unit_of(description, operands[0]))
    parent = next(iter(parents))
    if len(parents) == 1 and parent != "columns":
        entry_at(description, parent)["children"].append(made)
    else:
        description["columns"].append(made)


def _unit_of(description: Json, path: str) -> str:
    unit: str = entry_at(description, path.removeprefix("total:")).get("unit", "")
    return unit


def key_for(description: Json, operand: str) -> str:
    """How a calculation calls a column; one without a key gets one. Raises KeyError."""
    path = operand.removeprefix("total:")
    own = _named(description, entry_at(description, path), "열")
    if path == operand:
        return own
    parent = entry_at(description, path.rpartition(".")[0])
    if not parent.get("total"):
        raise KeyError(operand)
    return f"{_named(description, parent['total'], '계')}.{own}"


def _named(description: Json, of: Json, word: str) -> str:
    if not of.get("key"):
        known = {each.get("key") for _, each in entries(description, "columns")}
        known |= {each["total"].get("key") for _, each in entries(description, "columns") if each.get("total")}
        of["key"] = next(f"{word}{number}" for number in range(1, 1000) if f"{word}{number}" not in known)
    key: str = of["key"]
    return key


# ------------------------------------------------------------------------------------------------------ the form


def take(description: Json, sent: Mapping[str, str]) -> None:
    """Bring the description to what the fields of its form say; those that were not sent leave it as it is."""
    for axis in AXES:
        for path, each in entries(description, axis):
            _take_entry(each, path, sent)
    for name in ("caption", "unit"):
        if name in sent:
            _put(description, name, sent[name].strip())
    if "notes" in sent:
        _put(description, "notes", [each.strip() for each in sent["notes"].splitlines() if each.strip()])
    if "labels" in sent:
        _put(description, "labels", [each.strip() for each in sent["labels"].split(",") if each.strip()])
    if "blocks" in sent:
        _put(description, "blocks", _number(sent["blocks"]) if sent["blocks"] != "1" else None)
    if "as_of" in sent:
        _put(description, "as_of", {"how": sent["as_of"]} if sent["as_of"] != "dates" else None)
    if "total" in sent:
        _put(description, "total", _total(sent))
    if "by" in sent:
        _order(description, sent["by"], ascending=sent.get("order") == "up")
    if "most" in sent:
        _limit(description, _number(sent["most"]), sent.get("rest", "").strip())
    if "chart" in sent:
        _put(description, "chart", _chart(description, sent) if sent["chart"] else None)


def _put(of: Json, name: str, value: object) -> None:
    """A value in its place; what is as usual is left out."""
    if value in (None, "", [], {}):
        of.pop(name, None)
    else:
        of[name] = value


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _take_entry(each: Json, path: str, sent: Mapping[str, str]) -> None:
    if f"{path}.head" not in sent:
        return
    _put(each, "head", sent[f"{path}.head"].strip())
    if path.startswith("columns") and not each.get("children"):
        _put(each, "decimals", _number(sent.get(f"{path}.decimals", "")))
        _put(each, "unit", sent.get(f"{path}.unit", "").strip())
        _put(each, "bar", f"{path}.bar" in sent or None)


def _total(sent: Mapping[str, str]) -> Json | None:
    if not sent["total"]:
        return None
    found: Json = {"head": sent.get("total_head", "").strip() or "계"}
    return (
        found
        | ({"how": "whole"} if sent["total"] == "whole" else {})
        | ({"last": True} if "total_last" in sent else {})
    )


def _order(description: Json, path: str, *, ascending: bool) -> None:
    key = key_for(description, path) if path else ""
    for each in description["rows"]:
        if "each" in each:
            _put(each["each"], "by", key)
            _put(each["each"], "ascending", (ascending and bool(key)) or None)


def _limit(description: Json, most: int | None, rest: str) -> None:
    for each in description["rows"]:
        if "each" in each:
            _put(each["each"], "most", most or None)
            _put(each["each"], "rest", rest if most and rest != Each.model_fields["rest"].default else None)


def _chart(description: Json, sent: Mapping[str, str]) -> Json:
    found: Json = {"kind": sent["chart"]}
    if found["kind"] != "trend":
        for name in ("value",) if found["kind"] == "pie" else ("value", "target", "rate"):
            if path := sent.get(f"chart_{name}", ""):
                found[name] = key_for(description, path)
        called = {name: _called(description, sent[f"chart_{name}"]) for name in ("value", "target") if name in found}
        if "value" in called:
            found["name"] = called["value"]
        if len(called) == 2:
            found["marks"] = [called["value"], called["target"]]
    title = sent.get("chart_title", "").strip()
    return found | ({"title": title} if title else {})


def _called(description: Json, path: str) -> str:
    """What a chart calls the figures of a column."""
    each = entry_at(description, path)
    name: str = each.get("head") or each.get("bind", {}).get("aspect") or each["key"]
    return name


def entry_of(sent: str) -> Json:
    """An entry that a choice of the form holds. Raises KeyError for anything else."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise KeyError(sent) from error
    if not isinstance(found, dict):
        raise KeyError(sent)
    return found
