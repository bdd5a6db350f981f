"""What the editor of the desk needs beside the page itself."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from seoulwork.accounts.models import User
from seoulwork.domain.clock import MONTH, PLAN, RESULTS
from seoulwork.domain.korean import particle
from seoulwork.domain.notation import REMARKS
from seoulwork.domain.vocabulary import (
    ABSOLUTE,
    BARE,
    BUDGET_ASPECTS,
    BUDGET_UNIT,
    INDICATOR_ASPECTS,
    ROUNDED,
    SCALES_SHOWN,
    TO_ONE,
    UNITS,
)
from seoulwork.entry.templatetags.entry import pending_secret

from ..tables.made import key_of
from .looking import BUDGET, INDICATOR
from .parts import Part
from .pictures import pictures_of
from .standing import REASONS
from .tables import tables_of

MARKS = (
    ("□", "제목"),
    ("■", "세부사업"),
    ("○", "첫 단계"),
    ("-", "둘째 단계"),
    ("·", "셋째 단계"),
    ("◆", "강조"),
    ("▶", "강조 아래"),
    (REMARKS[0], "참고"),
)
"""The buttons of the editor: what each begins a line with, and what that is called."""
PERIODS = (
    ("", "기준 기간"),
    (MONTH, "기준월"),
    (RESULTS, "올해"),
    (f"{RESULTS}H1", "올해 상반기"),
    (f"{RESULTS}-1", "지난해"),
    (f"{RESULTS}-1H1", "지난해 상반기"),
    (f"{PLAN}-2", "계획년의 두 해 전"),
    (PLAN, "계획년"),
)
"""The periods that the picker of figures offers; any other one can be typed."""


def shapes() -> tuple[tuple[str, str], ...]:
    """How a figure may be shown, as the picker offers it; what does not fit is told."""
    added = (name for name in UNITS.offered if name not in UNITS.usual and UNITS[name].factor > 1)
    return (
        ("", "그대로"),
        (BARE, "단위 없이"),
        *((word, f"소수 {word[-1]}자리") for word in ROUNDED),
        *((word, f"{word} 단위로") for word in SCALES_SHOWN),
        *((word, f"{word}{particle(word, '으로/로')}") for word in (*UNITS.like(BUDGET_UNIT), *added)),
        (ABSOLUTE, "빼기표 없이"),
        (TO_ONE, "5.4:1처럼"),
    )


def placeable(at: Part) -> list[dict[str, str]]:
    """The tables and pictures of a part: the line that places each, the page on which it is changed, and by what the preview shows it.
    2 queries."""
    own = [at.briefing.name, at.division.key, at.number]
    found = []
    for table in tables_of(at).only("name", "description"):
        page = "desk_free_table" if table.description.get("kind") == "free" else "desk_table"
        shown = f"[id='table-{key_of(at.division.key, at.number, table.name)}']"
        address = f"{reverse(page, args=own)}?{urlencode({'name': table.name})}"
        found.append({"kind": "표", "name": table.name, "address": address, "shown": shown})
    for picture in pictures_of(at):
        address = reverse("desk_picture", args=[*own, picture.pk])
        found.append(
            {"kind": "그림", "name": picture.name, "address": address, "shown": f"img[src*='{picture.sha256}']"}
        )
    return [each | {"line": f"[{each['kind']}: {each['name']}]"} for each in found]


def data(at: Part, user: User, placed: list[dict[str, str]]) -> dict[str, Any]:
    """For its scripts; the secret is the user's own key for what waits in the browser."""
    return {
        "user": user.works_as,
        "place": f"{at.briefing.name}/{at.division.key}/{at.number}",
        "secret": pending_secret(user),
        "aspects": {INDICATOR: INDICATOR_ASPECTS, BUDGET: BUDGET_ASPECTS},
        "periods": PERIODS,
        "shapes": shapes(),
        "reasons": REASONS,
        "placeable": placed,
    }
