#!/usr/bin/env python
"""Take the pictures of README.md and docs/ from the running program: `make pictures`, or single ones by their names.

A demo of its own is set up in a temporary directory and served on a free port; Chromium takes the screens, pdftoppm the
pages of the PDF. Each picture is a line of PICTURES, taken in that order: what one does, the next ones see (so not each can be taken alone).
"""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook, load_workbook
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES_DIR = ROOT / "docs/pictures"
PASSWORD = "seoul-demo-2018"
COUNSELLING = "시민명예노동옴부즈만 상담건수"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Studio:
    """The running program, the folder of its data, and a page of each user, who stays logged in."""

    browser: Browser
    base: str
    folder: str
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, user: str) -> Page:
        """The page of that user ("": of nobody)."""
        if user not in self.pages:
            page = self.browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul").new_page()
            if user:
                page.goto(self.base)
                page.get_by_label("아이디").fill(user)
                page.get_by_label("비밀번호").fill(PASSWORD)
                page.get_by_role("button", name="로그인").click()
                page.wait_for_load_state()
            self.pages[user] = page
        return self.pages[user]

    def go(self, user: str, address: str) -> Page:
        page = self.page(user)
        page.goto(self.base + address)
        return page


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen: who looks, at which address, at which size, and what is done before."""

    name: str
    user: str
    address: str
    width: int = 1280
    height: int = 860
    before: Callable[[Page, Studio], object] | None = None


# ------------------------------------------------------------------------------------------- monthly entry

EXPECTED = """() => {
  const rows = JSON.parse(document.getElementById("entry-data").textContent).rows;
  return [...document.querySelectorAll("#grid tr input:not([type=hidden]):not([readonly])")].flatMap((input) => {
    const row = input.closest("tr");
    const live = rows[row.id];
    const hasParts = row.querySelector("th.indent-0") && row.nextElementSibling?.querySelector("th.indicator:not(.indent-0)");
    if (!live || live.blank === null || hasParts || live.written.length > 1) return [];
    const before = Number(live.blank[0]) / Number(live.blank[1]) / live.factor / 10 ** live.decimals;
    const share = row.id.startsWith("s") ? 7 / 6 : live.weight > 1 || live.base[0] === "0" ? 1 : 1 / 6.2;
    return [[input.name, Math.round(before * share).toLocaleString("en")]];
  });
}"""
"""A made-up July: a little under a sixth of the half-year, and what is counted as it stood."""


def fill(page: Page, most: int = 1000) -> None:
    """Type a made-up July into the first `most` cells."""
    for name, value in page.evaluate(EXPECTED)[:most]:
        page.locator(f"[name={name}]").fill(value)
        page.keyboard.press("Enter")
    page.get_by_text("모두 저장됨").wait_for()


def enter(page: Page, studio: Studio) -> None:
    fill(page, 12)
    page.locator("#grid input:visible").nth(2).click()
    page.locator("#panel h2").wait_for()
    page.evaluate("scrollTo(0, 0)")


def be_warned(page: Page, studio: Studio) -> None:
    """A slow figure, one that is no number, and more spent than committed."""
    cell = page.get_by_label(COUNSELLING)
    for typed in ("96", "1o2"):
        cell.fill(typed) if typed == "96" else page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_timeout(800)
    for label, typed in (("예산현액 원인행위액 누계(백만원)", "9,800"), ("예산현액 지출액 누계(백만원)", "10,200")):
        page.get_by_label(label).fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_timeout(800)
    cell.click()
    cell.evaluate("input => input.scrollIntoView({ block: 'center' })")


def collide(page: Page, studio: Studio) -> None:
    """Somebody else saves while a value is being typed."""
    cell = page.get_by_label("시민명예노동옴부즈만 근로환경개선 컨설팅")
    cell.click()
    page.keyboard.type("21")
    other = studio.go("administrator", "/entry/labour/2018-07/")
    other.get_by_label("시민명예노동옴부즈만 근로환경개선 컨설팅").fill("19")
    other.keyboard.press("Enter")
    other.get_by_text("모두 저장됨").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="비교해서 고르기").click()


def confirm(page: Page, button: str) -> None:
    """Go on although 부진 사유 are missing, if any are."""
    for box in page.locator(".findings [type=checkbox]").all():
        box.check()
    page.get_by_role("button", name=button).click()


def hand_in(page: Page, studio: Studio) -> None:
    """The officer hands in; the head looks, and is about to send back."""
    officer = studio.go("socialeconomy-officer", "/entry/socialeconomy/2018-07/")
    fill(officer, 18)
    officer.get_by_role("button", name="제출", exact=True).click()
    officer.wait_for_url("**/?check=yes")
    officer.get_by_label("비워 두는 까닭").fill("자치구 두 곳의 집계가 8월 6일에 나옵니다.")
    confirm(officer, "이대로 제출")
    officer.locator("ol.steps [aria-current]", has_text="제출").wait_for()
    page.reload()
    page.locator("summary", has_text="돌려보내기").click()


def close(page: Page, studio: Studio) -> None:
    """Approved and closed; the administrator is about to open it again."""
    head = studio.go("socialeconomy-head", "/entry/socialeconomy/2018-07/")
    head.get_by_role("button", name="승인").click()
    head.wait_for_load_state()
    if head.url.endswith("?check=yes"):
        confirm(head, "이대로 승인")
        head.wait_for_load_state()
    page.reload()
    page.get_by_role("button", name="마감", exact=True).click()
    page.wait_for_load_state()
    page.goto(page.url)
    page.locator("summary", has_text="다시 열기").click()
    page.get_by_label("이날까지").fill(time.strftime("%Y-%m-%d", time.localtime(time.time() + 10 * 24 * 3600)))
    page.locator("#reopen-reason").fill("사회적기업 수 정정")


# ------------------------------------------------------------------------------------------- workbooks


def upload(page: Page, division: str, sender: str, name: str, content: bytes) -> None:
    """Send a workbook in and wait for its preview."""
    page.get_by_label("담당관").select_option(label=division)
    page.get_by_label("보낸 곳").fill(sender)
    page.get_by_label("연도").fill("2018")
    file: FilePayload = {"name": name, "mimeType": XLSX, "buffer": content}
    page.get_by_label("엑셀 파일").set_input_files(file)
    page.get_by_role("button", name="올리고 미리보기").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"), timeout=120_000)


def ask(page: Page, studio: Studio) -> None:
    """A body's own workbook, with a name that differs and a cell that is no number."""
    book = Workbook()
    sheet = book.create_sheet("상반기", 0)
    sheet.append(["2018년 상담 실적(가상)"])
    sheet.append(["지표", *(f"{number}월" for number in range(1, 7))])
    sheet.append([f"{COUNSELLING}(계)", 280, 270, "2o0", 284, 285, 285])
    content = io.BytesIO()
    book.save(content)
    upload(page, "노동정책담당관", "노동권익센터", "상반기 상담 실적(가상).xlsx", content.getvalue())
    page.get_by_role("link", name="물음에 답하기").click()
    page.locator("select[name^=answer]").select_option(index=1)


