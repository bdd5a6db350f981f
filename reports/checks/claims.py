"""What the words of a sentence claim about when its figures are of: years, months, runs, halves and days. Pure reading.

A claim counts for the figures that it stands directly before (`'18.1~6월 실적 : …`) and for the one behind which it stands in
brackets (`…('15년)`). The date of an event (`개소('18.4월)`, `6월 개최`) claims nothing of a figure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seoulwork.domain.periods import Month, PeriodError, Run

Kind = Literal["year", "years", "run", "end", "month", "day"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A time that is written: where, and which one. `year` is None where none is written; `first` and `last` are the months of
    a run (for `end` and `month` one month), of `years` the years; `day` that of a date."""

    kind: Kind
    start: int
    end: int
    text: str
    year: int | None = None
    first: int = 0
    last: int = 0
    day: int = 0

    def run(self, year: int) -> Run:
        """The months that it names; in `year` where none is written."""
        of = self.year or year
        if self.kind == "years":
            return Run(Month(self.first, 1), Month(self.last, 12))
        return Run(Month(of, self.first or 1), Month(of, self.last or 12))


def _year(number: str = "") -> str:
    return rf"(?:['‘’](?P<y{number}>\d{{2}})|(?P<Y{number}>(?:19|20)\d{{2}}))"


_MONTH = r"(?P<m>1[0-2]|[1-9])"
_IN_YEAR = rf"(?:{_year()}(?:년도?)?\s?\.?\s?)?"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("years", re.compile(rf"(?<![\d.]){_year()}년?\s?~\s?{_year('2')}(?:년도?(?!간|차|마다)|(?![\d.]))")),
    ("day", re.compile(rf"(?<![\d.~])(?:{_year()}\.\s?)?{_MONTH}\.\s?(?P<d>3[01]|[12]\d|[1-9])\.?(?=\s?(?:일\s?)?(?:기준|현재))")),
    ("run", re.compile(rf"(?:{_year()}(?:년도?)?\s?\.?\s?|(?<![\d.~])){_MONTH}월?\s?~\s?(?P<n>1[0-2]|[1-9])월(?!\s?\d)")),
    ("run", re.compile(rf"{_IN_YEAR}(?<![·/,])(?P<h>[상하])반기")),
    ("run", re.compile(rf"{_IN_YEAR}(?<![\d~])(?P<q>[1-4])(?:\s?/\s?4)?\s?분기")),
    ("month", re.compile(rf"{_IN_YEAR}(?<![\d~])(?<!~\s){_MONTH}월(?P<e>\s?말)?(?!\s?\d|\s?~)")),
    (
        "year",
        re.compile(
            r"(?<![\d~])(?:['‘’](?P<y>\d{2})(?:년도?)?|(?P<Y>(?:19|20)\d{2})년도?)(?!\d|간|차|마다|생|\s?[.~]\s?['‘’\d]|\s?\d{1,2}월|[,.]\d)"
        ),
    ),
)  # fmt: skip


def claims(words: str) -> Iterator[Claim]:
    """The times that are written in a line, those of events too."""
    taken = [False] * len(words)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                try:
                    yield _claim(kind, match)
                except PeriodError:
                    continue


def _claim(kind: Kind, match: re.Match[str]) -> Claim:
    at, found = (match.start(), match.end(), match[0].strip()), match.groupdict()
    year = _full(found.get("y"), found.get("Y"))
    if kind == "years":
        last = _full(found["y2"], found["Y2"])
        Run(Month(year or 0, 1), Month(last or 0, 12))  # raises PeriodError for an end before the beginning
        return Claim("years", *at, None, year or 0, last or 0)
    if kind == "year":
        return Claim("year", *at, year)
    if half := found.get("h"):
        return Claim("run", *at, year, *((1, 6) if half == "상" else (7, 12)))
    if quarter := found.get("q"):
        return Claim("run", *at, year, int(quarter) * 3 - 2, int(quarter) * 3)
    month = int(found["m"])
    if kind == "run":
        Run(Month(year or 2000, month), Month(year or 2000, int(found["n"])))
        return Claim("run", *at, year, month, int(found["n"]))
    if kind == "day":
        return Claim("day", *at, year, month, month, int(found["d"]))
    return Claim("end" if found["e"] else "month", *at, year, month, month)


def _full(short: str | None, long: str | None) -> int | None:
    return int(long) if long else 2000 + int(short) if short else None


# ------------------------------------------------------------------------------------- which figures a claim counts for

