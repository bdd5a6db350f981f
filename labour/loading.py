"""The keys of briefing data files that only this division has."""

from datetime import datetime, time
from typing import Any

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.data.values import month, whole

from .models import HallFloor, Shelter


def load_floors(loading: Loading, entry: Entry) -> None:
    """`floors: [{floor: 1, use: …}]`"""
    loading.keep_dated(HallFloor, [(_floor(floor), floor) for floor in entry], entry)


def _floor(entry: Entry) -> dict[str, Any]:
    entry.mapping(("floor", "use"))
    return {"floor": whole(entry.required("floor")), "use": entry.required("use").text}


def load_shelters(loading: Loading, entry: Entry) -> None:
    """`shelters: [{name, user_group, opens: "18:00", closes: "06:00", opened: 2016-03, remark}]`"""
    loading.keep_dated(
        Shelter, [(_shelter(shelter, position), shelter) for position, shelter in enumerate(entry, 1)], entry
    )


def _shelter(entry: Entry, position: int) -> dict[str, Any]:
    fields = entry.mapping(("name", "user_group", "opens", "closes", "opened", "remark"))
    return {
        "name": entry.required("name").text,
        "user_group": entry.required("user_group").text,
        "opens": _time(entry.required("opens")),
        "closes": _time(entry.required("closes")),
        "opened": month(entry.required("opened")),
        "remark": fields["remark"].text if "remark" in fields else "",
        "position": position,
    }


def _time(entry: Entry) -> time:
    try:
        return datetime.strptime(entry.text, "%H:%M").time()  # noqa: DTZ007  a time of day has no zone
    except ValueError as error:
        raise entry.error(f"때가 아닙니다: '{entry.text}'. 운영시간은 08:30처럼 적어 주세요.") from error


LOADERS = {"floors": load_floors, "shelters": load_shelters}
