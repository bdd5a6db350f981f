"""A new year: programmes, targets and budget lines carried forward, first shown, then written in one transaction.

Programmes and indicators run on until they are ended; what a year needs of its own are its targets and its budget lines.
A target proposes last year's value, which is to be looked at; a budget line is carried without an amount, because blank
is not zero. What the new year has already (a target planned years ahead) stays as it is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.numbers import NumberError, parse_number, stored_text
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, record

if TYPE_CHECKING:
    from django.forms import BoundField

    from seoulwork.figures.concrete import Budget, Programme
    from seoulwork.figures.concrete import Target as StoredTarget


def last_budget_year(division: Division) -> int:
    """The last year that has budget lines; without any, this year."""
    year = division.models.Budget.objects.aggregate(year=Max("year"))["year"]
    return int(year or timezone.localdate().year)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of the old year, and what the new year's will be; `existing` when it has one already."""

    old: "StoredTarget"
    run: Run
    existing: "StoredTarget | None"

    @property
    def name(self) -> str:
        return f"target-{self.old.pk}"

    @property
    def label(self) -> str:
        part = self.old.part
        return f"{self.old.indicator.name} / {part.path}" if part else self.old.indicator.name

    @property
    def shown(self) -> str:
        return self.text(self.old)

    @property
    def existing_shown(self) -> str:
        return self.text(self.existing) if self.existing else ""

    def text(self, target: "StoredTarget") -> str:
        indicator = self.old.indicator
        return stored_text(target.value, indicator.unit, indicator.decimals)


class Plan:
    """What `division` would carry into `year`, read in 5 queries. A programme that has its end is not carried."""

    def __init__(self, division: Division, year: int) -> None:
        self.division, self.year, self.old_year = division, year, year - 1
        models = division.models
        runs_on = Q(last_year__isnull=True) | Q(last_year__gte=year)
        self.programmes = list(models.Programme.objects.filter(runs_on, first_year__lte=self.old_year))
        open_programmes = {each.pk for each in self.programmes}
        targets = (
            models.Target.objects.current()
            .select_related("indicator__programme", "part")
            .order_by("indicator__programme__number", "indicator__position", "part__position", "first_month", "pk")
        )
        old_year, new_year = Run.year(self.old_year), Run.year(year)
        existing = {
            (each.indicator_id, each.part_id, each.run): each
            for each in targets.filter(first_month__gte=new_year.first, last_month__lte=new_year.last)
        }
        self.targets = []
        for old in targets.filter(first_month__gte=old_year.first, last_month__lte=old_year.last):
            indicator = old.indicator
            ended = any(of and of.last_year is not None and of.last_year < year for of in (indicator, old.part))
            if ended or (indicator.programme_id and indicator.programme_id not in open_programmes):
                continue
            run = Run(Month(year, old.first_month.number), Month(year, old.last_month.number))
            self.targets.append(TargetRow(old, run, existing.get((old.indicator_id, old.part_id, run))))
        lines = models.Budget.objects.select_related("programme")
        known = {_line(each) for each in lines.filter(year=year)}
        self.budgets = [
            each
            for each in lines.filter(year=self.old_year)
            if _line(each) not in known and (each.programme_id is None or each.programme_id in open_programmes)
        ]

    @property
    def version(self) -> str:
        """A digest of all that is shown: who carries it says which plan was seen. A target that changes is a new row."""
        shown = [
            self.division.key,
            self.year,
            *((each.pk, str(each)) for each in self.programmes),
            *((row.old.pk, row.existing and row.existing.pk) for row in self.targets),
            *((each.pk, str(each)) for each in self.budgets),
        ]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _line(budget: "Budget") -> tuple[int | None, str, str, str]:
    return budget.programme_id, budget.short_name, budget.part, budget.fund_source


class CarryForwardForm(forms.Form):
    """The plan as it can be changed before it is written: ended programmes, next year's values, budget lines."""

    def __init__(self, plan: Plan, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.plan = plan
        for programme in plan.programmes:
            self.fields[f"programme-{programme.pk}"] = forms.BooleanField(
                label=f"{programme} 계속", required=False, initial=True
            )
        for row in plan.targets:
            if row.existing is None:
                self.fields[row.name] = forms.CharField(
                    label=f"{row.label} {row.run.korean} 목표", required=False, initial=row.shown, max_length=40
                )
        for budget in plan.budgets:
            self.fields[f"budget-{budget.pk}"] = forms.BooleanField(
                label=f"{budget} 과목", required=False, initial=True
            )
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=plan.version)
        self.fields["reason"] = forms.CharField(label="사유", max_length=300, initial=f"{plan.year}년 이월")

    def programme_rows(self) -> "list[tuple[Programme, BoundField]]":
        return [(each, self[f"programme-{each.pk}"]) for each in self.plan.programmes]

    def target_rows(self) -> "list[tuple[TargetRow, BoundField | None]]":
        return [(row, self[row.name] if row.name in self.fields else None) for row in self.plan.targets]

    def budget_rows(self) -> "list[tuple[Budget, BoundField]]":
        return [(each, self[f"budget-{each.pk}"]) for each in self.plan.budgets]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in self.plan.targets:
            if row.name not in cleaned:
                continue
            indicator = row.old.indicator
            try:
                cleaned[row.name] = parse_number(cleaned[row.name], indicator.unit, indicator.decimals)
            except NumberError as error:
                self.add_error(row.name, str(error))
        return cleaned


@transaction.atomic
def carry(plan: Plan, chosen: dict[str, Any], *, by: User) -> str:
    """Write what was chosen in the form, and return what that was, as a sentence. Raises Conflict when the plan is not
    the one any more that was `seen` when choosing: what was added since would count as not wanted."""
    if Plan(plan.division, plan.year).version != chosen["seen"]:
        raise Conflict
    stamp = Stamp(by, Source.BROWSER, "새해 이월", chosen["reason"])
    models = plan.division.models
    ended = {each.pk for each in plan.programmes if not chosen[f"programme-{each.pk}"]}
    models.Programme.objects.filter(pk__in=ended).update(last_year=plan.old_year)
    targets = budgets = 0
    for row in plan.targets:
        value = chosen.get(row.name)
        if value is None or row.old.indicator.programme_id in ended:
            continue
        key = {
            "indicator": row.old.indicator,
            "part": row.old.part,
            "first_month": row.run.first,
            "last_month": row.run.last,
        }
        record(models.Target, key, {"value": value}, stamp)
        targets += 1
    for budget in plan.budgets:
        if not chosen[f"budget-{budget.pk}"] or budget.programme_id in ended:
            continue
        budget.pk, budget.year = None, plan.year
        budget._state.adding = True
        budget.save(force_insert=True)
        budgets += 1
    log(
        Action.YEAR_CARRIED,
        f"{plan.division.name} {plan.year}년",
        stamp,
        target=Target(division=plan.division.key),
        count=targets,
        detail={"year": plan.year, "ended": sorted(ended), "targets": targets, "budgets": budgets},
    )
    return f"끝낸 사업 {len(ended)}개, 목표 {targets}개, 예산 과목 {budgets}개입니다."
