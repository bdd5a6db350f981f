"""The sheets of lists that are kept with the month from which they hold: a line is a state, and shows from when it holds and whether it ends
what it is a state of."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import Q

from seoulwork.catalogue.forms import DivisionForm, form_class, forms_of, of_model
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import BEGINNING, Dated, DivisionState
from seoulwork.workbook.lists.columns import Column, column_of, shown_of, text_of
from seoulwork.workbook.lists.steps import FormStep
from seoulwork.workbook.lists.tabs import Line, Options, Tab

BLANKS = 30
NOTES = {
    "from_month": "이 달의 보고부터 나옵니다. 2018-09처럼 적고, 비어 있으면 처음부터입니다. 내용과 함께 고치면 그 달부터의 새 내용이 되고 앞의 내용은 남습니다.",
    "gone": "'예'로 고치면 왼쪽의 달부터 나오지 않습니다. 달을 함께 고쳐 주세요.",
}


def dated_tabs(division: Division, options: Options) -> list[Callable[[], Tab]]:
    """A sheet for each list of the division whose states are dated, and one for what it is called and how many teams it has."""
    year = int(options["year"])
    kinds = [
        (kind.label, kind.single, form_class(kind, division), kind.of(division))
        for kind in kinds_of(division).values()
        if kind.key in forms_of(division) and issubclass(kind.of(division), Dated)
    ]
    called = (f"{division_word()} 이름", False, of_model(DivisionForm, DivisionState), DivisionState)
    return [partial(_tab, division, year, *each) for each in (*kinds, called)]


def _tab(division: Division, year: int, label: str, single: bool, form: Any, model: Any) -> Tab:
    given = {"division": division.key} if model is DivisionState else {}
    names = tuple(name for name in form.names if name not in given)
    keys = tuple(name for name in form.key if name not in given)
    columns = tuple(column_of(model, name, note=NOTES.get(name, "")) for name in names)
    about = f"{label}의 내용마다 한 줄입니다. {year}년과 그 뒤에 나오는 것이 모두 있습니다."

    def new(typed: Mapping[str, str]) -> Line:
        step = FormStep(form, None, {name: name for name in names}, {"from_month": "", **given})
        return Line("", division.name, " ".join(filter(None, (label, typed.get(names[0], "")))), (step,))

    lines = tuple(_line(division, form, row, columns, keys) for row in _rows(model, year, given))
    may_add = not single or not lines
    return Tab(label, about, columns, lines, BLANKS if may_add else 0, new if may_add else None)


def _rows(model: Any, year: int, given: Mapping[str, str]) -> Iterator[Any]:
    """The states that hold in the year or later."""
    rows: Any = model.objects.with_until().filter(Q(until__isnull=True) | Q(until__gt=Month(year, 1)), **given)
    return iter(rows)


def _line(division: Division, form: Any, row: Any, columns: tuple[Column, ...], keys: tuple[str, ...]) -> Line:
    labels = {each.key: text_of(shown_of(row, each.key, each)) for each in columns if each.key in keys}
    own = {each.key: each.key for each in columns if each.key not in keys}
    since = {"from_month": "" if row.from_month == BEGINNING else str(row.from_month)}
    return Line(
        str(row.pk), division.name, f"{row} ({row.since})", (FormStep(form, row, own, since),), labels, owner=row
    )
