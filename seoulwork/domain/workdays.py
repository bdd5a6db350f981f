"""Days on which Korean offices work: no Saturday or Sunday, no public holiday or day in its stead (in years of which these are not known
weekends alone). Pure Python."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE = timedelta(days=1)


@lru_cache(maxsize=32)
def _public(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("KR", years=year, language="ko"))


def day_off(day: date) -> str:
    """Why offices are closed on a day: `토요일`, `광복절`; empty on a working day."""
    if name := _public(day.year).get(day):
        return name
    return {5: "토요일", 6: "일요일"}.get(day.weekday(), "")


def working_day(day: date) -> date:
    """The day itself, or the next on which offices work."""
    while day_off(day):
        day += ONE
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day that lies so many working days before a day."""
    while count:
        day -= ONE
        count -= not day_off(day)
    return day
