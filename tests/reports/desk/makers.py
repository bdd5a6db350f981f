"""What those who make a briefing do in their browsers: each step as a hand takes it, and what it waits for."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.reports.desk.editing import Desk


class Maker(Desk):
    """One of them, in a browser of their own, at one briefing at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, briefing: str, part: str = "") -> "Maker":
        """A part as `labour/6`, by its address; without one the board."""
        self.page.goto(f"/briefings/{briefing}/desk/{part}{'/' if part else ''}")
        return self.opened() if part else self

    def open_again(self) -> "Maker":
        """What others have done to the part meanwhile."""
        self.page.reload()
        return self.opened()

    def opened(self) -> "Maker":
        self.page.wait_for_selector("body[data-ready=desk]")
        self.looked(0)
        return self

    def press_button(self, name: str, within: "Page | Locator | None" = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def is_told(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    # ------------------------------------------------------------------------------------------------- remarks

    def remark(self, line: int, text: str) -> None:
        self.page.get_by_label("줄 번호").fill(str(line))
        self.page.get_by_role("textbox", name="의견", exact=True).fill(text)
        self.press_button("의견 남기기")
        self.is_told("의견을 남겼습니다.")

    def answer(self, text: str) -> None:
        self.page.get_by_label("답", exact=True).fill(text)
        self.press_button("답하기")
        self.is_told("답을 남겼습니다.")

    def resolve(self) -> None:
        self.press_button("마침")
        self.is_told("의견을 마쳤습니다.")

    # ------------------------------------------------------------------------------------------------- writing

    def add_lines(self, text: str) -> None:
        """Pasted below the last line."""
        self.editor.focus()
        self.press("Control+End", "Enter")
        self.paste(text)

    def at_end_of(self, words: str) -> None:
        """The cursor at the end of the line that holds some words."""
        self.editor.focus()
        self.press("Control+End" if self.text.index(words) > len(self.text) / 2 else "Control+Home")
        self.page.locator(".cm-line", has_text=words).first.click()  # lines far from what is seen are not there
        self.press("End", "End")

    def replace_end(self, old: str, new: str) -> None:
        """What the line ends with, by something else."""
        self.at_end_of(old)
        self.press(*["Backspace"] * len(old))
        self.type(new)

    def refer(self, search: str) -> None:
        """A figure where the cursor stands, found by the picker."""
        self.type("{")
        panel = self.page.get_by_role("dialog", name="수치 찾기")
        self.type(search)
        expect(panel.get_by_role("option").first).to_contain_text(search)
        self.press("Enter")
        expect(panel).to_be_hidden()

    def step(self, name: str, reason: str = "") -> None:
        """제출, 확정 or 돌려보내기, by its button on the page of a part."""
        if reason:
            self.page.get_by_label("돌려보내는 사유").fill(reason)
        self.press_button(name)
        self.is_told({"제출": "제출했습니다", "확정": "확정했습니다", "돌려보내기": "돌려보냈습니다"}[name])

    # -------------------------------------------------------------------------------------------------- tables

    def begin_table(self, shape: str, *names: str) -> None:
        """A new figure table of the part that is open."""
        self.page.get_by_role("link", name="표 넣기").click()
        for each in names:
            self.page.get_by_label(each).check()
        self.page.get_by_label(shape, exact=True).check()
        self.press_button("표 그리기")
        expect(self.page.locator("#table-look table")).to_be_visible()

    def save_table(self, name: str, **fields: str) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_label("표의 이름").fill(name)
        self.press_button("저장하고 글에 넣기")
        self.is_told("표를 저장하고 글에 넣었습니다.")

    def add_part(self, briefing: str, title: str, division: str) -> None:
        self.go_to(briefing)
        self.page.get_by_label("더할 부분의 제목").fill(title)
        self.page.get_by_label("글을 쓸 담당관").select_option(label=division)
        self.press_button("부분 더하기")
        self.is_told(f"'{title}' 부분을 더했습니다.")

    def paste_table(self, html: str, name: str) -> None:
        """A free table of the part that is open, from the clipboard of a spreadsheet."""
        self.page.get_by_role("link", name="표 붙이기").click()
        self.page.wait_for_url("**/tables/free/**")
        self.page.locator("#pasted").evaluate(
            """(field, html) => {
                const data = new DataTransfer();
                data.setData('text/html', html);
                field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            html,
        )
        self.page.get_by_label("표의 이름").fill(name)
        self.press_button("저장하고 글에 넣기")
        self.is_told("표를 저장하고 글에 넣었습니다.")

    def add_picture(self, file: bytes, name: str, alternative: str) -> None:
        self.page.get_by_role("link", name="그림 넣기").click()
        sent: Any = {"name": f"{name}.svg", "mimeType": "image/svg+xml", "buffer": file}
        self.page.get_by_label("그림 파일").set_input_files(sent)
        self.page.get_by_label("이름", exact=True).fill(name)
        self.page.get_by_label("대체 글").fill(alternative)
        self.press_button("올리기")
        self.is_told("그림을 올리고 글에 넣었습니다.")

    # --------------------------------------------------------------------------------------------------- again

    def sees_a_part(self) -> None:
        """Takes what came along in one part off 다시 볼 것 on the board."""
        left = self.page.locator("details.again")
        count = left.count()
        left.first.locator("summary").click()
        left.first.get_by_role("button", name=re.compile("^모두 보았음")).click()
        expect(left).to_have_count(count - 1)
