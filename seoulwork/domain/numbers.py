"""Rates, rounding and the number grammar. Pure Python: no Django, no storage.

Stored figures are whole numbers in a base unit (won, person, piece), shifted by the indicator's decimals.
They are rounded once, half up, when they are shown; a negative number is printed with △ as in Korean official tables.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from seoulwork.domain.units import unsteady
from seoulwork.domain.vocabulary import BUDGET_UNIT, UNITS

BLANK = "-"
MINUS = "△"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""The numbers in a circle that fonts have, from 1."""


class NumberError(ValueError):
    """A text that the number grammar does not take; `str()` is the Korean sentence for the user."""


_NUMBER = re.compile(
    r"""(?P<open>\()?\s*
        (?P<sign>[△▲\-+]?)\s*
        (?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?
        \s*(?P<unit>:1|[^\d\s()]*)\s*(?P<close>\))?""",
    re.VERBOSE | re.ASCII,
)
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "－": "-", "▵": "△", "∆": "△", "Δ": "△"})
_FORMULA = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?|(?P<sign>[-+*/()])", re.ASCII)
LONGEST_FORMULA = 200
LARGEST = 10**14
"""In base units: 100조원. With four decimals kept, it still fits a BIGINT."""


def parse_number(text: str, unit: str, decimals: int = 0) -> int | None:
    """Read a figure as officers write it and return it as a whole number of base units × 10**decimals.

    Takes `1,234`, `△9`, `(9)`, full-width digits and, behind the number, the unit itself or another unit of the
    same base (`349억원` for an indicator in 백만원). Blank text, `-`, `–` and `—` are None: blank is not zero.
    Raises NumberError for anything else, for more decimals than are kept, and for numbers beyond LARGEST.
    """
    shown = text.strip()
    cleaned = _clean(text)
    if cleaned in ("", "-"):
        return None
    match = _NUMBER.fullmatch(cleaned)
    if not match or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["sign"]):
        raise NumberError(f"숫자가 아닙니다: '{shown}'. 1,234처럼 숫자만 넣어 주세요.")
    own = UNITS[unit]
    written = UNITS.get(match["unit"]) if match["unit"] else own
    if written is None or written.base != own.base:
        raise NumberError(f"이 지표의 단위 '{unit}'에 맞지 않습니다: '{shown}'. 단위를 빼고 넣어 주세요.")
    value = Decimal(match["whole"].replace(",", "") + "." + (match["fraction"] or "0"))
    scaled = value * written.factor * 10**decimals
    if scaled != scaled.to_integral_value():
        places = f"소수 {decimals}자리까지" if decimals else "소수 없이"
        raise NumberError(f"{places} 넣어 주세요: '{shown}'.")
    if scaled > LARGEST * 10**decimals:
        raise NumberError(f"너무 큰 수입니다: '{shown}'. 단위를 확인해 주세요.")
    negative = match["open"] or match["sign"] in ("△", "▲", "-")
    return -int(scaled) if negative else int(scaled)


@UNITS.followed
@cache
def _kept_signs() -> "re.Pattern[str] | None":
    """Signs of units, which stay as they are (㎡)."""
    signs = unsteady(UNITS)
    return re.compile(f"([{re.escape(''.join(sorted(signs)))}])") if signs else None


def plain(text: str) -> str:
    """Full-width letters and other forms of a character as the usual one (NFKC); signs of units stay as they stand."""
    kept = None if text.isascii() else _kept_signs()
    if kept is None:
        return unicodedata.normalize("NFKC", text)
    # Every second piece is such a sign.
    pieces = enumerate(kept.split(text))
    return "".join(each if number % 2 else unicodedata.normalize("NFKC", each) for number, each in pieces)


def _clean(text: str) -> str:
    """A number's text in plain letters, each minus sign as one of two."""
    return plain(text.strip()).translate(_MINUS_SIGNS).strip()


def is_dash(text: str) -> bool:
    """Whether a text says blank with a dash, as tables do, and as Excel's 쉼표 스타일 shows a zero."""
    return _clean(text) == "-"


def work_out(text: str) -> str:
    """`=10+5` → `15`: a formula of numbers, + - * / and brackets as the number that it comes to; any other text as it is.

    Exact. Raises NumberError for a formula that can't be worked out or comes to no finite decimal.
    """
    cleaned = _clean(text).replace("×", "*").replace("÷", "/").replace("△", "-").replace("▲", "-")
    if not cleaned.startswith("="):
        return text
    shown = text.strip()
    try:
        if len(cleaned) > LONGEST_FORMULA:
            raise ValueError(text)
        signs = _signs(cleaned[1:])
        value = _sum(signs)
        if signs:
            raise ValueError(text)
    except (ValueError, IndexError) as error:
        raise NumberError(
            f"셈할 수 없는 식입니다: '{shown}'. =10+5처럼 숫자와 + - * / 괄호로만 적어 주세요."
        ) from error
    except ZeroDivisionError as error:
        raise NumberError(f"0으로 나누는 식입니다: '{shown}'. 식을 고쳐 주세요.") from error
    return _decimal(value, shown)


