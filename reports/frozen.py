"""A document as JSON and back: what a published edition keeps of itself beside its files.

The JSON follows the types of the tree: an object for a dataclass, with `is` where the place could hold several; a list for a
tuple; decimals, days, months and bytes (base64) as text; what stands at its default is left out. Origins and meanings, which many figures share,
stand once in `shared`, and a figure names them by number. `schema` tells which tree it was: an older one is brought up to the
present one by `UPGRADES` before it is read, so that what was published stays readable.

Pure Python: no Django, no query.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reports.document import Document
from reports.values import Meaning, Origin
from seoulwork.domain.periods import Month

SCHEMA = 5
"""Raised when a field of the tree goes, or changes its name or meaning; a new field with a default needs nothing."""

UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    # The second has `courses` in the document, which the first does without.
    1: lambda kept: kept | {"schema": 2},
    # The third has `milestones` in the document, and where a year will end in its courses.
    2: lambda kept: kept | {"schema": 3},
    # The fourth has in its courses how they came there, month by month, and their plans.
    3: lambda kept: kept | {"schema": 4},
    # The fifth has `homes` in the document.
    4: lambda kept: kept | {"schema": 5},
}
"""By schema: what makes the JSON of the next one of it."""

SHARED = (Origin, Meaning)


class FrozenError(ValueError):
    """The JSON is no document that can be read. `str()` is a Korean sentence."""


def freeze(document: Document) -> str:
    """The document as JSON: equal documents give equal texts."""
    writer = _Writer()
    root = writer.write(document, Document)
    kept = {"schema": SCHEMA, "document": root, "shared": writer.shared}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str | bytes) -> Document:
    """The document of such a JSON. Raises FrozenError."""
    try:
        kept = json.loads(text)
        schema = kept["schema"]
        while schema in UPGRADES:
            kept = UPGRADES[schema](kept)
            schema = kept["schema"]
        if schema != SCHEMA:
            raise FrozenError(
                f"판의 자료 형식 {schema}은 이 프로그램이 모르는 형식입니다. 프로그램을 새 판으로 올려 주세요."
            )
        found = _Reader(kept["shared"]).read(kept["document"], Document)
    except FrozenError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError) as error:
        raise FrozenError(f"판의 자료를 읽을 수 없습니다: {error}") from error
    if not isinstance(found, Document):
        raise FrozenError("판의 자료에 문서가 없습니다.")
    return found


# ------------------------------------------------------------------------------------------------------ types


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    hint: Any
    default: Any
    """MISSING where there is none"""


@cache
def _fields(kind: type) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Field(each.name, hints[each.name], each.default if each.default_factory is MISSING else each.default_factory())
        for each in fields(kind)
        if each.init
    )


@cache
def _choices(hint: Any) -> tuple[Any, ...]:
    """What a place may hold: the members of its union, or the one type."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(inner for each in get_args(hint) for inner in _choices(each))
    return (hint,)


@cache
def _named(hint: Any) -> Mapping[str, type]:
    """The dataclasses that a place may hold, by name."""
    return {each.__name__: each for each in _choices(hint) if isinstance(each, type) and is_dataclass(each)}


@cache
def _tuple_of(hint: Any) -> tuple[Any, ...]:
    """What stands in the tuple that a place may hold: (X, ...) or (X, Y). Raises TypeError where it may hold none."""
    for each in _choices(hint):
        if get_origin(each) is tuple:
            return get_args(each)
    raise TypeError("목록이 올 자리가 아닙니다")


def _hints(hint: Any, count: int) -> tuple[Any, ...]:
    inner = _tuple_of(hint)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return (inner[0],) * count
    if len(inner) != count:
        raise TypeError(f"{len(inner)}개가 올 자리에 {count}개가 있습니다")
    return inner


class _Writer:
    def __init__(self) -> None:
        self.shared: dict[str, list[Any]] = {each.__name__: [] for each in SHARED}
        self._numbers: dict[Any, int] = {}

    def write(self, value: Any, hint: Any) -> Any:
        if isinstance(value, Month):
            return str(value)
        if isinstance(value, SHARED):
            return self._number(value)
        if is_dataclass(value):
            return self._object(value, hint)
        if isinstance(value, tuple):
            return [self.write(each, inner) for each, inner in zip(value, _hints(hint, len(value)), strict=True)]
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, bytes):
            return b64encode(value).decode()
        if isinstance(value, date):
            return value.isoformat()
        if value is None or isinstance(value, str | int | float):
            return value
        raise TypeError(f"{type(value).__name__} can't stand in a document")

    def _object(self, value: Any, hint: Any) -> dict[str, Any]:
        kind: type = type(value)
        written = {"is": kind.__name__} if len(_named(hint)) > 1 else {}
        for each in _fields(kind):
            held = getattr(value, each.name)
            if each.default is MISSING or held != each.default:
                written[each.name] = self.write(held, each.hint)
        return written

    def _number(self, value: Origin | Meaning) -> int:
        number = self._numbers.get(value)
        if number is None:
            rows = self.shared[type(value).__name__]
            number = self._numbers[value] = len(rows)
            rows.append(self._object(value, type(value)))
        return number


class _Reader:
    def __init__(self, shared: Mapping[str, list[Any]]) -> None:
        self._shared = {kind: [self._object(row, kind) for row in shared[kind.__name__]] for kind in SHARED}

    def read(self, value: Any, hint: Any) -> Any:
        if isinstance(value, dict):
            return self._object(value, self._kind(value, hint))
        if isinstance(value, list):
            return tuple(self.read(each, inner) for each, inner in zip(value, _hints(hint, len(value)), strict=True))
        for each in _choices(hint):
            found = self._scalar(value, each)
            if found is not MISSING:
                return found
        raise TypeError(f"{value!r}: 올 자리가 아닌 값입니다")

    def _kind(self, value: Mapping[str, Any], hint: Any) -> type:
        known = _named(hint)
        if "is" in value:
            return known[value["is"]]
        if len(known) != 1:
            raise TypeError("종류를 적지 않은 자리입니다")
        return next(iter(known.values()))

    def _object(self, value: Mapping[str, Any], kind: type) -> Any:
        known = _fields(kind)
        extra = value.keys() - {each.name for each in known} - {"is"}
        if extra:
            raise TypeError(f"{kind.__name__}에 없는 {sorted(extra)[0]}")
        return kind(**{each.name: self.read(value[each.name], each.hint) for each in known if each.name in value})

    def _scalar(self, value: Any, hint: Any) -> Any:
        """The value as that type, or MISSING where it can't be one."""
        if hint is NoneType or value is None:
            return None if hint is NoneType and value is None else MISSING
        if get_origin(hint) is Literal:
            return value if value in get_args(hint) else MISSING
        if hint in (str, bool, int):
            return value if type(value) is hint else MISSING
        if hint is float:
            return value if type(value) in (int, float) else MISSING
        if hint in SHARED:
            return self._shared[hint][value] if type(value) is int and value >= 0 else MISSING
        read = _FROM_TEXT.get(hint) or (hint if isinstance(hint, type) and issubclass(hint, Enum) else None)
        return read(value) if read and isinstance(value, str) else MISSING


_FROM_TEXT: Mapping[Any, Callable[[str], Any]] = {
    Decimal: Decimal,
    bytes: lambda text: b64decode(text, validate=True),
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Month: Month.parse,
}
