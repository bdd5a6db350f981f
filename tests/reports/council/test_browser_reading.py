"""A walk in real Chromium: what was published is corrected, and told in its 정오표. Then a reader's, at a desk and on a telephone: the
newest edition, what it corrects, a search, a figure's page, a question and its answer."""

from collections.abc import Callable

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect

from labour.models import Actual, Target
from reports.asking import Question
from reports.editions import correcting
from reports.editions.publishing import publish
from reports.models import Briefing, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations import tasks
from seoulwork.operations.models import Task
from tests.choosing import LONG
from tests.entry.browsing import log_in
from tests.reports.reading import flat, text_of_pdf, text_of_workbook

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(60)]


@pytest.fixture
def sees(briefing_data_live: None, page: Page, base_url: str) -> Callable[[User], Page]:
    """The page as it is before that user."""

    def log_in_as(user: User) -> Page:
        page.context.clear_cookies()
        log_in(page.context, user, base_url)
        return page

    return log_in_as


REASON = "상담건수 집계 오류"


def corrected() -> None:
    """July published, and corrected: 1,694 counsels become 1,794."""
    publish(Briefing.objects.get(), None, reason="시험")
    correcting.begin(Briefing.objects.get(), by=None, reason=REASON)
    count_counsels_again()
    publish(Briefing.objects.get(), None, reason="시험")


def count_counsels_again() -> None:
    actual = Actual.objects.filter(indicator__short_name="옴부즈만상담건수", superseded_at=None).latest("last_month")
    key = {"indicator": actual.indicator, "part": None}
    stamp = Stamp(None, Source.BROWSER, reason="상담일지 대조")
    with transaction.atomic():
        record_actual(division("labour").models, key, actual.run, {"value": 1_794}, stamp)


def correct(administrator: Page) -> None:
    """The same by its pages: an error is found in what was published, put right, told in the 정오표 and published; the two editions are
    held against each other."""
    publish(Briefing.objects.get(), None, reason="시험")
    administrator.goto("/briefings/2018-07/editions/")
    administrator.get_by_role("link", name="정정 시작").click()
    administrator.get_by_label("사유").fill(REASON)
    administrator.get_by_role("button", name="정정 시작").click()
    expect(administrator.get_by_text("아직 앞 판과 달라진 곳이 없습니다")).to_be_visible()
    count_counsels_again()
    target = Target.objects.current().get(indicator__short_name="옴부즈만상담건수", first_month=201801)
    administrator.goto(f"/lists/labour/targets/{target.pk}/")
    administrator.get_by_label("목표", exact=True).fill("4,100")
    administrator.get_by_label("사유").fill("목표 조정")
    administrator.get_by_role("button", name="저장", exact=True).click()
    administrator.goto("/briefings/2018-07/correct/")
    lines = administrator.locator(".errata tbody tr")
    expect(lines.filter(has_text="1,794").first).to_contain_text("1,694")
    expect(lines.filter(has_text="4,100").first).to_contain_text("4,000")
    lines.filter(has_text="1,794건").first.get_by_role("textbox").fill("상담일지와 대조함")
    administrator.get_by_role("button", name="사유 저장").click()
    administrator.get_by_role("link", name="정정한 판 발행하기").click()
    administrator.get_by_label("그대로 발행하는 사유").fill("시험: 남은 것은 알고 있음")
    administrator.get_by_role("button", name="발행", exact=True).click()
    expect(administrator.get_by_role("progressbar")).to_be_visible()
    tasks.run(Task.objects.get(kind="publish", state=Task.State.WAITING).pk)
    administrator.wait_for_url("**/briefings/2018-07/")

    printed = [file("html").decode(), text_of_workbook(file("xlsx")), *([text_of_pdf(file("pdf"))] if LONG else [])]
    for words in printed:
        for each in ("정오표", "상담일지와 대조함", "4,100", REASON):
            assert flat(each) in flat(words), each
    administrator.goto("/briefings/2018-07/editions/1/")
    expect(administrator.get_by_text("이 판은 정정되었습니다").first).to_be_visible()
    administrator.goto("/briefings/2018-07/editions/")
    administrator.get_by_role("link", name="앞 판과 견주기").click()
    expect(administrator.locator(".moved").filter(has_text="1,694건 → 1,794건").first).to_contain_text("100")


def file(kind: str) -> bytes:
    return bytes(PublishedFile.objects.get(edition__number=2, format=kind).content)


