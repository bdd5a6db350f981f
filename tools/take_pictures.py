#!/usr/bin/env python
"""Take the pictures of README.md and docs/ from the running program: `make pictures`.

A demo of its own is set up in a temporary directory and served on a free port; Chromium takes the screens, pdftoppm the
pages of the PDF. Each picture is a line of PICTURES.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES_DIR = ROOT / "docs/pictures"
PASSWORD = "seoul-demo-2018"


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen: who looks, at which address, at which width, and what is done before."""

    name: str
    user: str
    address: str
    width: int = 1280
    height: int = 860
    before: Callable[[Page], None] | None = None


def open_a_figure(page: Page) -> None:
    figure = page.get_by_role("button", name="13,869명")
    figure.scroll_into_view_if_needed()
    figure.click()


PICTURES = (
    Picture("login", "", "/"),
    Picture("briefings", "council", "/briefings/"),
    Picture("briefing", "council", "/briefings/2018-07/"),
    Picture("briefing-telephone", "council", "/briefings/2018-07/sections/part-2/", 390, 844),
    Picture("origin", "council", "/briefings/2018-07/sections/programmes-2/", before=open_a_figure),
    Picture("checks", "administrator", "/briefings/2018-07/checks/"),
)
PDF_PAGES = {"pdf-cover": 1, "pdf-contents": 2, "pdf-general": 3, "pdf-programme": 12}


def main() -> None:
    PICTURES_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SEOULWORK_VAR": folder}
        environment.pop("DATABASE_URL", None)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare_demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "seoulwork.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
            env=environment, cwd=ROOT,
        )  # fmt: skip
        try:
            wait_for(port)
            take_screens(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
        pdf = Path(folder) / "briefing.pdf"
        render = [*manage, "render_briefing", "2018-07", "--format", "pdf", "--output", str(pdf)]
        subprocess.run(render, env=environment, check=True, stdout=subprocess.DEVNULL)
        for name, number in PDF_PAGES.items():
            target = PICTURES_DIR / name
            page = ["-f", str(number), "-l", str(number), "-r", "70", "-png", "-singlefile", str(pdf), str(target)]
            subprocess.run(["pdftoppm", *page], check=True)
            print(target.relative_to(ROOT).with_suffix(".png"))


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("시연 서버가 뜨지 않았습니다.")


def take_screens(base: str) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium이 없습니다. make test가 설치합니다.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
        pages: dict[str, Page] = {}
        for picture in PICTURES:
            page = pages.get(picture.user) or log_in(browser, base, picture.user)
            pages[picture.user] = page
            page.set_viewport_size({"width": picture.width, "height": picture.height})
            page.goto(base + picture.address)
            if picture.before:
                picture.before(page)
            page.wait_for_timeout(400)
            target = PICTURES_DIR / f"{picture.name}.png"
            page.screenshot(path=target)
            print(target.relative_to(ROOT))
        browser.close()


def log_in(browser: Browser, base: str, user: str) -> Page:
    page = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul").new_page()
    if user:
        page.goto(base)
        page.get_by_label("아이디").fill(user)
        page.get_by_label("비밀번호").fill(PASSWORD)
        page.get_by_role("button", name="로그인").click()
        page.wait_for_load_state()
    return page


if __name__ == "__main__":
    main()
