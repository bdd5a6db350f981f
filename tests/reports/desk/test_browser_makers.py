"""Two papers of the same kind as July's are made from it in real Chromium by all who make them, at the same time: an officer and a head of
each division and the administrator. Neither YAML nor code: what they do are the steps of makers.py."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from reports.models import Briefing, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.recording import record, record_block, stamped
from seoulwork.operations import tasks
from seoulwork.operations.models import Task
from tests.choosing import LONG
from tests.entry.browsing import log_in, password_hash
from tests.reports.carrying import BY_DATA, enter_all
from tests.reports.desk.makers import Maker
from tests.reports.drawings import SVG
from tests.reports.reading import flat, text_of_pdf, text_of_workbook
from tests.reports.tables.copied import EXCEL
from tests.workbook.test_parts_grid import DISTRICTS

# At each commit no paper is set in print: that takes as long as all the rest.
pytestmark = [pytest.mark.slow(200), *([pytest.mark.printed] if LONG else [])]
SEPTEMBER, JANUARY = "2018-09", "2019-01"
PROJECTS = (("사업개발비", "300"), ("인건비", "1200"))


@pytest.fixture
def figures(briefing_data_live: None, no_printed_page: None) -> None:
    """Until the end of 2018 each month as it went so far; one indicator by months and with targets by quarters."""
    cache.clear()
    with transaction.atomic():
        enter_all(Month(2018, 12))
        models = division("labour").models
        indicator = models.Indicator.objects.get(short_name="옴부즈만상담건수")
        half = models.Actual.objects.current().get(indicator=indicator, last_month=Month(2018, 6))
        months = [
            models.Actual(
                indicator=indicator,
                first_month=Month(2018, number),
                last_month=Month(2018, number),
                value=value,
                **stamped(BY_DATA),
            )
            for number, value in enumerate((280, 270, 280, 284, 285, 295), 1)
        ]
        record_block(models.Actual, months, {half.pk: months[0]}, timezone.now())
        for quarter, value in enumerate((900, 1_000, 1_000, 1_100)):
            first = Month(2018, 3 * quarter + 1)
            place = {"indicator": indicator, "part": None, "first_month": first, "last_month": first + 2}
            record(models.Target, place, {"value": value}, BY_DATA)


@pytest.fixture
def makers(figures: None, browser: Browser, base_url: str) -> Iterator[dict[str, Maker]]:
    """Each in a browser of their own; `labour-head` is the head of that division. No script error may happen in any."""
    people = [("administrator", Role.ADMINISTRATOR, "")] + [
        (f"{each.key}-{role}", role, each.key) for each in divisions() for role in (Role.OFFICER, Role.HEAD)
    ]
    errors: list[str] = []

    def browser_of(name: str, role: Role, own: str) -> Maker:
        user = User.objects.create(username=name, name=name, role=role, password=password_hash(), division=own)
        context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", base_url=base_url)
        context.set_default_timeout(60_000)
        log_in(context, user, base_url)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{name}: {error}"))
        return Maker(page)

    made = {name: browser_of(name, role, own) for name, role, own in people}
    yield made
    for each in made.values():
        each.page.context.close()
    assert errors == []


def begin(administrator: Page, month: str, reference: str, kind: str, title: str, *, next_year: bool = False) -> None:
    administrator.goto("/briefings/add/")
    administrator.get_by_label("이어 쓸 보고").select_option(label="2018 주요업무보고 (2018년 7월)")
    administrator.get_by_role("textbox", name="보고 달").fill(month)
    administrator.get_by_label("보고 종류").select_option(label=kind)
    administrator.get_by_role("textbox", name="실적 기준 달").fill(reference)
    if next_year:
        administrator.get_by_label("그다음 해").check()
    administrator.get_by_role("textbox", name="회기").fill("제283회 시의회 임시회")
    administrator.get_by_role("textbox", name="제목").fill(title)
    administrator.get_by_role("button", name="시작").click()
    expect(administrator.get_by_role("heading", name="다시 볼 것")).to_be_visible()


def add_row(administrator: Page, kind: str, **fields: str) -> None:
    """One row of a list, by its form: the labels with what is chosen or typed."""
    administrator.goto(f"/lists/{kind}/add/")
    for label, value in fields.items():
        field = administrator.get_by_label(re.compile(rf"^{label}( ?\(|$)"))
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(field.locator("option").filter(has_text=value).first.get_attribute("value"))
        else:
            field.fill(value)
    administrator.get_by_role("button", name="저장", exact=True).click()
    expect(administrator.get_by_text("추가했습니다").first).to_be_visible()


def paste_districts(administrator: Page) -> None:
    """An indicator, and the 25 districts with their targets as they stand in somebody's spreadsheet."""
    add_row(
        administrator,
        "programmes/indicators",
        사업="5. 시·구 상향적·협력적 일자리 창출사업 추진",
        **{"짧은 이름": "자치구계획", "지표명": "자치구별 일자리 계획", "단위": "개", "입력 주기": "수시"},
    )
    administrator.goto("/lists/programmes/indicators/?q=자치구별 일자리 계획")
    administrator.get_by_role("row", name="자치구별 일자리 계획").get_by_role("link", name="고치기").click()
    administrator.get_by_role("link", name="세부와 목표를 표로 고치기").click()
    administrator.get_by_label("붙여 넣을 목록").fill(
        "\n".join(f"{name}\t{at}00" for at, name in enumerate(DISTRICTS, 1))
    )
    administrator.get_by_label("새 세부의 구분 기준").fill("자치구")
    administrator.get_by_role("button", name="미리보기").click()
    administrator.get_by_label("사유").fill("하반기 계획")
    administrator.get_by_role("button", name="모두 저장").click()
    expect(administrator.get_by_label("강동구 이름")).to_be_visible()


