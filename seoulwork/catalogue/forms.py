"""The forms in which an administrator keeps what a division has. One for each kind of list; see kinds.py."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError

from seoulwork.catalogue.kinds import Kind
from seoulwork.catalogue.maintenance import DatedForm, MaintenanceForm, figure
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import stored_text
from seoulwork.domain.periods import PeriodError, Run
from seoulwork.domain.questions.thresholds import Thresholds
from seoulwork.domain.vocabulary import BUDGET_UNIT, UNITS
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.labels import division_word, lazily
from seoulwork.figures.models import BEGINNING
from seoulwork.pages.forms import narrow

if TYPE_CHECKING:
    from django.db.models import Model


class ProgrammeForm(MaintenanceForm):
    names = ("number", "title", "first_year", "last_year", "responsible")

    class Meta:
        help_texts = {"last_year": "끝난 사업에만 넣습니다. 그 해의 보고까지 나옵니다."}


class IndicatorForm(MaintenanceForm):
    names = (
        "programme",
        "short_name",
        "name",
        "unit",
        "decimals",
        "accumulation",
        "frequency",
        "lower_is_better",
        "within_whole",
        "asking",
        "flow",
        "restates",
        "formula",
        "definition",
        "policy_order",
        "position",
        "last_year",
        "responsible",
    )

    class Meta:
        help_texts = {
            "programme": lazily("비우면 {division} 공통 지표입니다."),
            "short_name": "보고 글에서 {짧은 이름}으로 부릅니다. 글이 쓰고 있는 동안에는 바꿀 수 없습니다.",
            "flow": "누계 지표라면, 더해져서 이 누계가 되는 지표를 고릅니다.",
            "policy_order": "주요 정책지표 표에 나오는 순서입니다. 나오지 않으면 비웁니다.",
            "responsible": "비우면 사업의 담당자가 맡습니다.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict.fromkeys((*UNITS.offered, self.instance.unit or ""))
        self.fields["unit"].widget = forms.Select(choices=[(name, name or "(없음)") for name in names])

    def clean(self) -> dict[str, Any]:
        """Unit, decimals and accumulation say what the stored whole numbers mean: they stand once there are figures."""
        cleaned = super().clean() or {}
        if self.instance.pk and {"unit", "decimals", "accumulation"} & set(self.changed_data):
            before = type(self.instance).objects.get(pk=self.instance.pk)
            same_meaning = (
                cleaned.get("decimals") == before.decimals
                and cleaned.get("accumulation") == before.accumulation
                and cleaned.get("unit") in UNITS
                and UNITS[cleaned["unit"]].base == UNITS[before.unit].base
            )
            if not same_meaning and (before.actuals.exists() or before.targets.exists()):
                raise ValidationError(
                    "이미 목표나 실적이 있어 단위의 종류, 소수 자리, 합산 방법을 바꿀 수 없습니다. 새 지표를 만들고 이 지표에는 종료 연도를 넣어 주세요."
                )
        return cleaned


class PartForm(MaintenanceForm):
    names = ("indicator", "dimension", "path", "position", "last_year")


class RelationForm(MaintenanceForm):
    names = ("kind", "indicator", "part", "other", "other_part", "budget", "other_budget", "share", "other_share")

    class Meta:
        help_texts = {
            "kind": "이하: 지표가 견줄 지표보다 많을 수 없음 · 같은 값: 같은 것을 두 곳에 적음 · 하루 평균: 앞이 평균, 뒤가 그 합계 · "
            "매칭 비율: 두 예산 과목의 비율",
            "part": "지표의 한 세부만 견줄 때 고릅니다.",
            "budget": "매칭 비율에만 넣습니다. 이름, 세부, 재원이 같은 다른 해의 과목에도 쓰입니다.",
            "share": "매칭 비율에만 넣습니다. 50:50이면 50",
            "other_share": "매칭 비율에만 넣습니다. 50:50이면 50",
        }


class TargetForm(MaintenanceForm):
    names = ("indicator", "part", "first_month", "last_month", "value", "note")
    key = ("indicator", "part", "first_month", "last_month")
    typed = ("first_month", "last_month", "value")
    field_order = ("indicator", "part", "run", "figure", "note")

    run = forms.CharField(label="기간", max_length=20, help_text="2018, 2018H1(상반기), 2018-01~2018-06처럼 적습니다.")
    figure = forms.CharField(label="목표", max_length=40, help_text="지표의 단위로 적습니다. 1,234 · 349억원 · △9")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row := self.instance if self.instance.pk else None:
            first, last = row.first_month, row.last_month
            self.fields["run"].initial = str(first.year) if row.run.is_year else f"{first}~{last}"
            self.fields["run"].disabled = True
            self.fields["figure"].initial = stored_text(row.value, row.indicator.unit, row.indicator.decimals)
            self.fields[
                "figure"
            ].help_text = f"단위 {row.indicator.unit or '없음'}. 다른 단위로 적으려면 수 뒤에 붙입니다."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        indicator, part = cleaned.get("indicator"), cleaned.get("part")
        if indicator and part and part.indicator_id != indicator.pk:
            self.add_error("part", f"'{part}'{particle(str(part), '은/는')} '{indicator}'의 세부가 아닙니다.")
        if "run" in cleaned:
            try:
                run = Run.parse(cleaned["run"])
                self.instance.first_month, self.instance.last_month = run.first, run.last
            except PeriodError as error:
                self.add_error("run", str(error))
            else:
                if part and part.last_year is not None and run.last.year > part.last_year:
                    self.add_error(
                        "run",
                        f"'{part}'{particle(str(part), '은/는')} {part.last_year}년까지 셉니다. 기간이나 세부의 종료 연도를 고쳐 주세요.",
                    )
        if indicator and "figure" in cleaned:
            figure(self, "figure", "value", indicator.unit, indicator.decimals)
        return cleaned


class BudgetForm(MaintenanceForm):
    names = ("programme", "short_name", "kind", "year", "part", "fund_source", "position")

    class Meta:
        help_texts = {
            "programme": lazily("비우면 {division} 전체의 예산입니다."),
            "kind": "예산현액, 소요예산, 총사업비는 서로 다른 것입니다.",
            "part": "정책사업/단위사업/세부사업처럼 /로 잇습니다. 윗단계에 금액이 없으면 아래의 합입니다.",
        }


class AppropriationForm(MaintenanceForm):
    names = ("budget", "from_month", "amount", "note")
    key = ("budget", "from_month")
    typed = ("amount",)
    field_order = ("budget", "from_month", "figure", "note")

    figure = forms.CharField(
        label=f"예산액({BUDGET_UNIT})",
        max_length=40,
        help_text="다른 단위로 적으려면 수 뒤에 붙입니다. 1,157 · 23억원 · 11,500천원",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["figure"].initial = stored_text(self.instance.amount, BUDGET_UNIT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "figure" in cleaned:
            figure(self, "figure", "amount", BUDGET_UNIT, 0)
        return cleaned


class HeadcountForm(MaintenanceForm):
    names = ("as_of", "grade", "authorised", "actual", "note")
    key = ("as_of", "grade")

    class Meta:
        widgets = {"as_of": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class BureauForm(MaintenanceForm):
    names = ("as_of", "name", "directors", "director_unit", "teams", "team_unit", "off_quota_staff", "note")
    key = ("as_of",)

    class Meta:
        widgets = {"as_of": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class DivisionForm(DatedForm):
    names = ("division", "from_month", "name", "unit", "teams", "position")
    key = ("division",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "고르세요"), *((each.key, each.name) for each in divisions())]
        self.fields["division"] = forms.ChoiceField(
            label=division_word(),
            choices=choices,
            disabled=self.instance.pk is not None,
            help_text="지금의 이름입니다.",
        )
        self.fields["name"].help_text = f"예: {divisions()[0].name}"
        if self.instance.pk is None:
            self.initial["unit"] = division_word()
        self.fields["unit"].help_text = f"화면과 조직에 '3{division_word()}'처럼 나옵니다."

    def clean(self) -> dict[str, Any]:
        """The name of a division of which none is stored is that of its app."""
        cleaned = super().clean() or {}
        for each in divisions(cleaned.get("from_month") or BEGINNING):
            if each.key != cleaned.get("division") and each.name == cleaned.get("name"):
                self.add_error(
                    "name", f"'{each.name}'{particle(each.name, '은/는')} 그때 다른 {division_word()}의 이름입니다."
                )
        return cleaned


class LimitsForm(MaintenanceForm):
    names = tuple(each.name for each in fields(Thresholds))

    def clean(self) -> dict[str, Any]:
        """There is one row at most."""
        self.instance.pk = 1
        return super().clean() or {}


class GoalForm(DatedForm):
    names = ("from_month", "title", "policy_field")


class TextForm(DatedForm):
    names = ("position", "from_month", "text", "gone")
    key = ("position",)


class PassageForm(MaintenanceForm):
    names = ("programme", "briefing", "kind", "project", "heading", "text", "position")

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "programme": lazily("비우면 {division} 전체의 글입니다."),
            "text": "한 줄에 한 항목을 적고 ○ - · ※로 시작합니다. 저장된 수치는 {짧은 이름}으로, 표는 [표: 이름] 한 줄로 넣습니다.",
        }

    def _get_validation_exclusions(self) -> set[str]:
        """Which part of the briefing it belongs to is not asked, and counts for its place."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's hook for just this
        return excluded - {"added"}


