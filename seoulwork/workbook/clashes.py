"""Files that came together and hold different figures for the same place: told before any of them is taken."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from seoulwork.workbook.models import Bundle, Report, Workbook
from seoulwork.workbook.report import CELL

MOST_TOLD = 500
"""So many places are named; what is held back does not depend on it."""
PLACE = ("programme", "figure", "unit", "month")
DIFFERS = "함께 올린 다른 파일과 값이 다른 곳이 있어 반입하지 않았습니다. 어느 파일이 맞는지 정해 그 파일만 따로 반입해 주세요."


class Figure(NamedTuple):
    """What one file gives for a place."""

    file: int
    where: str
    value: str


class Clash(NamedTuple):
    place: dict[str, str]
    """The fields of PLACE"""
    first: Figure
    other: Figure


def clashes(files: Iterable[tuple[int, str, Iterable[Mapping[str, Any]]]]) -> Iterator[Clash]:
    """Where files differ: each with a key of its own, its division, and the cells of its report. One file is gone through at a
    time; of a place only the first figure is kept in mind."""
    first: dict[tuple[str, ...], Figure] = {}
    for file, division, cells in files:
        for cell in cells:
            own = Figure(file, f"{cell['sheet']} {cell['cell']}", cell["new"])
            known = first.setdefault((division, *(cell[name] for name in PLACE)), own)
            if known.value != own.value and known.file != file:
                yield Clash({name: cell[name] for name in PLACE}, known, own)


def compare(bundle: Bundle) -> None:
    """Hold the previews of a bundle's files against each other, and keep what differs."""
    files: set[int] = set()
    told: list[dict[str, Any]] = []
    count = 0
    for clash in clashes(_reports(bundle)):
        files |= {clash.first.file, clash.other.file}
        count += 1
        if len(told) < MOST_TOLD:
            told.append({**clash.place, "figures": [list(clash.first), list(clash.other)]})
    bundle.clashes = {"files": sorted(files), "count": count, "places": told}
    bundle.save(update_fields=["clashes"])


def _reports(bundle: Bundle) -> Iterator[tuple[int, str, Iterator[dict[str, Any]]]]:
    for file in bundle.files.filter(workbook__isnull=False):
        for report in Report.objects.filter(workbook__bundle_files=file):
            content = report.content
            yield file.pk, content["division"], (dict(zip(CELL, cell, strict=True)) for cell in content["cells"])


def standing(bundle: Bundle) -> tuple[list[dict[str, Any]], set[int]]:
    """What still differs, and the keys of the files that are held back for it: a file that was thrown away stands in no
    other's way. 1 query."""
    there = set(bundle.files.filter(workbook__isnull=False).values_list("pk", flat=True))
    told: list[dict[str, Any]] = bundle.clashes.get("places", [])
    places = [each for each in told if {pk for pk, *_ in each["figures"]} <= there]
    if bundle.clashes.get("count", 0) > len(told):
        return places, there & set(bundle.clashes["files"])
    return places, {pk for each in places for pk, *_ in each["figures"]}


def compare_again(workbook: Workbook) -> None:
    """After another look at a workbook: in each bundle that it came with."""
    for bundle in Bundle.objects.filter(files__workbook=workbook).distinct():
        compare(bundle)
