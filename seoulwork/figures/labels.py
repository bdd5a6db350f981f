"""What the pages call divisions in general and who heads one, by the words of the organisation that hold now (담당관, or 과 and 과장)."""

from collections.abc import Callable, Iterable

from django.utils.functional import lazy

from seoulwork.domain.korean import Pair, particle
from seoulwork.figures import organisation
from seoulwork.figures.divisions import USUAL_WORD, Division, divisions


class Word(str):
    """A word that is printed with the particle that its format asks for: `{division:을/를}`."""

    __slots__ = ()

    def __format__(self, pair: str) -> str:
        return f"{self!s}{particle(self, pair)}" if pair else str(self)  # type: ignore[arg-type]  # one of the pairs


def word_for(some: Iterable[Division]) -> Word:
    """As what divisions are counted, as of whenever these are; 부서 where they are not all the same."""
    found = {each.unit for each in some}
    return Word(found.pop() if len(found) == 1 else "부서")


def division_word(pair: Pair | None = None) -> Word:
    """As what a division is counted now, with a particle if one is asked for."""
    word = word_for(divisions())
    return Word(f"{word}{particle(word, pair)}") if pair else word


def head_word() -> Word:
    """Who heads a division: a 담당관 is one, a 과 has its 과장."""
    word = division_word()
    return Word("부서장" if word == "부서" else word if word.endswith("관") else f"{word}장")


def of_divisions() -> str:
    """What belongs to a division as a whole and to no programme, in a list over several."""
    return f"{division_word()} 공통"


def means_of_divisions(text: str) -> bool:
    """Whether a text says `담당관 공통`, by a word of now or of before: workbooks outlast an organisation."""
    words = {USUAL_WORD, division_word(), *(each.unit for each in organisation.kept.states)}
    words |= {each.unit for each in divisions()}
    return text.strip() in {f"{each} 공통" for each in words}


def worded(text: str) -> str:
    """A text with `{division}`, `{head}` and `{first}` (the name of one) in it, as it reads now."""
    return text.format(division=division_word(), head=head_word(), first=divisions()[0].name)


lazily: Callable[[str], str] = lazy(worded, str)
"""The same for what is said where no request is yet: labels of fields and columns."""