def _signs(formula: str) -> list[str | Fraction]:
    """The numbers and signs of a formula, the last first. Raises ValueError for anything else."""
    found: list[str | Fraction] = []
    rest = formula.strip()
    while rest:
        match = _FORMULA.match(rest)
        if not match:
            raise ValueError(formula)
        found.append(match["sign"] or Fraction(match[0].replace(",", "")))
        rest = rest[match.end() :].lstrip()
    return found[::-1]


def _sum(signs: list[str | Fraction]) -> Fraction:
    value = _product(signs)
    while signs and signs[-1] in ("+", "-"):
        value += _product(signs) if signs.pop() == "+" else -_product(signs)
    return value


def _product(signs: list[str | Fraction]) -> Fraction:
    value = _factor(signs)
    while signs and signs[-1] in ("*", "/"):
        value = value * _factor(signs) if signs.pop() == "*" else value / _factor(signs)
    return value


def _factor(signs: list[str | Fraction]) -> Fraction:
    """Raises ValueError or IndexError where no number begins."""
    first = signs.pop()
    if isinstance(first, Fraction):
        return first
    if first in ("+", "-"):
        return _factor(signs) if first == "+" else -_factor(signs)
    if first != "(":
        raise ValueError(first)
    value = _sum(signs)
    if signs.pop() != ")":
        raise ValueError(first)
    return value


def _decimal(value: Fraction, shown: str) -> str:
    """A fraction written out, all of it. Raises NumberError where it never ends."""
    left, places = value.denominator, 0
    while left % 2 == 0 or left % 5 == 0:
        left //= 10 if left % 10 == 0 else 2 if left % 2 == 0 else 5
        places += 1
    if left != 1:
        raise NumberError(f"나누어떨어지지 않는 식입니다: '{shown}'. 반올림한 값을 넣어 주세요.")
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else f"{sign}{digits}"


def in_unit(stored: Decimal | int, unit: str, decimals: int = 0) -> Decimal:
    """The exact value of a stored whole number, in the given display unit."""
    return Decimal(stored) / UNITS[unit].factor / Decimal(10) ** decimals


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round once, half away from zero: 98.75 is 98.8, -0.5 is -1."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def circled(number: int) -> str:
    """The mark before a numbered item: `①` … `⑳`, `(21)` where there is no such sign."""
    return CIRCLED[number - 1] if 1 <= number <= len(CIRCLED) else f"({number})"


def format_number(value: Decimal | int, decimals: int = 0) -> str:
    """`1234.5` → `1,234.5`, `-9` → `△9`; rounded half up to `decimals`."""
    rounded = round_half_up(Decimal(value), decimals)
    return (MINUS if rounded < 0 else "") + f"{abs(rounded):,.{decimals}f}"


def stored_text(stored: Decimal | int, unit: str, decimals: int = 0) -> str:
    """A stored figure in its unit, with as many decimals as it takes to say all of it and no fewer than `decimals`."""
    number = int(stored)
    whole, left = divmod(number, UNITS[unit].factor)
    if not decimals and not left and number == stored:
        # Most are whole: the general way, which comes to the same, takes seven times as long.
        return (MINUS if whole < 0 else "") + f"{abs(whole):,}"
    shown = in_unit(stored, unit, decimals)
    return format_number(shown, max(-int(shown.normalize().as_tuple().exponent), decimals, 0))


def money_text(won: Decimal | int) -> str:
    """An amount of won in the unit in which budgets are shown: `3,326백만원`."""
    return f"{stored_text(won, BUDGET_UNIT)}{BUDGET_UNIT}"


def rate(numerator: Decimal | int | None, denominator: Decimal | int | None) -> Decimal | None:
    """The exact percentage of two exact figures of the same unit; None when either is missing or the denominator is zero.

    This is the only place that computes a rate: achievement = actual/target, execution = spent/current budget.
    """
    if numerator is None or denominator is None or denominator == 0:
        return None
    return Decimal(numerator) * 100 / Decimal(denominator)


def difference(new: Decimal | int | None, old: Decimal | int | None) -> Decimal | None:
    """new − old, None when either is missing (a missing figure is not zero)."""
    if new is None or old is None:
        return None
    return Decimal(new) - Decimal(old)