_EVENTS = (
    "개최", "개소", "신설", "위촉", "설립", "개관", "구성", "체결", "선정", "착공", "준공", "시행", "제정", "개정", "모집", "공고",
    "예정", "발표", "출범", "설치", "도입", "개장", "완공", "지정", "선발", "교부", "실시", "착수", "전환", "신규", "추가", "완료",
)  # fmt: skip
_EVENT = re.compile(rf"(?:{'|'.join(_EVENTS)})(?![가-힣])")
_STATED = "실적|현재|기준|까지|누계|누적"
_WORDS = re.compile(
    rf"{_STATED}|목표|계획|예산현액|예산액|예산|현황|결과|지출액|집행액|집행률|달성률|이용|추진|전체|합계|동안|중|총|약|연|도|말"
)
_HEADING = re.compile(rf"도?\s*(?P<said>[가-힣·\s]{{0,16}})\)?\s*:|\s*(?:{_STATED})\s*\)")
_ELSEWHERE = re.compile(
    r"[→;※▶/]|전년|작년|지난해|당초|동기|대비|보다|올해|금년|내년|향후|최근|부터|이후|이전|이내|에서|당시"
)
"""What turns to another time."""
_BEHIND = re.compile(r"(?P<noun>\s?[가-힣]{0,8})\s?\(\s?$")
_COMING = re.compile(r"[^,;→\0]{0,12}(?:예정|계획|개최|전망|예상)")
LONGEST = 24
"""Letters between a claim and its figure."""


def stated(words: str, claim: Claim) -> bool:
    """`6월 현재`, `5월까지`: a month that is told as the end of what is counted."""
    return bool(re.match(rf"\s?(?:{_STATED})", words[claim.end :]))


_COUNTED = re.compile(r"(?:실적|현황|건수|결과|인원|누계|금액|[율률수액])$")


def of_event(words: str, claim: Claim) -> bool:
    """`개소('18.4월)`, `운영('16년)`: it stands in brackets behind what happened, or behind what may have begun then."""
    before = words[: claim.start].rstrip()
    if not before.endswith("("):
        return False
    word = before[:-1].rstrip()
    if not word or word.endswith("\0"):
        return False
    begun = claim.kind in ("month", "year") and not stated(words, claim) and not _COUNTED.search(word)
    return begun or bool(_EVENT.search(word[-6:]))


def is_direct(words: str, claim: Claim, start: int, names: tuple[str, ...]) -> bool:
    """Nothing but the figure's own name, and what says that it is counted, stands between. A month alone may be that of an
    event: it has to say that something is counted up to it."""
    if claim.kind == "month" and not stated(words, claim):
        return False
    between = words[claim.end : start]
    if "\0" in between or len(between) > LONGEST + max(map(len, names), default=0):
        return False
    for name in sorted(names, key=len, reverse=True):
        between = between.replace(name, "")
    return not re.sub(r"[\s():\[\]]", "", _WORDS.sub("", between))


def heads(words: str, claim: Claim, start: int) -> bool:
    """`'18.1~6월 실적 : 상담 …`: it is the heading of what follows, up to the first figure at `start`."""
    between = words[claim.end : start]
    heading = _HEADING.match(between)
    if heading is None or "\0" in between or _ELSEWHERE.search(between):
        return False
    rest = between[heading.end() :]
    said = heading["said"] or ""
    return len(rest) <= LONGEST and "," not in rest and not _EVENT.search(said) and not _EVENT.search(rest)


def is_coming(words: str, end: int) -> bool:
    """`… 개최 예정`: what stands behind a figure says that it is to come."""
    return bool(_COMING.match(words[end:]))


def goes_on(words: str, last: int, start: int) -> bool:
    """Whether a heading still counts for the next figure."""
    between = words[last:start]
    return not (_ELSEWHERE.search(between) or _EVENT.search(between)) and len(between) <= LONGEST


def is_behind(words: str, claim: Claim, end: int) -> bool:
    """`…명('15년)`, `… 기업('22년 현재)`: in brackets of its own right behind the figure that ends at `end`."""
    noun = _BEHIND.fullmatch(words[end : claim.start]) if end <= claim.start else None
    closed = re.match(rf"\s?(?:{_STATED}|목표)?\s?\)(?!\s?:)", words[claim.end :])
    if noun is None or closed is None or _EVENT.search(noun["noun"].strip()):
        return False
    return claim.kind not in ("month",) or not noun["noun"].strip() or stated(words, claim)
