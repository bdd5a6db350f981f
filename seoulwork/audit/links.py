"""Where one may go from an event: the page of what it is about."""

from collections.abc import Callable

from django.urls import reverse

from seoulwork.audit.models import Event

RowPage = Callable[[str, int], str]
"""The address of the page on which a row (`labour.indicator`, its key) is kept; empty where there is none."""

_row_pages: list[RowPage] = []


def rows_have_pages(find: RowPage) -> None:
    """Whoever keeps rows says where (catalogue/apps.py): the record of activity knows no pages of the layers above it."""
    _row_pages.append(find)


def place(event: Event) -> str:
    """The page of the briefing, the import or the month that an event names; empty for others. They are always there."""
    if event.briefing is not None:
        return reverse("briefing", args=[event.briefing.name])
    if event.batch is not None:
        return reverse("import_workbook", args=[event.batch.workbook_id])
    if event.division and event.month and not event.kind:
        return reverse("entry_month", args=[event.division, event.month])
    return ""


def row_page(event: Event) -> str:
    """The page of the row that an event added or changed, if it is still there. 1 query."""
    return next(filter(None, (find(event.kind, event.row) for find in _row_pages)), "") if event.row else ""
