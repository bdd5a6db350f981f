"""Which lines a row's labels name. A name counts only when it is the same but for blanks and bullets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from seoulwork.workbook.matching.lines import WORDS, Line
from seoulwork.workbook.reading.sheet import squeeze
from seoulwork.workbook.reading.tables import Row


def by_own_name(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines by each name of their own figure."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for name in line.names[1]:
            found[name].append(line)
    return found


def named(row: Row, by_name: Mapping[str, list[Line]], measures: set[str]) -> dict[str, Line]:
    """The lines that the row's labels name without doubt, by measure; empty when there is none, or more than one."""
    labels = [squeeze(label) for label in row.labels]
    section = squeeze(row.section)
    candidates: dict[str, Line] = {}
    for label in dict.fromkeys([*labels, section]):
        for line in by_name.get(label, ()):
            if _says(line, labels, section):
                candidates[line.identifier] = line
    lines = list(candidates.values())
    if len(lines) > 1 and section:
        # A heading row above may say which programme is meant; it never stands against the row's own labels.
        lines = [line for line in lines if section in line.names[0]] or lines
    stated = [line for line in lines if line.measure and squeeze(line.measure) in labels]
    lines = stated or lines
    if len({(line.cell.place) for line in lines}) != 1:
        return {}
    if len(lines) == 1:
        return {"": lines[0]}
    return {measure: line for measure in measures for line in lines if WORDS.get(measure) == line.cell.kind}


def _says(line: Line, labels: list[str], section: str) -> bool:
    """Whether every label is one of the line's names, and the labels (or the section) name the figure and its part."""
    allowed = frozenset().union(*line.names)
    if not all(label in allowed for label in labels):
        return False
    said = {*labels, section}
    if not said & line.names[1]:
        return False
    if line.part is not None:
        levels = line.part.path.split("/")
        leaf = line.names[1 + len(levels)]
        return bool(leaf & set(labels))
    if line.budget is not None:
        return all(not names or names & said for names in line.names[2:4])
    return True
