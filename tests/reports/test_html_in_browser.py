"""The briefing's page in a browser: the panel of a figure, width, policy."""

from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from reports.document import Bullets
from reports.render.html import render_html, section_shown
from reports.values import Figure

from .sample import sample_document
from .sample.building import line, origin, quantity
from .test_html import small

pytestmark = pytest.mark.any_engine

SITE = "http://briefing.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'"
STATIC = Path(__file__).parents[2] / "reports/static/reports"


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(sample_document())


@pytest.fixture
def opened(html: str, tmp_path: Path, page: Page) -> Page:
    """The page that stands alone, opened from a disk."""
    file = tmp_path / "briefing.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.as_uri())
    return page


@pytest.fixture
def on_site(page: Page) -> Page:
    """One programme as the site shows it: files beside the page, and a policy that refuses anything inline."""
    piece = section_shown(sample_document(), "jobs-1")
    shell = (
        '<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>업무보고</title>'
        '<link rel="stylesheet" href="/briefing.css"><script src="/briefing.js" defer></script></head>'
        f'<body><main>{piece.html}</main><script type="application/json" id="origins">{piece.origins}</script></body></html>'
    )
    kinds = {"css": "text/css", "js": "text/javascript"}
    for kind, content_type in kinds.items():
        page.route(
            f"{SITE}/briefing.{kind}",
            partial(_fulfil, body=(STATIC / f"briefing.{kind}").read_text(), kind=content_type),
        )
    page.route(f"{SITE}/", partial(_fulfil, body=shell, kind="text/html; charset=utf-8"))
    page.goto(f"{SITE}/")
    return page


def _fulfil(route: Route, body: str, kind: str) -> None:
    route.fulfill(body=body, content_type=kind, headers={"Content-Security-Policy": POLICY})


def test_origin_opens_in_place_and_escape_gives_the_focus_back(opened: Page) -> None:
    figure = opened.get_by_role("button", name="13,869명")
    figure.focus()
    opened.keyboard.press("Enter")
    panel = opened.get_by_role("dialog", name="13,869명의 출처")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("취업상담")
    expect(panel).to_contain_text("2018년 6월 30일")
    expect(panel).to_contain_text("2018년 7월 업무보고 자료")
    expect(figure).to_have_attribute("aria-expanded", "true")
    opened.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(figure).to_be_focused()
    expect(figure).to_have_attribute("aria-expanded", "false")


def test_origin_closes_by_its_button_by_the_figure_and_by_a_click_elsewhere(opened: Page) -> None:
    figure, panel = opened.get_by_role("button", name="13,869명"), opened.get_by_role("dialog")
    figure.click()
    panel.get_by_role("button", name="닫기").click()
    expect(panel).to_have_count(0)
    expect(figure).to_be_focused()
    figure.click()
    expect(panel).to_have_count(1)
    figure.click()
    expect(panel).to_have_count(0)
    figure.click()
    opened.get_by_role("button", name="1,785명").click()
    expect(panel).to_have_count(1)
    expect(panel).to_contain_text("1,785명의 출처")
    opened.get_by_role("heading", name="청년일자리센터 운영").click()
    expect(panel).to_have_count(0)


def test_keyboard_goes_on_from_the_figure_after_its_origin(opened: Page) -> None:
    opened.get_by_role("button", name="13,869명").focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("button", name="닫기")).to_be_focused()
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("button", name="1,785명")).to_be_focused()
    expect(opened.get_by_role("dialog")).to_have_count(0)


def test_brackets_stay_with_their_figure(page: Page) -> None:
    """A line may end before a word, whatever the width, but never between a bracket and its figure."""
    figure = Figure(quantity(28_357, "명"), (origin("스터디룸", "28,357명"),))
    runs = [run for _ in range(8) for run in ("스터디룸(", figure, "), ")]
    page.set_content(render_html(small(Bullets((line("○", 0, *runs),)))))
    for width in range(320, 400, 10):
        page.set_viewport_size({"width": width, "height": 740})
        lines = page.locator(".outline > li").inner_text().count("28,357명")
        apart = page.locator(".outline > li").evaluate(
            """item => {
                const bottom = (node, at) => {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    return range.getBoundingClientRect().bottom;
                };
                return [...item.querySelectorAll(".figure")].filter(figure => {
                    const before = figure.previousSibling, after = figure.nextSibling;
                    const level = bottom(figure.firstChild, 0);
                    return Math.abs(bottom(before, before.length - 1) - level) > 5 || Math.abs(bottom(after, 0) - level) > 5;
                }).length;
            }"""
        )
        assert (lines, apart) == (8, 0), width


def test_computed_and_recorded_figures_say_how_they_came_about(opened: Page) -> None:
    panel = opened.get_by_role("dialog")
    opened.get_by_role("button", name="51%").click()
    expect(panel).to_contain_text("저장된 수치로 계산하면 46.4%입니다.")
    opened.get_by_role("button", name="1.7:1").click()
    expect(panel).to_contain_text("저장된 수치에서 나온 값이 아닙니다.")
    opened.get_by_role("button", name="245,657 (69.4%)").click()
    expect(panel).to_contain_text("저장된 수치 14건에서 나온 값입니다.")
    expect(panel.locator("dl")).to_have_count(14)


@pytest.mark.parametrize("width", [360, 1280])
def test_page_is_accessible_and_fits(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 740})
    opened.wait_for_function("document.querySelector('#table-budget').getBoundingClientRect().width > 0")
    opened.wait_for_function("width => document.documentElement.scrollWidth === width", arg=width)
    assert [found["id"] for found in Axe().run(opened).response["violations"]] == []
    opened.get_by_role("button", name="13,869명").click()
    expect(opened.get_by_role("dialog")).to_be_in_viewport(ratio=1)
    assert [found["id"] for found in Axe().run(opened).response["violations"]] == []


def test_table_scrolls_in_its_frame_with_its_first_column_held(opened: Page) -> None:
    opened.set_viewport_size({"width": 360, "height": 740})
    frame = opened.get_by_role("group", name="인력 (단위")
    expect(frame).to_have_attribute("tabindex", "0")
    head = frame.get_by_role("rowheader", name="노동정책담당관")
    before = head.bounding_box()
    frame.evaluate("frame => { frame.scrollLeft = 120 }")
    assert before and (after := head.bounding_box()) and after["x"] == before["x"]
    opened.set_viewport_size({"width": 1280, "height": 740})
    expect(frame).not_to_have_attribute("tabindex", "0")


def test_nothing_is_inline_on_the_site(on_site: Page) -> None:
    refused: list[str] = []
    on_site.on("console", lambda message: refused.append(message.text))
    on_site.on("pageerror", lambda error: refused.append(str(error)))
    on_site.reload()
    figure = on_site.get_by_role("button", name="3,326백만원")
    figure.click()
    panel = on_site.get_by_role("dialog")
    expect(panel).to_contain_text("강소기업 · 소요예산")
    at, shown = figure.bounding_box(), panel.bounding_box()
    assert (
        at and shown and min(abs(shown["y"] - at["y"] - at["height"]), abs(at["y"] - shown["y"] - shown["height"])) < 8
    )
    assert refused == []
