"""Several reads in one statement (UNION ALL) that is made once and kept: what a page asks grows neither with its tables
nor with the divisions, and making the SQL anew took longer than the database's answer."""

from collections import Counter, namedtuple
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import In

from seoulwork.domain.periods import Month
from seoulwork.figures.fields import UnitField


class Read(NamedTuple):
    """Some rows, and the columns that are wanted of them: at least two."""

    rows: models.QuerySet[Any]
    columns: tuple[str, ...]

    def where(self, **conditions: Any) -> "Read":
        return Read(self.rows.filter(**conditions), self.columns)

    def none(self) -> "Read":
        return Read(self.rows.none(), self.columns)


class Parameter(Value):
    """In a kept statement the place of a value."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


def among(field: str, parameters: list[Parameter]) -> Q:
    """`field__in`, for parameters: that of a foreign key takes none."""
    return Q(In(F(field), parameters))


Rows = Sequence[Any]
"""Rows with an attribute for each column."""
Question = Callable[..., Sequence[Read]]
"""Makes the reads from what it asks about and, by name, a Parameter for each value, a list of them for a list of values, a
tuple for a tuple. They must not depend on anything else."""

WHICH = "which"
_NUMBER: Any = models.BigIntegerField()
_KINDS: dict[Any, Any] = {
    models.CharField: models.TextField(),
    models.TextField: models.TextField(),
    UnitField: models.TextField(),
    models.BooleanField: models.BooleanField(),
    models.DateTimeField: models.DateTimeField(),
    models.DateField: models.DateField(),
}
"""As what a column of that field stands in the union; all others are whole numbers."""


def ask(question: Question, of: Any, **values: Any) -> list[Rows]:
    """The rows of each read of the question, by the names of their columns, in no order; months as the whole numbers that are stored. 1 query, none where
    there can be no rows."""
    given: list[Any] = []
    shape = tuple((name, _shape(value, given)) for name, value in values.items())
    statement = _statement(question, of, shape, connection.vendor)
    found: list[list[Any]] = [[] for _ in statement.takers]
    if statement.sql:
        with connection.cursor() as cursor:
            cursor.execute(
                statement.sql,
                [given[each.value] if isinstance(each, Parameter) else each for each in statement.parameters],
            )
            for row in cursor.fetchall():
                found[row[0]].append(row)
    return [take(rows) for take, rows in zip(statement.takers, found, strict=True)]


def _shape(value: Any, given: list[Any]) -> Any:
    """How many parameters a value takes: None for one, a number for a list, a tuple for a tuple. The values go to `given`.
    Lists are filled up to a power of two with their last value, so that few statements serve all."""
    if isinstance(value, tuple):
        return tuple(_shape(each, given) for each in value)
    if not isinstance(value, list):
        given.append(_as_stored(value))
        return None
    size = 1 << (len(value) - 1).bit_length() if value else 0
    given += value + value[-1:] * (size - len(value))
    return size


def _as_stored(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, UUID):
        return models.UUIDField().get_db_prep_value(value, connection)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return int(value) if isinstance(value, Month) else value


class _Statement(NamedTuple):
    sql: str
    parameters: tuple[Any, ...]
    takers: tuple[Callable[[Sequence[Any]], Rows], ...]
    """For each read what takes its own columns from its rows"""


@cache
def _statement(question: Question, of: Any, shape: tuple[tuple[str, Any], ...], vendor: str) -> _Statement:
    numbers = iter(range(2**31))
    reads = question(of, **{name: _parameters(each, numbers) for name, each in shape})
    slots, kinds = _slots(reads)
    names = (WHICH, *kinds)
    several = [
        each.rows.order_by().annotate(**{WHICH: Value(number)}, **_columns(own, kinds)).values_list(*names)
        for number, (each, own) in enumerate(zip(reads, slots, strict=True))
    ]
    union = several[0].union(*several[1:], all=True) if several[1:] else several[0]
    compiler = union.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Statement("", (), (list,) * len(reads))
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    needed = {
        at: converters[at]
        for at, name in enumerate(names)
        if at in converters and kinds.get(name) not in (None, _NUMBER)
    }
    return _Statement(sql, tuple(parameters), tuple(_taker(own, names, needed) for own in slots))


def _taker(own: dict[str, str], names: tuple[str, ...], converters: dict[int, Any]) -> Callable[[Sequence[Any]], Rows]:
    """What makes rows of a read's own columns, column by column: one by one they took as long as their reading. Drivers give
    whole numbers as they are; to have each of them converted took longer still."""
    row_of: Any = namedtuple("Row", own)  # type: ignore[misc]
    places = [names.index(slot) for slot in own.values()]
    make = partial(tuple.__new__, row_of)  # `_make` without counting the values of each row
    to_convert = [(at, *converters[place]) for at, place in enumerate(places) if place in converters]

    def take(rows: Sequence[Any]) -> Rows:
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        taken = [columns[place] for place in places]
        for at, converts, expression in to_convert:
            for convert in converts:
                taken[at] = tuple(
                    None if value is None else convert(value, expression, connection) for value in taken[at]
                )
        return list(map(make, zip(*taken, strict=True)))

    return take


def _parameters(shape: Any, numbers: Iterable[int]) -> Any:
    if isinstance(shape, tuple):
        return tuple(_parameters(each, numbers) for each in shape)
    if shape is None:
        return Parameter(next(iter(numbers)))
    return [Parameter(next(iter(numbers))) for _ in range(shape)]


def _slots(reads: Sequence[Read]) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """For each read the columns of the union that its own take, and as what each column of the union stands."""
    slots: list[dict[str, str]] = []
    kinds: dict[str, Any] = {}
    for each in reads:
        counted: Counter[str] = Counter()
        slots.append({})
        for column in each.columns:
            kind = _KINDS.get(type(_field(each.rows.model, column)), _NUMBER)
            name = kind.get_internal_type().lower()
            counted[name] += 1
            slot = f"{name}_{counted[name]}"
            slots[-1][column], kinds[slot] = slot, kind
    return slots, kinds


def _columns(own: dict[str, str], kinds: dict[str, Any]) -> dict[str, Any]:
    nothing = {slot: Cast(Value(None), kind) for slot, kind in kinds.items()}
    return nothing | {slot: ExpressionWrapper(F(column), kinds[slot]) for column, slot in own.items()}


def _field(model: Any, column: str) -> Any:
    """`actual__entered_by__name` → the field of that name."""
    name, _, rest = column.partition("__")
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return _field(field.related_model, rest) if rest else field