def answer(page: Page, studio: Studio) -> None:
    page.get_by_role("link", name="상반기 상담 실적(가상).xlsx").click()
    page.get_by_role("link", name="물음에 답하기").click()
    page.locator("select[name^=answer]").select_option(index=1)
    page.get_by_role("button", name="답하고 다시 미리보기").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"), timeout=120_000)


def preview(page: Page, studio: Studio) -> None:
    """The division's template, filled with a made-up split of the half-year."""
    with page.expect_download() as download:
        page.evaluate(
            "address => { location.href = address }", "/imports/templates/programmes/?year=2018&first=1&last=6"
        )
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book["실적"]
    for row in sheet.iter_rows(min_row=5):
        known = re.match(r"([\d,]+) \(2018년 상반기", str(row[7].value))
        if known and row[6].value == "합계":
            total = int(known[1].replace(",", ""))
            shares = [total * part // 100 for part in (15, 15, 17, 17, 18)]
            for cell, value in zip(row[8:14], [*shares, total - sum(shares)], strict=True):
                cell.value = value
    content = io.BytesIO()
    book.save(content)
    name = "2018년 상반기 월별 배분(가상).xlsx"
    upload(page, "일자리정책담당관", "일자리정책담당관", name, content.getvalue())


# ------------------------------------------------------------------------------------------- the rest


def open_a_figure(page: Page, studio: Studio) -> None:
    figure = page.get_by_role("button", name="13,869명")
    figure.scroll_into_view_if_needed()
    figure.click()


def change_a_text(page: Page, studio: Studio) -> None:
    page.get_by_role("row").filter(has_text="취업지원 프로그램").get_by_role("link", name="고치기").first.click()
    page.wait_for_load_state()


# ------------------------------------------------------------------------------------------- the next briefing

NEXT = "/briefings/2018-09/desk/"
COPIED = """<table><tr><td rowspan=2>구분</td><td colspan=2>2018년</td><td rowspan=2>비고</td></tr>
<tr><td>목표</td><td>실적</td></tr><tr><td>마을노무사</td><td>50</td><td>50</td><td>2월 추가 위촉</td></tr>
<tr><td>노동권리보호관</td><td>50</td><td>50</td><td>4월 추가 위촉</td></tr></table>"""
"""As a spreadsheet puts it on the clipboard."""


def begin(page: Page, studio: Studio) -> None:
    page.get_by_role("textbox", name="보고 달").fill("2018-09")
    page.get_by_role("textbox", name="실적 기준 달").fill("2018-08")
    page.get_by_role("textbox", name="회기").fill("제283회 시의회 임시회")
    page.get_by_role("textbox", name="제목").fill("2018 하반기 업무보고")


def see_the_board(page: Page, studio: Studio) -> None:
    page.goto(studio.base + "/briefings/add/")
    begin(page, studio)
    page.get_by_role("button", name="시작").click()
    page.get_by_role("heading", name="다시 볼 것").wait_for()


def opened(page: Page) -> None:
    page.wait_for_selector("body[data-ready=desk]")
    page.wait_for_selector("#desk-print canvas")


def begin_to_write(page: Page, studio: Studio) -> None:
    opened(page)
    page.locator(".cm-line", has_text="무료노무상담 및 근로환경개선").first.click()
    page.evaluate("scrollTo(0, 0)")


def make_a_table(page: Page, studio: Studio) -> None:
    page.get_by_label("지표 · 시민명예노동옴부즈만 상담건수").check()
    page.get_by_label("연도별", exact=True).check()
    page.get_by_role("button", name="표 그리기").click()
    page.get_by_label("제목", exact=True).fill("연도별 무료노무상담")
    page.get_by_label("표의 이름").fill("연도별 상담")
    page.locator("#table-look").get_by_text("연도별 무료노무상담").first.wait_for()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def paste_a_table(page: Page, studio: Studio) -> None:
    page.locator("#pasted").evaluate(
        """(field, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        COPIED,
    )
    page.get_by_label("표의 이름").fill("위촉 현황")
    page.evaluate("document.activeElement.blur()")


def remark(page: Page, studio: Studio) -> None:
    """The officer has handed in; the head remarks and is about to settle or to send back."""
    officer = studio.go("labour-officer", NEXT + "labour/6/")
    opened(officer)
    officer.get_by_role("button", name="제출", exact=True).click()
    officer.get_by_text("제출했습니다").first.wait_for()
    page.reload()
    opened(page)
    page.get_by_label("줄 번호").fill("3")
    page.get_by_role("textbox", name="의견", exact=True).fill("교육 인원도 적어 주세요.")
    page.get_by_role("button", name="의견 남기기").click()
    page.get_by_text("의견을 남겼습니다").first.wait_for()
    page.wait_for_selector("body[data-ready=desk]")
    page.get_by_role("heading", name="의견", exact=True).scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def say_who(page: Page, studio: Studio) -> None:
    """Before such a setting the password is asked for again."""
    if "reauthenticate" in page.url:
        page.get_by_label("비밀번호").fill(PASSWORD)
        page.get_by_role("button", name="확인").click()
        page.get_by_role("heading", name="2단계 인증 켜기").wait_for()


FOLDERS = """(table, temporary) => {
  for (const cell of table.querySelectorAll("td")) {
    cell.innerHTML = cell.innerHTML
      .replaceAll(`${temporary}/backups`, "/var/backups/seoulwork").replaceAll(temporary, "/var/lib/seoulwork");
  }
}"""
"""The folders of an installation for those of this demo, which are nowhere else."""


def see_the_system(page: Page, studio: Studio) -> None:
    while page.get_by_text("작업 프로세스가 떠 있지 않습니다").count():
        page.wait_for_timeout(500)
        page.reload()
    page.locator("table").first.evaluate(FOLDERS, studio.folder)


PICTURES = (
    Picture("login", "", "/", 1280, 640),
    Picture("briefings", "council", "/briefings/", 1280, 520),
    Picture("briefing", "council", "/briefings/2018-07/"),
    Picture("briefing-telephone", "council", "/briefings/2018-07/sections/part-2/", 390, 844),
    Picture("origin", "council", "/briefings/2018-07/sections/programmes-2/", before=open_a_figure),
    Picture("checks", "administrator", "/briefings/2018-07/checks/"),
    Picture("entry", "programmes-officer", "/entry/programmes/2018-07/", 1440, 900, enter),
    Picture("entry-notices", "labour-officer", "/entry/labour/2018-07/", 1440, 760, be_warned),
    Picture("entry-conflict", "labour-officer", "/entry/labour/2018-07/", 1280, 700, collide),
    Picture("head", "socialeconomy-head", "/entry/socialeconomy/2018-07/", 1440, 800, hand_in),
    Picture("board", "administrator", "/entry/board/2018-07/"),
    Picture("reopen", "administrator", "/entry/socialeconomy/2018-07/", 1440, 800, close),
    Picture("workbook-template", "administrator", "/imports/templates/labour/", 1280, 700),
    Picture("workbook-questions", "administrator", "/imports/add/", 1280, 560, ask),
    Picture("workbook-wrong", "administrator", "/imports/", before=answer),
    Picture("workbook-preview", "administrator", "/imports/add/", 1280, 1100, preview),
    Picture("list", "administrator", "/lists/programmes/indicators/"),
    Picture("passage", "administrator", "/lists/programmes/passages/", 1280, 900, change_a_text),
    Picture("carry-forward", "administrator", "/lists/socialeconomy/carry-forward/", 1280, 900),
    Picture("users", "administrator", "/users/", 1280, 700),
    Picture("second-factor", "administrator", "/account/2fa/totp/activate/", 1280, 760, say_who),
    Picture("system", "administrator", "/system/", 1280, 1220, see_the_system),
    Picture("next-begin", "administrator", "/briefings/add/", 1280, 900, begin),
    Picture("next-board", "administrator", "/briefings/", 1280, 900, see_the_board),
    Picture("next-write", "labour-officer", f"{NEXT}labour/6/", 1440, 900, begin_to_write),
    Picture("next-table", "labour-officer", f"{NEXT}labour/6/tables/figures/", 1440, 800, make_a_table),
    Picture("next-free", "labour-officer", f"{NEXT}labour/6/tables/free/", 1280, 900, paste_a_table),
    Picture("next-remarks", "labour-head", f"{NEXT}labour/6/", 1280, 800, remark),
)
PDF_PAGES = {"pdf-cover": 1, "pdf-contents": 2, "pdf-general": 3, "pdf-programme": 13}


def main(names: Collection[str]) -> None:
    PICTURES_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        backups = Path(folder) / "backups"
        backups.mkdir()
        environment = {**os.environ, "SEOULWORK_VAR": folder, "BACKUP_DIR": str(backups)}
        environment.pop("DATABASE_URL", None)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare_demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*manage, "backup", str(backups)], env=environment, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"127.0.0.1:{port}"
        server = subprocess.Popen(
            [*manage, "run_demo", "--address", address], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(port)
            take_screens(f"http://{address}", folder, [each for each in PICTURES if not names or each.name in names])
        finally:
            server.terminate()
            server.wait()
        pages = {name: number for name, number in PDF_PAGES.items() if not names or name in names}
        if not pages:
            return
        pdf = Path(folder) / "briefing.pdf"
        render = [*manage, "render_briefing", "2018-07", "--format", "pdf", "--output", str(pdf)]
        subprocess.run(render, env=environment, check=True, stdout=subprocess.DEVNULL)
        for name, number in pages.items():
            page = ["-f", str(number), "-l", str(number), "-r", "70", "-png", str(pdf)]
            keep(name, subprocess.run(["pdftoppm", *page], check=True, capture_output=True).stdout)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("시연 서버가 뜨지 않았습니다.")


def take_screens(base: str, folder: str, pictures: Iterable[Picture]) -> None:
    chromium = shutil.which("chromium-headless-shell")
    if chromium is None:
        sys.exit("chromium-headless-shell이 없습니다. make test가 설치합니다.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
        studio = Studio(browser, base, folder)
        for picture in pictures:
            page = studio.page(picture.user)
            page.set_viewport_size({"width": picture.width, "height": picture.height})
            page.goto(base + picture.address)
            if picture.before:
                picture.before(page, studio)
            page.wait_for_timeout(600)
            keep(picture.name, page.screenshot())
        browser.close()


def keep(name: str, png: bytes) -> None:
    """Write a picture with 256 colours: a third of the bytes, and the same to the eye."""
    target = PICTURES_DIR / f"{name}.png"
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
