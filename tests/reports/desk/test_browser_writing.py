"""The editor of the desk in real Chromium: marks, references, findings, pasting; nothing typed is lost; Korean letters come out right."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect

from reports.desk import tables
from seoulwork.accounts.models import Role
from tests.choosing import LONG
from tests.entry.browsing import PASSWORD, cut_off, log_in, violations
from tests.layout import layout_faults
from tests.reports.desk.editing import ADDRESS, STYLES, TEXT, Desk, Hangul, Writers, person

# What the scripts do, whatever keeps the text; what the server does with it is tried on both engines without a browser.
pytestmark = [pytest.mark.any_engine, pytest.mark.slow(120)]


@pytest.fixture
def writers(briefing_data_live: None, no_printed_page: None) -> Writers:
    cache.clear()
    made = Writers(person(Role.OFFICER, "입력 담당"), person(Role.HEAD, "담당관"))
    made.write(TEXT)
    return made


@pytest.fixture
def desk(page: Page, writers: Writers, base_url: str) -> Iterator[Desk]:
    """Opened by the officer; no script error may have happened."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield Desk(page, writers).open(writers.officer, base_url)
    assert errors == []


# ------------------------------------------------------------------------------------------------------- writing


def test_lines_look_like_the_document_and_references_like_what_they_print(desk: Desk) -> None:
    kinds = desk.page.locator(".cm-line").evaluate_all("lines => lines.map(line => line.className.match(/is-\\w+/)[0])")
    assert kinds == [
        "is-gist", "is-item", "is-heading", "is-item", "is-item", "is-item", "is-item", "is-heading", "is-item", "is-item",
    ]  # fmt: skip
    desk.chips("1,285명", "1,285명")
    chip = desk.page.locator(".chip").first
    expect(chip).to_have_attribute("role", "img")
    expect(chip).to_have_attribute("aria-label", re.compile("수치 1,285명, 교통공사전환"))
    desk.walk(TEXT.index("{교통") + len("{교통"))
    desk.chips("1,285명")
    expect(desk.page.locator(".open")).to_have_text("{교통공사전환}")
    desk.press("End")
    desk.chips("1,285명", "1,285명")


