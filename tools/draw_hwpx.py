"""Draws an HWPX file page by page in Chromium, by @rhwp/core, and holds its text against that of a PDF: for who looks at the pages.

    .venv/bin/python tools/draw_hwpx.py briefing.hwpx pages/ --pdf briefing.pdf

It lays pages out otherwise than Hancom: it shows what stands where, not where Hancom breaks a page. A good picture is no proof that
Hancom opens the file; the rules of tests/reports/hwpx/rules.py are nearer to one.
"""

import argparse
import re
import shutil
import subprocess
from base64 import b64encode
from collections import Counter
from html import unescape
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "node_modules/@rhwp/core"
FONT = ROOT / "node_modules/pretendard-gov/dist/public/static/alternative/PretendardGOV-Regular.ttf"
"""Stands for the fonts of Hancom, which are not here"""
PAGE = """<!doctype html><meta charset=utf-8><script type=module>
import init, {HwpDocument} from "/rhwp.js";
const context = document.createElement("canvas").getContext("2d");
globalThis.measureTextWidth = (font, text) => { context.font = font; return context.measureText(text).width; };
await init({module_or_path: "/rhwp_bg.wasm"});
const file = new HwpDocument(new Uint8Array(await (await fetch("/file.hwpx")).arrayBuffer()));
window.drawn = Array.from({length: file.pageCount()}, (_, at) => file.renderPageSvg(at));
</script>"""


def draw(content: bytes, folder: Path) -> list[str]:
    """Writes a PNG a page; the text of each."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if not name:
            route.fulfill(body=PAGE, content_type="text/html")
        elif name == "file.hwpx":
            route.fulfill(body=content)
        else:
            kind = "application/wasm" if name.endswith("wasm") else "text/javascript"
            route.fulfill(body=(LIBRARY / name).read_bytes(), content_type=kind)

    font = b64encode(FONT.read_bytes()).decode()
    look = f"<style>@font-face{{font-family:P;src:url(data:font/ttf;base64,{font})}}text,tspan{{font-family:P!important}}body{{margin:0}}</style>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"))
        page = browser.new_page(viewport={"width": 794, "height": 1123})
        page.route("**/*", answer)
        page.goto("http://pages.test/")
        page.wait_for_function("window.drawn", timeout=120_000)
        drawn: list[str] = page.evaluate("window.drawn")
        for number, each in enumerate(drawn, 1):
            page.set_content(look + each)
            page.screenshot(path=folder / f"{number:02}.png")
        browser.close()
    return [unescape("".join(re.findall(r"<text[^>]*>([^<]*)", each))) for each in drawn]


def letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"[가-힣0-9A-Za-z%]", text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pdf", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    pages = draw(options.file.read_bytes(), options.folder)
    print(f"{len(pages)} pages")
    if options.pdf:
        command = ["pdftotext", "-layout", str(options.pdf), "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        for number, (own, other) in enumerate(zip(pages, text.split("\f"), strict=False), 1):
            less, more = letters(other) - letters(own), letters(own) - letters(other)
            print(f"page {number}: {less.total()} letters of the PDF are not here, {more.total()} are not there")


if __name__ == "__main__":
    main()
