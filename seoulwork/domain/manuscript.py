"""The text of a whole part of a briefing as it is written: one line an item, with its headings and dates. Pure Python.

    [요지]
    ◆ 시 본청 등 공공부문 노동자의 고용안정
    □ 추진현황
    ○ 무기계약직 {교통공사전환} 전환
      - 잔여 무기계약직 {잔여무기계약직} 전환 추진
    ■ 청년일자리센터 운영
    □ 향후계획
    ○ 정규직 전환 지원 | '18. 7월~12월 중
      - 동향 모니터링
    ○ 전환 실태조사 | '18. 8월 | 완료

`[요지]` opens the box under the title, `□` a headed text, `■` a sub-project to which the texts below it belong (alone: to none
again). `○ 내용 | 일정` is a milestone, and what follows its details. Bound figures stand as everywhere (notation.py).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from seoulwork.domain.notation import REMARKS, level_of, mark_of
from seoulwork.domain.periods import Month

GIST, PROJECT, HEADING, DONE = "[요지]", "■", "□", "완료"
BAR = "|"

Kind = Literal["gist", "text", "plans"]


@dataclass(frozen=True, slots=True)
class When:
    """The date of a milestone: a month or a day, a run of them, or open at one end; none at all. `note` stands behind."""

    first_month: Month | None = None
    first_day: int | None = None
    last_month: Month | None = None
    last_day: int | None = None
    open_ended: bool = False
    note: str = ""

    @property
    def printed(self) -> str:
        """`'18. 7월~`, `'18. 7월~12월`, `'18.12.11.~12.`, `~'19. 3월`, with the note behind; empty without a date."""
        first = _day(self.first_month, self.first_day)
        last = _day(self.last_month, self.last_day, after=self.first_month)
        if self.open_ended:
            text = f"{first}~"
        elif self.last_month is None:
            text = first
        else:
            text = f"{first}~{last}"
        return f"{text} {self.note}".strip()

    @property
    def due(self) -> date | None:
        """The last day on which it is to be done; None without a date, and for what goes on. Raises ValueError for a day that
        its month has not."""
        month, day = (self.last_month, self.last_day) if self.last_month else (self.first_month, self.first_day)
        if self.open_ended or month is None:
            return None
        return month.last_day if day is None else date(month.year, month.number, day)

    @classmethod
    def read(cls, text: str) -> "When":
        """What `printed` gives. What begins with no date is all note."""
        text = " ".join(text.split())
        first, at = _point(text, 0, None)
        tilde = _TILDE.match(text, at)
        last, end = _point(text, tilde.end(), first) if tilde else (None, at)
        if tilde and last is None:
            end = text.index("~", at) + 1
        if (first is None and last is None) or text[end : end + 1].strip():
            return cls(note=text)
        (first_month, first_day), (last_month, last_day) = first or (None, None), last or (None, None)
        is_open = tilde is not None and last is None
        return cls(first_month, first_day, last_month, last_day, is_open, text[end:].strip())


def _day(month: Month | None, day: int | None, after: Month | None = None) -> str:
    """`'18. 7월` or `'18. 7.17.`; what repeats from the start of the same run is left out."""
    if month is None:
        return ""
    year = "" if after and after.year == month.year else f"'{month.year % 100:02}. "
    if day is None:
        return f"{year}{month.number}월"
    if after == month:
        return f"{day}."
    return f"{year.strip()}{month.number}.{day}."


_YEAR = r"(?:(?:['‘’](?P<short>\d\d)|(?P<long>20\d\d))(?:\.|년)\s?)?"
_MONTH = r"(?:(?P<month>\d{1,2})월(?:\s?(?P<day>\d{1,2})일)?|(?P<dotted>\d{1,2})\.\s?(?P<dotted_day>\d{1,2})\.)"
_POINT = re.compile(rf"{_YEAR}{_MONTH}")
_DAY_ALONE = re.compile(r"(\d{1,2})\.(?!\s?\d)")
_TILDE = re.compile(r"\s?~\s?")

Point = tuple[Month, int | None]


def _point(text: str, at: int, start: Point | None) -> tuple[Point | None, int]:
    """The month, and perhaps a day, that stands at a place of a text, and where it ends. Of the end of a run the year, or the
    month too, may be that of its start."""
    if start and (match := _DAY_ALONE.match(text, at)):
        return (start[0], int(match[1])), match.end()
    match = _POINT.match(text, at)
    if match is None:
        return None, at
    year = int(match["long"] or 2000 + int(match["short"] or 0)) if match["long"] or match["short"] else None
    year = year or (start[0].year if start else None)
    number, day = int(match["month"] or match["dotted"]), match["day"] or match["dotted_day"]
    if year is None or not 1 <= number <= 12:
        return None, at
    return (Month(year, number), int(day) if day else None), match.end()


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone; `line` is that of its title, `detail` what stands below it."""

    title: str
    when: When = When()
    detail: str = ""
    done: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """One text: the gist, or a heading with lines and milestones. `line` is that of its first line of text, from 1."""

    kind: Kind
    project: str = ""
    heading: str = ""
    text: str = ""
    milestones: tuple[Planned, ...] = ()
    line: int = 0


