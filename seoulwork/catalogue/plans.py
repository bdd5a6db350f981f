"""월별 계획 of an indicator or of a budget line for one year: its twelve months together, first filled in, then kept all at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.audit.rows import ROWS, Saved
from seoulwork.catalogue.services import Origin
from seoulwork.domain.cells import Cell
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.numbers import NumberError, round_half_up
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import MONEY_SLOTS, Slot, actual_slots
from seoulwork.domain.vocabulary import EXECUTED, SPENT
from seoulwork.entry.due import Due, due
from seoulwork.entry.grid import figures_of
from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import of_divisions
from seoulwork.figures.models import Frequency, in_force, plan_of, refuse_unplanned
from seoulwork.figures.recording import Conflict, not_before, record_block, stamped

BY_HAND = Origin(place="월별 계획")


class Unplanned(Exception):
    """There is no such indicator or budget line, or it has no monthly plan in that year."""


@dataclass(frozen=True)
class YearPlan:
    """The plan of `owner` (an indicator or a budget line) for a year. Figures are read when they are asked for."""

    division: Division
    owner: Any
    year: int

    @classmethod
    def of(cls, division: Division, cell: str, year: int) -> "YearPlan":
        """Raises Unplanned."""
        try:
            named = Cell.parse(cell)
            model = {"a": division.models.Indicator, "s": division.models.Budget}[named.kind]
        except (ValueError, KeyError) as error:
            raise Unplanned from error
        owner: Any = model._default_manager.filter(pk=named.owner_id).select_related("programme").first()
        if owner is None or named.part_id is not None or not 1900 < year < 2999:
            raise Unplanned
        found = cls(division, owner, year)
        try:
            refuse_unplanned(owner, year)
        except ValidationError as error:
            raise Unplanned from error
        if not found.is_entered:
            raise Unplanned
        return found

    @property
    def is_budget(self) -> bool:
        return bool(self.owner._meta.model_name == "budget")

    @property
    def cell(self) -> Cell:
        return Cell("s" if self.is_budget else "a", self.owner.pk)

    @property
    def address(self) -> str:
        return reverse("list_plan", args=[self.division.key, str(self.cell), self.year])

    @property
    def name(self) -> str:
        return f"{self.owner} {SPENT}" if self.is_budget else self.owner.name

    @property
    def programme(self) -> str:
        return str(self.owner.programme or of_divisions())

    @property
    def slot(self) -> Slot:
        """In which unit it is written."""
        if self.is_budget:
            return next(each for each in MONEY_SLOTS if each.kind == "s")
        return actual_slots("sum", self.owner.unit, self.owner.decimals)[0]

    @property
    def months(self) -> Sequence[Month]:
        return Run.year(self.year).months()

    @property
    def is_entered(self) -> bool:
        """Whether it is entered month by month in that year."""
        return bool(self._owed(self.owner, self.year).by_place)

    def _owed(self, owner: Any, year: int) -> Due:
        return due(self.division, Month(year, 12), Cell(self.cell.kind, owner.pk).place)

    def _figures(self, owner: Any, year: int) -> Ledger:
        return figures_of(self.division, self._owed(owner, year))

    @cached_property
    def aim(self) -> int | None:
        """The year's target, or the 예산액, as it is stored."""
        figures = self._figures(self.owner, self.year)
        if self.is_budget:
            found = figures.budget(figures.budgets)
        else:
            found = figures.target(figures.indicator_by_id[self.owner.pk])
        return None if found is None else int(found.value)

    @property
    def aim_text(self) -> str:
        return "" if self.aim is None else f"{self.slot.written(self.aim)}{self.slot.unit}"

    @property
    def year_before(self) -> int:
        return self.year - 1

    @property
    def aim_name(self) -> str:
        return "예산액" if self.is_budget else f"{self.year}년 목표"

    @cached_property
    def stored(self) -> dict[Month, Any]:
        year = Run.year(self.year)
        rows = self.division.models.MonthPlan.objects.current().filter(
            **plan_of(self.owner), month__gte=year.first, month__lte=year.last
        )
        return {row.month: row for row in rows}

    @property
    def version(self) -> str:
        """A digest of what is stored: a plan that changes has other rows."""
        keys = sorted(row.pk for row in self.stored.values())
        return hashlib.sha256(repr(keys).encode()).hexdigest()[:32]

    def last_course(self) -> list[int]:
        """The year's aim spread over its months as the year before went, in per cent of its December. Raises ValidationError where
        there is no aim, or not every month of the year before is known."""
        if not self.aim:
            raise ValidationError(f"{self.aim_name}이 없어 채울 수 없습니다. 먼저 {self.aim_name}을 넣어 주세요.")
        reached = self._spent_last_year() if self.is_budget else self._reached_last_year()
        if len(reached) < len(self.months) or reached[-1] <= 0:
            raise ValidationError(
                f"{self.year - 1}년의 달별 실적이 다 있지 않아 지난해 흐름으로 채울 수 없습니다. 계획을 직접 넣어 주세요."
            )
        return [int(round_half_up(each * self.aim / reached[-1], 0)) for each in reached]

    def _reached_last_year(self) -> list[Decimal]:
        """What was reached by the end of each month; of a run of months each the same. A year that has one figure
        alone has no course."""
        figures = self._figures(self.owner, self.year)
        indicator = figures.indicator_by_id[self.owner.pk]
        reached: list[Decimal] = []
        for month in Run.year(self.year - 1).months():
            known = figures.actual_around(indicator, "", month)
            if known is None or known[0].is_year:
                return []
            run, found = known
            reached.append((reached[-1] if reached else Decimal(0)) + found.value / len(run.months()))
        return reached

    def _spent_last_year(self) -> list[Decimal]:
        names = ("programme_id", "short_name", "part", "fund_source")
        same = {name: getattr(self.owner, name) for name in names}
        line = self.division.models.Budget.objects.filter(year=self.year - 1, **same).first()
        if line is None:
            return []
        figures = self._figures(line, self.year - 1)
        spent = {row.month: Decimal(row.amount) for row in figures.stored_amounts(line.pk, SPENT)}
        months = Run.year(self.year - 1).months()
        return [spent[month] for month in months] if all(month in spent for month in months) else []