class MilestoneForm(MaintenanceForm):
    names = (
        "passage",
        "position",
        "title",
        "first_month",
        "first_day",
        "last_month",
        "last_day",
        "open_ended",
        "date_note",
        "detail",
        "done",
    )

    class Meta:
        widgets = {"detail": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "passage", "programme", kind="plans")


class RemovalForm(forms.Form):
    """Why a row goes. A row need not be valid by today's rules in order to go."""

    reason = forms.CharField(label="지우는 사유", max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput)


FORMS: dict[str, type[MaintenanceForm]] = {
    "programmes": ProgrammeForm,
    "indicators": IndicatorForm,
    "parts": PartForm,
    "relations": RelationForm,
    "targets": TargetForm,
    "budgets": BudgetForm,
    "appropriations": AppropriationForm,
    "headcount": HeadcountForm,
    "goal": GoalForm,
    "functions": TextForm,
    "core-tasks": TextForm,
    "passages": PassageForm,
    "milestones": MilestoneForm,
}


def forms_of(division: Division) -> dict[str, type[MaintenanceForm]]:
    """The forms of what a division keeps, by the kind's key; its own are told by its `apps.py`."""
    return {**FORMS, **division.app.forms()}


def form_class(kind: Kind, division: Division) -> type[MaintenanceForm]:
    """The kind's form for the division's own model. Raises KeyError for a kind that is only listed."""
    return of_model(forms_of(division)[kind.key], kind.of(division))


def of_model(base: type[MaintenanceForm], model: "type[Model]") -> type[MaintenanceForm]:
    """The form with the model's own fields."""
    fields = [name for name in base.names if name not in base.typed]
    return cast(type[MaintenanceForm], forms.modelform_factory(model, form=base, fields=fields))
