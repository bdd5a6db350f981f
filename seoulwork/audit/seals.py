"""Seals of rows that follow one another: each is the SHA-256 of all that its row says and of the seal before it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row of a chain: its number, its seal, all it says, and what a reader is told it is."""

    number: int
    sealed: str
    said: Mapping[str, Any]
    name: str


def seal(before: str, said: Mapping[str, Any]) -> str:
    """Over what a row says and the seal before it; the same on either engine."""
    text = json.dumps(plain(said) | {"before": before}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, in values that JSON has; of what is plain already the same."""
    told = {name: _plain(value) for name, value in said.items()}
    if told.get("worked_as") == "":  # events from before there were posts are sealed without
        del told["worked_as"]
    return told | {"address": str(ip_address(told["address"])) if told["address"] else None}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | dict):
        return value
    return value.isoformat(timespec="microseconds") if hasattr(value, "isoformat") else str(value)


def alone(connection: BaseDatabaseWrapper, lock: int) -> None:
    """Until the transaction ends nobody else appends. SQLite lets one write at a time anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def differences(
    called: str, rows: Iterable[Sealed], ends: Iterable[tuple[str, str]] = (), begin: tuple[int, str] = (0, "")
) -> Iterator[str]:
    """A Korean sentence for each row of the chain that is not as it was sealed, in their order. `ends` are ends that were noted once
    (`1234:` and the seal), each with where it was noted: the chain must still go through them. `begin` is what came before its first
    row."""
    noted: dict[int, list[tuple[str, str]]] = {}
    for text, where in ends:
        at, _, sealed = text.partition(":")
        noted.setdefault(int(at) if at.isdecimal() else 0, []).append((sealed, where))
    expected, before = begin[0] + 1, begin[1]
    known = True
    for row in rows:
        if row.number < expected:
            yield f"{called} {row.number}번째({row.name}): 닫아서 없어야 할 기록이 있습니다."
            continue
        if row.number != expected:
            yield f"{called}: {_numbers(expected, row.number - 1)} 기록이 없습니다."
            known = False
        if known and seal(before, row.said) != row.sealed:
            yield f"{called} {row.number}번째({row.name}): 적힌 때와 다릅니다."
        for sealed, where in noted.pop(row.number, ()):
            if sealed != row.sealed:
                yield f"{called} {row.number}번째: {where}에 적힌 지문과 다릅니다."
        before, expected, known = row.sealed, row.number + 1, True
    for number, texts in sorted(noted.items()):
        yield from (f"{called}: {where}에 적힌 {number}번째 기록이 없습니다." for _, where in texts)


def _numbers(first: int, last: int) -> str:
    return f"{first}번째" if first == last else f"{first}번째부터 {last}번째까지의"
