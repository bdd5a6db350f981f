"""The printed pages of a part while it is written. One is set at a time in a process, and few wait: a page of the site goes before."""

import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf

from ..assemble import contributions
from ..document import Section, section_anchor
from ..models import Briefing, DraftFile, Format
from ..outline import vision_part
from .looking import Look

NOTE = "작성 중"
WAITING = 4
"""So many may be set or wait for it in one process."""
_place = threading.BoundedSemaphore(WAITING)
_turn = threading.Lock()


class Busy(Exception):
    """Too many wait already."""


def printed(look: Look) -> dict[str, Any]:
    """The pages of a text as they would be printed now: {"pages": [{"picture" (a PNG in base64), "label"}], "note"}. Raises Busy."""
    # Imported here: its libraries take more than a second, which a web process need not spend that shows no printed page.
    from ..render.pages import pages_of

    section = section_of(replace(look, contents=True))
    first = first_page(look.part.briefing, section.key)
    if not _place.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            made = pages_of(section, title=look.part.briefing.title, draft_note=NOTE, first=first)
    finally:
        _place.release()
    return {
        "pages": [
            {
                "picture": b64encode(each).decode(),
                "label": _label(look, at, made.count, first),
            }
            for at, each in enumerate(made.pictures)
        ],
        "note": " ".join(_notes(first, made.count - len(made.pictures))),
    }


def section_of(look: Look) -> Section:
    """What is printed of a part: a programme's section; of a division's own text the whole of Ⅱ, in which it stands."""
    if look.part.programme is not None or look.part.added is not None:
        return look.section
    own = look.contribution
    known = [
        replace(each, passages=own.passages) if each.division.key == own.division.key else each
        for each in contributions(look.part.briefing)
    ]
    return vision_part(look.part.briefing, known)


def _label(look: Look, at: int, count: int, first: int | None) -> str:
    number = f"{first + at}쪽, " if first else ""
    return f"{look.part.title} 인쇄 모습: {number}{count}쪽 가운데 {at + 1}번째"


def _notes(first: int | None, more: int) -> Iterator[str]:
    if more:
        yield f"이 밖에 {more}쪽이 더 있습니다. 모두 보려면 보고의 PDF를 내려받아 주세요."
    if first:
        yield "쪽 번호는 마지막으로 만든 초안 PDF를 따릅니다."
    else:
        yield "쪽 번호는 초안 PDF를 한 번 만들면 나옵니다."


def first_page(briefing: Briefing, key: str) -> int | None:
    """The page on which a section begins in the last draft that was made; None where there is none, or the section is not in it."""
    made = DraftFile.objects.filter(briefing=briefing, format=Format.PDF).values_list("pk", "made_at").first()
    return _beginnings(*made).get(section_anchor(key)) if made else None


@lru_cache(maxsize=8)
def _beginnings(pk: int, made_at: datetime) -> Mapping[str, int]:
    """Page numbers by the identifiers of sections. `made_at` tells one making of a draft from the next."""
    with pikepdf.open(BytesIO(bytes(DraftFile.objects.get(pk=pk).content))) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        names: Any = pdf.Root.Names.Dests.Names
        return {str(names[at]): numbers[names[at + 1][0].objgen] for at in range(0, len(names), 2)}
