"""Hold a paper set in a new way against the same paper set before: every page's picture, and its text line by line.

    tools/compare_papers.py OLD.pdf NEW.pdf

Prints what differs; exits 1 where a picture does, or a text by more than the blanks at the ends of its lines.
"""

import sys

import pypdfium2
from PIL import ImageChops

SCALE = 2
"""Pixels for each point"""


def lines(page: pypdfium2.PdfPage) -> list[str]:
    return [each.rstrip() for each in page.get_textpage().get_text_range().splitlines()]


def main(old: str, new: str) -> int:
    before, after = pypdfium2.PdfDocument(old), pypdfium2.PdfDocument(new)
    if len(before) != len(after):
        print(f"{len(before)} pages, now {len(after)}")
        return 1
    wrong = 0
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        pictures = [page.render(scale=SCALE).to_pil().convert("L") for page in (one, other)]
        if ImageChops.difference(*pictures).getbbox():
            wrong += 1
            print(f"page {number}: the picture differs")
        if lines(one) != lines(other):
            wrong += 1
            print(f"page {number}: the text differs")
    print(f"{len(before)} pages, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
