"""The pictures of a manuscript, as they were drawn anew (reports/pictures), with what is printed beside them."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.figures.contents import ContentField
from seoulwork.figures.models.manuscripts import person

if TYPE_CHECKING:
    from seoulwork.figures import concrete

LONGEST_NAME = 60
SHARES = (30, 40, 50, 60, 70, 80, 90, 100)
"""Shares of the text's width, in percent."""


class PictureQuerySet(models.QuerySet["concrete.ManuscriptPicture"]):
    def without_content(self) -> "PictureQuerySet":
        return self.defer("content")


class ManuscriptPicture(models.Model):
    """원고의 그림: what a text of the part places as `[그림: 이름]`."""

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"
        SVG = "svg", "SVG"

    manuscript: "models.ForeignKey[concrete.Manuscript, concrete.Manuscript]" = models.ForeignKey(
        "Manuscript", models.CASCADE, related_name="pictures", verbose_name="원고"
    )
    name = models.CharField("이름", max_length=LONGEST_NAME)
    alternative = models.CharField("대체 글", max_length=500)
    caption = models.CharField("제목", max_length=120, blank=True)
    source = models.CharField("출처", max_length=120, blank=True)
    share = models.PositiveSmallIntegerField("너비", default=100, help_text="글 너비에 대한 비율(%)")
    kind = models.CharField("종류", max_length=4, choices=Kind)
    width = models.PositiveIntegerField("가로", help_text="화소")
    height = models.PositiveIntegerField("세로", help_text="화소")
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    changed_by = person("고친 사람")
    changed_at = models.DateTimeField("고친 때", default=timezone.now)
    # Last of the row: SQLite reads through it to whatever stands after.
    content = ContentField("그림")

    objects: ClassVar = PictureQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고의 그림"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "name"],
                name="%(app_label)s_manuscriptpicture_unique",
                violation_error_message="이 원고에 같은 이름의 그림이 있습니다. 다른 이름을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(alternative=""),
                name="%(app_label)s_manuscriptpicture_told",
                violation_error_message="그림의 이름과 대체 글을 적어 주세요.",
            ),
            models.CheckConstraint(condition=Q(share__in=SHARES), name="%(app_label)s_manuscriptpicture_share_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["png", "jpeg", "svg"], width__gt=0, height__gt=0, size__gt=0),
                name="%(app_label)s_manuscriptpicture_drawn",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ManuscriptPictureVersion(models.Model):
    """원고 그림의 판: the picture with what stands beside it, after each time that it was kept. Never changed. What it shows is held once:
    `content` is empty where an earlier version of the picture has the same (`sha256`)."""

    picture: "models.ForeignKey[concrete.ManuscriptPicture, concrete.ManuscriptPicture]" = models.ForeignKey(
        "ManuscriptPicture", models.CASCADE, related_name="versions", verbose_name="그림"
    )
    alternative = models.CharField("대체 글", max_length=500)
    caption = models.CharField("제목", max_length=120, blank=True)
    source = models.CharField("출처", max_length=120, blank=True)
    share = models.PositiveSmallIntegerField("너비", help_text="글 너비에 대한 비율(%)")
    kind = models.CharField("종류", max_length=4, choices=ManuscriptPicture.Kind)
    width = models.PositiveIntegerField("가로", help_text="화소")
    height = models.PositiveIntegerField("세로", help_text="화소")
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    by = person("고친 사람")
    at = models.DateTimeField("고친 때", default=timezone.now)
    # Last of the row: SQLite reads through it to whatever stands after.
    content = ContentField("그림")

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고 그림의 판"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.picture} {timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"
