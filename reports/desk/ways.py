"""From the pages of a briefing in preparation to where each of its texts is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.figures.divisions import divisions
from seoulwork.figures.models import ADDED

from ..contract import OWN_TEXTS
from ..models import Briefing
from .parts import OWN


@dataclass(frozen=True, slots=True)
class Way:
    """`label` says in words what is written there: `고치기`, of Ⅱ with the division's name."""

    label: str
    address: str


def ways(briefing: Briefing, user: User, sections: Iterable[str]) -> dict[str, list[Way]]:
    """By the keys of the sections in whose text the user may write; none of a published briefing. No query."""
    writable = [each for each in divisions() if may(user, "desk_write", "POST", each.key)]
    added = {each.key: each for each in briefing.arrangement.added}
    found: dict[str, list[Way]] = {}
    for key in sections:
        division, _, number = key.rpartition("-")
        if key == OWN_TEXTS:
            found[key] = [Way(f"{each.name} 글 고치기", _address(briefing, each.key, OWN)) for each in writable]
        elif key in added:
            found[key] = [
                Way("고치기", _address(briefing, each.key, ADDED + added[key].number))
                for each in writable
                if each.key == added[key].division
            ]
        elif any(each.key == division for each in writable):
            found[key] = [Way("고치기", _address(briefing, division, int(number)))]
    return {key: each for key, each in found.items() if each}


def _address(briefing: Briefing, division: str, number: int) -> str:
    return reverse("desk_write", args=[briefing.name, division, number])


def beneath(found: Mapping[str, list[Way]], titles: Mapping[str, str]) -> dict[str, str]:
    """The same as HTML for a page of all sections."""
    return {
        key: '<p class="edit">'
        + " ".join(
            format_html(
                '<a class="button small" href="{}">{}<span class="visually-hidden">: {}</span></a>',
                each.address,
                each.label,
                titles[key],
            )
            for each in some
        )
        + "</p>"
        for key, some in found.items()
    }
