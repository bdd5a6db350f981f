"""The bureau as a whole."""

from django.db import models

from seoulwork.figures.models.records import Record, ended_rightly, followed, source_known, unique_current


class Bureau(Record):
    """The bureau as on the page of organisation and staff, as of a day."""

    as_of = models.DateField("기준일")
    name = models.CharField("정책관", max_length=60)
    directors = models.PositiveSmallIntegerField("정책관 수", help_text="명")
    director_unit = models.CharField(
        "정책관을 세는 말",
        max_length=10,
        default="정책관",
        db_default="정책관",
        help_text="조직에 '1정책관'처럼 나옵니다.",
    )
    teams = models.PositiveSmallIntegerField("팀 수")
    team_unit = models.CharField(
        "팀을 세는 말", max_length=10, default="팀", db_default="팀", help_text="조직에 '15팀'처럼 나옵니다."
    )
    off_quota_staff = models.PositiveIntegerField("정원 외 공무직", help_text="명")

    class Meta:
        verbose_name = verbose_name_plural = "정책관 현황"
        ordering = ["-as_of", "-pk"]
        constraints = [*unique_current("bureau", ["as_of"]), source_known("bureau"), ended_rightly("bureau")]
        indexes = [followed("bureau")]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"