def read(text: str) -> tuple[Piece, ...]:
    """The pieces of a written text, in order."""
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    project, piece = "", Piece("text", line=1)
    lines: list[str] = []
    plans: list[tuple[Planned, list[str]]] = []

    def done() -> Iterator[Piece]:
        """The piece that ends here; none where nothing was written, and nothing heads it."""
        body = _told(lines)
        if body or plans or piece.heading or piece.kind == "gist":
            kind: Kind = "plans" if plans and piece.kind == "text" else piece.kind
            yield replace(piece, kind=kind, text=body, milestones=tuple(_detailed(plans)))
        lines.clear()
        plans.clear()

    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line == GIST or line[:1] in (PROJECT, HEADING):
            yield from done()
            if line[:1] == PROJECT:
                project = line[1:].strip()
            kind: Kind = "gist" if line == GIST else "text"
            heading = line[1:].strip() if line[:1] == HEADING else ""
            piece = Piece(kind, project, heading, line=number + 1)
        elif is_planned(line) and piece.kind != "gist":
            plans.append((_planned(line, number), []))
        elif plans:
            plans[-1][1].append(raw)
        else:
            lines.append(raw)
    yield from done()


def is_planned(line: str) -> bool:
    """Whether a line is a milestone: `○ 내용 | 일정`."""
    return line.lstrip().startswith("○") and BAR in line


def _planned(line: str, number: int) -> Planned:
    title, _, rest = line[1:].partition(BAR)
    when, _, last = rest.rpartition(BAR)
    done = last.strip() == DONE
    return Planned(title.strip(), When.read(when if done else rest), done=done, line=number)


def _detailed(plans: Iterable[tuple[Planned, list[str]]]) -> Iterator[Planned]:
    for each, lines in plans:
        yield replace(each, detail=_told(lines))


def _told(lines: list[str]) -> str:
    """Without what is blank at the ends of lines and of the text; its first line stays the first."""
    return "\n".join(line.rstrip() for line in lines).rstrip()


def write(pieces: Iterable[Piece]) -> str:
    """The text of which `read` makes these pieces: each line indented as deep as it is printed."""
    lines: list[str] = []
    project = ""
    for piece in pieces:
        if piece.project != project:
            project = piece.project
            lines.append(f"{PROJECT} {project}".strip())
        lines.append(GIST if piece.kind == "gist" else f"{HEADING} {piece.heading}".strip())
        lines += indented(piece.text)
        for each in piece.milestones:
            lines.append(_planned_line(each))
            lines += indented(each.detail)
    return "\n".join(lines)


def _planned_line(each: Planned) -> str:
    parts = [each.title, each.when.printed, *([DONE] if each.done else [])]
    return f"○ {f' {BAR} '.join(parts)}".rstrip()


def indented(text: str) -> list[str]:
    """The lines of a text, each as deep as its mark says; empty ones left out."""
    lines: list[str] = []
    level = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        own = level_of(mark_of(line), level)
        level = level if mark_of(line) in REMARKS else own
        lines.append("  " * own + line)
    return lines


class NotAMilestone(LookupError):
    """There is none on that line, or it reads otherwise by now."""


def planned_at(text: str, line: int, title: str) -> Planned:
    """The milestone of that line (from 1) and title. Raises NotAMilestone."""
    for piece in read(text):
        for each in piece.milestones:
            if (each.line, each.title) == (line, title):
                return each
    raise NotAMilestone


def replanned(text: str, planned: Planned, *, when: When | None = None, done: bool | None = None) -> str:
    """The text with another date of a milestone, or with it done."""
    new = replace(planned, when=when or planned.when, done=planned.done if done is None else done)
    lines = text.split("\n")
    lines[planned.line - 1] = _planned_line(new)
    return "\n".join(lines)


def told_as_progress(text: str, planned: Planned, progress: str) -> str:
    """The text with a milestone moved, as a line with its details, to the end of the text headed `progress` of the same
    sub-project; that is put above the milestone's own where there is none."""
    lines = text.split("\n")
    pieces = read(text)
    own = next(each for each in pieces if any(one.line == planned.line for one in each.milestones))
    first, last = planned.line - 1, planned.line + len(planned.detail.splitlines())
    when = f" ({planned.when.printed})" if planned.when.printed and "{일정}" not in planned.title else ""
    told = [f"○ {planned.title.replace('{일정}', planned.when.printed)}{when}", *lines[first + 1 : last]]
    rest = [*lines[:first], *lines[last:]]
    there = next((each for each in pieces if (each.project, each.heading) == (own.project, progress)), None)
    at = _end_of(rest, there.line - 1) if there else own.line - 2
    head = [] if there else [f"{HEADING} {progress}"]
    return "\n".join([*rest[:at], *head, *told, *rest[at:]])


def _end_of(lines: list[str], start: int) -> int:
    """Where the piece that begins at a line (from 0) ends."""
    for number, raw in enumerate(lines[start:], start):
        line = raw.strip()
        if line == GIST or line[:1] in (PROJECT, HEADING):
            return number
    return len(lines)


def misplaced(text: str) -> tuple[int, str] | None:
    """The first line of one piece's text that would open another one, counted from 1, and the sign that does; None without one."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line == GIST or line[:1] in (PROJECT, HEADING):
            return number, GIST if line == GIST else line[:1]
        if is_planned(line):
            return number, BAR
    return None
