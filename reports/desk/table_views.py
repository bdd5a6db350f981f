"""The pages on which figure tables are made for a part: a form that comes back with the table drawn beside it at each click."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.vocabulary import UNITS
from seoulwork.entry.months import Refused
from seoulwork.figures.labels import lazily

from ..editions.reading import is_published
from ..tables import building
from ..tables.building import Json, entries
from ..tables.description import DescriptionError, Each, FigureTable
from . import keeping, placing, tables
from .parts import Part
from .table_making import CALCULATED, CALCULATIONS, EMPTY, Making
from .table_starting import TEMPLATES, started
from .views import address_of, part_at, published

LONGEST = 100_000
"""Letters of a description that is sent."""
MOST_ROWS = (3, 5, 7, 10, 15, 20, 30)
"""How many rows a table may be kept to."""


@dataclass(frozen=True)
class Line:
    """One entry as the form shows it."""

    path: str
    entry: Json
    depth: int
    number: int

    @property
    def label(self) -> str:
        """What it shows, where it has no head of its own."""
        bind, each = self.entry.get("bind", {}), self.entry.get("each", {})
        if self.entry.get("calc"):
            return CALCULATED[self.entry["calc"]["how"]]
        said = [str(bind[name]) for name in ("of", "part", "aspect", "period") if bind.get(name)]
        if each:
            said.append(f"{each.get('dimension') or EACH.get(each['kind'], '')}마다")
        return " · ".join(said) or ("묶음" if self.entry.get("children") else "기준 값")

    @property
    def called(self) -> str:
        return self.entry.get("head") or self.label

    @property
    def is_leaf(self) -> bool:
        return not self.entry.get("children")

    @property
    def is_top(self) -> bool:
        return self.depth == 0

    @property
    def is_group(self) -> bool:
        return bool(self.entry.get("children") or (self.entry.get("each") and self.path.startswith("columns")))


EACH = {
    "parts": "부분",
    "years": "해",
    "halves": "반기",
    "quarters": "분기",
    "months": "달",
    "budgets": "예산",
    "sources": "재원",
    "programmes": "사업",
    "indicators": "지표",
    "policy": "정책지표",
    "divisions": lazily("{division}"),
    "list": "목록",
}


@require_safe
def made(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """The tables of a part, with their versions."""
    at = part_at(name, division, number)
    manuscript = keeping.manuscript_of(at)
    rows = tables.tables_of(at).prefetch_related("versions__by")
    context = {
        "briefing": at.briefing,
        "part": at,
        "tables": [(each, next(iter(each.versions.all()), None)) for each in rows],
        "may_write": may(user_of(request), "desk_table_remove", "POST", at.division.key)
        and manuscript.state != keeping.State.SETTLED,
    }
    return render(request, "reports/tables.html", context)


@require_POST
def remove(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at = part_at(name, division, number)
    table = get_object_or_404(tables.tables_of(at), pk=_number(request.POST.get("table", "")))
    seen = _number(request.POST.get("seen", ""))
    return _back(request, at, "표를 지웠습니다.", lambda: tables.remove(at, table, seen=seen, by=user_of(request)))


@require_POST
def restore(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at = part_at(name, division, number)
    version = get_object_or_404(
        at.division.models.ManuscriptTableVersion,
        pk=_number(request.POST.get("version", "")),
        table__in=tables.tables_of(at),
    )
    return _back(request, at, "앞의 판을 되살렸습니다.", lambda: tables.restore(at, version, by=user_of(request)))


def _back(request: HttpRequest, at: Part, done: str, take: Callable[[], object]) -> HttpResponse:
    try:
        take()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(address_of("desk_tables", at))


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """A figure table as it grows: `?name=` one that was made before, else a new one, which `?line=` puts below that line of the text."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    sent = request.POST if request.method == "POST" else request.GET
    form = Form(request, at, sent)
    if request.method != "POST":
        form.open()
        return form.page()
    return form.taken()


