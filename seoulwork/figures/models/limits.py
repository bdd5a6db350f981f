"""From where figures are asked about, as administrators set it."""

from dataclasses import asdict

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from seoulwork.domain.questions.thresholds import USUAL

DEFAULTS = asdict(USUAL)


def _limit(name: str, label: str, least: int, most: int, help_text: str) -> "models.PositiveIntegerField[int, int]":
    field: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(
        label,
        default=DEFAULTS[name],
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=f"{help_text} ({least:,}~{most:,}, 처음 값 {DEFAULTS[name]:,})",
    )
    return field


class Limits(models.Model):
    """되묻는 기준. One row, or none as long as nobody has changed anything; the names are those of `Thresholds`."""

    fewest_months = _limit(
        "fewest_months", "보통을 말하는 달 수", 3, 12, "지난 열두 달 가운데 이만큼 알아야 보통 범위와 견줍니다."
    )
    below = _limit(
        "below", "보통보다 적은 폭(%)", 10, 99, "지난 달들의 가운데 값보다 이만큼 적은 값까지는 묻지 않습니다."
    )
    above = _limit(
        "above", "보통보다 많은 폭(%)", 10, 900, "지난 달들의 가운데 값보다 이만큼 많은 값까지는 묻지 않습니다."
    )
    times = _limit(
        "times",
        "몇 배부터",
        2,
        10,
        "아는 달이 적을 때와 목표·예산액은, 앞선 값의 이 배를 넘거나 이 몫보다 적으면 묻습니다.",
    )
    stock_change = _limit(
        "stock_change", "누계의 변화(%)", 5, 900, "누계(최근) 지표가 앞선 수치에서 이보다 크게 변하면 묻습니다."
    )
    stock_fall = _limit(
        "stock_fall", "누계의 감소(%)", 1, 99, "늘기만 하지는 않는 누계 지표가 이보다 크게 줄면 묻습니다."
    )
    small = _limit("small", "작은 수", 1, 1000, "이보다 작은 수는 석 달 내리 같아도 묻지 않습니다.")
    copied_from = _limit(
        "copied_from",
        "옮겨 적은 수",
        10,
        1_000_000,
        "지난해와 똑같은 값은 이 수부터, 목표와 똑같은 값은 그 10분의 1부터 묻습니다.",
    )
    far_beyond = _limit("far_beyond", "목표를 넘은 달성률(%)", 101, 1000, "달성률이 이보다 높으면 묻습니다.")
    amount_step = _limit(
        "amount_step",
        "한 달의 집행(%)",
        10,
        100,
        "집행 누계가 한 달에 예산의 이만큼보다 많이 늘면 묻습니다. 12월에는 묻지 않습니다.",
    )
    pace_margin = _limit(
        "pace_margin",
        "진도의 차이(%p)",
        1,
        100,
        "기대 진도보다 이만큼 넘게 낮으면 부진 사유를 묻고 수치 점검이 알립니다.",
    )
    execution_margin = _limit(
        "execution_margin",
        "집행 진도의 차이(%p)",
        1,
        100,
        "집행률이 기대 진도보다 이만큼 넘게 낮으면 수치 점검이 알립니다.",
    )
    working_days = _limit(
        "working_days", "일하는 날(%)", 10, 100, "하루 평균의 관계: 평일 가운데 적어도 이만큼은 일한 날로 봅니다."
    )
    head_times = _limit(
        "head_times",
        "정원의 몇 배",
        1,
        10,
        "현원이 정원의 이 배에 아래의 사람 수를 더한 것보다 많으면 확인을 청합니다.",
    )
    head_margin = _limit("head_margin", "정원 위의 사람 수", 0, 1000, "위의 배수에 더하는 사람 수입니다.")

    class Meta:
        verbose_name = verbose_name_plural = "되묻는 기준"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="figures_limits_one")]

    def __str__(self) -> str:
        return "되묻는 기준"
