"""A new line whose name is nearly that of another: asked once, before there are two names for one thing."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from seoulwork.domain.korean import particle
from seoulwork.workbook.lists.tabs import Naming
from seoulwork.workbook.matching.likeness import alike, pairs_of
from seoulwork.workbook.matching.questions import Choice, Question
from seoulwork.workbook.reading.sheet import squeeze, tidy

NEW, SAME = "new", "same:"
LONG = 3
"""Letters from which on a single stroke is more likely a slip than what sets two names apart"""
ALIKE = 0.6
"""From this share of letter pairs in common on, two names may be meant for one thing."""


class Near(NamedTuple):
    question: Question

    @property
    def waits(self) -> bool:
        return not self.question.answer

    @property
    def identifier(self) -> str:
        """Of the line that is meant; empty for a new one, and while it waits."""
        return self.question.answer.removeprefix(SAME) if self.question.answer.startswith(SAME) else ""


def _slipped(one: str, other: str) -> bool:
    """Whether two names are one but for blanks, or but for one stroke of a key: so they are asked about in one list too. Numbers and
    short names (1분기 and 2분기, 가군 and 나군) are set apart by as little."""
    first, second = squeeze(one), squeeze(other)
    if first == second:
        return True
    if min(len(first), len(second)) < LONG or re.sub(r"\D", "", first) != re.sub(r"\D", "", second):
        return False
    keys, others = sorted((unicodedata.normalize("NFD", each) for each in (first, second)), key=len)
    start = next((at for at, (mine, yours) in enumerate(zip(keys, others, strict=False)) if mine != yours), len(keys))
    return others[start + 1 :] in (keys[start:], keys[start + 1 :])


def near(
    naming: Naming, typed: Mapping[str, str], title: str, where: str, place: str, answers: Mapping[str, str]
) -> Near | None:
    """What is asked about a new name; None for one that is like no other, or the very same (which the form refuses)."""
    name, scope = typed[naming.column], squeeze(naming.scope(typed))
    known = {each: line for key, names in naming.names.items() if squeeze(key) == scope for each, line in names.items()}
    naming.names.setdefault(scope, {}).setdefault(name, "")
    if any(tidy(each) == tidy(name) for each in known):
        return None
    pairs = pairs_of(name)
    scored = sorted((-alike(pairs, pairs_of(each)), each) for each in known)
    # Two names of one list stand there side by side (동대문구 and 서대문구): who wrote both means two things.
    likely = [each for score, each in scored if (-score >= ALIKE and known[each]) or _slipped(each, name)][:3]
    if not likely:
        return None
    choices = (
        *(
            Choice(SAME + known[each], f"이미 있는 '{each}'{particle(each, '이/가')} 맞음")
            for each in likely
            if known[each]
        ),
        Choice(NEW, f"다른 것이니 '{name}'{particle(name, '을/를')} 새로 만듦"),
    )
    key = f"이름:{where}|{scope}|{name}"[:390]
    answer = answers.get(key, "")
    others = ", ".join(f"'{each}'" for each in likely)
    question = Question(
        key,
        place,
        f"새로 적은 '{title}'의 이름이 {others}{particle(likely[-1], '과/와')} 비슷합니다. 어느 것입니까?",
        choices,
        any_line=False,
        answer=answer if answer in {choice.answer for choice in choices} else "",
    )
    return Near(question)
