"""What a briefing is called in addresses, commands and files: its month, and which of that month. Pure Python: no Django."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month, PeriodError

FIRST = 1
"""The number of a month's first briefing, which its name does not tell."""
MOST = 99


@dataclass(frozen=True, slots=True, order=True)
class BriefingName:
    """`2018-07`, the second of that month `2018-07-2`."""

    month: Month
    number: int = FIRST

    PATTERN: ClassVar[str] = r"[0-9]{4}-[0-9]{2}(?:-(?:[2-9]|[1-9][0-9]))?"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises PeriodError."""
        if not re.fullmatch(cls.PATTERN, text.strip()):
            raise PeriodError(
                f"'{text}'{particle(text, '은/는')} 업무보고의 이름이 아닙니다. 2018-07처럼, 그 달의 두 번째는 2018-07-2처럼 적어 주세요."
            )
        year, month, *number = text.strip().split("-")
        return cls(Month.parse(f"{year}-{month}"), int(number[0]) if number else FIRST)

    def __str__(self) -> str:
        return str(self.month) if self.number == FIRST else f"{self.month}-{self.number}"

    @property
    def korean(self) -> str:
        """`2018년 7월`, of a later one `2018년 7월, 2번째`."""
        return self.month.korean if self.number == FIRST else f"{self.month.korean}, {self.number}번째"
