"""Which lines a row's labels name. A name counts only when it is the same but for blanks and bullets."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from seoulwork.domain.vocabulary import (
    ACCUMULATIONS,
    ACHIEVEMENT,
    AMOUNTS,
    CHANGE,
    EXECUTION,
    GROWTH,
    HALVES,
    RATES,
    SHARE,
)
from seoulwork.workbook.matching.lines import WORDS, Line
from seoulwork.workbook.reading.frame import Words, divided, only_words, units_said, words_in
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
    if not all(label in line.all_names for label in labels):
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


def short_name(division: str) -> str:
    """What a division is called for short, squeezed: `노동정책담당관` → 노동정책"""
    return squeeze(division).removesuffix("담당관").removesuffix("과")


_MADE = "|".join((CHANGE, GROWTH, ACHIEVEMENT, EXECUTION, SHARE, *RATES))
_RELATIVE = re.compile(rf"(?:월|분기|년|전체|총)?{ACCUMULATIONS['mean']}|.*(?:{_MADE})(?:\(.*\))?")


def is_relative(label: str) -> bool:
    """Whether a row of that name can only be made of others: 평균, 증감률, 달성률 …"""
    return _RELATIVE.fullmatch(squeeze(label)) is not None


def plain(row: Row) -> Row:
    """The row without the words of its labels that say how its figures are meant: `상담(누계)` is called 상담."""
    names = [divided(label).name for label in row.labels if not only_words(label)]
    return replace(row, labels=tuple(part for name in names for part in _measured(name)))


def _measured(label: str) -> tuple[str, ...]:
    """`한국노총보조금 지출액` says two things."""
    name, _, measure = label.rpartition(" ")
    return (name, measure) if name and measure in (*AMOUNTS, *HALVES) else (label,)


def said_of(row: Row, labels: Iterable[str]) -> Words:
    """What a row says of its figures beside its name: in these of its labels, beside them, and by a block row that is nothing
    else."""
    said = [f"({label})" if only_words(label) else divided(label).said for label in labels]
    if only_words(row.section):
        said.append(f"({row.section})")
    near = (*units_said(row.section), *units_said(row.beside))
    text = " ".join(said)
    found = words_in(text) if text.strip() else Words()
    return replace(found, units=tuple(dict.fromkeys((*found.units, *near)))) if near else found
