"""What the forms of all lists have in common: the reason, the version that was seen, dated states, typed figures."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from seoulwork.catalogue.dated import usual_month
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, parse_number
from seoulwork.domain.periods import Month
from seoulwork.figures.fields import MonthInput
from seoulwork.figures.labels import of_divisions
from seoulwork.figures.models import BEGINNING, Dated
from seoulwork.figures.texts import check_texts
from seoulwork.pages.forms import narrow, say_what_blank_means
from seoulwork.pages.versions import version

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Indicator, Part, Passage


def _indicator_label(indicator: "Indicator") -> str:
    return f"{indicator.programme or of_divisions()} · {indicator.name}"


def _part_label(part: "Part") -> str:
    return f"{_indicator_label(part.indicator)} / {part.path}"


def _budget_label(budget: "Budget") -> str:
    return f"{budget.programme or of_divisions()} · {budget}"


def _passage_label(passage: "Passage") -> str:
    return f"{passage.briefing} {passage.programme or of_divisions()} · {passage}"


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
        if "responsible" in self.fields:
            own = Q(division=type(self.instance)._meta.app_label, is_active=True)
            people = cast(forms.ModelChoiceField, self.fields["responsible"])
            # Who was named stays to be chosen, wherever they are by now.
            people.queryset = people.queryset.filter(own | Q(pk=self.instance.responsible_id))  # type: ignore[union-attr]
        if "programme" in self.fields:
            cast(forms.ModelChoiceField, self.fields["programme"]).empty_label = of_divisions()
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