def test_marks_go_on_step_and_are_typed(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.press("Enter")
    desk.type("하나")
    desk.press("Enter", "Tab")
    desk.type("둘")
    desk.press("Enter", "Tab")
    desk.type("셋")
    desk.press("Enter", "Shift+Tab", "Shift+Tab")
    desk.type("넷")
    desk.press("Enter", "Enter")
    desk.type("ㅁ 다섯")
    expected = TEXT.replace("○ 끝", "○ 끝\n○ 하나\n  - 둘\n    · 셋\n○ 넷\n□ 다섯")
    desk.holds(expected)
    desk.saved()
    assert desk.writers.kept == expected
    desk.press("Home")
    desk.page.get_by_role("button", name="둘째 단계").click()
    desk.holds(expected.replace("□ 다섯", "  - 다섯"))


def test_a_line_and_a_whole_piece_are_moved(desk: Desk) -> None:
    block = "○ {교통공사전환}\n  - 1,285명 전환"
    desk.behind("○ 끝")
    desk.press("Alt+ArrowUp")
    desk.holds(TEXT.replace(f"{block}\n○ 끝", f"○ 끝\n{block}"))
    desk.press("Control+z")
    desk.holds(TEXT)
    desk.behind("전환} 완료\n○ ")
    desk.page.get_by_role("button", name="아래로 옮기기").click()
    desk.holds(TEXT.replace(f"{block}\n○ 끝", f"○ 끝\n{block}"))
    desk.page.get_by_role("button", name="줄과 딸린 줄 지우기").click()
    desk.holds(TEXT.replace(f"{block}\n", ""))
    desk.press("Control+z", "Control+z")
    desk.holds(TEXT)
    desk.behind("□ 추진계획")
    desk.press("Alt+ArrowUp")
    head, tail = TEXT.index("□ 추진현황"), TEXT.index("□ 추진계획")
    desk.holds(f"{TEXT[:head]}{TEXT[tail:]}\n{TEXT[head:tail]}".rstrip("\n"))


def test_a_chip_is_taken_away_by_one_key(desk: Desk) -> None:
    desk.behind("전환 {교통공사전환}")
    desk.press("Backspace")
    desk.holds(TEXT.replace("전환 {교통공사전환} 완료", "전환  완료"))


def test_the_picker_by_keyboard(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.type(" {")
    panel = desk.page.get_by_role("dialog", name="수치 찾기")
    search = panel.get_by_role("combobox", name="수치 찾기")
    expect(search).to_be_focused()
    desk.type("ㄱㅌㄱㅅ")
    expect(panel.get_by_role("option").first).to_contain_text("교통공사전환")
    expect(panel.get_by_role("option").first).to_contain_text("1,285명")
    assert violations(desk.page) == []
    desk.press("Tab")
    panel.get_by_label("구분").select_option("기준일")
    expect(panel.get_by_role("status")).to_contain_text("{교통공사전환.기준일} →")
    desk.press("Enter")
    desk.holds(TEXT.replace("○ 끝", "○ 끝 {교통공사전환.기준일}"))
    expect(panel).to_be_hidden()
    expect(desk.editor).to_be_focused()
    # Opened in a reference, it changes that one, or takes it away.
    desk.press("ArrowLeft", "Control+Space")
    expect(search).to_have_value("교통공사전환")
    panel.get_by_label("구분").select_option("")
    desk.press("Enter")
    desk.holds(TEXT.replace("○ 끝", "○ 끝 {교통공사전환}"))
    desk.press("ArrowLeft", "Control+Space")
    panel.get_by_role("button", name="빼기").click()
    desk.holds(TEXT.replace("○ 끝", "○ 끝 "))
    desk.type("{상담")
    desk.press("Escape")
    desk.holds(TEXT.replace("○ 끝", "○ 끝 {상담"))


def test_sums_and_ratios_are_made_in_the_picker_and_a_chip_opens(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.type(" {")
    panel = desk.page.get_by_role("dialog", name="수치 찾기")
    desk.type("기간제전환")
    expect(panel.get_by_role("option").first).to_contain_text("'18.2월")
    panel.get_by_role("button", name="÷ 나누기").click()
    expect(panel.get_by_role("combobox", name="수치 찾기")).to_be_focused()
    desk.type("기간제전환")
    panel.get_by_role("button", name="+ 더하기").click()
    desk.type("교통공사전환")
    expect(panel.get_by_role("status")).to_contain_text("{기간제전환÷(기간제전환 + 교통공사전환)} → ")
    panel.get_by_label("모양").select_option("소수2")
    expect(panel.get_by_role("status")).to_contain_text(re.compile(r"소수2} → \d+\.\d\d%"))
    assert violations(desk.page) == []
    desk.press("Enter")
    made = "{기간제전환÷(기간제전환 + 교통공사전환):소수2}"
    desk.holds(TEXT.replace("○ 끝", f"○ 끝 {made}"))
    # A click, or Enter within it, opens it as it was made.
    chip = desk.page.get_by_role("img", name=re.compile(r"수치 [\d.]+%"))
    chip.click()
    panel.get_by_role("button", name="기간제전환 식에서 없애기").first.click()
    expect(panel.get_by_role("status")).to_contain_text("{기간제전환 + 교통공사전환:소수2}")
    panel.get_by_label("모양").select_option("")
    panel.get_by_role("button", name="넣기").click()
    desk.holds(TEXT.replace("○ 끝", "○ 끝 {기간제전환 + 교통공사전환}"))
    desk.press("ArrowLeft", "Enter")
    expect(panel.get_by_role("combobox", name="수치 찾기")).to_have_value("교통공사전환")
    panel.get_by_role("button", name="빼기").click()
    desk.holds(TEXT.replace("○ 끝", "○ 끝 "))


def test_a_wrong_reference_is_told_at_its_place(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.page.keyboard.insert_text(" {교통공사전한}")
    sentence = desk.page.locator(".sentence")
    expect(sentence).to_contain_text("'교통공사전한'")
    expect(desk.page.locator(".chip.wrong")).to_have_attribute("aria-label", re.compile("교통공사전한.*없는 이름"))
    desk.says("고칠 줄이 1곳")
    desk.page.locator("#desk-problems .go").click()
    expect(desk.editor).to_be_focused()
    desk.press("ArrowRight", "Control+Space", "Escape")
    assert violations(desk.page) == []
    desk.press("End")
    sentence.get_by_role("button", name="'교통공사전한' 대신 '교통공사전환' 쓰기").click()
    desk.holds(TEXT.replace("○ 끝", "○ 끝 {교통공사전환}"))
    expect(desk.page.locator("#desk-problems li")).to_have_count(0)


@pytest.mark.parametrize("way", ["click", "key", "list"])
def test_a_typed_number_is_bound_in_one_step(desk: Desk, way: str) -> None:
    offer = desk.page.locator(".offer")
    expect(offer).to_have_text("1,285명")
    if way == "click":
        offer.click()
    elif way == "key":
        desk.behind("  - 1,285")
        desk.press("Alt+Enter")
    else:
        desk.page.get_by_role("button", name=re.compile("1,285명 → .* 묶기")).click()
    desk.holds(TEXT.replace("  - 1,285명 전환", "  - {교통공사전환} 전환"))
    expect(desk.page.locator("#desk-offers li")).to_have_count(0)


def test_a_typed_number_stays_for_a_reason_that_is_chosen(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.type(" 위원 77명")
    expect(desk.page.locator(".typed")).to_have_text("77명")
    desk.page.get_by_label("77명 그대로 두는 사유").select_option("법령·조례의 수")
    assert violations(desk.page) == []
    desk.page.get_by_role("button", name="77명 그대로 두기").click()
    expect(desk.page.locator("#desk-offers")).to_contain_text("그대로 둠: 법령·조례의 수")
    expect(desk.page.locator(".typed")).to_have_count(0)
    desk.page.get_by_role("button", name="77명 다시 묻기").click()
    expect(desk.page.locator(".typed")).to_have_text("77명")


def test_what_is_pasted_keeps_its_levels(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.press("Enter")
    desk.paste("ㅁ 붙인 제목\r\n ㅇ 첫째\r\n  – 둘째\r\n\t• 셋째")
    expected = TEXT.replace("○ 끝", "○ 끝\n□ 붙인 제목\n○ 첫째\n  - 둘째\n    · 셋째")
    desk.holds(expected)
    desk.press("Enter")
    mark = "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>"
    word = "".join(
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>{mark}{words}</p>"
        for level, words in ((1, "워드 하나"), (2, "워드 둘"))
    )
    desk.paste("·\t워드 하나\r\no\t워드 둘", f"<html><body>{word}</body></html>")
    expected = expected.replace("    · 셋째", "    · 셋째\n○ 워드 하나\n  - 워드 둘")
    desk.holds(expected)
    desk.press("Enter")
    office = "<ul><li><p>목록 하나</p><ul><li><p>목록 둘</p></li></ul></li></ul>"
    desk.paste("목록 하나\n목록 둘", f"<html><body>{office}</body></html>")
    expected = expected.replace("  - 워드 둘", "  - 워드 둘\n○ 목록 하나\n  - 목록 둘")
    desk.holds(expected)
    # One line with its own mark takes the place of the mark that was opened for it; words alone stand behind that.
    desk.press("Enter")
    desk.paste("○ 한 줄")
    desk.press("Enter")
    desk.paste("낱말")
    desk.holds(expected.replace("  - 목록 둘", "  - 목록 둘\n○ 한 줄\n○ 낱말"))


def test_a_table_is_placed_below_the_cursors_line_and_changed_from_where_it_is_shown(desk: Desk) -> None:
    cell = {"cells": [{"text": "거점"}]}
    tables.keep(
        desk.writers.part, "거점 현황", {"kind": "free", "columns": [{}], "body": [cell]}, seen=0, by=desk.writers.head
    )
    desk.page.reload()
    expect(desk.page.locator("body")).to_have_attribute("data-ready", "desk")
    desk.behind("○ 끝")
    desk.page.get_by_text("표·그림 1").click()
    button = desk.page.get_by_role("button", name="글에 넣기: 거점 현황")
    assert violations(desk.page) == []
    button.click()
    expected = TEXT.replace("○ 끝", "○ 끝\n[표: 거점 현황]")
    desk.holds(expected)
    button.click()
    expect(desk.page.locator("#desk-said")).to_contain_text("이미 글에 있어")
    desk.holds(expected)
    desk.saved()
    desk.page.get_by_role("button", name="화면 모습").click()
    desk.page.locator("#desk-look").get_by_role("link", name="표 고치기: 거점 현황").click()
    expect(desk.page).to_have_url(re.compile("tables/free/"))


def test_copying_gives_the_figures_to_others_and_the_notation_to_the_desk(desk: Desk) -> None:
    desk.editor.focus()
    desk.press("Control+a")
    plain, html = desk.editor.evaluate(
        """editor => {
            const data = new DataTransfer();
            editor.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
            return [data.getData('text/plain'), data.getData('text/html')];
        }"""
    )
    assert plain == TEXT.replace("{교통공사전환}", "1,285명")
    desk.press("Control+End")
    desk.paste(plain, html)
    desk.holds(TEXT + TEXT)


# ------------------------------------------------------------------------------------------------------- preview


def test_the_preview_follows_what_is_written(desk: Desk) -> None:
    before = desk.looks
    desk.behind("○ 끝")
    desk.type(" 새로 쓴 말")
    desk.looked(before)
    expect(desk.page.locator("#desk-look .writing")).to_have_text(re.compile("끝 새로 쓴 말"))
    desk.page.wait_for_function("performance.getEntriesByName('look').length >= 2")


DRAWN = "canvas => canvas.toDataURL()"


@pytest.mark.printed
def test_the_printed_page_follows_after_a_longer_rest_and_makes_room_for_how_the_site_shows_it(desk: Desk) -> None:
    page = desk.page.get_by_role("img", name=re.compile("인쇄 모습: 1쪽 가운데 1번째"))
    expect(page).to_be_visible()
    expect(desk.page.locator("#desk-print-note")).to_contain_text("쪽 번호")
    before, shown = desk.page.locator("#desk").get_attribute("data-prints"), page.evaluate(DRAWN)
    desk.behind("○ 끝")
    desk.type(" 새로 쓴 말")
    desk.page.wait_for_function("before => document.querySelector('#desk').dataset.prints > before", arg=before)
    assert page.evaluate(DRAWN) != shown
    assert violations(desk.page) == []
    desk.page.get_by_role("button", name="화면 모습").click()
    expect(page).to_be_hidden()
    expect(desk.page.get_by_role("region", name="화면 모습")).to_contain_text("끝 새로 쓴 말")


# ---------------------------------------------------------------------------------------------------- two writers


def test_another_s_lines_come_in_while_one_rests_and_while_one_types(desk: Desk) -> None:
    desk.writers.write(TEXT.replace("○ 끝", "○ 끝\n○ 담당관의 줄"))
    desk.behind("◆ 강조 줄")
    desk.type(" 하나")
    mine = TEXT.replace("강조 줄", "강조 줄 하나")
    desk.holds(mine.replace("○ 끝", "○ 끝\n○ 담당관의 줄"))
    desk.type(" 둘")  # where the cursor stood
    expected = mine.replace("줄 하나", "줄 하나 둘").replace("○ 끝", "○ 끝\n○ 담당관의 줄")
    desk.saved()
    assert desk.writers.kept == expected
    desk.writers.write(expected.replace("  - 점검", "  - 점검과 평가"))
    desk.holds(expected.replace("  - 점검", "  - 점검과 평가"))  # without a key
    desk.press("Control+z")  # only what one has done oneself
    expect(desk.page.locator("#text")).not_to_have_value(re.compile("하나 둘"))
    assert "담당관의 줄" in desk.text and "점검과 평가" in desk.text


def test_two_browsers_lose_nothing(
    desk: Desk, browser: Browser, browser_context_args: dict[str, Any], base_url: str
) -> None:
    with browser.new_context(**browser_context_args) as context:
        other = Desk(context.new_page(), desk.writers).open(desk.writers.head, base_url)
        desk.behind("○ 끝")
        other.behind("  - 점검")
        for at in range(4):
            desk.type(f" 가{at}")
            other.type(f" 나{at}")
        expected = TEXT.replace("○ 끝", "○ 끝 가0 가1 가2 가3").replace("  - 점검", "  - 점검 나0 나1 나2 나3")
        for each in (desk, other):
            each.holds(expected)
            each.saved()
        assert desk.writers.kept == expected


@pytest.mark.parametrize("choice", ["지금 글로 둠", "담당관의 글로 바꿈"])
def test_a_clash_is_shown_while_one_types_and_is_chosen_without_leaving(desk: Desk, choice: str) -> None:
    desk.behind("○ 정규직 전환 지원")
    desk.type("함")
    desk.saved()
    mine = TEXT.replace("전환 지원 |", "전환 지원함 |")
    desk.writers.write(TEXT.replace("전환 지원 |", "전환 도움 |"), base=TEXT)
    shown = desk.page.locator("#desk-clashes")
    expect(shown).to_contain_text("엇갈린 줄 1곳")
    expect(shown).to_contain_text("전환 도움")
    desk.behind("◆ 강조 줄")
    desk.type(" 더")
    desk.page.get_by_role("button", name=choice).click()
    expect(shown).not_to_contain_text("엇갈린")
    chosen = mine if choice == "지금 글로 둠" else mine.replace("지원함", "도움")
    desk.holds(chosen.replace("강조 줄", "강조 줄 더"))
    desk.saved()
    assert desk.writers.kept == chosen.replace("강조 줄", "강조 줄 더")


# -------------------------------------------------------------------------------------------------- nothing is lost


def test_without_network_it_waits_and_is_saved_when_it_is_back(desk: Desk, context: BrowserContext) -> None:
    desk.behind("○ 끝")
    context.set_offline(True)
    desk.type(" 끊긴 동안")
    desk.says("서버에 연결되지 않아 저장하지 못했습니다")
    assert desk.writers.kept == TEXT
    context.set_offline(False)
    desk.saved()
    assert desk.writers.kept == TEXT.replace("○ 끝", "○ 끝 끊긴 동안")


def test_a_tab_that_is_closed_without_network_goes_on_where_it_was(
    desk: Desk, context: BrowserContext, base_url: str
) -> None:
    desk.behind("○ 끝")
    context.set_offline(True)
    desk.type(" 닫기 전")
    desk.says("서버에 연결되지 않아")
    cut_off(desk.page)
    with desk.page.expect_event("dialog") as asked:
        desk.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    with desk.page.expect_event("close"):
        asked.value.accept()
    context.set_offline(False)
    desk.writers.write(f"{TEXT}\n○ 그사이 담당관의 줄")
    again = Desk(context.new_page(), desk.writers).open(desk.writers.officer, base_url)
    expected = TEXT.replace("○ 끝", "○ 끝 닫기 전") + "\n○ 그사이 담당관의 줄"
    again.holds(expected)
    again.saved()
    assert desk.writers.kept == expected


def test_an_ended_session_is_taken_up_in_place(desk: Desk) -> None:
    desk.behind("○ 끝")
    Session.objects.all().delete()
    desk.type(" 로그인 전")
    login = desk.page.get_by_role("dialog", name="다시 로그인해 주세요")
    login.get_by_label("비밀번호").fill(PASSWORD)
    login.get_by_role("button", name="로그인").click()
    desk.saved()
    assert desk.writers.kept == TEXT.replace("○ 끝", "○ 끝 로그인 전")


def test_a_settled_part_is_refused_in_words_and_what_was_typed_stays(desk: Desk) -> None:
    manuscript = desk.writers.part.division.models.Manuscript.objects.get()
    manuscript.state = "settled"
    manuscript.save()
    desk.behind("○ 끝")
    desk.type(" 늦은 말")
    desk.says("확정한 원고입니다")
    desk.page.get_by_role("button", name="제출").click()
    beside = desk.page.get_by_role("alert").filter(has_text="글이 저장된 뒤에 다시 눌러 주세요.")
    expect(beside).to_contain_text("확정한 원고입니다")
    desk.holds(TEXT.replace("○ 끝", "○ 끝 늦은 말"))
    assert desk.writers.kept == TEXT
    manuscript.state = "writing"
    manuscript.save()
    desk.behind("○ 끝 늦은 말")
    desk.type("!")
    desk.saved()
    expect(beside).to_have_count(0)
    assert desk.writers.kept == TEXT.replace("○ 끝", "○ 끝 늦은 말!")


def test_handing_in_waits_for_what_was_just_typed(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.type(" 제출 직전")
    desk.page.get_by_role("button", name="제출").click()
    expect(desk.page.locator("#desk-state")).to_have_text("제출")
    assert desk.writers.kept == TEXT.replace("○ 끝", "○ 끝 제출 직전")


def test_without_scripts_the_form_saves(
    browser: Browser, browser_context_args: dict[str, Any], writers: Writers, base_url: str
) -> None:
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        log_in(context, writers.officer, base_url)
        page = context.new_page()
        page.goto(ADDRESS)
        expect(page.get_by_role("button", name="수치 넣기")).to_be_hidden()
        page.get_by_label("글", exact=True).fill(TEXT.replace("○ 끝", "○ 끝 스크립트 없이"))
        page.get_by_role("button", name="저장").click()
        expect(page.get_by_text("저장했습니다.")).to_be_visible()
    assert writers.kept == TEXT.replace("○ 끝", "○ 끝 스크립트 없이")


# ---------------------------------------------------------------------------------------------------------- Hangul

PLACES = {
    "on an empty line": "◆ 강조 줄",
    "behind a mark": "○ 전",
    "before a chip": "○ 전환 ",
    "behind a chip": "○ 전환 {교통공사전환}",
    "before a chip that begins a line": "{교통공사전환} 완료\n○ ",
    "behind a chip that ends a line": "완료\n○ {교통공사전환}",
    "in an open reference": "○ 전환 {교통공사전환",
    "before a marked number": "  - ",
    "behind a marked number": "  - 1,285명",
    "in a heading": "□ 추진",
    "at a line's end": "○ 끝",
    "in a milestone's date": "7월~12월 중",
    "at the end": "  - 점검",
    "at the beginning": "[",
}


@pytest.mark.parametrize("style", STYLES)
def test_hangul_comes_out_right_everywhere_while_all_else_comes_in(
    desk: Desk, context: BrowserContext, style: str
) -> None:
    """While a syllable is being composed the preview is renewed, with chips and findings, and another's lines come in."""
    hangul = Hangul(context, desk.page)
    text = TEXT
    typed: list[tuple[int, int]] = []
    # At each commit each place is typed at in one of the two ways.
    places = list(PLACES.items()) if LONG else list(PLACES.items())[list(STYLES).index(style) :: 2]
    for at, (name, words) in enumerate(places):
        first = TEXT.index(words) + len(words)
        place = first + sum(length for before, length in typed if before < first)
        desk.go(place)
        word = "한글"
        if name == "on an empty line":
            desk.press("Enter", "Enter")
            word = "\n한글"
        typed.append((first, len(word)))
        expected = f"{text[:place]}{word}{text[place:]}"
        theirs = f"\n○ 담당관 {at}"
        for parts in STYLES[style]:
            for step, grown in enumerate(parts):
                hangul.grow(grown)
                if step == 1 and parts[0] == "ㅎ":
                    before = desk.looks
                    desk.writers.write(desk.writers.kept + theirs)
                    desk.looked(before)
                    expect(desk.page.locator("#text")).to_have_value(re.compile(re.escape(theirs)))
            hangul.end(parts[-1])
        text = expected + theirs
        desk.holds(text)
    desk.saved()
    assert desk.writers.kept == text


# ----------------------------------------------------------------------------------------------------------- looks


@pytest.mark.printed
def test_nothing_is_cut_or_hidden_and_axe_finds_nothing(desk: Desk) -> None:
    desk.behind("○ 끝")
    desk.page.keyboard.insert_text(" {없는이름} 아주 긴 말 " * 4)
    expect(desk.page.locator(".sentence")).to_be_visible()
    expect(desk.page.get_by_role("img", name=re.compile("인쇄 모습")).first).to_be_visible()
    assert layout_faults(desk.page, "desk") == []
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(desk.page) == []
    desk.press("Control+Space")
    expect(desk.page.get_by_role("dialog", name="수치 찾기")).to_be_visible()
    assert layout_faults(desk.page, "picker") == []


# ---------------------------------------------------------------------------------------------------------- speed


@pytest.mark.long
def test_how_long_a_look_and_a_key_take(desk: Desk, context: BrowserContext) -> None:
    """Told, not judged: `pytest -s` prints it. A key is measured from its event to what is painted, on a processor a quarter as fast."""
    for at in range(3):
        before = desk.looks
        desk.behind("○ 끝")
        desk.type(str(at))
        desk.looked(before)
    looks = desk.page.evaluate("performance.getEntriesByName('look').map(each => each.duration)")
    desk.page.evaluate(
        """() => {
            window.keys = [];
            addEventListener('keydown', (event) => requestAnimationFrame(() => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => window.keys.push(performance.now() - event.timeStamp);
                port2.postMessage(0);
            }), { capture: true });
        }"""
    )
    context.new_cdp_session(desk.page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    desk.page.keyboard.type("while one types on and on, " * 2, delay=30)
    keys = sorted(desk.page.evaluate("window.keys"))
    assert len(keys) > 25 and len(looks) > 3
    sys.stdout.write(
        f"look: median {sorted(looks)[len(looks) // 2]:.0f} ms, longest {max(looks):.0f} ms, after 300 ms of rest;"
        f" key at a quarter of the speed: median {keys[len(keys) // 2]:.0f} ms, p95 {keys[len(keys) * 95 // 100]:.0f} ms\n"
    )