class PlanForm(forms.Form):
    """The twelve months of a plan; all blank there is none."""

    def __init__(self, plan: YearPlan, data: Any = None, filled: Sequence[int] = ()) -> None:
        super().__init__(data)
        self.plan = plan
        stored = {month: row.value for month, row in plan.stored.items()}
        shown: Mapping[Month, int] = dict(zip(plan.months, filled, strict=True)) if filled else stored
        for month in plan.months:
            initial = plan.slot.written(shown[month]) if month in shown else ""
            self.fields[_field(month)] = forms.CharField(
                label=f"{month.number}월까지",
                required=False,
                initial=initial,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=plan.version)
        self.fields["reason"] = forms.CharField(
            label="사유", max_length=300, help_text="누가 왜 바꾸었는지 기록에 남습니다."
        )

    def month_fields(self) -> list[Any]:
        return [self[_field(month)] for month in self.plan.months]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        values: dict[Month, int] = {}
        for month in self.plan.months:
            name = _field(month)
            try:
                value = self.plan.slot.read(cleaned.get(name, ""))
                if value is not None:
                    values[month] = _possible(self.plan, value)
            except NumberError as error:
                self.add_error(name, str(error))
            except ValidationError as error:
                self.add_error(name, error)
        if values and not self.errors and len(values) < len(self.plan.months):
            lacking = ", ".join(f"{month.number}월" for month in self.plan.months if month not in values)
            raise ValidationError(
                f"비어 있는 달이 있습니다: {lacking}. 열두 달을 모두 넣어 주세요. 계획을 없애려면 모두 비워 주세요."
            )
        cleaned["values"] = values
        return cleaned