class Form:
    """One look at the page: what was sent, what was clicked, what has become of it."""

    def __init__(self, request: HttpRequest, at: Part, sent: QueryDict) -> None:
        self.request, self.at, self.sent = request, at, sent
        self.name = " ".join(sent.get("name", "").split())
        self.line = _number(sent.get("line", ""))
        self.seen = _number(sent.get("seen", ""))
        self.description: Json | None = None
        self.making: Making | None = None
        self.error = ""
        self.other = ""

    def open(self) -> None:
        """One that is stored. Raises Http404."""
        if not self.name:
            return
        table = get_object_or_404(tables.tables_of(self.at), name=self.name)
        if table.description.get("kind") != "figures":
            raise Http404
        self.seen, self.description = tables.version_of(table), table.description

    def taken(self) -> HttpResponse:
        """After a click. Raises Http404 for what the form does not send."""
        verb, _, path = self.sent.get("do", "draw").partition(" ")
        try:
            if verb == "start":
                self._start()
                return self.page()
            made = self.description = _read(self.sent.get("description", ""))
            building.take(made, self.sent.dict())  # type: ignore[arg-type]
            if verb == "save":
                return self._save(made)
            self._do(made, verb, path)
            _check_shape(made)
        except KeyError as error:
            raise Http404 from error
        except DescriptionError as error:
            self.error = str(error)
        return self.page()

    def _start(self) -> None:
        binds = [building.entry_of(each) for each in self.sent.getlist("names")]
        template = self.sent.get("template", "")
        if not binds:
            self.error = "표에 보일 지표나 예산을 하나 이상 골라 주세요."
        elif template not in TEMPLATES:
            self.error = "표의 모양을 골라 주세요."
        else:
            try:
                self.making = started(self.at, template, binds)
                self.description = self.making.description
            except DescriptionError as error:
                self.error = str(error)

    def _do(self, made: Json, verb: str, path: str) -> None:
        picked, value = self.sent.getlist("pick"), self.sent.get
        match verb:
            case "draw":
                return
            case "up" | "down":
                building.move(made, path, -1 if verb == "up" else 1)
            case "remove":
                building.remove(made, path)
            case "ungroup":
                building.ungroup(made, path)
            case "add-column" | "add-row":
                axis = verb.removeprefix("add-") + "s"
                if chosen := value(axis[:-1], ""):
                    made[axis].append(building.entry_of(chosen))
                else:
                    self.error = "더할 것을 먼저 골라 주세요."
            case "calculate":
                self._calculate(made)
            case "group" | "spread" if not picked:
                self.error = "묶거나 펼칠 열을 먼저 골라 주세요."
            case "group":
                building.group(made, picked, value("group_head", "").strip())
            case "spread":
                total = {"": None, "sum": {"head": "계"}, "whole": {"head": "계", "how": "whole"}}[
                    value("spread_total", "")
                ]
                building.spread(made, picked, building.entry_of(value("spread", "")), total)
            case _:
                raise KeyError(verb)

    def _calculate(self, made: Json) -> None:
        how = self.sent.get("how", "")
        operands = [self.sent.get(name, "") for name in ("first", "second")]
        if not all(operands):
            self.error = "셈할 열 둘을 골라 주세요."
            return
        building.calculate(made, how, self.sent.get("calc_head", "").strip() or CALCULATED[how], operands)

    def _save(self, made: Json) -> HttpResponse:
        by = user_of(self.request)
        try:
            Making(self.at, made).html(self.name)
            tables.keep(self.at, self.name, made, seen=self.seen, by=by)
        except tables.Outdated as outdated:
            self.error = str(outdated)
            self.seen = tables.version_of(outdated.table)
            if outdated.table:
                self.other = _drawn(Making(self.at, outdated.table.description), self.name)
            return self.page()
        except (Refused, DescriptionError) as refused:
            self.error = str(refused)
            return self.page()
        try:
            placed = placing.place(self.at, placing.TABLE, self.name, self.line, by=by)
        except Refused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, "표를 저장하고 글에 넣었습니다." if placed else "표를 저장했습니다.")
        return redirect(address_of("desk_write", self.at))

    # ------------------------------------------------------------------------------------------------- the page

    def page(self) -> HttpResponse:
        made = self.description
        making = self.making or Making(self.at, made or EMPTY)
        context: dict[str, Any] = {
            "briefing": self.at.briefing,
            "part": self.at,
            "name": self.name,
            "line": self.line or "",
            "seen": self.seen,
            "error": self.error,
            "templates": TEMPLATES.items(),
            "names": making.names,
        }
        if made is not None:
            context |= self._of_table(making, made)
        return render(self.request, "reports/table.html", context)

    def _of_table(self, making: Making, made: Json) -> dict[str, Any]:
        shown, wrong = "", ""
        try:
            shown = making.html(self.name)
        except DescriptionError as error:
            wrong = str(error)
        columns = list(_lines(made, "columns"))
        of = self.sent.get("of", "")
        known = {each.value for _, own in making.names for each in own}
        bind = building.entry_of(of) if of in known else {}
        chart = made.get("chart") or {}
        return {
            "table": made,
            "description": json.dumps(made, ensure_ascii=False),
            # From our own renderer, which escapes every text that goes in.
            "shown": mark_safe(shown),  # noqa: S308
            "other": mark_safe(self.other),  # noqa: S308
            "wrong": wrong,
            "rows": list(_lines(made, "rows")),
            "columns": columns,
            "of": of,
            "column_choices": making.columns(bind),
            "row_choices": making.rows,
            "spreads": making.spreads,
            "operands": list(_operands(columns)),
            "calculations": CALCULATIONS.items(),
            "units": list(filter(None, UNITS.offered)),
            "notes": "\n".join(made.get("notes", ())),
            "labels": ", ".join(
                each if isinstance(each, str) else each.get("head", "") for each in made.get("labels", ())
            ),
            "as_of": made.get("as_of", {}).get("how", "dates"),
            "by": _by(made),
            "most": _most(made),
            "counts": MOST_ROWS,
            "leaves": [each for each in columns if each.is_leaf],
            "chart": chart,
            "chart_columns": [
                (
                    name,
                    label,
                    [
                        (each, each.entry.get("key") == chart.get(name) and bool(chart.get(name)))
                        for each in columns
                        if each.is_leaf
                    ],
                )
                for name, label in (("value", "그릴 열"), ("target", "견줄 열"), ("rate", "비율 열"))
            ],
        }


