// The account menu opens and closes without this. With it, Escape, a click elsewhere and leaving it by Tab close it too.

import { find } from "./dom.js";

const menu = find(document, ".account-menu", HTMLDetailsElement);

/** @param {EventTarget | null} target */
const isOutside = (target) => target instanceof Node && !menu.contains(target);

menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  find(menu, "summary", HTMLElement).focus();
});
document.addEventListener("click", (event) => {
  if (isOutside(event.target)) menu.open = false;
});
menu.addEventListener("focusout", (event) => {
  if (isOutside(event.relatedTarget)) menu.open = false;
});

// A menu that is longer than its line begins where the reader is.
/** @type {NodeListOf<HTMLElement>} */
const current = document.querySelectorAll(":is(.site-menu, .tabs, .chips) [aria-current]");
for (const here of current) {
  const line = here.closest("ul");
  if (line) line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
