"""What must hold between the figures of a file (지표 관계)."""

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.data.values import choice
from seoulwork.figures.divisions import Models
from seoulwork.figures.models import FundSource, RelationKind

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Programme

RELATION_KEYS = ("kind", "of", "to", "ratio")


def load_relations(loading: Loading, models: Models, keys: dict[str, Entry], programme: "Programme | None") -> None:
    """The list as a whole; without the key, what is stored stays."""
    if "relations" not in keys:
        return
    listed = [(_relation(loading, models, programme, entry), entry) for entry in keys["relations"]]
    own = Q(indicator__isnull=False, indicator__programme=programme)
    own |= Q(budget__isnull=False, budget__programme=programme)
    loading.keep_all(models.Relation.objects.filter(own), listed, keys["relations"])


def _relation(loading: Loading, models: Models, programme: "Programme | None", entry: Entry) -> dict[str, Any]:
    fields = entry.mapping(RELATION_KEYS)
    kind = choice(entry.required("kind"), RelationKind)
    values: dict[str, Any] = {"kind": kind, "share": None, "other_share": None}
    if kind == RelationKind.MATCHING:
        ratio = entry.required("ratio")
        match = re.fullmatch(r"(\d{1,4}) ?: ?(\d{1,4})", ratio.text)
        if not match:
            raise ratio.error(f"비율이 아닙니다: '{ratio.text}'. \"50:50\"처럼 따옴표로 묶어 적어 주세요.")
        lines = [_line(loading, models, programme, entry.required(side)) for side in ("of", "to")]
        values |= {"share": int(match[1]), "other_share": int(match[2])}
        return values | dict(zip(("budget", "other_budget"), lines, strict=True))
    if "ratio" in fields:
        raise fields["ratio"].error("비율은 '매칭 비율'에만 적습니다.")
    values["indicator"], values["part"] = _indicator(models, [programme], entry.required("of"))
    values["other"], values["other_part"] = _indicator(models, [programme, None], entry.required("to"))
    return values


def _indicator(models: Models, scopes: "list[Programme | None]", entry: Entry) -> tuple[Any, Any]:
    """The indicator that `상담` or `상담/대면` names, of the first scope that has it, and its part."""
    name, _, path = entry.text.partition("/")
    found = (models.Indicator.objects.filter(programme=each, short_name=name).first() for each in scopes)
    indicator = next(filter(None, found), None)
    if indicator is None:
        raise entry.error(f"'{name}' 지표가 없습니다. 이 파일에 있는 지표의 짧은 이름을 적어 주세요.")
    part = models.Part.objects.filter(indicator=indicator, path=path).first() if path else None
    if path and part is None:
        raise entry.error(f"'{name}' 지표에 '{path}' 세부가 없습니다.")
    return indicator, part


def _line(loading: Loading, models: Models, programme: "Programme | None", entry: Entry) -> "Budget":
    """The line of the plan year that `소요예산/시비` or `소요예산/센터` names."""
    name, _, part = entry.text.partition("/")
    sources = {source.label: source.value for source in FundSource}
    within = {"fund_source": sources[part]} if part in sources else {"part": part}
    lines = models.Budget.objects.filter(programme=programme, short_name=name, year=loading.plan_year, **within)
    line: Budget | None = lines.first()
    if line is None:
        raise entry.error(f"'{entry.text}' 예산 과목이 없습니다. 이 파일의 예산을 '소요예산/시비'처럼 적어 주세요.")
    return line
