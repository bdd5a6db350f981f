"""How every form of the site looks."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` by our own templates."""

    form_template_name = "pages/form.html"
    field_template_name = "pages/field.html"


DASHES = BLANK_CHOICE_DASH[0][1]


def narrow(
    form: forms.BaseForm, name: str, related: str = "", label: Callable[[Any], str] | None = None, **only: Any
) -> None:
    """Say of a field that chooses among rows what is fetched with them, how each is called and which there are."""
    field: Any = form.fields[name]
    rows = field.queryset.filter(**only)
    field.queryset = rows.select_related(related) if related else rows
    if label is not None:
        field.label_from_instance = label


def say_what_blank_means(form: forms.BaseForm) -> None:
    """The blank choice of a form's selects in words, where Django has dashes."""
    for field in form.fields.values():
        words = "고르세요" if field.required else "없음"
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == DASHES:
                field.empty_label = words
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, words if label == DASHES else label) for value, label in choices]
