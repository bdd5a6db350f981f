"""The site's fonts: two weights in few pieces, of which a page fetches only what its letters need."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, Request

from reports.render.fonts import TEXT_FONT
from seoulwork.accounts.models import Role, User
from seoulwork.entry.steps import open_month
from tests.entry.browsing import JULY, log_in, password_hash

pytestmark = pytest.mark.any_engine

FOLDER = settings.BASE_DIR / "node_modules/.webfonts"
MOST = 12
"""Font requests of a page, whatever stands on it."""


def codes_of(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def rules() -> list[tuple[str, str, str]]:
    """Weight, file and range of each rule, in order."""
    found = re.findall(
        r"font-weight:(\d+);.*?url\('([^']+)'\)format\('woff2'\)(?:;unicode-range:([^}]+))?}",
        (FOLDER / "pretendard-gov.css").read_text(),
    )
    return [(weight, file, limit) for weight, file, limit in found]


def within(code: int, limit: str) -> bool:
    for each in limit.split(","):
        first, _, last = each.removeprefix("U+").partition("-")
        if int(first, 16) <= code <= int(last or first, 16):
            return True
    return False


def test_there_are_no_more_pieces_than_a_page_may_fetch() -> None:
    assert 0 < len(rules()) <= MOST


@pytest.mark.parametrize(("weight", "style"), [("400", "Regular"), ("700", "Bold")])
def test_the_pieces_of_a_weight_hold_every_letter_of_the_font_once(weight: str, style: str) -> None:
    held = [(codes_of(FOLDER / file), limit) for each, file, limit in rules() if each == weight]
    assert set.union(*(codes for codes, _ in held)) == codes_of(TEXT_FONT.folder / f"PretendardGOV-{style}.ttf")
    assert sum(len(codes) for codes, _ in held) == len(set.union(*(codes for codes, _ in held)))
    *rare, (_, last) = held
    assert last == "", "the common piece is asked first, which is the last rule"
    assert all(within(code, limit) for codes, limit in rare for code in codes)
    assert all(not (a & b) for (a, _), (b, _) in pairwise(held))


@pytest.fixture
def fetched(briefing_data_live: None, browser: Browser, base_url: str) -> Iterator[Callable[[str, str], list[str]]]:
    """`fetched(role, address)`: the font files that a browser which was never here fetches for that page."""
    contexts = []

    def visit(role: str, address: str) -> list[str]:
        context = browser.new_context(base_url=base_url)
        contexts.append(context)
        if role:
            division = "labour" if role in (Role.OFFICER, Role.HEAD) else ""
            key = {"username": role, "role": role, "division": division}
            log_in(context, User.objects.get_or_create(**key, defaults={"password": password_hash()})[0], base_url)
        page: Page = context.new_page()
        files: list[str] = []

        def note(request: Request) -> None:
            if request.resource_type == "font":
                files.append(request.url.rpartition("/")[2].partition(".")[0])

        page.on("request", note)
        page.goto(address)
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        page.wait_for_function("document.fonts.status === 'loaded'")
        loaded: Any = page.evaluate("[...document.fonts].filter(each => each.status === 'loaded').length")
        assert loaded == len(set(files)) == len(files)
        return files

    yield visit
    for each in contexts:
        each.close()


COMMON = {"pretendard-gov-400-common", "pretendard-gov-700-common"}


def test_a_page_fetches_few_fonts(fetched: Callable[[str, str], list[str]]) -> None:
    open_month(JULY)
    for role, address in (
        ("", reverse("account_login")),
        (Role.OFFICER, reverse("home")),
        (Role.OFFICER, reverse("entry_month", args=["labour", JULY])),
        (Role.ADMINISTRATOR, reverse("briefings")),
        (Role.ADMINISTRATOR, reverse("briefing", args=[JULY])),
        (Role.ADMINISTRATOR, reverse("list", args=["programmes", "indicators"])),
    ):
        assert set(fetched(role, address)) == COMMON, address


def test_a_rare_letter_fetches_its_piece(fetched: Callable[[str, str], list[str]]) -> None:
    syllable = next(
        chr(code) for code in codes_of(FOLDER / "pretendard-gov-400-rare.woff2") if code in range(0xAC00, 0xD7A4)
    )
    User.objects.create(username="rare", name=f"{syllable}鬱", role=Role.COUNCIL, password=password_hash())
    files = set(fetched(Role.ADMINISTRATOR, reverse("users")))
    assert files > COMMON
    assert {each.partition("-4")[2][3:] for each in files - COMMON} == {"rare", "hanja-3"}
