"""The list of received workbooks."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from seoulwork.figures.divisions import division_choices
from seoulwork.figures.labels import lazily
from seoulwork.pages.filters import ListFilter
from seoulwork.pages.tables import ListTable, NumberColumn, ShortColumn, TimeColumn
from seoulwork.workbook.models import KINDS, Batch, Bundle, Report, Workbook

IMPORTED, UNDONE, LOOKING = "imported", "undone", "looking"
STATES = {IMPORTED: "반입함", UNDONE: "되돌림", **dict(Report.State.choices), LOOKING: "미리보기 없음"}


def workbooks() -> QuerySet[Any]:
    """Every received workbook without its content, with `state` (a key of STATES) and what its last batch was."""
    last = Batch.objects.filter(workbook=OuterRef("pk"))
    return Workbook.objects.annotate(
        figures=Subquery(last.values("figures")[:1]),
        imported_at=Subquery(last.values("at")[:1]),
        imported_by=Subquery(last.values(name=Coalesce("by__name", Value("관리 명령")))[:1]),
        state=Case(
            When(Exists(last.filter(undone_at__isnull=True)), Value(IMPORTED)),
            When(report__isnull=False, then=F("report__state")),
            When(Exists(last), Value(UNDONE)),
            default=Value(LOOKING),
            output_field=CharField(),
        ),
    )


class WorkbookTable(ListTable):
    name = tables.Column("파일", linkify=("import_workbook", {"pk": tables.A("pk")}))
    division = ShortColumn(lazily("{division}"))
    kind = ShortColumn("종류")
    sender = tables.Column("보낸 곳")
    state = ShortColumn("상태")
    figures = NumberColumn("반입한 값")
    received_at = TimeColumn("받은 때")
    imported_at = TimeColumn("반입한 때")
    imported_by = ShortColumn("반입한 사람")
    sha256 = ShortColumn("SHA-256")

    def render_figures(self, value: int) -> str:
        return f"{value:,}"

    def render_state(self, value: str) -> str:
        return STATES[value]

    def value_state(self, value: str) -> str:
        return STATES[value]

    def render_sha256(self, value: str) -> str:
        """Enough to tell two files apart; the whole of it stands on the file's page and in the workbook."""
        return f"{value[:8]}…"

    def value_sha256(self, value: str) -> str:
        return value


class WorkbookFilter(ListFilter):
    searched = ("name", "sender", "sha256", "imported_by")
    division = filters.ChoiceFilter(label=lazily("{division}"), choices=division_choices)
    kind = filters.ChoiceFilter(label="종류", choices=list(KINDS.items()))
    state = filters.ChoiceFilter(label="상태", choices=list(STATES.items()))


class BundleTable(ListTable):
    received_at = TimeColumn("받은 때", linkify=("import_bundle", {"pk": tables.A("pk")}))
    division = ShortColumn(lazily("{division}"))
    sender = tables.Column("보낸 곳")
    count = NumberColumn("파일", accessor="file_count")
    received_by = ShortColumn("올린 사람")

    def render_division(self, record: Bundle) -> str:
        return record.get_division_display() or "서식마다"


class BundleFilter(ListFilter):
    searched = ("sender", "received_by__name")
    division = filters.ChoiceFilter(label=lazily("{division}"), choices=division_choices)
