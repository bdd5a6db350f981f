"""Indicators with their parts and values, and budget lines, out of a file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seoulwork.data.datafile import Entry
from seoulwork.data.plans import load_plans
from seoulwork.data.relations import load_relations
from seoulwork.data.run import Loading
from seoulwork.data.values import choice, day, money, number, run_of, together, whole, yes
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import MONEY_SLOTS, actual_slots, impossible_money, impossible_ratio, is_executed
from seoulwork.figures.divisions import Models
from seoulwork.figures.models import Accumulation, Asking, BudgetKind, Frequency, FundSource

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Budget, Indicator, Part, Programme, Target

INDICATOR_KEYS = (
    "name",
    "unit",
    "adds",
    "decimals",
    "lower_is_better",
    "within_whole",
    "asking",
    "frequency",
    "definition",
    "flow",
    "policy",
    "restates",
    "formula",
    "targets",
    "actuals",
    "parts",
    "dimensions",
    "plans",
)


BUDGET_KEYS = ("kind", "year", "amount", "sources", "parts", "execution", "plans")


def load_measures(loading: Loading, models: Models, keys: dict[str, Entry], programme: "Programme | None") -> None:
    flows: list[tuple[Indicator, Entry]] = []
    if "indicators" in keys:
        for position, (name, entry) in enumerate(keys["indicators"].items(), 1):
            _load_indicator(loading, models, programme, position, name, entry, flows)
    for indicator, entry in flows:
        flow = models.Indicator.objects.filter(programme=programme, short_name=entry.text).first()
        if flow is None:
            raise entry.error(f"'{entry.text}' 지표가 이 파일에 없습니다.")
        loading.keep(models.Indicator, {"pk": indicator.pk}, {"flow": flow}, entry)
    if "budgets" in keys:
        for position, (name, entry) in enumerate(keys["budgets"].items(), 1):
            _load_budget(loading, models, programme, position * 100, name, entry)
    load_relations(loading, models, keys, programme)


def _load_indicator(
    loading: Loading,
    models: Models,
    programme: "Programme | None",
    position: int,
    name: str,
    entry: Entry,
    flows: "list[tuple[Indicator, Entry]]",
) -> None:
    keys = entry.mapping(INDICATOR_KEYS)
    indicator = loading.keep(
        models.Indicator,
        {"programme": programme, "short_name": name},
        {
            "name": keys["name"].text if "name" in keys else name,
            "unit": keys["unit"].text if "unit" in keys else "",
            "decimals": whole(keys["decimals"]) if "decimals" in keys else 0,
            "accumulation": choice(keys.get("adds"), Accumulation, Accumulation.SUM),
            "frequency": choice(keys.get("frequency"), Frequency, Frequency.MONTHLY),
            "lower_is_better": yes(keys.get("lower_is_better")),
            "within_whole": yes(keys.get("within_whole")),
            "asking": choice(keys.get("asking"), Asking, Asking.USUAL),
            "definition": keys["definition"].text if "definition" in keys else "",
            "policy_order": whole(keys["policy"]) if "policy" in keys else None,
            "restates": keys["restates"].text if "restates" in keys else "",
            "formula": keys["formula"].text if "formula" in keys else "",
            "position": position,
        },
        entry,
    )
    if "formula" in keys:
        loading.formulas[models.Indicator._meta.app_label, indicator.pk] = keys["formula"]
    if indicator.formula and (own := next((name for name in ("actuals", "parts", "dimensions") if name in keys), "")):
        raise keys[own].error(
            f"'{name}'{particle(name, '은/는')} 다른 지표에서 셈하는 지표(formula)여서 실적과 세부를 적지 않습니다. 이 항목을 지워 주세요."
        )
    if "flow" in keys:
        flows.append((indicator, keys["flow"]))
    _load_values(loading, models, indicator, None, keys)
    if "plans" in keys:
        unit, decimals = indicator.unit, indicator.decimals
        load_plans(loading, models, indicator, keys["plans"], lambda each: number(each, unit, decimals))
    places = iter(range(1, 1000))
    if "parts" in keys:
        _load_parts(loading, models, indicator, "", "", keys["parts"], places)
    if "dimensions" in keys:
        for dimension, parts in keys["dimensions"].items():
            _load_parts(loading, models, indicator, dimension, "", parts, places)


def _load_parts(
    loading: Loading,
    models: Models,
    indicator: "Indicator",
    dimension: str,
    parent: str,
    entry: Entry,
    places: Iterator[int],
) -> None:
    for name, child in entry.items():
        if "/" in name:
            raise child.error(f"부분 이름 '{name}'에는 /를 쓸 수 없습니다.")
        path = f"{parent}/{name}" if parent else name
        part = loading.keep(
            models.Part,
            {"indicator": indicator, "path": path},
            {"dimension": dimension, "position": next(places)},
            child,
        )
        keys = child.mapping(("targets", "actuals", "parts"))
        _load_values(loading, models, indicator, part, keys)
        if "parts" in keys:
            _load_parts(loading, models, indicator, dimension, path, keys["parts"], places)


def _load_values(
    loading: Loading, models: Models, indicator: "Indicator", part: "Part | None", keys: dict[str, Entry]
) -> None:
    tables: list[tuple[str, type[Target | Actual]]] = [("targets", models.Target), ("actuals", models.Actual)]
    for section, table in tables:
        if section not in keys:
            continue
        runs: set[Run] = set()
        for entry in keys[section].values():
            run = run_of(entry)
            if run in runs:
                raise entry.error(f"{run.korean}의 값이 두 번 나옵니다.")
            runs.add(run)
            values = _value(entry, indicator, is_actual=table is models.Actual)
            loading.figure(table, {"indicator": indicator, "part": part}, values, entry, run)


def _value(entry: Entry, indicator: "Indicator", *, is_actual: bool) -> dict[str, Any]:
    """`13,869`, `541/100` (an actual of a ratio), or `{value: …, as_of: …, note: …}`; a target has no as-of date."""
    known = ("value", "as_of", "note") if is_actual else ("value", "note")
    fields = entry.mapping(known) if entry.is_mapping else {"value": entry}
    if "value" not in fields:
        raise entry.error("'value' 항목이 없습니다.")
    # A target is the figure itself, of a ratio too.
    slots = actual_slots(indicator.accumulation if is_actual else "", indicator.unit, indicator.decimals)
    figures = together(fields["value"], slots)
    if is_actual and (
        problem := impossible_ratio(
            figures["value"], figures.get("denominator"), indicator.unit, within_whole=indicator.within_whole
        )
    ):
        raise fields["value"].error(problem)
    if not is_actual and figures["value"] < 0:
        raise fields["value"].error("목표는 0보다 작을 수 없습니다.")
    values: dict[str, Any] = {"value": figures["value"]}
    if is_actual:
        values["denominator"] = figures.get("denominator")
        values["as_of"] = day(fields["as_of"]) if "as_of" in fields else None
    values["note"] = fields["note"].text if "note" in fields else ""
    return values


def _refuse_impossible(
    models: Models, line: "Budget", month: Month, values: dict[str, int | None], entry: Entry
) -> None:
    """Raises DataFileError for an execution of a budget that has none in that year, and for one that can't be."""
    if not is_executed(line.kind, line.year, month.year):
        raise entry.error(
            f"'{line}'에는 {month.year}년의 집행을 적지 않습니다. 집행은 예산현액과 보조금에, 그 예산의 회계연도의 날로 적어 주세요."
        )
    in_force = models.Appropriation.objects.current().filter(budget=line, from_month__lte=month)
    budget = in_force.order_by("-from_month").values_list("amount", flat=True).first()
    if impossible := impossible_money(values["committed"], values["spent"], budget):
        raise entry.error(impossible)


