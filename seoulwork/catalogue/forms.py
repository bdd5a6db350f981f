"""The forms in which an administrator keeps what a division has. One for each kind of list; see lists/kinds.py."""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError

from seoulwork.catalogue.dated import usual_month
from seoulwork.catalogue.kinds import Kind
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, parse_number, stored_text
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.questions.thresholds import Thresholds
from seoulwork.domain.vocabulary import BUDGET_UNIT, UNITS
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.fields import MonthInput
from seoulwork.figures.models import BEGINNING, Dated
from seoulwork.figures.texts import check_texts
from seoulwork.pages.forms import narrow, say_what_blank_means
from seoulwork.pages.versions import version

if TYPE_CHECKING:
    from django.db.models import Model

    from seoulwork.figures.concrete import Budget, Indicator, Part, Passage

OF_DIVISION = "담당관 공통"


def _indicator_label(indicator: "Indicator") -> str:
    return f"{indicator.programme or OF_DIVISION} · {indicator.name}"


def _part_label(part: "Part") -> str:
    return f"{_indicator_label(part.indicator)} / {part.path}"


def _budget_label(budget: "Budget") -> str:
    return f"{budget.programme or OF_DIVISION} · {budget}"


def _passage_label(passage: "Passage") -> str:
    return f"{passage.briefing} {passage.programme or OF_DIVISION} · {passage}"


CHOSEN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "indicator": ("programme", _indicator_label),
    "part": ("indicator__programme", _part_label),
    "budget": ("programme", _budget_label),
    "passage": ("programme", _passage_label),
}
"""By the name of a model: what tells its rows apart in a list to choose from, and is fetched with them"""