def add_projects(administrator: Page) -> None:
    """Two 세부사업 of one 단위사업, each with its amount."""
    for name, amount in PROJECTS:
        add_row(
            administrator,
            "socialeconomy/budgets",
            사업="1. 체계적인 종합지원으로 사회적경제기업 육성",
            **{
                "짧은 이름": "육성예산",
                "종류": "소요예산",
                "회계연도": "2019",
                "세부": f"사회적경제 육성/기업 지원/{name}",
            },
        )
        add_row(
            administrator,
            "socialeconomy/appropriations",
            예산=f"2019 육성예산 사회적경제 육성/기업 지원/{name}",
            **{"적용 달": "2019-01", "예산액": amount},
        )


def arrange(administrator: Page, briefing: str, *buttons: str) -> None:
    administrator.goto(f"/briefings/{briefing}/desk/")
    for each in buttons:
        administrator.get_by_role("button", name=each, exact=True).click()
        administrator.wait_for_load_state()


def accept(administrator: Page, briefing: str) -> None:
    """One of the errors that are found stays, for a reason."""
    administrator.goto(f"/briefings/{briefing}/checks/")
    found = administrator.locator(".findings li", has=administrator.locator("details.accept")).first
    found.get_by_text("그대로 두기").click()
    found.get_by_label("사유").fill("원문 그대로")
    found.get_by_role("button", name="받아들임").click()
    expect(administrator.get_by_text("그대로 둠: 원문 그대로").first).to_be_visible()


def publish(administrator: Page, briefing: str) -> None:
    """Checked once more; what is left is signed for."""
    administrator.goto(f"/briefings/{briefing}/publish/")
    administrator.get_by_label("그대로 발행하는 사유").fill("시험: 남은 것은 알고 있음")
    administrator.get_by_role("button", name="발행", exact=True).click()
    expect(administrator.get_by_role("progressbar")).to_be_visible()
    tasks.run(Task.objects.get(kind="publish", state=Task.State.WAITING).pk)
    administrator.wait_for_url(f"**/briefings/{briefing}/")


