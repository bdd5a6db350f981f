"""The form of a briefing's cover, and from which briefing its texts are taken over."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from seoulwork.catalogue.maintenance import MaintenanceForm
from seoulwork.figures.labels import lazily

from ..models import Briefing, KindOutline
from . import outlines
from .gate import Readiness

SAME, NEXT = "same", "next"


class CoverForm(MaintenanceForm):
    """The month stands once the briefing is begun: its addresses name it."""

    names = ("month", "kind", "reference_month", "session", "committee", "title", "vision", "shortfalls")
    key = ("month",)
    field_order: tuple[str, ...] = (
        "month",
        "kind",
        "reference_month",
        "plan",
        "session",
        "committee",
        "title",
        "vision",
        "shortfalls",
    )

    plan = forms.ChoiceField(
        label="계획 연도",
        initial=SAME,
        widget=forms.RadioSelect,
        choices=((SAME, "실적 기준 달과 같은 해"), (NEXT, "그다음 해(새해 계획을 지난해 실적과 함께 보고할 때)")),
        help_text="이 해의 사업, 목표, 예산이 보고에 나옵니다. 실적과 집행은 실적 기준 달까지의 것입니다.",
    )

    class Meta:
        model = Briefing
        fields = ("month", "kind", "reference_month", "session", "committee", "title", "vision", "shortfalls")
        help_texts = {
            "month": "2019-01처럼 적습니다. 회기나 위원회가 다르면 같은 달에 둘 이상 만들 수 있습니다.",
            "reference_month": "이 달까지의 실적과 집행이 보고에 나옵니다. 2018-12처럼 적습니다.",
            "title": "예: 2019 주요업무보고",
            "shortfalls": "월별 입력에서 부진 사유를 적은 지표와 예산마다 달성률, 기대 진도, 사유, 만회 예정일을 그 사업 끝에 한 줄로 싣습니다.",
            "session": "표지에 나옵니다. 예: 제282회 시의회 임시회",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.clock.in_one_year:
            self.fields["plan"].initial = NEXT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if reference_month := cleaned.get("reference_month"):
            self.instance.plan_year = reference_month.year + (cleaned.get("plan") == NEXT)
        return cleaned


class NewBriefingForm(CoverForm):
    field_order = ("source", *CoverForm.field_order)

    source = forms.ModelChoiceField(
        Briefing.objects.all(),
        required=False,
        label="이어 쓸 보고",
        empty_label="이어 쓰지 않고 그 종류의 틀에서 시작",
        help_text="고른 보고의 글, 일정, 표, 그림을 새 보고로 옮겨 적습니다. 글 속의 수치는 새 기준 달의 값으로 나옵니다. "
        "끝난 사업의 글은 앞 보고에 남고, 뺀 사업은 뺀 채로 글을 이어 옵니다.",
    )


class OutlineForm(MaintenanceForm):
    """With what briefings of a kind begin; the parts and the headings are read from lines."""

    names = outlines.NAMES
    field_order = ("parts", "headings", "reason")

    parts = forms.CharField(
        label="부분",
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=lazily(
            "한 줄에 하나씩, 인쇄할 차례대로 적습니다. 더할 부분은 '참고자료 | {first}'처럼 글을 쓸 {division:을/를} 뒤에 "
            "적습니다. 일반현황, 비전 및 목표, 주요업무 보고에는 적지 않고, 그 줄이 없으면 빠집니다."
        ),
    )

    class Meta:
        model = KindOutline
        fields = ("headings",)
        widgets = {"headings": forms.Textarea({"rows": 6})}
        help_texts = {
            "headings": "사업마다의 글이 이 제목들로 시작합니다. 한 줄에 하나씩 적고, 비우면 글 없이 시작합니다."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["parts"] = outlines.parts_as_lines(self.instance)

    def clean_parts(self) -> str:
        text: str = self.cleaned_data["parts"]
        try:
            arrangement = outlines.read_parts(text)
        except outlines.OutlineError as error:
            raise forms.ValidationError(str(error)) from error
        # A database may keep the keys of JSON in an order of its own: what says the same is no change.
        if self.instance.pk is None or arrangement != self.instance.arrangement:
            self.instance.arranged = arrangement.stored
        return text

    def clean_headings(self) -> str:
        try:
            return outlines.read_headings(self.cleaned_data["headings"])
        except outlines.OutlineError as error:
            raise forms.ValidationError(str(error)) from error


class MomentField(forms.DateTimeField):
    """A day and an hour, in the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={"invalid": "날과 시각을 2018-07-17T10:00처럼 적어 주세요."},
            **kwargs,
        )


class PublishForm(forms.Form):
    """From when on council members read it; and a reason, where an error is unanswered or a month not approved: who publishes
    nevertheless signs it."""

    readable_from = MomentField(
        label="읽을 수 있는 때",
        required=False,
        help_text="비우면 발행하는 대로 시의원이 읽습니다. 때를 적으면 지금 만들어 서명하고, 그때부터 읽습니다. 발행한 뒤에는 바꿀 수 없습니다.",
    )

    reason = forms.CharField(
        label="그대로 발행하는 사유",
        max_length=300,
        help_text="사유는 이름, 점검 결과와 함께 점검표에 남고 발행한 뒤에는 바뀌지 않습니다.",
    )

    def __init__(self, *args: Any, ready: Readiness, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ready.needs_reason:
            del self.fields["reason"]

    def clean_readable_from(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["readable_from"]
        if at is not None and at <= timezone.now():
            raise forms.ValidationError("이미 지난 때입니다. 앞으로의 때를 적거나, 바로 읽게 하려면 비워 주세요.")
        return at