def _load_budget(
    loading: Loading, models: Models, programme: "Programme | None", position: int, name: str, entry: Entry
) -> None:
    keys = entry.mapping(BUDGET_KEYS)
    year = whole(entry.required("year"))
    kind = choice(entry.required("kind"), BudgetKind)
    lines: list[tuple[str, str, Entry]] = []
    if len({"amount", "parts", "sources"} & set(keys)) != 1:
        raise entry.error("'amount', 'parts', 'sources' 가운데 하나만 있어야 합니다.")
    if "amount" in keys:
        lines.append(("", "", keys["amount"]))
    if "parts" in keys:
        lines += [(part, "", amount) for part, amount in keys["parts"].items()]
    if "sources" in keys:
        sources = {source.label: source.value for source in FundSource}
        for label, amount in keys["sources"].items():
            if label not in sources:
                raise amount.error(f"재원이 아닙니다: '{label}'. 쓸 수 있는 재원: {', '.join(sources)}")
            lines.append(("", sources[label], amount))
    for offset, (part, source, amount) in enumerate(lines):
        line = loading.keep(
            models.Budget,
            {"programme": programme, "short_name": name, "year": year, "part": part, "fund_source": source},
            {"kind": kind, "position": position + offset},
            amount,
        )
        key = {"budget": line, "from_month": Month(year, 1)}
        loading.figure(models.Appropriation, key, {"amount": money(amount)}, amount)
    if len(lines) > 1 and {"execution", "plans"} & set(keys):
        raise entry.error("집행과 월별 계획은 예산액이 하나인 예산에만 적습니다.")
    if "plans" in keys:
        load_plans(loading, models, line, keys["plans"], money)
    if "execution" in keys:
        months: set[Month] = set()
        for when, execution in keys["execution"].items():
            amounts = execution.mapping(("committed", "spent"))
            values = {slot.field: money(amounts[slot.field]) if slot.field in amounts else None for slot in MONEY_SLOTS}
            month = Month.of(day(execution, when))
            _refuse_impossible(models, line, month, values, execution)
            if month in months:
                raise execution.error(f"{month.korean}의 집행이 두 번 나옵니다.")
            months.add(month)
            loading.figure(models.Execution, {"budget": line, "month": month}, values, execution)