# At each commit no paper is set in print.
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=[pytest.mark.printed] if LONG else [])])
def test_a_member_searches_opens_a_figure_asks_and_reads_the_answer(sees: Callable[[User], Page], width: int) -> None:
    if width == 390:
        corrected()
    else:
        correct(sees(User.objects.create(username="administrator", name="관리자", role=Role.ADMINISTRATOR)))
    member = User.objects.create(username="member", name="의원", role=Role.COUNCIL)
    officer = User.objects.create(username="officer", name="담당자", role=Role.OFFICER, division="labour")

    page = sees(member)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    expect(page.get_by_role("heading", name="2018 주요업무보고", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="정정: 상담건수 집계 오류")).to_be_visible()
    expect(page.locator(".front-behind")).to_contain_text("기대 진도 50.0%보다")
    page.get_by_label("발행된 보고에서 찾기").fill("무료노무상담")
    page.keyboard.press("Enter")
    found = page.locator(".search-found li")
    expect(found.first).to_contain_text("1,794건")
    expect(found.filter(has_text="무료노무상담 1,694건").last).to_contain_text("정정되기 전 판")
    place = page.locator(".search-place", has_text="6 노동권의 보호체계 강화 / 추진현황")
    found.filter(has=place).first.get_by_role("link").click()

    figure = page.get_by_role("button", name="1,794건")
    figure.click()
    page.get_by_role("link", name="이 수치의 뜻과 값, 인쇄된 곳").click()
    expect(page.get_by_role("heading", name="인쇄된 곳")).to_be_visible()
    expect(page.locator("main")).to_contain_text("제2판(정정)")
    expect(page.locator("main")).to_contain_text("1,694건")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.go_back()

    page.get_by_role("button", name="1,794건").click()
    page.get_by_role("link", name="이 수치에 대해 묻기").click()
    expect(page.get_by_label("어느 줄")).to_contain_text("무료노무상담 1,794건")
    page.get_by_label("질의").fill("해결된 것은 몇 건입니까?")
    page.get_by_role("button", name="질의 보내기").click()
    expect(page.get_by_role("status")).to_contain_text("질의를 보냈습니다")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    address = page.url

    page = sees(officer)
    page.goto("/briefings/questions/?state=open")
    page.get_by_role("link", name="해결된 것은 몇 건입니까?").click()
    page.get_by_label("답변").fill("1,200건이 해결되었습니다.")
    page.get_by_role("button", name="답변 남기기").click()
    expect(page.get_by_role("status")).to_contain_text("답변을 남겼습니다")

    page = sees(member)
    page.goto(address)
    page.locator(".told").get_by_role("link", name="6 노동권의 보호체계 강화").click()
    expect(page.locator(".asked")).to_contain_text("1,200건이 해결되었습니다.")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Question.objects.get().figure == "1,794건"


PRINTED = {
    "/briefings/changes/?old=2018-07/1&new=2018-07/2": "1,694건 → 1,794건",
    "/briefings/2018-07/front/": "지난 보고와 달라진 것",
    "/briefings/2018-07/editions/": "제2판(정정)",
    "/briefings/2018-07/editions/2/sections/errata/": "정정 사유",
    "/briefings/2018-07/editions/2/tables/budget/": "예산",
    "/briefings/search/?q=무료노무상담": "1,794건",
    "/briefings/questions/": "질의",
    "/briefings/2018-07/editions/2/pack/": "기대 진도보다 늦은 것",
}
"""Pages, and what stands on the first sheet of each"""
ON_SCREEN_ALONE = """() => [...document.querySelectorAll("button:not(.figure), .button, select, textarea, input:not([type=hidden])")]
    .filter(each => each.checkVisibility({ visibilityProperty: true })).map(each => each.outerHTML.slice(0, 80))"""


def test_what_readers_print_begins_on_the_first_sheet_and_has_nothing_of_the_screen(
    sees: Callable[[User], Page],
) -> None:
    corrected()
    page = sees(User.objects.create(username="officer", name="담당자", role=Role.OFFICER, division="labour"))
    page.emulate_media(media="print")
    for address, first in PRINTED.items():
        page.goto(address)
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as sheets:
            texts = [flat(sheet.get_textpage().get_text_bounded()) for sheet in sheets]
        assert flat(first) in texts[0], address
        assert [number for number, text in enumerate(texts, 1) if len(text) < 30] == [], address
        assert page.evaluate(ON_SCREEN_ALONE) == [], address
