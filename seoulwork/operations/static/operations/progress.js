// Keeps the progress on the page up to date, and goes on once the work is over. Without it, the button does the same.

import { find, seek } from "../pages/dom.js";

const WAIT = 800;

async function look() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = seek(page, "#progress", HTMLElement);
    if (!response.ok || response.redirected || !now) {
      location.replace(response.url);
      return;
    }
    const shown = find(document, "#progress", HTMLElement);
    find(shown, "progress", HTMLProgressElement).value = find(now, "progress", HTMLProgressElement).value;
    const text = find(now, "[role=status]", HTMLElement).textContent;
    const status = find(shown, "[role=status]", HTMLElement);
    if (status.textContent !== text) status.textContent = text;
  } catch {
    // The server is not to be reached just now; the work goes on without it.
  }
  setTimeout(look, WAIT);
}

setTimeout(look, WAIT);
