"""What a table holds, as data that goes through JSON and back. Pure: no Django, no ledger; names are not looked up here.

A figure table is two axes of entries. Each entry binds some of {division, programme, of, lines, part, source, aspect, period}; what a
cell shows is what its row and its column bind together, over the table's base.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Align = Literal["left", "center", "right"]
Width = Annotated[float, Field(gt=0, le=20)]
"""Of a column, beside the others: 1 is usual"""
FIELDS = ("division", "programme", "of", "lines", "part", "source", "aspect", "period")
"""What an entry may bind."""


class DescriptionError(ValueError):
    """A description of which no table can be made; `str()` is the Korean sentence with its place and a way out."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bind(_Model):
    """What an entry says of its cells. Empty: it leaves that to the other axis, or to the base."""

    division: str = ""
    """A division's key"""
    programme: int | None = None
    """A programme's number"""
    of: str = ""
    """The short name of an indicator or budget"""
    lines: str = ""
    """In the place of `of`: all budget lines of that kind (vocabulary.BUDGET_KINDS)"""
    part: str = ""
    """The path of a part; below an entry that binds one it goes on from there"""
    source: str = ""
    """시비, 국비, …"""
    aspect: str = ""
    period: str = ""
    """`2018`, `2018H1`, `2018-06`, `계획년-1`; or set against the period that the other axis or the base binds: `Y-1`, `YTD-1`, `Q-1`,
    `M-12`, `YQ3` (`periods.py`)"""

    def bound(self) -> dict[str, Any]:
        """The fields that are bound."""
        return {name: value for name in FIELDS if (value := getattr(self, name)) not in ("", None)}


EachKind = Literal[
    "divisions",
    "programmes",
    "indicators",
    "policy",
    "parts",
    "budgets",
    "sources",
    "list",
    "years",
    "halves",
    "quarters",
    "months",
]
BINDS: dict[str, tuple[str, ...]] = {
    "divisions": ("division",),
    "programmes": ("programme",),
    "indicators": ("programme", "of"),
    "policy": ("programme", "of"),
    "parts": ("part",),
    "budgets": ("programme", "of"),
    "sources": ("source",),
    "list": ("part",),
    "years": ("period",),
    "halves": ("period",),
    "quarters": ("period",),
    "months": ("period",),
}
"""What each kind of entries binds."""
TIMES = ("years", "halves", "quarters", "months")


class Each(_Model):
    """One entry for each of what there is."""

    kind: EachKind
    of: str = ""
    """Of `parts`: whose parts, where it is not what the entry's own axis or the base binds; of `list`: the name of a list that the
    division hands over; of `budgets`: of which kind (all of them when empty)"""
    dimension: str = ""
    under: str = ""
    """Of `parts`: those below this path; `*` those that any part of the first level has, each once"""
    depth: Annotated[int, Field(ge=1, le=4)] = 1
    """Of `parts`: how many levels, each below its own head"""
    subtotal: str = "소계"
    """Of `parts` with more than one level: the head of the whole above its kinds; empty for none"""
    year: str = "기준년"
    """Of times: the year, or of `years` that from which is counted"""
    first: int = 0
    last: int = 0
    """Of `years` as steps from `year` (−4 to 0), of the others numbers from 1 (0: from the first to the last)"""
    cumulative: bool = False
    """Of times within a year: from January on"""
    leave: tuple[str, ...] = ()
    """Names that are left out"""
    by: str = ""
    """Of rows: the key of the column by whose figures they are ordered, the largest first; empty: as they are kept"""
    ascending: bool = False
    most: Annotated[int, Field(ge=0, le=100)] = 0
    """Of rows: how many stand by themselves, 0 for all; those behind them are one row, their sum"""
    rest: str = "그 밖"
    """The head of that row; how many it holds is said behind it"""


class Calc(_Model):
    """A value that is made of other cells of the row (for a column) or of the column (for a row), by the keys of their entries."""

    how: Literal["sum", "minus", "rate", "growth", "quotient"]
    """`rate` in percent, `growth` the rate of change from the second to the first, `quotient` one by the other in `unit` of the entry"""
    of: tuple[str, ...] = Field(min_length=2)


