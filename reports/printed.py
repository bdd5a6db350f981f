"""What editions printed, line by line: by it they are searched, and a figure knows where it was printed. Made from their documents
(editions/printing.py) and at any time made anew."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections, models
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from seoulwork.domain.finding import pairs
from seoulwork.figures.labels import lazily

if TYPE_CHECKING:
    from .models import Edition

FOUND = {
    "sqlite": "reports_printedline.id IN (SELECT rowid FROM reports_printedline_found WHERE reports_printedline_found MATCH %s)",
    "postgresql": "string_to_array(reports_printedline.pairs, ' ') @> string_to_array(%s, ' ')",
}
"""By database: whether a line has all pairs of letters, by an index (see the migration)."""


_NUMBER = re.compile(r"(△?)([\d,]+(?:\.\d+)?)(\D*)")


def number_and_unit(text: str) -> tuple[Decimal | None, str]:
    """`1,889명` → 1889, 명: the number that a stored value says and its unit. No number of a ratio's two."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None, ""
    sign, number, unit = found.groups()
    return Decimal(f"{'-' if sign else ''}{number.replace(',', '')}"), unit


EDITION_UNREAD = ("edition__document", "edition__sheet")
"""For rows that are read with their edition: megabytes that nobody looks at there"""


class PrintedLineQuerySet(models.QuerySet["PrintedLine"]):
    def readable(self) -> "PrintedLineQuerySet":
        """Those of editions that were not withdrawn. Of a join with what was withdrawn PostgreSQL expects that next to no edition is left, and
        reads all lines of each in place of the index of words."""
        withdrawn = apps.get_model("reports", "Withdrawal").objects.filter(edition=models.OuterRef("edition_id"))
        return self.filter(~models.Exists(withdrawn))

    def by_index(self, words: list[str]) -> "PrintedLineQuerySet":
        """Those that have all the pairs of letters of the words: few more than have the words."""
        vendor, wanted = connections[self.db].vendor, pairs(words)
        asked = " ".join(f'"{pair}"' for pair in wanted) if vendor == "sqlite" else " ".join(wanted)
        return self.filter(RawSQL(FOUND[vendor], [asked], output_field=models.BooleanField()))  # noqa: S611  the words are a parameter

    def with_words(self, words: list[str]) -> "PrintedLineQuerySet":
        """Those in which all the words stand, as parts of words too; one of them at least has two letters."""
        found = self.by_index(words)
        for word in words:
            found = found.filter(GreaterThan(StrIndex("words", models.Value(word)), 0)) if len(word) != 2 else found
        return found


class PrintedLine(models.Model):
    """인쇄된 줄: one line, head or row of a table of an edition."""

    edition: "models.ForeignKey[Edition, Edition]" = models.ForeignKey(
        "reports.Edition", models.CASCADE, related_name="lines", verbose_name="판"
    )
    position = models.PositiveIntegerField("차례")
    section = models.CharField("부분", max_length=80)
    title = models.TextField("부분의 제목")
    place = models.TextField("자리", help_text="소제목이나 표의 줄")
    page = models.PositiveSmallIntegerField("쪽", null=True)
    text = models.TextField("글")
    words = models.TextField("낱말")
    pairs = models.TextField("두 글자씩")

    objects = PrintedLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "인쇄된 줄"
        ordering = ["edition_id", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="reports_printed_line_unique")]

    def __str__(self) -> str:
        return self.text


class Measured(models.Model):
    """인쇄된 지표: what an edition says of an indicator, or of the budget lines of one programme and name (`number`: the key of the
    indicator, of the first of the lines), of which it prints a figure. So its page stays whatever it is called later."""

    INDICATOR, BUDGET = "indicator", "budget"

    edition: "models.ForeignKey[Edition, Edition]" = models.ForeignKey(
        "reports.Edition", models.CASCADE, related_name="measured", verbose_name="판"
    )
    division = models.CharField(lazily("{division}"), max_length=20)
    kind = models.CharField("무엇", max_length=10)
    number = models.BigIntegerField("번호")
    name = models.TextField("이름")
    facts: Any = models.JSONField("뜻", help_text="[[이름, 글], …]")
    stored: Any = models.JSONField("저장된 값", help_text="[[구분, 세부, 기간, 차례, 값, 기준일, 입력], …]")
    places: Any = models.JSONField(
        "저장된 자리", default=list, blank=True, help_text="저장된 값마다 그 자리(places.py)"
    )

    class Meta:
        verbose_name = verbose_name_plural = "인쇄된 지표"
        ordering = ["edition_id", "pk"]
        indexes = [models.Index(fields=["division", "kind", "number", "-edition"], name="reports_measured_editions")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "division", "kind", "number"], name="reports_measured_once_an_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["indicator", "budget"]), name="reports_measured_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PrintedFigure(models.Model):
    """인쇄된 수치: what an edition prints of an indicator or a budget in one of its lines."""

    measure = models.ForeignKey(Measured, models.CASCADE, related_name="figures", verbose_name="지표")
    line = models.ForeignKey(PrintedLine, models.CASCADE, related_name="figures", verbose_name="줄")
    text = models.TextField("수치")

    class Meta:
        verbose_name = verbose_name_plural = "인쇄된 수치"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
