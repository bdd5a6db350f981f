"""What is said above a table about when its figures are of."""

from typing import TYPE_CHECKING

from seoulwork.domain.periods import Run, TimeStyle, printed_as_of
from seoulwork.domain.vocabulary import TARGET

from ..values import Figure
from .axes import Node
from .cells import scope
from .description import AsOf
from .formulas import At
from .words import printed

if TYPE_CHECKING:
    from .drawing import Drawing


def as_of_words(drawing: "Drawing") -> str:
    """The one date (or period) that its figures share, else each with its column or row; totals say nothing of their own. Where nobody
    says by which, the dates that the heads say already are left out."""
    own = drawing.table.as_of
    if own.text:
        return printed(own.text, drawing.narrator)
    if own.how == "none":
        return ""
    plain = [at for at in drawing.shown if not drawing.is_total(at[0]) and not drawing.in_total(at[1])]
    dated = {at: told for at in plain if (told := _date(drawing.shown[at].figure, own))}
    if not own.by:
        dated = {at: told for at, told in dated.items() if not _said_by_head(drawing, at)}
    columns = {c: {dated[at] for at in dated if at[1] == c} for c in range(len(drawing.columns))}
    by = own.by or ("columns" if all(len(each) < 2 for each in columns.values()) else "rows")
    if by == "rows":
        return scope((drawing.rows[r][-1].name, dated[r, c]) for r, c in sorted(dated))
    across = sorted(dated, key=lambda at: (at[1], at[0]))
    return scope((_named(drawing, drawing.columns[c][-1]), dated[r, c]) for r, c in across)


def _date(figure: Figure, own: AsOf) -> str:
    if own.how == "periods":
        periods = dict.fromkeys(f"{each.period} {each.kind}" for each in figure.origins if each.kind == TARGET)
        return "·".join(periods)
    days = [each.as_of for each in figure.origins if each.as_of]
    return printed_as_of(max(days), TimeStyle(as_day=own.day)) if days else ""


def _said_by_head(drawing: "Drawing", at: At) -> bool:
    """Whether a cell's date is the end of the months that its row or column names."""
    days = [each.as_of for each in drawing.shown[at].figure.origins if each.as_of]
    runs = [path[-1].bound.get("period") for path in (drawing.rows[at[0]], drawing.columns[at[1]])]
    return any(isinstance(run, Run) and bool(days) and max(days) == run.last.last_day for run in runs)


def _named(drawing: "Drawing", node: Node) -> str:
    return printed(node.entry.named, drawing.narrator, drawing.own_words(node)) or drawing.heads[id(node)]