def _field(month: Month) -> str:
    return f"month-{month.number}"


def _possible(plan: YearPlan, value: int) -> int:
    if value < 0:
        raise ValidationError("월별 계획은 0보다 작을 수 없습니다.")
    model = plan.division.models.MonthPlan
    return int(model._meta.get_field("value").clean(value, None))


@transaction.atomic
def keep(plan: YearPlan, chosen: Mapping[str, Any], *, by: User | None, origin: Origin = BY_HAND) -> int:
    """Bring the stored plan to what was chosen in the form; how many months that changed. Raises Conflict when it is not the one any
    more that was `seen`, IntegrityError when somebody else keeps one at the same time."""
    model = plan.division.models.MonthPlan
    year = Run.year(plan.year)
    current = model.objects.current().filter(**plan_of(plan.owner), month__gte=year.first, month__lte=year.last)
    stored = {row.month: row for row in current.select_for_update().order_by()}
    now = YearPlan(plan.division, plan.owner, plan.year)
    now.__dict__["stored"] = stored
    if now.version != chosen["seen"]:
        raise Conflict
    stamp = replace(origin.stamp(by, chosen["reason"]), at=timezone.now())
    values: Mapping[Month, int] = chosen["values"]
    changed = [month for month in plan.months if month in stored or month in values]
    changed = [month for month in changed if month not in stored or values.get(month) != stored[month].value]
    if not changed:
        return 0
    rows = {
        month: model(**plan_of(plan.owner), month=month, value=values[month], **stamped(stamp))
        for month in changed
        if month in values
    }
    ended = {stored[month].pk: rows.get(month) for month in changed if month in stored}
    for month, row in rows.items():
        if month in stored:
            row.entered_at = not_before(row.entered_at, stored[month].entered_at)
    record_block(model, list(rows.values()), ended, timezone.now())
    saved = [
        Saved("MonthPlan", stored[month].pk if month in stored else None, rows[month].pk if month in rows else None)
        for month in changed
    ]
    log(
        Action.PLAN_KEPT,
        f"{plan.name} {plan.year}년",
        stamp,
        target=Target(
            division=plan.division.key,
            programme=plan.owner.programme_id,
            indicator=None if plan.is_budget else plan.owner.pk,
            budget=plan.owner.pk if plan.is_budget else None,
        ),
        count=len(changed),
        batch=origin.batch,
        detail={ROWS: [each.kept() for each in saved]},
    )
    return len(changed)


def not_the_aim(plan: YearPlan, values: Mapping[Month, int]) -> str:
    """What is said of a plan whose December is not what the year aims at; empty where it is."""
    last = values.get(plan.months[-1])
    if last is None or last == plan.aim:
        return ""
    aim = "없습니다" if plan.aim is None else f"{plan.slot.written(plan.aim)}입니다"
    return f"12월까지의 계획은 {plan.slot.written(last)}인데 {plan.aim_name}은 {aim}. 맞는지 확인해 주세요."


class ChoiceForm(forms.Form):
    """Of what, and of which year a plan is kept."""

    def __init__(self, division: Division, data: Any = None, *, year: int) -> None:
        super().__init__(data)
        models = division.models
        lasting = Q(programme__isnull=True) | in_force(year, "programme__")
        indicators = models.Indicator.objects.filter(
            lasting,
            Q(last_year__isnull=True) | Q(last_year__gte=year),
            accumulation="sum",
            frequency=Frequency.MONTHLY,
            restates="",
        ).select_related("programme")
        lines = models.Budget.objects.filter(lasting, kind__in=EXECUTED, year=year).select_related("programme")
        choices = [
            ("지표", [(f"a{each.pk}", f"{each.programme or of_divisions()} · {each.name}") for each in indicators]),
            ("예산 과목", [(f"s{each.pk}", f"{each.programme or of_divisions()} · {each}") for each in lines]),
        ]
        self.fields["of"] = forms.ChoiceField(label="지표·예산 과목", choices=choices)