class Total(_Model):
    head: str = "계"
    how: Literal["whole", "sum"] = "sum"
    """`whole`: what is stored of the whole; `sum`: of the entries beside it"""
    last: bool = False
    """Behind the entries, else before them"""
    key: str = ""
    """How a calculation calls it; of its columns `key.column`"""


class Entry(_Model):
    """A row or a column, a group of them (`children`), or one for each of what there is (`each`)."""

    head: str = ""
    """May hold `{이름}`, `{단위}`, `{연도}`, `{기간}` of the entry itself, and times (`{기준년}`). Empty: the name of what it binds."""
    bind: Bind = Bind()
    each: Each | None = None
    children: tuple["Entry", ...] = ()
    total: Total | None = None
    """Of `each` or `children`, beside them"""
    key: str = ""
    """How others call it: `calc` and the chart; empty: its aspect"""
    calc: Calc | None = None
    words: str = ""
    """In the place of figures words: `단위`, `사업`, or those of that name which the division hands over"""
    texts: dict[str, str] = {}
    """In the place of figures texts in the notation, by the identity of the row (`part/12`)"""
    field: str = ""
    """Of divisions: what of them stands as the head instead of the name (`분야`)"""
    beside: str = ""
    """`달성률`: behind the actual stands its rate"""
    with_unit: bool = False
    unit: str = ""
    decimals: Annotated[int | None, Field(ge=0, le=2)] = None
    named: str = ""
    """How its figures are called where their dates are told above the table; as `head`"""
    align: Align | None = None
    width: Width = 1
    bar: bool = False


class Label(_Model):
    """The head of a column that names the rows."""

    head: str = ""
    align: Align = "center"
    width: Width = 1


def _label(value: object) -> object:
    return {"head": value} if isinstance(value, str) else value


class AsOf(_Model):
    """What is said above the table about when its figures are of."""

    how: Literal["dates", "periods", "none"] = "dates"
    """The as-of dates of its actuals, or the periods of its targets"""
    by: Literal["", "rows", "columns"] = ""
    """Whose dates are told where they differ; empty: the columns', where each has one"""
    day: bool = False
    """The end of a month as a day (`'18.6.30`)"""
    text: str = ""
    """In the place of all that"""


class Drawn(_Model):
    """A chart of a figure table: of `bars` and `shares` one for each row, of `trend` one line for each row over the columns, of `pie`
    one slice for each row."""

    kind: Literal["bars", "trend", "shares", "pie"]
    key: str = ""
    title: str = ""
    words: str = ""
    """What stands before the figures in the description for those who do not see it"""
    value: str = ""
    target: str = ""
    rate: str = ""
    """Keys of columns"""
    tells: Literal["rates", "amounts"] = "rates"
    name: str = ""
    """Of the series"""
    marks: tuple[str, str] | None = None


class FigureTable(_Model):
    kind: Literal["figures"] = "figures"
    key: str
    caption: str = ""
    base: Bind = Bind()
    rows: tuple[Entry, ...] = Field(min_length=1, max_length=200)
    columns: tuple[Entry, ...] = Field(min_length=1, max_length=60)
    labels: tuple[Annotated[Label, BeforeValidator(_label)], ...] = ()
    """Over the columns that name the rows, from the left"""
    total: Total | None = None
    """Of all rows"""
    unit: str = ""
    """Empty: the one that its figures share, if they do; `-`: none"""
    as_of: AsOf = AsOf()
    notes: tuple[str, ...] = ()
    blocks: Annotated[int, Field(ge=1, le=6)] = 1
    """How many parts of the rows stand side by side"""
    chart: Drawn | None = None


class FreeCell(_Model):
    text: str = ""
    """In the notation of texts"""
    colspan: Annotated[int, Field(ge=1, le=60)] = 1
    rowspan: Annotated[int, Field(ge=1, le=500)] = 1
    head: bool = False


class FreeRow(_Model):
    cells: tuple[FreeCell, ...]
    total: bool = False


class FreeColumn(_Model):
    align: Align = "left"
    width: Width = 1


class FreeTable(_Model):
    kind: Literal["free"] = "free"
    key: str
    caption: str = ""
    columns: tuple[FreeColumn, ...] = Field(min_length=1, max_length=60)
    head: tuple[FreeRow, ...] = ()
    body: tuple[FreeRow, ...] = Field(min_length=1, max_length=500)
    unit: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = ()


Description = FigureTable | FreeTable
