"""Figures that are printed as recorded although the stored figures say otherwise."""

import re
from collections.abc import Iterator

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import format_number

from ..document import Bullets, Gist, Line, Section, Table
from ..values import Figure, Percent, Quantity, Recorded, ToOne
from .rules import Checked, Told, spot_of_section


def differs(checked: Checked) -> Iterator[Told]:
    """A figure that was written down as it is printed, and is not what is computed."""
    for section in checked.document.walk():
        for line in _lines(section):
            for run in line.runs:
                value = run.value if isinstance(run, Figure) else None
                if isinstance(value, Recorded) and value.computed is not None and not _same(value):
                    yield Told(
                        spot_of_section(section),
                        {
                            "line": line.text,
                            "printed": value.printed + particle(value.printed, "은/는"),
                            "computed": value.computed.text,
                        },
                        value.printed,
                        value.computed.text,
                    )


def _same(value: Recorded) -> bool:
    """Whether what is printed is what is computed, to as many decimals as are printed."""
    computed = value.computed
    if computed is None or value.printed == computed.text:
        return True
    if not isinstance(computed, Percent | Quantity | ToOne):
        return False
    fraction = re.search(r"\.(\d+)", value.printed)
    number = format_number(computed.value, len(fraction[1]) if fraction else 0)
    unit = computed.unit if isinstance(computed, Quantity) else "%" if isinstance(computed, Percent) else ":1"
    return value.printed in (number, number + unit)


def _lines(section: Section) -> Iterator[Line]:
    for block in section.blocks:
        if isinstance(block, Bullets | Gist):
            yield from block.lines
        elif isinstance(block, Table):
            for row in block.body:
                for cell in row.cells:
                    if isinstance(cell.content, tuple):
                        yield Line("", 0, cell.content)
