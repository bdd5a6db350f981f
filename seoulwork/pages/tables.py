"""The lists as tables: which columns they have, and how a value is shown on the page and in the workbook."""

from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.timezone import localtime

from seoulwork.domain.periods import Month

SHORT = {"td": {"class": "short"}}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class NumberColumn(tables.Column):
    """A whole number as it is: an order, a year, a count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=NUMBER, **kwargs)


class ShortColumn(tables.Column):
    """Stays on one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=SHORT, **kwargs)


class TimeColumn(ShortColumn):
    """A moment: Korean time on the page, a date with time in the workbook."""

    def render(self, value: datetime) -> str:
        return format_date(localtime(value), "Y. n. j. H:i")

    def value(self, value: datetime | None) -> datetime | None:
        return localtime(value).replace(tzinfo=None) if value else None


class DayColumn(ShortColumn):
    def render(self, value: date) -> str:
        return format_date(value, "Y. n. j.")

    def value(self, value: date | None) -> date | None:
        return value


class MonthColumn(ShortColumn):
    def render(self, value: Month) -> str:
        return value.korean

    def value(self, value: Month | None) -> str:
        return str(value or "")


class YesColumn(tables.Column):
    """Says something only where it holds."""

    def render(self, value: bool) -> str:
        return "예" if value else "-"


class ListTable(tables.Table):
    """Every list of the site."""

    division_key = ""
    kind_key = ""

    def change_url(self, pk: int) -> str:
        """The page on which a row is kept."""
        return reverse("list_change", args=[self.division_key, self.kind_key, pk])
