"""URL converters. Imported by urls.py."""

from django.urls import register_converter

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.figures.divisions import division_names


class MonthConverter:
    """`2018-07` ↔ Month; an impossible month is no address (404)."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> Month:
        try:
            return Month.parse(value)
        except PeriodError as error:
            raise ValueError(str(error)) from error

    def to_url(self, value: Month) -> str:
        return str(value)


class BriefingConverter:
    """`2018-07`, `2018-07-2` ↔ BriefingName."""

    regex = BriefingName.PATTERN

    def to_python(self, value: str) -> BriefingName:
        try:
            return BriefingName.parse(value)
        except PeriodError as error:
            raise ValueError(str(error)) from error

    def to_url(self, value: BriefingName) -> str:
        return str(value)


class DivisionConverter:
    """The key of a division (`labour`); another word is no address (404)."""

    regex = r"[a-z]+"

    def to_python(self, value: str) -> str:
        if value not in division_names():
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "month")
register_converter(BriefingConverter, "briefing")
register_converter(DivisionConverter, "division")
