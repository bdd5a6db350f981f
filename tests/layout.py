"""What an open page shows at a width: text that leaves its box, hidden captions, cut charts, a page that scrolls sideways."""

from playwright.sync_api import Page

from tests.choosing import LONG

WIDTHS = (320, 390, 1280, 1920) if LONG else (320, 1280)
"""Pixels: 1280 at 400 % (WCAG 2.1, 1.4.10), a telephone, an office screen, a wide one. At each commit the
narrowest and the office screen."""

_MEASURE = r"""() => {
  const found = [];
  const boxes = new Map();
  const say = (what, text) => found.push(`${what}: ${text.trim().replace(/\s+/g, " ").slice(0, 40)}`);
  const box = (element) => {
    if (!boxes.has(element)) {
      const style = getComputedStyle(element);
      boxes.set(element, {
        rect: element.getBoundingClientRect(),
        // A row is no box of its cells: one that spans rows, or stays in view, stands out of it.
        passes: ["inline", "contents"].includes(style.display) || /^table-(row|header|footer)/.test(style.display),
        hidden: style.clipPath !== "none",
        scrolls: ["auto", "scroll"].includes(style.overflowX) && element !== document.body,
        apart: ["absolute", "fixed"].includes(style.position),
      });
    }
    return boxes.get(element);
  };
  const byIntent = ".visually-hidden, .skip-link, script, style, svg, select, datalist, template, noscript";
  const range = document.createRange();
  const rects = (node, start, end) => {
    range.setStart(node, start);
    range.setEnd(node, end);
    return [...range.getClientRects()].filter((each) => each.width > 0.5);
  };

  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");

  // Each text lies within all the boxes that hold it, up to one that scrolls or stands by itself.
  const left = (rect, outer) =>
    rect.left < outer.left - 1 || rect.right > outer.right + 1 ||
    rect.top + rect.height / 2 < outer.top || rect.bottom - rect.height / 2 > outer.bottom;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const holder = text.parentElement;
    if (!text.data.trim() || holder.closest(byIntent) || !holder.checkVisibility({ visibilityProperty: true })) continue;
    const drawn = rects(text, 0, text.length);
    for (let outer = holder; outer && outer !== document.body; outer = outer.parentElement) {
      const { rect, passes, hidden, scrolls, apart } = box(outer);
      if (hidden || scrolls) break;
      if (!passes && drawn.some((each) => left(each, rect))) {
        say(`text leaves ${outer.localName}${outer.className && "." + outer.className}`, text.data);
        break;
      }
      if (apart) break;
    }
    if (!holder.closest("td, th") || drawn.length < 2) continue;
    for (const word of text.data.matchAll(/[가-힣]+|\d[\d,.]*%?/g)) {
      if (word[0].length > 10) continue;
      const lines = new Set(rects(text, word.index, word.index + word[0].length).map((each) => Math.round(each.top)));
      if (lines.size > 1) say("a word is broken", `${word[0]} in ${text.data}`);
    }
  }

  for (const caption of document.querySelectorAll("caption:not(.visually-hidden), figcaption")) {
    if (!caption.parentElement.checkVisibility() || !caption.textContent.trim()) continue;
    const { width, height } = caption.getBoundingClientRect();
    if (width < 40 || height < 8 || box(caption).hidden) say("a caption is hidden", caption.textContent);
  }

  for (const picture of document.querySelectorAll("svg[role=img], img")) {
    const own = picture.getBoundingClientRect();
    if (!picture.checkVisibility() || !own.width) continue;
    const name = picture.querySelector("title")?.textContent ?? picture.alt ?? "";
    for (let outer = picture.parentElement; outer; outer = outer.parentElement) {
      const rect = outer.getBoundingClientRect();
      if (own.left < rect.left - 1 || own.right > rect.right + 1) { say("a picture is cut", name); break; }
    }
    for (const label of picture.querySelectorAll("text")) {
      const rect = label.getBoundingClientRect();
      if (!rect.width) continue;
      if (label.textContent.endsWith("…") || rect.left < own.left - 1 || rect.right > own.right + 1) say("a label is cut", `${label.textContent} in ${name}`);
      if (rect.height < 10) say("a label is too small", `${label.textContent} in ${name}`);
    }
  }
  return [...new Set(found)];
}"""


def layout_faults(page: Page, what: str) -> list[str]:
    """What is wrong with the open page at each of WIDTHS, each with `what` it is. Begins with the one that the page has: it is laid out
    for that already."""
    found = []
    now = page.viewport_size
    for width in sorted(WIDTHS, key=lambda each: now != {"width": each, "height": 800}):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{what} at {width}: {fault}" for fault in page.evaluate(_MEASURE)]
    return found