@pytest.mark.any_engine
def test_all_makers_make_two_papers_from_the_one_of_july_at_the_same_time(
    makers: dict[str, Maker], browser: Browser, base_url: str
) -> None:
    administrator = makers["administrator"].page
    labour, labour_head = makers["labour-officer"], makers["labour-head"]
    jobs, jobs_head = makers["programmes-officer"], makers["programmes-head"]
    social, social_head = makers["socialeconomy-officer"], makers["socialeconomy-head"]

    # The administrator begins both; the new year takes over what goes on.
    begin(administrator, SEPTEMBER, "2018-08", "주요업무보고", "2018 하반기 업무보고")
    begin(administrator, JANUARY, "2018-12", "예산결산", "2019 사업계획", next_year=True)
    administrator.goto("/lists/labour/carry-forward/?year=2019")
    administrator.get_by_label("사유").fill("새해 계획")
    administrator.get_by_role("button", name="2019년으로 저장").click()
    expect(administrator.get_by_text("2019년으로 이어 두었습니다").first).to_be_visible()

    # Two of one division in one part at once, in the paper of September; others in that of January meanwhile.
    labour.go_to(SEPTEMBER, "labour/6")
    labour_head.go_to(SEPTEMBER, "labour/6")
    jobs.go_to(JANUARY, "programmes/5")
    labour.add_lines("○ 무료노무상담 : ")
    labour.refer("옴부즈만상담건수")
    labour_head.at_end_of("노동교육 추진")
    labour_head.type("(노동실무 포함)")
    jobs.add_lines("□ 새해 방향\n○ 자치구와 함께 정하는 일자리")
    for each in (labour, labour_head, jobs):
        each.saved()
    labour.begin_table("월·분기", "지표 · 시민명예노동옴부즈만 상담건수")
    labour.save_table("분기별 상담", 제목="분기별 무료노무상담")

    # A remark is answered and resolved; the part is sent in, sent back, and settled.
    labour_head.open_again()
    labour_head.remark(3, "근거를 적어 주세요")
    labour.open_again()
    labour.add_lines("  - 근거 : 근로기준법 제93조")
    labour.saved()
    labour.answer("적었습니다")
    labour.step("제출")
    labour_head.open_again()
    labour_head.resolve()
    labour_head.step("돌려보내기", reason="조문을 다시 보아 주세요")
    labour.open_again()
    expect(labour.page.get_by_text("조문을 다시 보아 주세요").first).to_be_visible()
    labour.replace_end("제93조", "제94조")
    labour.saved()
    labour.step("제출")
    labour_head.open_again()
    labour_head.step("확정")

    # 25 districts with their targets come in by one paste; the officer makes a table of them, of each paper its own.
    paste_districts(administrator)
    add_projects(administrator)
    jobs.go_to(SEPTEMBER, "programmes/5")
    jobs.begin_table("부분별", "지표 · 자치구별 일자리 계획")
    jobs.save_table("자치구별 계획", 제목="자치구별 하반기 계획")
    jobs.step("제출")
    jobs_head.go_to(SEPTEMBER, "programmes/5")
    jobs_head.step("확정")

    # The plan of January: the 세부사업 of its year, and a part that was added, with a table from Excel and a picture.
    social.go_to(JANUARY, "socialeconomy/1")
    social.begin_table("예산", "예산 · 육성예산")
    social.save_table("세부사업별 예산", 제목="세부사업별 예산")
    makers["administrator"].add_part(JANUARY, "추진체계", "사회적경제담당관")
    social.go_to(JANUARY)
    social.page.get_by_role("link", name="추진체계").click()
    social.opened()
    social.add_lines("□ 새해 체계\n○ 지원기관을 하나로 모음")
    social.saved()
    social.paste_table(EXCEL, "전환 현황")
    social.add_picture(SVG, "체계도", "시장 아래 정책관이 있다")
    social_head.go_to(JANUARY)
    social_head.page.get_by_role("link", name="추진체계").click()
    social_head.opened()
    social_head.step("제출")
    social_head.step("확정")

    # The order, and what is not printed this time.
    first = "비정규직의 정규직화 확산"
    arrange(administrator, SEPTEMBER, f"{first} 아래로")
    arrange(administrator, JANUARY, "2018년 좋은 일자리도시 국제포럼 개최 빼기", "노동정책담당관 위로")

    # What came along is looked at, part by part.
    jobs.go_to(JANUARY)
    jobs.sees_a_part()

    accept(administrator, SEPTEMBER)
    publish(administrator, SEPTEMBER)
    publish(administrator, JANUARY)
    user = User.objects.create(username="council", name="시의원", role=Role.COUNCIL, password=password_hash())
    with browser.new_context(locale="ko-KR", base_url=base_url) as context:
        log_in(context, user, base_url)
        reader = context.new_page()
        for name, holds in ((SEPTEMBER, september), (JANUARY, january)):
            reader.goto(f"/briefings/{name}/")
            printed = {
                each.format: bytes(each.content) for each in PublishedFile.objects.filter(edition__briefing=named(name))
            }
            holds(paper := reader.locator("main").inner_text())
            # The sum, which is a formula in the workbook.
            assert ("32,500" if name == SEPTEMBER else "1,500") in paper
            expect(reader.get_by_alt_text("시장 아래 정책관이 있다")).to_have_count(1 if name == JANUARY else 0)
            if LONG:
                holds(text_of_pdf(printed["pdf"]))
            holds(text_of_workbook(printed["xlsx"]))


def named(name: str) -> Briefing:
    return Briefing.objects.get(month=Month.parse(name))


def september(paper: str) -> None:
    """What was made stands in it, wherever lines are broken."""
    text = flat(paper)
    for each in (
        "무료노무상담:2,258건",
        "노동교육추진(노동실무포함)",
        "근로기준법제94조",
        "분기별무료노무상담",
        "1/4",
        "900",
        "자치구별하반기계획",
        "강동구",
        "2,500",
    ):
        assert flat(each) in text, each
    assert text.index("노동시간단축추진") < text.index("비정규직의정규직화확산")


def january(paper: str) -> None:
    text = flat(paper)
    for each in (
        "2019사업계획",
        "자치구와함께정하는일자리",
        "세부사업별예산",
        "사회적경제육성",
        "기업지원",
        "사업개발비",
        "1,200",
        "새해체계",
        "지원기관을하나로모음",
        "<잔여>&기타",
    ):
        assert flat(each) in text, each
    assert "무료노무상담:2,258건" not in text
    assert "국제포럼개최" not in text.replace("좋은일자리도시국제포럼", "국제포럼")
