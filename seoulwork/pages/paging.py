"""Pages of lists that are not counted each time they are shown."""

from typing import Any

from django.core.paginator import EmptyPage, InvalidPage, Page
from django_tables2 import LazyPaginator

COUNTED = 2_000
"""Rows up to which a list is counted."""
FURTHEST = 10**9


class UncountedPaginator(LazyPaginator):
    """Pages of which is known whether there is a next one."""

    uncounted = True

    def validate_number(self, number: Any) -> int:
        found: int = super().validate_number(number)
        if found > FURTHEST:
            raise EmptyPage
        return found

    def get_page(self, number: Any) -> Page[Any]:
        """The page of that number, the first where there is none."""
        try:
            page: Page[Any] = self.page(number)
        except InvalidPage:
            page = self.page(1)
        return page


class LongPaginator(UncountedPaginator):
    """Pages of a list of more than COUNTED rows: so many are known to be there."""

    @property
    def num_pages(self) -> int:
        return max(int(self._num_pages or 1), COUNTED // int(self.per_page))
