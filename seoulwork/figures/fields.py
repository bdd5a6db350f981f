"""The model fields for a month and for a unit, the check of a table that it holds a month, and the manager of rows that hold a file."""

from functools import cache
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute

from seoulwork.domain.periods import Month, PeriodError

Row = TypeVar("Row", bound=models.Model)


@cache
def _month_of(value: int) -> Month:
    """The month of a stored number. Few months are stored, each many times."""
    return Month.from_integer(value)


class MonthField(models.PositiveIntegerField):
    """A Month, stored as the whole number 201806: readable in the table, ordered, indexable, the same on every engine."""

    description = "달"

    # What django-stubs reads: the field takes and gives months.
    _pyi_private_set_type: Month | str | int  # type: ignore[assignment]
    _pyi_private_get_type: Month  # type: ignore[assignment]
    _pyi_lookup_exact_type: Month | str | int  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else _month_of(value)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.from_integer(value) if isinstance(value, int) else Month.parse(str(value))
        except PeriodError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> int | None:
        month = self.to_python(value)
        return None if month is None else int(month)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    @property
    def validators(self) -> list[Any]:
        """The integer validators of the base class compare whole numbers; to_python has checked the month already."""
        return []

    def formfield(self, **kwargs: Any) -> Any:
        return MonthInput(
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", "2018-06처럼 적습니다."),
            required=not self.blank,
            empty_value=None if self.null else "",
        )


class UnitField(models.ForeignKey[Any, Any]):
    """The name of a unit, which a row of `figures.Unit` has to bear: a foreign key whose attribute is the name itself."""

    description = "단위"
    empty_strings_allowed = True
    forward_related_accessor_class = ForeignKeyDeferredAttribute  # type: ignore[assignment]  # it has no row beside its name

    # What django-stubs reads: the field takes and gives names.
    _pyi_private_set_type: str
    _pyi_private_get_type: str
    _pyi_lookup_exact_type: str

    def __init__(self, verbose_name: str = "", on_delete: Any = models.PROTECT, **options: Any) -> None:
        always = {"to": "figures.Unit", "to_field": "name", "related_name": "+", "db_index": False}
        super().__init__(**{**options, **always}, on_delete=on_delete, verbose_name=verbose_name, blank=True)

    def deconstruct(self) -> Any:
        name, path, _, options = super().deconstruct()
        own = {"verbose_name", "on_delete", "default", "validators", "help_text"}
        return name, path, [], {key: value for key, value in options.items() if key in own}

    def get_attname(self) -> str:
        return self.name

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """The database looks whether there is such a unit, the field's validators say so in words."""
        models.Field.validate(self, value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        return forms.CharField(
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=kwargs.get("widget", forms.TextInput),
            required=False,
            strip=True,
        )


class ContentManager(models.Manager[Row]):
    """Of rows with the bytes of a file in `content`: these are read when they are asked for, not with every row."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().defer("content")


class MonthInput(forms.CharField):
    """A month typed as `2018-06`; clean() gives the Month, and None or an empty text for a blank."""

    def clean(self, value: Any) -> Any:
        text = super().clean(str(value) if isinstance(value, Month) else value)
        if not text:
            return text
        try:
            return Month.parse(text)
        except PeriodError as error:
            raise ValidationError(str(error)) from error


@MonthField.register_lookup
class MonthNumber(models.Transform):
    """`month__number`: 1 … 12. Without %, which Django's constraint SQL does not take."""

    lookup_name = "number"
    output_field = models.IntegerField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        sql, params = compiler.compile(self.lhs)
        return f"({sql} - {sql} / 100 * 100)", [*params, *params]


@MonthField.register_lookup
class MonthYear(models.Transform):
    """`month__year`."""

    lookup_name = "year"
    output_field = models.IntegerField()
    template = "(%(expressions)s / 100)"


def months_are_valid(*names: str) -> models.Q:
    """A check that each field holds a month (201801 … 201812)."""
    condition = models.Q()
    for name in names:
        condition &= models.Q(**{f"{name}__number__range": (1, 12), f"{name}__year__range": (1900, 2999)})
    return condition
