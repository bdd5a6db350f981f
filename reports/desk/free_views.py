"""The page on which a free table is made: pasted, changed cell by cell, drawn beside it; a form that comes back after each click."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.vocabulary import BUDGET_ASPECTS, INDICATOR_ASPECTS
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import storable

from ..editions.reading import is_published
from ..tables.description import DescriptionError, FreeColumn, FreeTable
from ..tables.grids import Grid, GridError, Spanned
from ..tables.pasting import PasteError, pasted
from . import keeping, placing, tables
from .editing import PERIODS, shapes
from .free_making import FreeMaking, Shown, bound, dumped
from .parts import Part
from .views import address_of, part_at, published

LONGEST = 600_000
"""Letters of a description, or of those to which one may go back."""
MOST_BACK = 8
ALIGNS = (("left", "왼쪽"), ("center", "가운데"), ("right", "오른쪽"))
WIDTHS = (("0.5", "좁게"), ("1", "보통"), ("1.5", "넓게"), ("2", "두 배"), ("3", "세 배"))


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """A free table: `?name=` one that was made before, else a new one."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    form = _Form(request, at)
    return form.taken() if request.method == "POST" else form.opened()


class _Form:
    """One look at the page: what was sent, what was clicked, what has become of it."""

    def __init__(self, request: HttpRequest, at: Part) -> None:
        self.request, self.at = request, at
        self.sent: QueryDict = request.POST if request.method == "POST" else request.GET
        self.name = " ".join(self.sent.get("name", "").split())
        self.seen = _number(self.sent.get("seen", ""))
        self.line = _number(self.sent.get("line", ""))
        self.past: list[dict[str, Any]] = []
        self.making: FreeMaking | None = None
        self.error = self.said = self.other = ""

    def opened(self) -> HttpResponse:
        """Raises Http404."""
        if not storable(self.name):
            raise Http404
        if self.name:
            stored = get_object_or_404(tables.tables_of(self.at), name=self.name)
            self.seen, self.making = tables.version_of(stored), _making(stored.description)
        return self.page()

    def taken(self) -> HttpResponse:
        """After a click. Raises Http404 for what the form does not send."""
        verb, *words = self.sent.get("do", "draw").split(" ")
        numbers = [_number(each) for each in words]
        try:
            self.past = [dict(each) for each in json.loads(self._said("past") or "[]")][-MOST_BACK:]
            self.making = self._sent() if self.sent.get("description") else None
            if verb == "paste":
                self._paste()
            elif self.making is None:
                self.error = "먼저 표를 붙여 주세요."
            elif verb == "save":
                return self._save(self.making)
            elif verb != "draw":
                self._do(self.making, verb, numbers)
        except (DescriptionError, GridError, PasteError) as error:
            self.error = str(error)
        except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
            raise Http404 from error
        return self.page()

    def _said(self, name: str) -> str:
        return str(self.sent.get(name, ""))

    def _sent(self) -> FreeMaking:
        """What the form holds, with what is typed in its fields. Raises KeyError for anything else."""
        if max(len(self._said("description")), len(self._said("past"))) > LONGEST:
            raise KeyError("description")
        made = _making(json.loads(self._said("description")))
        cells = {
            at: replace(each, text=_lines(self.sent.get(f"t-{at[0]}-{at[1]}", each.text))) for at, each in made.grid
        }
        columns = tuple(
            FreeColumn.model_validate(
                {
                    "align": self.sent.get(f"align-{at}", made.align(at)),
                    "width": self.sent.get(f"width-{at}", made.width(at)),
                },
                strict=False,
            )
            for at in range(made.grid.columns)
        )
        notes = tuple(filter(None, map(str.strip, self.sent.get("notes", "").splitlines())))
        told = {key: self.sent.get(key, "").strip() for key in ("caption", "unit", "as_of")} | {"notes": notes}
        heads = min(_number(self.sent.get("heads", "")), made.grid.rows - 1)
        return FreeMaking(
            replace(made.grid, cells=cells), heads, "head_column" in self.sent, "total" in self.sent, columns, told
        )

    def _paste(self) -> None:
        found = pasted(self.sent.get("pasted", ""))
        if self.making is not None:
            self.past.append(self.making.description)
        told = self.making.told if self.making else {}
        columns = tuple(FreeColumn(width=each) for each in found.widths)
        self.making = FreeMaking(found.grid, found.heads, columns=columns, told=told)
        self.said = f"{found.grid.rows}행 {found.grid.columns}열의 표를 붙였습니다. {found.told}".strip()

    def _do(self, made: FreeMaking, verb: str, at: list[int]) -> None:
        if verb == "undo":
            if self.past:
                self.making = _making(self.past.pop())
            return
        self.past.append(made.description)
        heads = made.heads
        if verb in ("row-add", "row-remove") and at[0] < heads:
            heads += 1 if verb == "row-add" else -1
        self.making = replace(
            made, grid=self._step(made, verb, at), heads=max(heads, 0), columns=_columns(made, verb, at)
        )

    def _step(self, made: FreeMaking, verb: str, at: list[int]) -> Grid:
        """Raises GridError, and KeyError for what there is not."""
        grid, picked = made.grid, [_number(self.sent.get(key, "")) - 1 for key in ("top", "left", "bottom", "right")]
        if verb == "merge":
            return grid.merged((picked[0], picked[1]), (picked[2], picked[3]))
        if verb == "split":
            return grid.split((picked[0], picked[1]))
        if verb == "sort":
            return grid.ordered(picked[1], made.heads, descending=self.sent.get("order") == "down")
        if verb == "bind":
            return self._bound(made, at)
        if verb == "figure":
            said = (self._said(f"figure_{key}") for key in ("aspect", "period", "shape"))
            text = Shown(self.at, self.name, made.description).reference(self._said("figure").strip(), *said)
            return grid.typed((picked[0], picked[1]), text)
        steps: dict[str, Callable[[Grid], Grid]] = {
            "add": lambda own: own.row_added(at[0]),
            "remove": lambda own: own.row_removed(at[0]),
            "up": lambda own: own.row_moved(at[0], -1),
            "down": lambda own: own.row_moved(at[0], 1),
        }
        axis, _, step = verb.partition("-")
        if axis not in ("row", "column") or not 0 <= at[0] <= (grid.rows if axis == "row" else grid.columns):
            raise KeyError(verb)
        return steps[step](grid) if axis == "row" else grid.column_step(steps[step])

    def _bound(self, made: FreeMaking, at: list[int]) -> Grid:
        row, column, line, start = at
        for place, number, offer in Shown(self.at, self.name, made.description).offers:
            if (*place, number, offer.start) == (row, column, line, start):
                return bound(made.grid, place, number, offer)
        raise GridError("그 숫자가 그사이 바뀌었습니다. 표를 다시 확인해 주세요.")

    def _save(self, made: FreeMaking) -> HttpResponse:
        by, new = user_of(self.request), made.description
        try:
            _ = Shown(self.at, self.name, new).html
            tables.keep(self.at, self.name, new, seen=self.seen, by=by)
        except tables.Outdated as outdated:
            self.error, self.seen = str(outdated), tables.version_of(outdated.table)
            if outdated.table:
                self.other = Shown(self.at, self.name, outdated.table.description).html
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

    def page(self) -> HttpResponse:
        made = self.making
        settled = keeping.manuscript_of(self.at).state == keeping.State.SETTLED
        context: dict[str, Any] = {
            "briefing": self.at.briefing,
            "part": self.at,
            "name": self.name,
            "seen": self.seen,
            "line": self.line or "",
            "error": self.error,
            "said": self.said,
            "past": json.dumps(_bounded(self.past), ensure_ascii=False),
            "can_undo": bool(self.past),
            # From our own renderer, which escapes every text that goes in.
            "other": mark_safe(self.other),  # noqa: S308
            "may_write": may(user_of(self.request), "desk_free_table", "POST", self.at.division.key) and not settled,
            "settled": settled,
            "known": tables.tables_of(self.at).filter(description__kind="free"),
        }
        if made is not None:
            context |= self._of_table(made)
        return render(self.request, "reports/free_table.html", context)

    def _of_table(self, made: FreeMaking) -> dict[str, Any]:
        description = made.description
        shown = Shown(self.at, self.name, description)
        look, wrong, offers = "", "", []
        try:
            look = shown.html
            offers = list(shown.offers)
        except DescriptionError as error:
            wrong = str(error)
        return {
            "table": made,
            "description": dumped(description),
            "rows": [
                (number, [(at, cell, _named(at, cell)) for at, cell in cells])
                for number, cells in groupby(made.grid, key=lambda each: each[0][0])
            ],
            "columns": [
                (at, made.align(at), f"{made.width(at):g}", [*WIDTHS, *_own(made.width(at))])
                for at in range(made.grid.columns)
            ],
            "aligns": ALIGNS,
            "figures": list(shown.figures),
            "aspects": tuple(dict.fromkeys((*INDICATOR_ASPECTS, *BUDGET_ASPECTS))),
            "periods": PERIODS,
            "shapes": shapes(),
            "chosen": {key: self._said(f"figure_{key}") for key in ("aspect", "period", "shape")},
            "notes": "\n".join(made.told.get("notes", ())),
            "shown": mark_safe(look),  # noqa: S308
            "wrong": wrong,
            "offers": offers,
            "head_choices": range(min(made.grid.rows, 5)),
        }


