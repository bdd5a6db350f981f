"""The page on which a part is written, as a browser shows it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect

from reports.desk.keeping import manuscript_of, save
from reports.desk.parts import Part, part
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from tests.entry.browsing import log_in, password_hash

ADDRESS = reverse("desk_write", args=[Month(2018, 7), "labour", 1])
TEXT = """[요지]
◆ 강조 줄
□ 추진현황
○ 전환 {교통공사전환} 완료
○ {교통공사전환}
  - 1,285명 전환
○ 끝
□ 추진계획
○ 정규직 전환 지원 | '18. 7월~12월 중
  - 점검"""


def person(role: Role, name: str) -> User:
    return User.objects.create(
        username=f"desk-{role}", name=name, role=role, password=password_hash(), division="labour"
    )


@dataclass
class Writers:
    officer: User
    head: User

    @property
    def part(self) -> Part:
        return part(Briefing.objects.get(), division("labour"), 1)

    @property
    def kept(self) -> str:
        return manuscript_of(self.part).text

    def write(self, text: str, base: str | None = None) -> None:
        """The head keeps a text, past this browser."""
        save(self.part, base=self.kept if base is None else base, text=text, by=self.head)


class Desk:
    """The page in one tab. Places count letters of the text, as it is written."""

    def __init__(self, page: Page, writers: Writers) -> None:
        self.page, self.writers = page, writers

    def open(self, user: User, base_url: str) -> "Desk":
        log_in(self.page.context, user, base_url)
        self.page.goto(ADDRESS)
        self.page.wait_for_selector("body[data-ready=desk]")
        self.looked(0)
        return self

    @property
    def editor(self) -> Locator:
        return self.page.locator(".cm-content")

    @property
    def text(self) -> str:
        return self.page.locator("#text").input_value()

    @property
    def looks(self) -> int:
        return int(self.page.locator("#desk").get_attribute("data-looks") or 0)

    def looked(self, before: int) -> None:
        """Wait until the preview has been renewed since there were `before` of them."""
        self.page.wait_for_function(
            "before => Number(document.querySelector('#desk').dataset.looks) > before", arg=before
        )

    def go(self, place: int) -> None:
        """At once, as by a click: a key for each letter of a long text takes seconds."""
        self.editor.focus()
        self.editor.evaluate(
            """(editor, anchor) =>
                editor.cmTile.root.view.dispatch({ selection: { anchor }, scrollIntoView: true, userEvent: 'select' })""",
            place,
        )

    def walk(self, place: int) -> None:
        """By the arrow keys, letter by letter."""
        self.editor.focus()
        self.page.keyboard.press("Control+Home")
        for _ in range(place):
            self.page.keyboard.press("ArrowRight")

    def behind(self, words: str, text: str = "") -> None:
        """Put the cursor behind the first place of some words."""
        self.go((text or self.text).index(words) + len(words))

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self) -> None:
        expect(self.page.locator("#desk-said")).to_have_attribute("data-state", "saved")

    def says(self, text: str) -> None:
        expect(self.page.locator("#desk-said")).to_contain_text(text)

    def holds(self, text: str) -> None:
        """Wait for the text as it stands in the editor."""
        expect(self.page.locator("#text")).to_have_value(text)

    def chips(self, *texts: str) -> None:
        """Wait for these chips and no others."""
        expect(self.page.locator(".chip")).to_have_text(texts)

    def paste(self, text: str, html: str = "") -> None:
        self.editor.evaluate(
            """(editor, [text, html]) => {
                const data = new DataTransfer();
                data.setData('text/plain', text);
                if (html) data.setData('text/html', html);
                editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
            }""",
            [text, html],
        )


class Hangul:
    """Typing Korean letters as an input method does: each syllable grows while it is composed."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.session: CDPSession = context.new_cdp_session(page)

    def grow(self, text: str) -> None:
        self.session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def end(self, text: str) -> None:
        self.session.send("Input.insertText", {"text": text})


STYLES: dict[str, Any] = {
    "syllable by syllable": [("ㅎ", "하", "한"), ("ㄱ", "그", "글")],
    "the word at once": [("ㅎ", "하", "한", "한ㄱ", "한그", "한글")],
}
"""How input methods compose 한글: what is ended in one go, and how each grows."""
