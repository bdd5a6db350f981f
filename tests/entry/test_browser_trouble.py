"""What must not lose a figure: no network, a closed tab, an ended session, another user; and the month's way, from empty to closed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from reports.editions.publishing import publish
from reports.models import Briefing
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.figures.models import Bureau, Source
from tests.entry.browsing import JULY, PASSWORD, Month2018, Office, cut_off, log_in, make_office

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine

RATIOS = 60
"""Rows of two inputs each: 120 cells. A row of the month's grid has no more than two (분자 and 분모), so that many cells
are a block of 60 × 2; one of 6 × 20 has no place in it and is refused as a whole."""


@pytest.fixture
def office(live_server: Any) -> Office:
    return make_office(RATIOS)


def block() -> str:
    """60 rows of two cells, as Excel copies them."""
    return "".join(f"{1_000 + at:,}\t{2_000 + at:,}\r\n" for at in range(1, RATIOS + 1))


def ratios(office: Office) -> dict[str, int | None]:
    return {name: office.value(name) for name in office.names if name.startswith("비율")}


PASTED = {f"비율{at}": 1_000 + at for at in range(1, RATIOS + 1)} | {
    f"비율{at}의 분모": 2_000 + at for at in range(1, RATIOS + 1)
}


def kept(page: Page) -> dict[str, str]:
    """What the grid has put aside in this browser."""
    return {name: text for name, text in page.evaluate("({ ...localStorage })").items() if name.startswith("entry/")}


def end_session() -> None:
    Session.objects.all().delete()


def unsaved(page: Page, text: str) -> None:
    expect(page.locator("#save-state")).to_contain_text(text)


# -------------------------------------------------------------------------------------------------------- network


def test_120_cells_are_pasted_at_once(month: Month2018, office: Office) -> None:
    month.paste("비율1", block())
    month.all_saved()
    assert ratios(office) == PASTED
    month.put_aside(0)


def test_a_block_wider_than_the_grid_is_refused_with_its_places(month: Month2018, office: Office) -> None:
    """6 rows of 20 cells: the month has two inputs in a row."""
    month.paste("비율1", ("\t".join(["1"] * 20) + "\r\n") * 6)
    alerts = month.page.locator("#alerts")
    expect(alerts).to_contain_text("1행 3열의 '1'에 맞는 칸이 없습니다. 이 줄의 칸은 2개입니다.")
    expect(alerts).to_contain_text(f"그 밖에 {6 * 18 - 12}가지")
    assert set(ratios(office).values()) == {None}


def test_what_is_typed_without_network_is_saved_when_it_is_back(
    month: Month2018, office: Office, context: BrowserContext
) -> None:
    context.set_offline(True)
    month.type("상담", "2314")
    month.type("생활임금", "10774")
    month.paste("비율1", "1\t2\n3\t4\n")
    unsaved(month.page, "저장 안 된 칸 6개")
    month.state("상담", "waiting")
    month.type("상담", "2320")
    assert office.rows() == 0
    context.set_offline(False)
    month.all_saved()
    assert (office.value("상담"), office.value("생활임금"), office.value("비율2의 분모")) == (2320, 10774, 4)
    month.put_aside(0)


def test_a_lost_answer_saves_nothing_twice(month: Month2018, office: Office) -> None:
    """The server has saved, its answer never comes: the same request is sent again and answered as the first time."""
    lost: list[Any] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    month.page.route("**/cells/", lose_the_first)
    month.type("상담", "2314")
    month.all_saved()
    assert lost
    assert (office.value("상담"), office.rows()) == (2314, 1)


def test_a_server_that_restarts_loses_nothing(month: Month2018, office: Office) -> None:
    month.page.route("**/cells/", lambda route: route.fulfill(status=502, content_type="text/html", body="Bad Gateway"))
    month.type("상담", "2314")
    unsaved(month.page, "서버에 연결되지 않습니다")
    expect(month.page.get_by_role("button", name="지금 저장")).to_be_visible()
    month.page.unroute("**/cells/")
    month.all_saved()
    assert office.value("상담") == 2314


def test_a_closed_tab_keeps_what_was_not_saved(month: Month2018, office: Office, context: BrowserContext) -> None:
    month.page.route("**/cells/", lambda route: route.abort())
    month.type("상담", "2314")
    month.paste("비율1", "1\t2\n3\t4\n")
    # Other cells are kept meanwhile, and the time of each answer: only this cell's own entries are counted.
    month.page.evaluate(
        """cell => {
            const put = Storage.prototype.setItem;
            const told = document.documentElement.dataset;
            told.kept = "0";
            Storage.prototype.setItem = function (name, text) {
                put.call(this, name, text);
                if (name.endsWith(`/${cell}`)) told.kept = String(Number(told.kept) + 1);
            };
        }""",
        month.name("생활임금"),
    )
    month.type("생활임금", "107", end="")
    unsaved(month.page, "저장 안 된 칸 5개")
    expect(month.page.locator("html")).to_have_attribute("data-kept", "3")
    cut_off(month.page)
    month.page.close()
    again = Month2018(context.new_page(), office).open()
    expect(again.cell("상담")).to_have_value("2,314")
    expect(again.cell("생활임금")).to_have_value("107")
    again.state("비율2의 분모", "saved")
    assert (office.value("상담"), office.value("비율2")) == (2314, 3)
    again.state("생활임금", "waiting")
    assert office.value("생활임금") is None
    again.type("생활임금", "10774")
    again.all_saved()
    assert office.value("생활임금") == 10774
    again.put_aside(0)


def test_a_value_kept_from_before_meets_a_newer_one_as_a_conflict(
    month: Month2018, office: Office, context: BrowserContext
) -> None:
    month.page.route("**/cells/", lambda route: route.abort())
    month.type("상담", "2314")
    unsaved(month.page, "저장 안 된 칸")
    month.put_aside(1)
    cut_off(month.page)
    month.page.close()
    office.write("상담", 2320, office.colleague)
    again = Month2018(context.new_page(), office).open()
    again.state("상담", "conflict")
    assert office.value("상담") == 2320


def test_a_conflict_in_a_block_kept_from_before_leaves_the_rest_alone(
    month: Month2018, office: Office, context: BrowserContext
) -> None:
    month.page.route("**/cells/", lambda route: route.abort())
    month.paste("상담", "2314\n10774\n48.5")
    unsaved(month.page, "저장 안 된 칸 3개")
    month.put_aside(3)
    cut_off(month.page)
    month.page.close()
    office.write("생활임금", 10_700, office.colleague)
    again = Month2018(context.new_page(), office).open()
    again.state("생활임금", "conflict")
    again.state("쉼터", "saved")
    assert (office.value("상담"), office.value("생활임금"), office.value("쉼터")) == (2314, 10_700, 485)
    expect(again.cell("생활임금")).to_have_value("10774")
    again.put_aside(1)


def test_a_block_that_meets_a_conflict_outlives_the_tab(
    month: Month2018, office: Office, context: BrowserContext
) -> None:
    office.write("생활임금", 10_700, office.colleague)
    month.paste("상담", "2314\n10774\n48.5")
    month.state("생활임금", "conflict")
    month.put_aside(3)
    cut_off(month.page)
    month.page.close()
    again = Month2018(context.new_page(), office).open()
    again.state("쉼터", "saved")
    again.row("생활임금").get_by_role("button", name="비교해서 고르기").click()
    again.page.get_by_role("button", name="내 값으로 바꾸기").click()
    again.all_saved()
    assert (office.value("상담"), office.value("생활임금"), office.value("쉼터")) == (2314, 10_774, 485)


@pytest.mark.parametrize(
    ("trouble", "text", "keys"),
    [
        ("refused", "5,2o1", ["5,2o1", "Enter"]),
        ("conflict", "2314", ["2314", "Enter"]),
        ("waiting", "2314", ["2314", "Enter"]),
        ("refused", "5,2o1", ["77", "Escape"]),
        ("waiting", "2314", ["77", "Escape"]),
    ],
)
def test_the_same_text_again_saves_nothing_by_itself(
    month: Month2018, office: Office, context: BrowserContext, trouble: str, text: str, keys: list[str]
) -> None:
    """Retyped, or come back to with Escape: what could not be saved stays unsaved, and kept."""
    month.page.route("**/?fragment=1", lambda route: route.abort())
    if trouble == "conflict":
        office.write("상담", 2320, office.colleague)
    context.set_offline(trouble == "waiting")
    month.type("상담", text)
    month.state("상담", trouble)
    month.cell("상담").focus()
    month.page.keyboard.type(keys[0])
    month.page.keyboard.press(keys[1])
    month.state("상담", trouble)
    if trouble != "waiting":
        # One request after the other: once this one is answered, whatever was sent before has been.
        month.type("쉼터", "48.5")
        expect(month.box("쉼터")).to_have_attribute("data-state", re.compile("^(saved|warning)$"))
    month.state("상담", trouble)
    expect(month.cell("상담")).to_have_value(text)
    month.put_aside(1)
    assert list(kept(month.page)) == [f"entry/{office.officer.pk}/labour/2018-07/{month.name('상담')}"]
    assert office.value("상담") == (2320 if trouble == "conflict" else None)
    if trouble == "waiting":
        context.set_offline(False)
        month.all_saved()
        assert (office.value("상담"), office.rows()) == (2314, 1)


# -------------------------------------------------------------------------------------------------------- session


def test_a_session_that_ends_with_120_figures_typed(month: Month2018, office: Office) -> None:
    end_session()
    month.paste("비율1", block())
    dialog = month.page.get_by_role("dialog")
    expect(dialog).to_contain_text("다시 로그인해 주세요")
    assert set(ratios(office).values()) == {None}
    dialog.get_by_label("비밀번호").fill("wrong")
    month.page.keyboard.press("Enter")
    expect(dialog).to_contain_text("로그인하지 못했습니다")
    dialog.get_by_label("비밀번호").fill(PASSWORD)
    month.page.keyboard.press("Enter")
    month.all_saved()
    expect(dialog).to_be_hidden()
    assert ratios(office) == PASTED


def test_the_idle_time_out_asks_for_the_password_in_place(month: Month2018, office: Office) -> None:
    month.type("상담", "23", end="")
    end_session()
    month.page.evaluate("document.dispatchEvent(new Event('session:ended', { cancelable: true }))")
    month.page.get_by_role("dialog").get_by_label("비밀번호").fill(PASSWORD)
    month.page.keyboard.press("Enter")
    month.all_saved()
    assert office.value("상담") == 23
    month.page.get_by_role("button", name="제출", exact=True).click()
    expect(month.page.locator("#alerts")).to_contain_text("빈칸이")


def test_another_user_of_the_computer_neither_sees_nor_sends_it(
    month: Month2018, office: Office, context: BrowserContext, base_url: str
) -> None:
    month.page.route("**/cells/", lambda route: route.abort())
    month.type("상담", "98765")
    month.type("생활임금", "43210", end="")
    unsaved(month.page, "저장 안 된 칸")
    month.put_aside(2)
    cut_off(month.page)
    month.page.close()
    log_in(context, office.colleague, base_url)
    other = Month2018(context.new_page(), office).open()
    for name in ("상담", "생활임금"):
        expect(other.cell(name)).to_have_value("")
    other.put_aside(2)
    stored = kept(other.page)
    assert not any(typed in text for text in stored.values() for typed in ("98765", "43210"))
    other.type("지원액", "7")
    other.all_saved()
    assert (office.value("상담"), office.value("지원액")) == (None, 7_000_000)
    other.page.close()
    log_in(context, office.officer, base_url)
    again = Month2018(context.new_page(), office).open()
    again.state("상담", "warning")
    assert office.value("상담") == 98765


def test_cells_are_not_sent_in_the_name_of_who_logged_in_meanwhile(
    month: Month2018, office: Office, context: BrowserContext, base_url: str
) -> None:
    """Another tab of the same browser now belongs to a colleague."""
    log_in(context, office.colleague, base_url)
    month.type("상담", "2314", end="")
    with month.page.expect_navigation():
        month.page.keyboard.press("Enter")
    month.page.wait_for_selector("body[data-ready=entry]")
    expect(month.page.locator(".site-user")).to_contain_text(office.colleague.name)
    expect(month.cell("상담")).to_have_value("")
    assert office.value("상담") is None


# ------------------------------------------------------------------------------------- double click, refresh, back


def test_double_clicks_a_refresh_and_the_way_back_do_nothing_twice(month: Month2018, office: Office) -> None:
    office.write("상담", 2300, office.colleague)
    month.page.reload()
    month.page.wait_for_selector("body[data-ready=entry]")
    month.page.route("**/?fragment=1", lambda route: route.abort())
    month.page.route("**/2018-07/cells/", lambda route: route.abort())
    month.type("생활임금", "10774")
    expect(month.page.locator("#save-state")).to_contain_text("저장 안 된 칸 1개")
    now = month.page.get_by_role("button", name="지금 저장")
    expect(now).to_be_visible()
    month.page.evaluate(
        "() => { window.setTimeout = () => 0; }"
    )  # the page would send again by itself, and take the button away
    month.page.unroute("**/2018-07/cells/")
    now.dblclick()
    month.all_saved()
    assert (office.value("생활임금"), office.rows()) == (10774, 2)

    month.page.get_by_role("link", name="입력 현황").click()
    month.page.wait_for_url("**/board/**")
    month.page.go_back()
    month.page.wait_for_selector("body[data-ready=entry]")
    expect(month.cell("생활임금")).to_have_value("10,774")
    month.page.get_by_role("button", name="제출", exact=True).click()
    month.page.get_by_label("비워 두는 까닭").fill("집계 중")
    month.page.get_by_role("button", name="이대로 제출").dblclick()
    expect(month.page.locator(".steps [aria-current]")).to_have_text("제출")
    month.page.reload()
    expect(month.page.locator(".steps [aria-current]")).to_have_text("제출")
    assert Event.objects.filter(action=Action.MONTH_SUBMITTED).count() == 1
    assert office.rows() == 2


# ------------------------------------------------------------------------------------------------- the month's way


def person(browser: Browser, user: Any, office: Office, base_url: str) -> Month2018:
    context = browser.new_context(base_url=base_url, locale="ko-KR")
    log_in(context, user, base_url)
    return Month2018(context.new_page(), office)


def make_briefings(office: Office) -> None:
    """Two briefings that tell how many were counselled up to July: that of August is published, September's in preparation."""
    Bureau.objects.create(
        name="일자리노동정책관", as_of=JULY.first_day, directors=1, teams=1, off_quota_staff=0, source=Source.DATA
    )
    programme = office.model("Programme").objects.get(number=1)
    for month in (Month(2018, 8), Month(2018, 9)):
        briefing = Briefing.objects.create(
            month=month,
            reference_month=JULY,
            plan_year=JULY.year,
            session="임시회",
            committee="위원회",
            title="주요업무보고",
            vision="일자리 도시",
        )
        office.model("Passage").objects.create(
            programme=programme, briefing=briefing, heading="추진현황", text="○ 상담 {상담}"
        )
        if month.number == 8:
            publish(briefing, office.administrator, reason="시험")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Walk by keyboard until the target has the focus."""
    for _ in range(200):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard does not lead there")


def hand_in(month: Month2018, button: Locator) -> None:
    """Press 제출, and wait for the page that says what stands against it: a new one, also where it has said so before."""
    with month.page.expect_navigation(url="**/?check=yes"):
        button.click()
    month.page.wait_for_selector("body[data-ready=entry]")


def test_a_whole_takes_back_what_was_said_of_its_blank_parts(month: Month2018) -> None:
    hand_in(month, month.page.get_by_role("button", name="제출", exact=True))
    missing = [month.row(part).locator(".missing") for part in ("본관", "별관")]
    for each in missing:
        expect(each).to_be_visible()
    month.type("방문", "12")
    for each in missing:
        expect(each).to_have_count(0)
    month.type("본관", "5")
    expect(missing[1]).to_be_visible()
    month.page.reload()


def test_from_an_empty_month_to_a_closed_one_and_into_the_briefing(
    transactional_db: None, browser: Browser, month: Month2018, office: Office, base_url: str
) -> None:
    press, write = month.page.keyboard.press, month.page.keyboard.type
    button = month.page.get_by_role("button", name="제출", exact=True)
    month.paste("비율1", block())
    month.all_saved()
    hand_in(month, button)
    expect(month.page.locator("#alerts")).to_contain_text("빈칸이 10개 있습니다")
    expect(month.page.locator("#alerts li")).to_have_count(0)
    expect(month.page.locator(".messages .missing")).to_have_count(10)
    month.page.get_by_role("link", name="첫 빈칸으로 가기").click()
    month.in_hand("상담")
    month.paste("상담", "2314\n10774\n48.5\n60\t120\n\n1,200\n300\n349")
    expect(month.page.locator(".messages .missing")).to_have_count(2)
    month.paste("원인행위", "12,000\n7,000")
    month.all_saved()
    hand_in(month, button)
    alerts = month.page.locator("#alerts")
    expect(alerts).to_contain_text("부진 사유가 없는 줄이 1개 있습니다.")
    alerts.get_by_role("link", name="예산현액 지출액 누계").click()
    expect(month.page.get_by_label("왜 계획보다 늦습니까")).to_be_focused()
    alerts.get_by_label("부진 사유 1건 없이 제출합니다").check()
    alerts.get_by_role("button", name="이대로 제출").click()
    expect(month.page.locator(".steps [aria-current]")).to_have_text("제출")
    expect(month.cell("상담")).not_to_be_editable()
    month.cell("상담").focus()
    expect(month.row("상담").locator(".messages")).to_contain_text("제출하여 잠겼습니다")

    head = person(browser, office.head, office, base_url).open()
    head.page.get_by_text("돌려보내기", exact=True).click()
    head.page.get_by_label("돌려보내는 사유").fill("상담 인원을 확인해 주세요.")
    with head.page.expect_navigation():
        head.page.get_by_role("button", name="사유와 함께 돌려보내기").click()

    month.open()
    expect(month.page.locator(".steps [aria-current]")).to_have_text("입력 중")
    tab_to(month.page, month.cell("상담"))
    write("2315")
    press("Enter")
    month.all_saved()
    tab_to(month.page, month.row("지출").get_by_role("link", name="부진 사유 적기"))
    press("Enter")
    expect(month.page.get_by_label("왜 계획보다 늦습니까")).to_be_focused()
    write("하반기에 집행")
    month.page.get_by_label("만회 예정일").fill("2018-12-31")
    month.page.get_by_role("button", name="부진 사유 저장").click()
    expect(month.row("지출").get_by_role("link", name="부진 사유 적기")).to_have_count(0)
    tab_to(month.page, button, "Shift+Tab")
    press("Enter")
    expect(month.page.locator(".steps [aria-current]")).to_have_text("제출")

    head.open()
    head.page.get_by_role("button", name="승인").click()
    expect(head.page.locator(".steps [aria-current]")).to_have_text("승인")

    administrator = person(browser, office.administrator, office, base_url).open()
    administrator.page.get_by_role("button", name="마감").click()
    expect(administrator.page.locator(".steps [aria-current]")).to_have_text("마감")
    make_briefings(office)

    administrator.page.get_by_text("다시 열기", exact=True).first.click()
    administrator.page.get_by_label("범위").select_option(label="무료 노무상담")
    administrator.page.get_by_label("이날까지").fill(str(timezone.localdate() + timedelta(days=1)))
    administrator.page.locator("#reopen-reason").fill("늦은 신고")
    with administrator.page.expect_navigation():
        administrator.page.locator("details[open]").get_by_role("button", name="다시 열기").click()

    month.open()
    expect(month.cell("비율1")).not_to_be_editable()
    tab_to(month.page, month.page.get_by_label("고치는 사유"))
    write("늦은 신고 1건")
    tab_to(month.page, month.cell("상담"))
    write("2316")
    press("Enter")
    month.all_saved()
    assert office.value("상담") == 2316
    press("ArrowUp")
    expect(month.page.locator("#panel .history")).to_contain_text("늦은 신고 1건")

    # 13,869 up to June, and July's 2,315 as closed, 2,316 as corrected.
    for address, shown, other in (
        ("/briefings/2018-08/", "16,184명", "16,185명"),
        ("/briefings/2018-09/", "16,185명", "16,184명"),
    ):
        administrator.page.goto(address)
        expect(administrator.page.get_by_role("button", name=shown)).to_be_visible()
        expect(administrator.page.get_by_text(other)).to_have_count(0)
    for each in (head, administrator):
        each.page.context.close()