def _named(at: tuple[int, int], cell: Spanned) -> str:
    """What a cell is called for who does not see it."""
    merged = f", {cell.rows}행 {cell.columns}열을 합친 칸" if (cell.rows, cell.columns) != (1, 1) else ""
    return f"{at[0] + 1}행 {at[1] + 1}열{merged}"


def _own(width: float) -> list[tuple[str, str]]:
    told = f"{width:g}"
    return [] if told in dict(WIDTHS) else [(told, f"{told}배")]


def _columns(made: FreeMaking, verb: str, at: list[int]) -> tuple[FreeColumn, ...]:
    """The looks of the columns after a step."""
    own = [*made.columns, *(FreeColumn(),) * made.grid.columns][: made.grid.columns]
    match verb:
        case "column-add":
            own.insert(at[0], FreeColumn())
        case "column-remove" if len(own) > 1:
            del own[at[0]]
        case "column-up" | "column-down":
            other = at[0] + (-1 if verb == "column-up" else 1)
            if 0 <= other < len(own):
                own[at[0]], own[other] = own[other], own[at[0]]
    return tuple(own)


def _bounded(past: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last of them, as far as a form carries them."""
    kept: list[dict[str, Any]] = []
    size = 0
    for each in reversed(past[-MOST_BACK:]):
        size += len(dumped(each))
        if size > LONGEST:
            break
        kept.insert(0, each)
    return kept


def _making(description: Any) -> FreeMaking:
    """Raises KeyError for what is no free table."""
    try:
        table = FreeTable.model_validate({**description, "key": "made"})
    except (ValidationError, TypeError) as error:
        raise KeyError("description") from error
    return FreeMaking.of(table)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
