"""The units that administrators add: what uses one, and another name for it. Pages; rights stand in accounts/rights.py."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.models import User
from seoulwork.audit.models import Event
from seoulwork.catalogue import services, tables
from seoulwork.catalogue.filters import UnitFilter
from seoulwork.catalogue.forms import of_model
from seoulwork.catalogue.maintenance import MaintenanceForm
from seoulwork.catalogue.views import Pages, add_row, change_row, remove_row
from seoulwork.domain.korean import particle
from seoulwork.domain.unit_names import LONGEST
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures.divisions import divisions
from seoulwork.figures.models import Unit
from seoulwork.pages.lists import ADMINISTRATION, list_page
from seoulwork.pages.versions import version

MOST_TOLD = 5


def _name() -> forms.CharField:
    return forms.CharField(label="이름", max_length=LONGEST, help_text="예: 톤, 면, 천톤, 명/년")


class NewUnitForm(MaintenanceForm):
    names = ("name", "base", "factor")

    name = _name()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = [name for name in UNITS.offered if name and UNITS[name].factor == 1]
        self.fields["base"].widget = forms.Select(choices=[("", "(새로 세는 단위)"), *((name, name) for name in bases)])
        self.fields["factor"].initial = 1

    def clean_base(self) -> str:
        """What the chosen one counts in, if that is one more name."""
        base = str(self.cleaned_data["base"])
        return UNITS[base].base if base in UNITS else base


class UnitForm(MaintenanceForm):
    """What a unit means stays: it is called otherwise, or not offered any more."""

    names = ("name", "offered")

    name = _name()


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        title="단위",
        rows=Unit.objects.exclude(name="").order_by("usual", "base", "factor", "name"),
        table_class=tables.UnitTable,
        filter_class=UnitFilter,
        state="지표, 월별 입력, 서식, 글과 표에서 쓰는 단위입니다. 처음부터 있는 단위는 바뀌지 않습니다.",
        add_url=reverse("unit_add"),
        may_change=True,
        tabs="administration",
        administration=ADMINISTRATION,
    )


def _pages() -> Pages:
    return Pages(
        "단위",
        "",
        reverse("units"),
        lambda pk: reverse("unit_change", args=[pk]),
        lambda pk: reverse("unit_remove", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    return add_row(request, _pages(), of_model(NewUnitForm, Unit)(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _added(pk)
    form = of_model(UnitForm, Unit)(request.POST or None, instance=row)
    before = _added(pk)

    def otherwise(say: dict[str, Any]) -> str:
        name = form.cleaned_data["name"]
        return "" if name == before.name else rename(before, name, **say)

    return change_row(request, _pages(), form, before, otherwise=otherwise, told=told_of_renaming(before))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_unit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _added(pk)
    return remove_row(request, _pages(), row, refuse=lambda: refuse_used(row))


def _added(pk: int) -> Unit:
    """Raises Http404 for a unit that the program brings."""
    found: Unit = get_object_or_404(Unit.objects.added(), pk=pk)
    return found


@transaction.atomic
def rename(unit: Unit, name: str, *, seen: str, by: User | None, reason: str) -> str:
    """Call a unit otherwise: its indicators have one of the new name, which counts the same; the old one is read where it stands and
    not offered. Returns what was changed, in words. Raises Conflict and ValidationError."""
    new = Unit(name=name, base=unit.base, factor=unit.factor)
    new.full_clean()
    retired = Unit.objects.get(pk=unit.pk)
    retired.offered = False
    say: dict[str, Any] = {"by": by, "reason": reason}
    services.add(new, key=(), names=("name", "base", "factor"), **say)
    services.change(retired, key=(), names=("offered",), seen=seen, **say)
    count = 0
    for each in divisions():
        for row in each.models.Indicator.objects.filter(unit__name=unit.name):
            before = version(row)
            row.unit = name
            services.change(row, key=(), names=("unit",), seen=before, **say)
            count += 1
    texts = sum(1 for _ in _texts_with(unit.name))
    left = f" 글과 표 {texts}곳에 적힌 '{unit.name}'{particle(unit.name, '은/는')} 적힌 대로 나옵니다." if texts else ""
    return f"'{unit.name}'{particle(unit.name, '을/를')} '{name}'{particle(name, '으로/로')} 바꾸었습니다. 지표 {count}개의 단위가 바뀌었습니다.{left}"


def told_of_renaming(unit: Unit) -> str:
    """What another name would change, in words."""
    indicators, texts = list(_indicators_in(unit.name)), list(_texts_with(unit.name))
    if not indicators and not texts:
        return "이 단위를 쓰는 지표, 글과 표가 없습니다."
    told = f"이름을 바꾸면 지표 {len(indicators)}개의 단위가 새 이름이 됩니다." if indicators else ""
    if texts:
        told += f" 글과 표 {len(texts)}곳({_some(texts)})에 적힌 단위는 바뀌지 않고 그대로 읽으니 따로 고쳐 주세요."
    return f"{told} 저장된 값과 발행한 보고는 그대로입니다.".strip()


def refuse_used(unit: Unit) -> None:
    """Raises ValidationError for a unit that something is counted in, or was."""
    indicators, texts = list(_indicators_in(unit.name)), list(_texts_with(unit.name))
    others = [each.name for each in Unit.objects.filter(base__name=unit.name).exclude(pk=unit.pk)]
    told = [f"지표 {len(indicators)}개({_some(indicators)})"] if indicators else []
    told += [f"글과 표 {len(texts)}곳({_some(texts)})"] if texts else []
    told += [f"이 단위의 배수({_some(others)})"] if others else []
    if not told and Event.objects.filter(unit=unit.name).exists():
        told = ["활동 기록"]
    if told:
        raise ValidationError(
            f"'{unit.name}'{particle(unit.name, '은/는')} {', '.join(told)}에서 쓰고 있어 지울 수 없습니다. "
            "새로 고르지 못하게 하려면 고치기에서 '고를 수 있음'을 꺼 주세요."
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:MOST_TOLD]) + (" …" if len(names) > MOST_TOLD else "")


def _indicators_in(name: str) -> Iterator[str]:
    for each in divisions():
        yield from each.models.Indicator.objects.filter(unit__name=name).values_list("name", flat=True)


def _texts_with(name: str) -> Iterator[str]:
    """Where a text shows a figure in the unit, or a table is in it."""
    shown = re.compile(rf"\{{[^{{}}\n]*[:,]\s*{re.escape(name)}\s*[,}}]")
    for each in divisions():
        own = each.models
        for model, fields in (
            (own.Passage, ("text",)),
            (own.Milestone, ("title", "detail")),
            (own.Manuscript, ("text",)),
        ):
            rows: Any = model
            for field in fields:
                for row in rows.objects.filter(**{f"{field}__contains": name}):
                    if shown.search(getattr(row, field)):
                        yield f"{each.name} {row}"
        for table in own.ManuscriptTable.objects.all():
            text = json.dumps(table.description, ensure_ascii=False)
            if f'"unit": "{name}"' in text or shown.search(text):
                yield f"{each.name} 표 '{table.name}'"
