"""The guides of docs/ as pages: the same Markdown that a repository's reader sees, with the site's own links and pictures. One of them
also stands beside the installer, as a file (tools/draw_guide.py)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from posixpath import normpath

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from seoulwork.accounts.models import Role
from seoulwork.figures.labels import lazily

EVERYONE = "everyone"
OPERATOR = "operator"
CHECKS = "checks"
NEXT_BRIEFING = "next-briefing"
GUIDES = {
    Role.OFFICER.value: "입력 담당",
    Role.HEAD.value: lazily("{head}"),
    Role.ADMINISTRATOR.value: "관리자",
    NEXT_BRIEFING: "다음 보고 만들기",
    CHECKS: "점검 규칙",
    Role.COUNCIL.value: "시의원",
    EVERYONE: "모두에게 같은 것",
    OPERATOR: "시스템 담당",
}
"""What the guide docs/<key>.md is called where one is chosen."""


def guides_for(role: str) -> dict[str, str]:
    """Those of GUIDES that the role is offered: council members read nothing of the office's own work, and how the server is kept is
    for those who answer for the system."""
    if role == Role.COUNCIL:
        return {key: GUIDES[key] for key in (Role.COUNCIL.value, EVERYONE)}
    return {key: label for key, label in GUIDES.items() if role == Role.ADMINISTRATOR or key != OPERATOR}


@dataclass(frozen=True, slots=True)
class Guide:
    """`contents`: the anchors and words of its second-level headings, in order. `html` begins after the title."""

    title: str
    contents: tuple[tuple[str, str], ...]
    html: str


def anchor(heading: str) -> str:
    """The anchor that a heading has where the repository is read: links within the guides are written for it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _text(inline: Token) -> str:
    return "".join(each.content for each in inline.children or [] if each.type in ("text", "code_inline"))


def _place(inline: Token, picture: Callable[[str], str], page_of: Callable[[str], str]) -> None:
    """Pictures, and links to other guides, get the addresses that the functions give (empty: none); what is only in the repository is
    plain text."""
    kept: list[Token] = []
    dropped = False
    for each in inline.children or []:
        if each.type == "image":
            each.attrSet("src", picture(str(each.attrGet("src"))))
        elif each.type == "link_open":
            page, mark, place = str(each.attrGet("href")).partition("#")
            key = page.removesuffix(".md")
            address = page_of(key) if key in GUIDES else ""
            dropped = bool(page) and not address
            if address:
                each.attrSet("href", f"{address}{mark}{place}")
        if not (dropped and each.type in ("link_open", "link_close")):
            kept.append(each)
        dropped = dropped and each.type != "link_close"
    inline.children = kept


def _frame_tables(html: str) -> str:
    """A table that is wider than the window scrolls in a frame of its own, which the keyboard reaches."""
    numbers = count(1)
    framed = re.sub(
        "<table>",
        lambda _: (
            f'<div class="list-frame" tabindex="0" role="region" aria-label="표 {next(numbers)}"><table class="list">'
        ),
        html,
    )
    return framed.replace("</table>", "</table></div>")


@cache
def guide(key: str) -> Guide:
    """One of GUIDES; the files do not change while the program runs. Raises KeyError for any other key."""
    if key not in GUIDES:
        raise KeyError(key)
    return drawn(
        key,
        lambda source: static(normpath(f"guides/{source}")),
        lambda other: reverse("guide", args=[other]),
    )


def drawn(key: str, picture: Callable[[str], str], page_of: Callable[[str], str]) -> Guide:
    """The guide with pictures and other guides where the functions say."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((settings.BASE_DIR / f"docs/{key}.md").read_text(encoding="utf-8"))
    contents = []
    for at, each in enumerate(tokens):
        if each.type == "heading_open":
            words = _text(tokens[at + 1])
            each.attrSet("id", anchor(words))
            if each.tag == "h2":
                contents.append((anchor(words), words))
        elif each.type == "inline":
            _place(each, picture, page_of)
        elif each.type in ("th_open", "td_open"):
            each.attrs.pop("style", None)  # the content security policy allows none
    title, body = tokens[1], tokens[3:]
    return Guide(_text(title), tuple(contents), _frame_tables(markdown.renderer.render(body, markdown.options, {})))
