"""The kinds of workbook in which lists are kept: which sheets, columns and lines each has."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from seoulwork.catalogue.forms import form_class
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.catalogue.plans import ChoiceForm, Unplanned, YearPlan
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import BUDGET_UNIT, SPENT
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import in_force
from seoulwork.figures.models.staff import Grade
from seoulwork.workbook.lists.columns import Column, clean, column_of
from seoulwork.workbook.lists.dated import dated_tabs
from seoulwork.workbook.lists.steps import FormStep, PlanStep, Wrong
from seoulwork.workbook.lists.tabs import Book, Line, Naming, Options, Tab, heading_of

PROGRAMME, INDICATOR, PART, UNIT = (
    Column("programme", "사업", width=30),
    Column("indicator", "지표", width=32),
    Column("part", "세부", width=22),
    Column("unit", "단위", width=8),
)
BLANKS = 60
"""Rows for new lines in a sheet."""


def _forms(division: Division, kind: str) -> Any:
    return form_class(kinds_of(division)[kind], division)


def _lasting(year: int) -> Q:
    """What runs in a year."""
    return (Q(programme__isnull=True) | in_force(year, "programme__")) & (
        Q(last_year__isnull=True) | Q(last_year__gte=year)
    )


def _indicators(division: Division, year: int) -> list[Any]:
    return list(division.models.Indicator.objects.filter(_lasting(year)).select_related("programme"))


def _parts(division: Division, indicators: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: Mapping[int, list[Any]] = defaultdict(list)
    for part in division.models.Part.objects.filter(indicator__in=list(indicators)):
        found[part.indicator_id].append(part)
    return found


# ---------------------------------------------------------------------------------------------------- targets


class _Targets:
    """The targets of a year: which periods there are, and for each indicator and part the steps that keep them."""

    def __init__(self, division: Division, year: int, asked: str) -> None:
        self.form = _forms(division, "targets")
        own, also = Run.year(year), Run.parse(asked or str(year))
        in_it = Q(first_month__lte=own.last, last_month__gte=own.first)
        rows = division.models.Target.objects.current().filter(in_it | Q(first_month=also.first, last_month=also.last))
        self.stored = {(row.indicator_id, row.part_id, row.run): row for row in rows.select_related("indicator")}
        self.runs = sorted({run for _, _, run in self.stored} | {own, also})

    def columns(self) -> tuple[Column, ...]:
        return tuple(
            Column(f"target:{run.first}~{run.last}", f"{run.korean} 목표", "figure", width=15) for run in self.runs
        )

    def steps(self, indicator: Any, part: Any, *, new: bool = False) -> tuple[FormStep, ...]:
        return tuple(
            FormStep(
                self.form,
                self.stored.get((indicator.pk, None if part is None else part.pk, run)) if not new else None,
                {f"target:{run.first}~{run.last}": "figure"},
                {"indicator": indicator.pk, "run": f"{run.first}~{run.last}"} | ({"part": part.pk} if part else {}),
                owner="part" if new else "",
                unit=indicator.unit,
                decimals=indicator.decimals,
            )
            for run in self.runs
        )


def _target_tab(division: Division, options: Options) -> Tab:
    year = int(options["year"])
    targets = _Targets(division, year, options["run"])
    indicators = _indicators(division, year)
    parts = _parts(division, indicators)
    lines = []
    for indicator in indicators:
        for part in (None, *parts[indicator.pk]):
            path = part.path if part else ""
            lines.append(
                Line(
                    f"{indicator.pk}p{part.pk}" if part else str(indicator.pk),
                    heading_of(indicator.programme),
                    " / ".join(filter(None, [indicator.name, path])),
                    targets.steps(indicator, part),
                    {
                        "programme": heading_of(indicator.programme),
                        "indicator": indicator.name,
                        "part": path,
                        "unit": indicator.unit,
                    },
                    indicator.unit,
                    indicator.decimals,
                    indicator,
                )
            )
    about = "지표와 세부마다 한 줄입니다. 단위 열의 단위로 넣습니다."
    return Tab("목표", about, (PROGRAMME, INDICATOR, PART, UNIT, *targets.columns()), tuple(lines))


# ------------------------------------------------------------------------------------------------------ plans


def _plan_tab(division: Division, options: Options) -> Tab:
    year = int(options["year"])
    fields = {f"month-{number}": f"month-{number}" for number in range(1, 13)}
    months = tuple(Column(key, f"{year}년 {key.removeprefix('month-')}월까지", "figure", width=13) for key in fields)
    lines = []
    for _, cells in ChoiceForm(division, year=year).fields["of"].choices:  # type: ignore[attr-defined]
        for cell, _label in cells:
            try:
                plan = YearPlan.of(division, cell, year)
            except Unplanned:
                continue
            heading = heading_of(plan.owner.programme)
            labels = {"programme": heading, "indicator": plan.name, "unit": plan.slot.unit}
            step = PlanStep(plan, fields)
            lines.append(
                Line(cell, heading, plan.name, (step,), labels, plan.slot.unit, plan.slot.decimals, plan.owner)
            )
    about = f"1월부터 그 달 말까지의 누계 계획입니다. 한 줄의 열두 달은 모두 넣거나 모두 비웁니다. 예산 과목은 {SPENT}입니다."
    of = Column("indicator", "지표·예산 과목", width=32)
    return Tab("월별 계획", about, (PROGRAMME, of, UNIT, *months), tuple(lines))


# ---------------------------------------------------------------------------------------------------- budgets


def _budget_tab(division: Division, options: Options) -> Tab:
    year, month = int(options["year"]), int(options["month"])
    budget_form, amount_form = _forms(division, "budgets"), _forms(division, "appropriations")
    models = division.models
    stored = {
        (row.budget_id, row.from_month): row
        for row in models.Appropriation.objects.current().filter(budget__year=year).select_related("budget")
    }
    starts = sorted({start for _, start in stored} | {Month(year, 1), Month(year, month)})
    names = ("programme", "short_name", "kind", "part", "fund_source", "position")
    columns = tuple(
        column_of(models.Budget, name, _programmes(division, year) if name == "programme" else None) for name in names
    )
    amounts = tuple(
        Column(f"amount:{start}", f"{start.korean}부터 예산액({BUDGET_UNIT})", "figure", width=17) for start in starts
    )

    def steps(budget: Any) -> tuple[FormStep, ...]:
        fixed = {"year": year}
        return (
            FormStep(budget_form, budget, dict(zip(names, names, strict=True)), fixed),
            *(
                FormStep(
                    amount_form,
                    stored.get((budget.pk, start)) if budget else None,
                    {f"amount:{start}": "figure"},
                    {"from_month": str(start)},
                    owner="budget",
                    unit=BUDGET_UNIT,
                )
                for start in starts
            ),
        )

    def new(typed: Mapping[str, str]) -> Line:
        title = " ".join(filter(None, [str(year), typed.get("short_name", ""), typed.get("part", "")]))
        return Line("", clean(typed.get("programme", "")) or heading_of(None), title, steps(None), unit=BUDGET_UNIT)

    budgets = list(models.Budget.objects.filter(year=year).select_related("programme"))
    lines = tuple(
        Line(str(each.pk), heading_of(each.programme), str(each), steps(each), unit=BUDGET_UNIT, owner=each)
        for each in budgets
    )
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for each in budgets:
        scope = "|".join((heading_of(each.programme) if each.programme else "", each.part, each.fund_source))
        known[scope][each.short_name] = str(each.pk)
    sources = columns[names.index("fund_source")].choices
    naming = Naming(
        "short_name",
        lambda typed: "|".join(
            (typed.get("programme", ""), typed.get("part", ""), str(sources.get(typed.get("fund_source", ""), "")))
        ),
        known,
    )
    about = f"{year}년의 예산 과목마다 한 줄입니다. 새 과목은 아래의 빈 줄에 적습니다. 예산액은 그 달부터 쓰이는 금액입니다."
    return Tab("예산", about, (*columns, *amounts), lines, BLANKS, new, naming)


def _programmes(division: Division, year: int) -> dict[str, int]:
    return {str(each): each.pk for each in division.models.Programme.objects.in_force(year)}


# ----------------------------------------------------------------------------------------- indicators and parts


def _indicator_tab(division: Division, options: Options) -> Tab:
    year = int(options["year"])
    model, form = division.models.Indicator, _forms(division, "indicators")
    indicators = _indicators(division, year)
    rows = {"programme": _programmes(division, year), "flow": _indicator_names(indicators)}
    columns = tuple(column_of(model, name, rows.get(name)) for name in form.names)
    fields = {name: name for name in form.names}

    def new(typed: Mapping[str, str]) -> Line:
        heading = typed.get("programme", "") or heading_of(None)
        return Line("", heading, typed.get("name", "") or typed.get("short_name", ""), (FormStep(form, None, fields),))

    lines = tuple(
        Line(str(each.pk), heading_of(each.programme), each.name, (FormStep(form, each, fields),), owner=each)
        for each in indicators
    )
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for each in indicators:
        known[str(each.programme or "")][each.name] = str(each.pk)
    naming = Naming("name", lambda typed: typed.get("programme", ""), known)
    about = "지표마다 한 줄입니다. 새 지표는 아래의 빈 줄에 적고, 그 세부는 '세부' 시트에 적습니다."
    return Tab("지표", about, columns, lines, BLANKS, new, naming)


def _indicator_names(indicators: Iterable[Any]) -> dict[str, int]:
    """Indicators by what tells them apart."""
    return {f"{heading_of(each.programme)} · {each.name}": each.pk for each in indicators}


def _part_tab(division: Division, options: Options) -> Tab:
    year = int(options["year"])
    form, targets = _forms(division, "parts"), _Targets(division, year, options["run"])
    if "indicator" in options:  # the grid of one indicator
        indicators = list(division.models.Indicator.objects.filter(pk=options["indicator"]).select_related("programme"))
    else:
        indicators = _indicators(division, year)
    by_key = {each.pk: each for each in indicators}
    names = _indicator_names(indicators)
    name_of = {key: name for name, key in names.items()}
    model = division.models.Part
    of = column_of(model, "indicator", names, note="새 줄에는 지표를 골라 넣습니다.")
    own = ("dimension", "path", "position", "last_year")
    columns = (of, *(column_of(model, name) for name in own), UNIT, *targets.columns())

    def new(typed: Mapping[str, str]) -> Line:
        indicator = by_key[of.value(typed.get("indicator", ""), "", 0)] if typed.get("indicator") else None
        if indicator is None:
            raise Wrong({"indicator": "어느 지표의 세부인지 지표를 적어 주세요."})
        fields = {name: name for name in ("indicator", *own)}
        steps = (FormStep(form, None, fields), *targets.steps(indicator, None, new=True))
        title = f"{indicator.name} / {typed.get('path', '')}"
        heading = heading_of(indicator.programme)
        return Line("", heading, title, steps, {"unit": indicator.unit}, indicator.unit, indicator.decimals)

    lines, known = [], defaultdict[str, dict[str, str]](dict)
    parts = _parts(division, indicators)
    for indicator in indicators:
        for part in parts[indicator.pk]:
            known[name_of[indicator.pk]][part.path] = str(part.pk)
            lines.append(
                Line(
                    str(part.pk),
                    heading_of(indicator.programme),
                    f"{indicator.name} / {part.path}",
                    (FormStep(form, part, {name: name for name in own}), *targets.steps(indicator, part)),
                    {"indicator": name_of[indicator.pk], "unit": indicator.unit},
                    indicator.unit,
                    indicator.decimals,
                    part,
                )
            )

    def scope(typed: Mapping[str, str]) -> str:
        return name_of.get(of.value(typed.get("indicator", ""), "", 0), "")

    about = "지표의 세부마다 한 줄입니다. 새 세부(예: 25개 자치구)는 아래의 빈 줄에 지표와 함께 적습니다."
    return Tab("세부", about, columns, tuple(lines), 4 * BLANKS, new, Naming("path", scope, known))


# -------------------------------------------------------------------------------------------------- headcount


def _headcount_tab(division: Division, options: Options) -> Tab:
    day = date.fromisoformat(options["day"])
    form, model = _forms(division, "headcount"), division.models.Headcount
    stored = {row.grade: row for row in model.objects.current().filter(as_of=day)}
    names = ("authorised", "actual", "note")
    columns = (Column("grade", "직급"), *(column_of(model, name) for name in names))
    lines = tuple(
        Line(
            str(grade.value),
            division.name,
            str(grade.label),
            (
                FormStep(
                    form, stored.get(grade.value), {name: name for name in names}, {"as_of": day, "grade": grade.value}
                ),
            ),
            {"grade": str(grade.label)},
        )
        for grade in Grade
    )
    about = f"{day.year}년 {day.month}월 {day.day}일 기준의 정원과 현원(명)입니다. 사람이 없는 직급은 0을 넣습니다."
    return Tab("정원·현원", about, columns, lines)


def _made_by(*makers: Callable[[Division, Options], Tab]) -> Callable[[Division, Options], list[Callable[[], Tab]]]:
    return lambda division, options: [partial(each, division, options) for each in makers]


BOOKS = {
    book.key: book
    for book in (
        Book("targets", "목표", "지표와 세부의 목표", "targets", ("year", "run"), _made_by(_target_tab)),
        Book("plans", "월별 계획", "지표와 예산 과목의 월별 계획", "plans", ("year",), _made_by(_plan_tab)),
        Book("budgets", "예산", "예산 과목과 예산액", "budgets", ("year", "month"), _made_by(_budget_tab)),
        Book(
            "indicators", "지표와 세부", "지표와 그 세부, 세부의 목표", "indicators", ("year", "run"),
            _made_by(_indicator_tab, _part_tab),
        ),
        Book("headcount", "인력", "직급마다의 정원과 현원", "headcount", ("day",), _made_by(_headcount_tab)),
        Book("dated", "시행일이 있는 목록", "목표·기능·과제 같은 목록과 이름, 팀 수", "functions", ("year",), dated_tabs),
    )
}  # fmt: skip
"""By the key under which a received workbook is kept."""

PARTS = Book("parts", "지표 세부", "지표의 세부와 그 목표", "parts", ("year", "run", "indicator"), _made_by(_part_tab))
"""The parts of one indicator, which stand as a grid on a page of their own (`grid.py`)."""
