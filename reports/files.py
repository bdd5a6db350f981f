"""The files of a briefing: published, which stand, drafts, and what two of its documents say otherwise."""

import hashlib
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, When

from seoulwork.figures.contents import ContentField
from seoulwork.figures.fields import ContentManager

if TYPE_CHECKING:
    from .models import Edition


class Format(models.TextChoices):
    HTML = "html", "HTML"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "엑셀"
    HWPX = "hwpx", "한글(HWPX)"


OFFERED = (Format.PDF, Format.HTML, Format.XLSX, Format.HWPX)
"""In this order files stand wherever they are offered: what most readers take is first."""

CONTENT_TYPES = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HWPX: "application/hwp+zip",
}


class PublishedFile(models.Model):
    """A rendering as it was published, byte for byte. The database refuses to change or remove it (see the migration)."""

    edition = models.ForeignKey("reports.Edition", models.PROTECT, related_name="files", verbose_name="판")
    format = models.CharField("형식", max_length=5, choices=Format)
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    # Last of the row: SQLite reads through it to whatever stands after.
    content = ContentField("내용")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "발행 파일"
        ordering = ["edition_id", Case(*(When(format=each, then=place) for place, each in enumerate(OFFERED)))]
        constraints = [
            models.UniqueConstraint(fields=["edition", "format"], name="reports_published_file_unique"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="reports_published_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.get_format_display()}"

    @classmethod
    def of(cls, edition: "Edition", kind: str, content: bytes) -> Self:
        """A rendering with its size and SHA-256, not stored yet."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(edition=edition, format=kind, content=content, size=len(content), sha256=digest)


class DraftFile(models.Model):
    """초안 파일: a rendering of a briefing in preparation, the last one of each format (see editions/drafts.py)."""

    briefing = models.ForeignKey("reports.Briefing", models.CASCADE, related_name="drafts", verbose_name="업무보고")
    format = models.CharField("형식", max_length=5, choices=Format)
    content = models.BinaryField("내용")
    made_at = models.DateTimeField("수치를 읽은 때")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "초안 파일"
        constraints = [
            models.UniqueConstraint(fields=["briefing", "format"], name="reports_draft_file_unique"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="reports_draft_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.briefing} {self.get_format_display()} 초안"


class ComparisonFile(models.Model):
    """바뀐 곳 파일: the PDF of two documents held against each other, by their SHA-256 (see editions/comparisons.py)."""

    old_sha256 = models.CharField("앞 문서의 SHA-256", max_length=64)
    new_sha256 = models.CharField("뒤 문서의 SHA-256", max_length=64)
    content = models.BinaryField("내용")
    made_at = models.DateTimeField("만든 때")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "바뀐 곳 파일"
        constraints = [
            models.UniqueConstraint(fields=["old_sha256", "new_sha256"], name="reports_comparison_file_unique")
        ]

    def __str__(self) -> str:
        return f"바뀐 곳 {self.old_sha256[:8]} {self.new_sha256[:8]}"
