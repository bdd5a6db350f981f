"""Reads of what only this division has, as frozen rows."""

from dataclasses import dataclass
from datetime import time

from seoulwork.domain.periods import Month

from .models import HallFloor, Shelter


@dataclass(frozen=True, slots=True)
class ShelterRow:
    name: str
    user_group: str
    opens: time
    closes: time
    opened: Month
    remark: str


def floors(month: Month) -> tuple[tuple[int, str], ...]:
    """The memorial hall's floors and their uses as of a month. 1 query."""
    return tuple(HallFloor.objects.as_of(month).values_list("floor", "use"))


def shelters(month: Month) -> tuple[ShelterRow, ...]:
    """As of a month. 1 query."""
    return tuple(
        ShelterRow(
            name=row.name,
            user_group=row.user_group,
            opens=row.opens,
            closes=row.closes,
            opened=row.opened,
            remark=row.remark,
        )
        for row in Shelter.objects.as_of(month)
    )
