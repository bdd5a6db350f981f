"""A figure table in real Chromium, made with the keyboard alone: chosen, drawn, its columns and rows changed, kept and placed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports.desk import tables
from reports.desk.keeping import manuscript_of
from reports.desk.parts import part
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from tests.entry.browsing import log_in
from tests.layout import layout_faults
from tests.reports.desk.editing import Writers, person

pytestmark = [pytest.mark.slow(40), pytest.mark.any_engine]
PLACE = [Month(2018, 7), "labour", 6]
FOCUSED = "() => document.activeElement?.id || document.activeElement?.value || ''"


@pytest.fixture
def writers(briefing_data_live: None, no_printed_page: None) -> Writers:
    cache.clear()
    return Writers(person(Role.OFFICER, "입력 담당"), person(Role.HEAD, "담당관"))


class Keys:
    """A page that is only typed in: to reach a control is to press Tab until it has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def focused(self) -> str:
        return str(self.page.evaluate(FOCUSED))

    def to(self, control: str, *, back: bool = False) -> "Keys":
        """To the control of that identifier, or the button that does that."""
        for _ in range(120):
            if self.focused == control:
                return self
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{control} can't be reached; the focus is at {self.focused!r}")

    def has_focus(self, control: str) -> None:
        """Wait until it is there again after the page has come back."""
        expect(self.page.locator(f"[value='{control}']:focus, #table-form [id='{control}']:focus")).to_have_count(1)

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keys":
        self.page.keyboard.type(text)
        return self

    def heads(self, *texts: str) -> "Keys":
        """Wait for the table to be drawn with these heads."""
        expect(self.page.locator("#table-look thead th")).to_have_text(list(texts))
        return self


def test_a_table_is_made_with_the_keyboard_alone(page: Page, writers: Writers, base_url: str) -> None:
    log_in(page.context, writers.officer, base_url)
    page.goto(reverse("desk_table", args=PLACE))
    keys = Keys(page)
    counselled = page.get_by_label("시민명예노동옴부즈만 상담건수").input_value()
    keys.to(counselled).press("Space").to("parts").press("ArrowDown").to("start").press("Enter")
    expect(page.locator("#table-form")).to_be_visible()
    columns = page.locator("section[aria-labelledby=columns-title] .table-entry-label")
    before = columns.all_inner_texts()
    shown = page.locator("#table-look thead th").all_inner_texts()
    keys.heads(*shown)

    # A column more, the first there is; moved to the front: the focus goes along with it.
    keys.to("column").press("ArrowDown", "Tab")
    assert keys.focused == "add-column"
    keys.press("Enter")
    expect(columns).to_have_count(len(before) + 1)
    last = len(before)
    keys.to(f"up columns.{last}", back=True).press("Enter")
    keys.has_focus(f"up columns.{last - 1}")
    for at in range(last - 1, 0, -1):
        keys.press("Enter")
        keys.has_focus(f"up columns.{at - 1}")
    keys.to("remove columns.0").press("Enter")
    expect(columns).to_have_text(before)
    keys.has_focus("remove columns.0")

    # A head of its own, a total, the order, how many rows, a chart; each is drawn while one goes on.
    keys.to("total").press("ArrowDown")
    expect(page.locator("#table-look tr.total")).to_have_count(1)
    keys.to("most").press("ArrowDown")
    expect(page.locator("#table-look tbody")).to_contain_text("그 밖")
    keys.to("caption").type("자판으로 만든 표")
    expect(page.locator("#table-look caption")).to_contain_text("자판으로 만든 표")
    assert keys.focused == "caption"
    # A row is taken out: what is left is said, and the focus stays where rows are added.
    keys.to("remove rows.0", back=True).press("Enter")
    expect(page.locator("#table-look")).to_contain_text("행이 없습니다")
    keys.has_focus("row")
    years = page.locator("#row option", has_text="최근 3년")
    keys.press(*["ArrowDown"] * int(years.evaluate("each => each.index")), "Tab", "Enter")
    expect(page.locator("#table-look thead th")).to_have_count(len(shown))
    assert Axe().run(page).response["violations"] == []
    assert layout_faults(page, "table") == []
    keys.to("name").type("자판 표").to("save").press("Enter")
    expect(page.locator("#manuscript, #desk-editor, textarea").first).to_be_attached()
    own = part(Briefing.objects.get(), division("labour"), 6)
    (table,) = tables.tables_of(own)
    assert (table.name, table.description["caption"]) == ("자판 표", "자판으로 만든 표")
    assert "[표: 자판 표]" in manuscript_of(own).text
