"""What a line of a list's workbook shows of the database, and how it is changed: by the very forms of the administrator's pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import BaseForm

from seoulwork.accounts.models import User
from seoulwork.catalogue import services
from seoulwork.catalogue.maintenance import DatedForm, MaintenanceForm
from seoulwork.catalogue.plans import PlanForm, YearPlan, keep, not_the_aim
from seoulwork.catalogue.services import Origin
from seoulwork.domain.korean import particle
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict
from seoulwork.pages.versions import version
from seoulwork.workbook.lists.columns import Column, Shown, figure, shown_of
from seoulwork.workbook.models import Batch

TAKEN = "같은 이름이나 순서의 것이 이미 있습니다. 다르게 적어 주세요."
MEANWHILE = "그사이 다른 사람이 바꾸었습니다. 다시 미리보기를 눌러 주세요."
LINE = ""
"""What stands for the line as a whole, where a cause is of no one column"""


class Wrong(Exception):
    """What can't be written; `causes` are sentences by the key of the column that they are about."""

    def __init__(self, causes: Mapping[str, str]) -> None:
        super().__init__(" ".join(causes.values()))
        self.causes = causes


@dataclass(frozen=True, slots=True)
class By:
    """Who writes, why, and from where."""

    user: User | None
    reason: str
    origin: Origin
    warn: Callable[[str], None]
    """Called with what is to be looked at, though it is written"""


@dataclass(frozen=True, slots=True)
class Medium:
    """In what the lines stand that are judged: how it is spoken of, and how what is written says where it comes from."""

    since: str = "서식을 받은 뒤"
    """Since when others may have changed something"""
    renewed: str = "서식을 새로 내려받아"
    """How one comes to what is stored now"""
    source: Source = Source.WORKBOOK
    place: str = ""
    """Of the figures written; empty: the cells of the file"""


WORKBOOK = Medium()


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, why, and with which batch."""

    user: User | None = None
    reason: str = "-"
    batch: Batch | None = None


class Step(Protocol):
    """One stored thing of a line, in one or several of its columns."""

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns by their keys, each with the field of the form."""

    def shown(self, column: Column) -> Shown:
        """What stands in a cell now."""

    def write(self, typed: Mapping[str, Any], owner: Any, by: By) -> Any:
        """Write what was typed in some of the columns; what is written. `owner` is what the line's first step wrote, or shows.

        Raises Wrong. Must run in a transaction.
        """


@dataclass(frozen=True)
class FormStep:
    """A row that a form of the administrator's pages keeps; `row` is None where there is none yet."""

    form: type[MaintenanceForm]
    row: Any
    columns: Mapping[str, str]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What the form is given beside the columns"""
    owner: str = ""
    """The field that names what the line's first step wrote"""
    unit: str = ""
    decimals: int = 0

    @cached_property
    def seen(self) -> str:
        return version(self.row)

    def shown(self, column: Column) -> Shown:
        if self.row is None:
            return None
        name = self.columns[column.key]
        if column.holds == "figure":
            return figure(getattr(self.row, _stored(self.form)), self.unit, self.decimals)
        return shown_of(self.row, name, column)

    def write(self, typed: Mapping[str, Any], owner: Any, by: By) -> Any:
        seen = self.seen if self.row is not None else ""  # before the form brings the row to its values
        earlier: int = self.row.pk if self.row is not None else 0
        empty = self.form(instance=self.row)
        given = {name: empty.get_initial_for_field(each, name) for name, each in empty.fields.items()}
        given |= {**self.fixed, "reason": by.reason, "seen": seen}
        given |= {self.columns[key]: value for key, value in typed.items()}
        if self.owner:
            given[self.owner] = owner.pk
        form = self.form({name: value for name, value in given.items() if value is not None}, instance=self.row)
        if not form.is_valid():
            raise Wrong(_causes(form, self.columns))
        say: dict[str, Any] = {"by": by.user, "reason": by.reason, "origin": by.origin}
        try:
            if self.row is None:
                return services.add(form.instance, key=form.key, names=form.names, **say)
            if isinstance(form, DatedForm) and form.follows:
                services.follow(form.instance, earlier, names=form.names, seen=seen, **say)
                return form.instance
            services.change(form.instance, key=form.key, names=form.names, seen=seen, **say)
        except ValidationError as error:
            raise Wrong({LINE: " ".join(error.messages)}) from error
        except IntegrityError as error:
            raise Wrong({LINE: TAKEN}) from error
        except Conflict as error:
            raise Wrong({LINE: MEANWHILE}) from error
        return form.instance


def _stored(form: type[MaintenanceForm]) -> str:
    """The field of the row that holds the form's typed figure."""
    return form.typed[-1]


@dataclass(frozen=True)
class PlanStep:
    """The twelve months of a plan."""

    plan: YearPlan
    columns: Mapping[str, str]

    def shown(self, column: Column) -> Shown:
        row = self._by_field.get(self.columns[column.key])
        return None if row is None else figure(row.value, self.plan.slot.unit, self.plan.slot.decimals)

    @cached_property
    def _by_field(self) -> Mapping[str, Any]:
        return {f"month-{month.number}": row for month, row in self.plan.stored.items()}

    def write(self, typed: Mapping[str, Any], owner: Any, by: By) -> Any:
        stored = {name: self.plan.slot.written(row.value) for name, row in self._by_field.items()}
        given = {self.columns[key]: value for key, value in typed.items()}
        form = PlanForm(self.plan, {**stored, **given, "seen": self.plan.version, "reason": by.reason})
        if not form.is_valid():
            raise Wrong(_causes(form, self.columns))
        try:
            keep(self.plan, form.cleaned_data, by=by.user, origin=by.origin)
        except (Conflict, IntegrityError) as error:
            raise Wrong({LINE: MEANWHILE}) from error
        if odd := not_the_aim(self.plan, form.cleaned_data["values"]):
            by.warn(odd)
        return self.plan.owner


def _causes(form: BaseForm, columns: Mapping[str, str]) -> dict[str, str]:
    """The sentences of a form's errors, by column."""
    keys = {name: key for key, name in columns.items()}
    found: dict[str, list[str]] = {}
    for name, errors in form.errors.as_data().items():
        key = keys.get(name, LINE)
        label = str(form.fields[name].label) if name in form.fields else ""
        for error in errors:
            if error.code == "required":
                found.setdefault(key, []).append(f"{label}{particle(label, '을/를')} 적어 주세요.")
            else:
                before = "" if key or not label else f"{label}: "
                found.setdefault(key, []).extend(f"{before}{sentence}" for sentence in error.messages)
    return {key: " ".join(sentences) for key, sentences in found.items()}
