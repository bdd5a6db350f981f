"""What can't be matched and is asked: the row's likely lines, and under which key an answer is remembered."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from seoulwork.workbook.matching.likeness import alike, pairs_of
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.reading.sheet import squeeze, tidy
from seoulwork.workbook.reading.tables import Row, Table
from seoulwork.workbook.safety import Refused

SKIP = "skip"
"""The answer of who does not want a row imported."""
MONTHLY, CUMULATIVE = "monthly", "cumulative"
"""The answers to how a table's amounts are meant."""
SUGGESTIONS = 5
LEAST_ALIKE = 0.3
MOST_QUESTIONS = 200
"""Nobody answers more about one workbook; and each looks at every line of the division."""


class Choice(NamedTuple):
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What can't be matched, asked once for each sender. An answer is a line's identifier, SKIP, or one of `choices` only."""

    key: str
    place: str
    text: str
    choices: tuple[Choice, ...]
    """The likely answers, best first"""
    any_line: bool
    """Whether every line of the division is an answer, beside the choices."""
    answer: str = ""
    """What is remembered of it; empty while it waits for one"""
    values: str = ""
    """The figures of the row, or of the first row, that it is about: `7월 301, 8월 296`"""


LONGEST_KEY = 400


def kept_key(text: str) -> str:
    """A key as it is kept; of a long one the beginning, and what tells it from all others."""
    if len(text) <= LONGEST_KEY:
        return text
    return f"{text[: LONGEST_KEY - 40]}…{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def question_key(row: Row) -> str:
    """What is remembered of a row: its labels, squeezed, with the section that it stands in."""
    labels = (row.section, *row.labels) if len(row.labels) == 1 else row.labels
    return kept_key("행:" + "|".join(map(squeeze, labels)))


MOST_VALUES = 6
"""So many figures of a row are shown beside a question."""


def values_of(table: Table, row: Row) -> str:
    """The first figures of a row, each with its heading, as they stand in the file."""
    found = [
        f"{column.heading} {text}"
        for column in table.columns
        if (text := tidy(table.sheet.value(row.number, column.column)))
    ]
    return ", ".join(found[:MOST_VALUES]) + (" …" if len(found) > MOST_VALUES else "")


def money_key(table: Table) -> str:
    """What is remembered of how a table's amounts are meant: its sheet and what stands over its months, whichever these are."""
    heads = dict.fromkeys(re.sub(r"\d+", "", squeeze(column.heading)) for column in table.columns)
    return kept_key("금액:" + "|".join([squeeze(table.sheet.name), *heads]))


def nearest(label: str, lines: Iterable[Line]) -> list[Line]:
    """The lines whose names look most like the label: by the share of letter pairs in common."""
    wanted = pairs_of(label)
    scored: list[tuple[float, int, Line]] = []
    for line in lines:
        best = max(alike(wanted, pairs) for pairs in line.pairs)
        if best >= LEAST_ALIKE:
            scored.append((-best, len(scored), line))
    return [line for _, _, line in sorted(scored)[:SUGGESTIONS]]


def refuse_one_more(questions: Mapping[str, Question]) -> None:
    """Raise Refused when as many questions are asked as may be."""
    if len(questions) == MOST_QUESTIONS:
        raise Refused(
            f"알 수 없는 이름의 행이 {MOST_QUESTIONS:,}개를 넘습니다. "
            "서식을 내려받아 쓰거나, 지표 이름을 서식과 같게 고쳐 올려 주세요."
        )
