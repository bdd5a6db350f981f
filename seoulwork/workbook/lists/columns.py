"""The columns of a list's workbook: what is typed in them, how it is read, and how a stored value stands there."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import models
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, in_unit, parse_number, stored_text
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures.fields import MonthField, UnitField
from seoulwork.figures.models import BEGINNING
from seoulwork.workbook.reading.sheet import squeeze, tidy

Shown = int | Decimal | str | None
"""What a cell of the workbook holds: a number as one, all else as text; None is blank."""
Holds = Literal["figure", "number", "text", "choice", "day", "month"]
YES, NO = "예", "아니오"
NO_UNIT = "(없음)"
MOST_TOLD = 8


@dataclass(frozen=True)
class Column:
    """`key` names it within its sheet; `figure` holds an amount in the unit of its line, `number` a whole number."""

    key: str
    heading: str
    holds: Holds = "text"
    choices: Mapping[str, Any] = field(default_factory=dict)
    """What may be typed, each with what the form takes for it"""
    width: int = 12
    note: str = ""

    def value(self, text: str, unit: str, decimals: int) -> Any:
        """What was typed, as the form takes it; also what two texts have in common that say the same. None for a blank.

        Raises NumberError with the sentence for the user.
        """
        if not text:
            return None
        match self.holds:
            case "figure":
                return parse_number(text, unit, decimals)
            case "number":
                if not re.fullmatch(r"\d{1,9}", plain := text.replace(",", "").removesuffix(".0")):
                    raise NumberError(f"0 이상의 정수를 넣어 주세요: '{text}'.")
                return int(plain)
            case "choice":
                return self._chosen(text)
            case _:
                return tidy(text)

    def _chosen(self, text: str) -> Any:
        wanted = squeeze(text)
        found = {value for label, value in self.choices.items() if squeeze(label) == wanted}
        if len(found) == 1:
            return found.pop()
        if not found:  # a name without what stands before it: `상담`, of `1. 노동 · 상담`
            ends = {value for label, value in self.choices.items() if squeeze(label).rpartition("·")[2] == wanted}
            if len(ends) == 1:
                return ends.pop()
            if len(ends) > 1:
                raise NumberError(f"'{text}'{particle(text, '이/가')} 여럿입니다. 사업까지 적어 주세요.")
        told = ", ".join(list(self.choices)[:MOST_TOLD]) + (" …" if len(self.choices) > MOST_TOLD else "")
        raise NumberError(f"'{text}'{particle(text, '은/는')} 쓸 수 없습니다. 쓸 수 있는 것: {told}")

    def typed(self, text: str, unit: str, decimals: int) -> Any:
        """What the form is given for a typed text."""
        return self.value(text, unit, decimals) if self.holds in ("number", "choice") else text

    def said(self, text: str, unit: str, decimals: int) -> str:
        """A text of the cell as the preview shows it; as it stands where it can't be read."""
        if self.holds != "figure" or not text:
            return text
        try:
            stored = parse_number(text, unit, decimals)
        except NumberError:
            return text
        return "" if stored is None else f"{stored_text(stored, unit, decimals)}{unit}"


def text_of(shown: Shown) -> str:
    """What a cell holds, as a text that reads the same."""
    return "" if shown is None else f"{shown:f}" if isinstance(shown, Decimal) else str(shown)


def clean(value: object) -> str:
    """A typed text without blanks around it and letters that can't be seen; its letters stay as they are."""
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", str(value)).split()))


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def figure(stored: int, unit: str, decimals: int) -> Shown:
    """A stored figure in its unit; a whole number where it is one."""
    value = in_unit(stored, unit, decimals)
    return int(value) if value == value.to_integral_value() else value.normalize()


def column_of(model: Any, name: str, rows: Mapping[str, int] | None = None, **more: Any) -> Column:
    """The column of a model's field; `rows` are those that it may refer to."""
    of = model._meta.get_field(name)
    heading = str(of.verbose_name)
    if rows is not None:
        return Column(name, heading, "choice", rows, 24, **more)
    if isinstance(of, UnitField):
        return Column(name, heading, "choice", {each or NO_UNIT: each for each in UNITS}, 9, **more)
    if of.choices:
        return Column(name, heading, "choice", {str(label): value for value, label in of.choices if value}, 12, **more)
    if isinstance(of, models.BooleanField):
        return Column(name, heading, "choice", {YES: True, NO: False}, 10, **more)
    if isinstance(of, MonthField):
        return Column(name, heading, "month", width=10, **more)
    if isinstance(of, models.IntegerField):
        return Column(name, heading, "number", width=8, **more)
    if isinstance(of, models.DateField):
        return Column(name, heading, "day", **more)
    return Column(name, heading, "text", width=min(12 + (of.max_length or 0) // 6, 40), **more)


def shown_of(row: Any, name: str, column: Column) -> Shown:
    """What stands in the cell of a stored row's field."""
    value = row._meta.get_field(name).value_from_object(row)
    if column.holds == "choice":
        return next((label for label, each in column.choices.items() if each == value), None)
    if value is None or value in ("", BEGINNING):
        return None
    if column.holds == "number":
        return int(value)
    return value.isoformat() if isinstance(value, date) else ILLEGAL_CHARACTERS_RE.sub("", str(value))