def _drawn(making: Making, name: str) -> str:
    try:
        return making.html(name)
    except DescriptionError as error:
        return str(error)


def _lines(made: Json, axis: str) -> Iterator[Line]:
    for path, each in entries(made, axis):
        yield Line(path, each, path.count(".") - 1, int(path.rpartition(".")[2]))


def _operands(columns: list[Line]) -> Iterator[tuple[str, str]]:
    """What a calculation may take: columns, and their places under the total of their group."""
    groups = {each.path: each for each in columns}
    for each in columns:
        if not each.is_leaf:
            continue
        above = groups.get(each.path.rpartition(".")[0])
        yield each.path, f"{above.called} · {each.called}" if above else each.called
        if above and above.entry.get("total"):
            yield f"total:{each.path}", f"{above.called} {above.entry['total'].get('head', '계')} · {each.called}"


def _by(made: Json) -> tuple[str, bool]:
    """The key of the column in whose order the rows stand, and whether the smallest stands first."""
    for each in made["rows"]:
        if key := each.get("each", {}).get("by"):
            return key, bool(each["each"].get("ascending"))
    return "", False


def _most(made: Json) -> tuple[int, str]:
    """How many rows stand by themselves, and the head of that of the others."""
    own: Json = next((each["each"] for each in made["rows"] if each.get("each", {}).get("most")), {})
    found = Each(kind="parts", most=own.get("most", 0), rest=own.get("rest", Each.model_fields["rest"].default))
    return found.most, found.rest


def _read(text: str) -> Json:
    """A description that the form holds. Raises KeyError for anything else."""
    if len(text) > LONGEST:
        raise KeyError("description")
    found = building.entry_of(text)
    _check_shape(found)
    return found


def _check_shape(found: Json) -> None:
    """Raises KeyError for what is no figure table, but that its axes may be empty."""
    whole = {axis: found.get(axis) or [{}] for axis in building.AXES}
    try:
        FigureTable.model_validate(found | whole | {"key": "made"})
    except ValidationError as error:
        raise KeyError("description") from error
    if not all(isinstance(found.get(axis), list) for axis in building.AXES):
        raise KeyError("description")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
