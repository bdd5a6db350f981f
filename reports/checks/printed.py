"""Figures that are printed as recorded although the stored figures say otherwise."""

import re
from collections.abc import Iterator

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import format_number

from ..values import Blank, Figure, Percent, Quantity, Recorded, ToOne, Value
from .homes import Checked
from .rules import Told


def differs(checked: Checked) -> Iterator[Told]:
    """A figure that was written down as it is printed, and is not what is computed."""
    for section in checked.document.walk():
        for line in section.lines:
            for run in line.runs:
                value = run.value if isinstance(run, Figure) else None
                if isinstance(run, Figure) and isinstance(value, Recorded) and value.computed and not _same(value):
                    words = {
                        "line": line.text,
                        "printed": value.printed + particle(value.printed, "은/는"),
                        "computed": _computed(run, value.computed),
                    }
                    yield Told(checked.spot_of_line(section, line.text), words, value.printed, value.computed.text)


def _computed(figure: Figure, value: Value) -> str:
    if not isinstance(value, Blank):
        return f"셈하면 {value.text}입니다"
    return "셈할 수 없습니다" + (f"({figure.missing_words})" if figure.missing else "")


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