class MaintenanceForm(forms.ModelForm):
    """`names` are the fields of the row; `key` those that name a stored figure's place, which do not change;
    `typed` those that are read from a text of their own (a period, a figure with its unit)."""

    names: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changing = self.instance.pk is not None
        for name in self.key:
            if changing and name in self.fields:
                self.fields[name].disabled = True
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                related, label = CHOSEN.get(str(field.queryset.model._meta.model_name), ("", None))
                if label is not None:
                    narrow(self, name, related, label)
        say_what_blank_means(self)
        if "programme" in self.fields:
            cast(forms.ModelChoiceField, self.fields["programme"]).empty_label = OF_DIVISION
        self.fields["reason"] = forms.CharField(
            label="사유", max_length=300, required=changing, help_text="누가 왜 바꾸었는지 기록에 남습니다."
        )
        if changing:
            seen = version(self.instance)
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=seen)

    def _post_clean(self) -> None:
        """After the row's own rules: what its texts refer to."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook for just this
        try:
            check_texts(self.instance)
        except ValidationError as error:
            self.add_error(None, error)


class DatedForm(MaintenanceForm):
    """Of something whose states are dated: what is changed from a later month on becomes a state of its own, and the one
    before stays; what is changed from the same month on is put right."""

    from_month = MonthInput(
        label="언제부터",
        required=False,
        help_text="이 달의 보고부터 나옵니다. 2018-09처럼 적고, 비우면 처음부터입니다.",
    )
    instance: Dated

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_month: Month | None = None
        if self.instance.pk:
            self.stored_month = self.instance.from_month
            self.fields["from_month"].help_text += " 내용은 두고 달만 고치면 이 내용이 나오기 시작하는 달이 바뀝니다."
        if "gone" in self.fields:
            self.fields["gone"].help_text = "위의 달부터 보고에 나오지 않습니다. 그 앞의 보고에는 남습니다."
        month = self._usual_month()
        self.initial["from_month"] = "" if month == BEGINNING else str(month)

    def _usual_month(self) -> Month:
        """A state that holds now or in the briefing in preparation is followed from then on; any other is put right."""
        month = usual_month()
        if self.stored_month is None:
            return month
        until = self.instance.next_month()
        return month if self.stored_month < month and (until is None or month < until) else self.stored_month

    @property
    def _said(self) -> set[str]:
        """What of the state itself was changed."""
        return set(self.changed_data) & set(self.names) - {"from_month"}

    @property
    def follows(self) -> bool:
        """Whether what was typed is a state of its own, behind or before the one that was changed."""
        return self.stored_month is not None and bool(self._said) and self.instance.from_month != self.stored_month

    def _refuse_taken(self) -> None:
        """What is added takes no place that holds something by then: that is changed on its own page."""
        if self.stored_month is None:
            same = type(self.instance).objects.as_of(self.instance.from_month).filter(**self.instance.of_thing)
            for other in same:
                raise ValidationError(
                    f"그 자리에는 그때 '{other}'{particle(str(other), '이/가')} 있습니다. 그것을 고치거나 다른 자리에 넣어 주세요."
                )

    def clean_from_month(self) -> Month:
        typed: Month = self.cleaned_data["from_month"] or BEGINNING
        is_untouched = not self._said and "from_month" not in self.changed_data
        return self.stored_month if self.stored_month is not None and is_untouched else typed

    def _post_clean(self) -> None:
        kept = self.instance.pk
        month = self.cleaned_data.get("from_month", self.stored_month)
        if self.stored_month is not None and self._said and month != self.stored_month:
            self.instance.pk, self.instance._state.adding = None, True
        super()._post_clean()
        if not self.errors:
            try:
                self._refuse_taken()
                self.instance.refuse_repeated()
            except ValidationError as error:
                self.add_error(None, error)
        if self.errors:
            self.instance.pk, self.instance._state.adding = kept, kept is None


class ProgrammeForm(MaintenanceForm):
    names = ("number", "title", "first_year", "last_year")

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
        "definition",
        "policy_order",
        "position",
        "last_year",
    )

    class Meta:
        widgets = {"unit": forms.Select(choices=[(name, name or "(없음)") for name in UNITS])}
        help_texts = {
            "programme": "비우면 담당관 공통 지표입니다.",
            "short_name": "보고 글에서 {짧은 이름}으로 부릅니다. 글이 쓰고 있는 동안에는 바꿀 수 없습니다.",
            "flow": "누계 지표라면, 더해져서 이 누계가 되는 지표를 고릅니다.",
            "policy_order": "주요 정책지표 표에 나오는 순서입니다. 나오지 않으면 비웁니다.",
        }

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
    names = ("indicator", "dimension", "path", "position")


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
        if indicator and "figure" in cleaned:
            figure(self, "figure", "value", indicator.unit, indicator.decimals)
        return cleaned


class BudgetForm(MaintenanceForm):
    names = ("programme", "short_name", "kind", "year", "part", "fund_source", "position")

    class Meta:
        help_texts = {
            "programme": "비우면 담당관 전체의 예산입니다.",
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
    names = ("division", "from_month", "name", "unit", "position")
    key = ("division",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "고르세요"), *((each.key, each.name) for each in divisions())]
        self.fields["division"] = forms.ChoiceField(
            label="담당관", choices=choices, disabled=self.instance.pk is not None, help_text="지금의 이름입니다."
        )

    def clean(self) -> dict[str, Any]:
        """The name of a division of which none is stored is that of its app."""
        cleaned = super().clean() or {}
        for each in divisions(cleaned.get("from_month") or BEGINNING):
            if each.key != cleaned.get("division") and each.name == cleaned.get("name"):
                self.add_error("name", f"'{each.name}'{particle(each.name, '은/는')} 그때 다른 담당관의 이름입니다.")
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
            "programme": "비우면 담당관 전체의 글입니다.",
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


def figure(form: MaintenanceForm, typed: str, stored: str, unit: str, decimals: int) -> None:
    """Read a typed figure into the row's field; what can't be read or kept is said beside the input."""
    try:
        value = parse_number(form.cleaned_data[typed], unit, decimals)
        if value is None:
            raise ValidationError("값이 비어 있습니다. 값을 없애려면 지우기를 써 주세요.")
        if value < 0:
            name = str(form.instance._meta.verbose_name)
            raise ValidationError(f"{name}{particle(name, '은/는')} 0보다 작을 수 없습니다.")
        setattr(form.instance, stored, form.instance._meta.get_field(stored).clean(value, form.instance))
    except NumberError as error:
        form.add_error(typed, str(error))
    except ValidationError as error:
        form.add_error(typed, error)


def form_class(kind: Kind, division: Division) -> type[MaintenanceForm]:
    """The kind's form for the division's own model. Raises KeyError for a kind that is only listed."""
    return of_model(forms_of(division)[kind.key], kind.of(division))


def of_model(base: type[MaintenanceForm], model: "type[Model]") -> type[MaintenanceForm]:
    """The form with the model's own fields."""
    fields = [name for name in base.names if name not in base.typed]
    return cast(type[MaintenanceForm], forms.modelform_factory(model, form=base, fields=fields))
