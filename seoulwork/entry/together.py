"""Which cells of a month's page belong together: told to its scripts, so that they know no rule of figures themselves."""

from dataclasses import dataclass, field

from seoulwork.entry.due import Due, standing


@dataclass(frozen=True, slots=True)
class Together:
    """By the names of rows and cells."""

    partners: dict[str, str] = field(default_factory=dict)
    """The other cell of the same stored row"""
    sums: dict[str, list[list[str]]] = field(default_factory=dict)
    """For a row with parts those to add up while it is blank, a list for each dimension: the first counts in which anything
    of this month is known"""
    standings: list[dict[str, list[str]]] = field(default_factory=list)
    """`whole`, `parts`: while all cells of the whole are filled and all of the parts' blank, none of these is missing"""


def together(what: Due) -> Together:
    found = Together()
    for place in what.by_place.values():
        if len(place.cells) > 1:
            found.partners.update((str(cell), str(cell.sibling)) for cell in place.cells)
    for node in (each for whole in what.nodes for each in whole.walk() if each.parts):
        found.sums[str(node.cells[0])] = [[str(part.cells[0]) for part in breakdown] for breakdown in node.breakdowns]
        for breakdown in node.breakdowns:
            rule = standing(node, breakdown)
            found.standings.append({"whole": list(map(str, rule.whole)), "parts": list(map(str, rule.parts))})
    return found
