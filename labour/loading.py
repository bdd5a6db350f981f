"""The keys of briefing data files that only this division has."""

from datetime import time
from typing import Any

from seoulwork.datafile import Entry
from seoulwork.loading import Loading, whole
from seoulwork.periods import Month, PeriodError

from .models import HallFloor, Shelter


def load_floors(loading: Loading, entry: Entry, programme: Any) -> None:
    """`floors: [{floor: 1, use: …}]`"""
    for floor in entry:
        floor.mapping(("floor", "use"))
        loading.keep(HallFloor, {"floor": whole(floor.required("floor"))}, {"use": floor.required("use").text}, floor)


def load_shelters(loading: Loading, entry: Entry, programme: Any) -> None:
    """`shelters: [{name, user_group, opens: "18:00", closes: "06:00", opened: 2016-03, remark}]`"""
    for position, shelter in enumerate(entry, 1):
        fields = shelter.mapping(("name", "user_group", "opens", "closes", "opened", "remark"))
        try:
            values = {
                "user_group": shelter.required("user_group").text,
                "opens": time.fromisoformat(shelter.required("opens").text),
                "closes": time.fromisoformat(shelter.required("closes").text),
                "opened": Month.parse(shelter.required("opened").text),
                "remark": fields["remark"].text if "remark" in fields else "",
                "position": position,
            }
        except PeriodError as error:
            raise shelter.error(str(error)) from error
        except ValueError as error:
            raise shelter.error("운영시간은 08:30처럼 적어 주세요.") from error
        loading.keep(Shelter, {"name": shelter.required("name").text}, values, shelter)


EXTRA = {"floors": load_floors, "shelters": load_shelters}
