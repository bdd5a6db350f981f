"""Which rows of a month's page are shown: the blank ones, those with something to look at, one's own, those with some words. A row that is not
shown is not on the page, so nothing of it is sent. An indicator stays with its parts, a budget line with both its amounts: what one of
them comes to is worked out from the others."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, Self

from seoulwork.entry.shown import Group, Row

ALL, BLANK, WARNED, MINE = "", "blank", "warned", "mine"
SHOWN = {ALL: "모두", BLANK: "빈칸", WARNED: "확인할 것", MINE: "내 담당"}
LONGEST = 60


class Wanted(NamedTuple):
    """What is asked for in the address (`rows`, `q`). What is no choice counts as none."""

    shown: str = ALL
    words: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        shown, words = asked.get("rows", ALL), asked.get("q", "").replace("\0", "").strip()[:LONGEST]
        return cls(shown if shown in SHOWN else ALL, words)

    def __bool__(self) -> bool:
        return bool(self.shown or self.words)


def own_first(groups: Collection[Group], user: int) -> list[Group]:
    """The groups with rows of the user before the others, each in their order."""
    return sorted(groups, key=lambda group: not any(row.responsible == user for row in group.rows))


def narrowed(groups: Collection[Group], wanted: Wanted, user: int, blank: Collection[str]) -> list[Group]:
    """The groups with what is wanted. `blank`: the cells that are missing. A row with something wrong in it always stays."""
    if not wanted:
        return [group for group in groups if group.rows]
    found = []
    for group in groups:
        rows = tuple(
            row
            for family in _families(group)
            if any(_is_wrong(row) for row in family) or _fits(group, family, wanted, user, blank)
            for row in family
        )
        if rows:
            found.append(group._replace(rows=rows))
    return found


def _families(group: Group) -> Iterator[tuple[Row, ...]]:
    number = 0

    def family(row: Row) -> int | str:
        nonlocal number
        if row.id[0] in "cs":
            return row.id[1:]
        number += row.indent == 0
        return number

    return (tuple(rows) for _, rows in groupby(group.rows, key=family))


def _is_wrong(row: Row) -> bool:
    return any(each.error for each in row.inputs)


def _fits(group: Group, family: tuple[Row, ...], wanted: Wanted, user: int, blank: Collection[str]) -> bool:
    def fits(row: Row) -> bool:
        return {
            ALL: True,
            BLANK: any(each.cell in blank for each in row.inputs),
            WARNED: bool(row.warnings or row.shortfall),
            MINE: row.responsible == user,
        }[wanted.shown]

    said = " ".join([group.title, *(row.name for row in family)]).casefold()
    return any(fits(row) for row in family) and all(word in said for word in wanted.words.casefold().split())
