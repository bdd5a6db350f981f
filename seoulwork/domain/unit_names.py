"""What a unit that a page adds may be called. Pure Python."""

import re

from seoulwork.domain.korean import particle
from seoulwork.domain.units import unsteady
from seoulwork.domain.vocabulary import ASPECTS, DECIMALS, DIRECTIONS, SCALES, STYLES, TIMES, UNITS

LONGEST = 10
LARGEST_FACTOR = 10**9
_SIGNS = frozenset("℃℉‰㎡㎥㎞㎏㎜㎝㏊")
_NAME = re.compile(rf"[^\W\d_]+(?:[/·][^\W\d_]+)*|[{''.join(_SIGNS)}]")
"""Letters, one sign between words of them, or a sign for a measure: nothing that the notation or a number is written with."""
_TAKEN = frozenset((*ASPECTS, *STYLES, *TIMES, *DIRECTIONS, *SCALES, "월"))
"""What means something else in texts, workbooks and dates."""


def problem_of(name: str, base: str, factor: int) -> str:
    """Why there can be no such unit beside those that there are, in words; empty when there can."""
    if len(name) > LONGEST or not _NAME.fullmatch(name) or not unsteady((name,)) <= _SIGNS:
        return f"'{name}'{particle(name, '은/는')} 단위 이름이 될 수 없습니다. 숫자, 빈칸, 괄호 없이 {LONGEST}자까지 '톤', '명/년'처럼 적어 주세요."
    if name in _TAKEN or name.startswith(DECIMALS):
        return f"'{name}'{particle(name, '은/는')} 글과 표에서 다른 뜻으로 쓰는 말이어서 단위 이름이 될 수 없습니다."
    if not 1 <= factor <= LARGEST_FACTOR:
        return f"몇 배인지는 1부터 {LARGEST_FACTOR:,}까지 적어 주세요."
    if base == name and factor != 1:
        return "새로 세는 단위의 배수는 1입니다. 다른 단위의 배수라면 그 단위를 골라 주세요."
    if base != name and (base not in UNITS or UNITS[base].factor != 1):
        return f"'{base}'{particle(base, '은/는')} 배수의 바탕이 되는 단위가 아닙니다."
    return _misread(name, base, factor)


def _misread(name: str, base: str, factor: int) -> str:
    """`천톤` is read as 1,000 of 톤 wherever there is 톤."""
    for word, times in SCALES.items():
        of = UNITS.get(name.removeprefix(word)) if name.startswith(word) and name != word else None
        if of is not None and of.name and (of.base, of.factor * times) != (base, factor):
            return f"'{name}'{particle(name, '은/는')} '{of.base}'의 {of.factor * times:,}배로 읽힙니다. 그렇게 고르거나 이름을 바꿔 주세요."
    return ""
