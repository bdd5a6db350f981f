// The ends of a session, after a time without use and after the longest time since the log-in: warns two minutes before, in all tabs
// alike, and goes to the log-in page then.
// A page that keeps something unsaved listens to "session:ended" on the document and calls preventDefault().

import { find } from "../pages/dom.js";
import { inWords, phaseOf } from "./idle.js";

const dialog = find(document, "#session-warning", HTMLDialogElement);
const { keep = "", login = "", seconds } = dialog.dataset;
const lasts = Number(seconds) * 1000;
const why = find(dialog, "[data-why]", HTMLElement);
const unused = why.textContent;
const save = find(dialog, "[data-save]", HTMLElement);
const left = find(dialog, "[data-left]", HTMLElement);
const trouble = find(dialog, "[data-trouble]", HTMLElement);
const logout = find(dialog, "form", HTMLFormElement).action;
const KEY = "session-last-contact";
let ended = false;
let ends = Date.now() + Number(dialog.dataset.ends) * 1000;
let warned = false; // of the longest time, which nothing puts off

const contact = () => {
  ended = false;
  localStorage.setItem(KEY, String(Date.now()));
};
const unusedUntil = () => Number(localStorage.getItem(KEY)) + lasts;
const isTooLong = () => ends < unusedUntil();
const remaining = () => Math.min(unusedUntil(), ends) - Date.now();

/**
 * The token changes with each log-in in place: the page then puts the new one into its forms.
 * @param {string} address
 */
const post = (address) => {
  const token = find(dialog, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;
  return fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
};

/** Use the session, and learn when it ends: a log-in in place has begun another one. */
const use = async () => {
  const answer = await post(keep).catch(() => null);
  if (answer?.ok) {
    ends = Date.now() + (await answer.json()).ends * 1000;
    contact();
  }
  return answer;
};

const look = () => {
  const rest = remaining();
  const phase = phaseOf(rest, lasts);
  if (phase === "quiet") {
    ended = warned = false;
    if (dialog.open) dialog.close();
  } else if (ended) {
    return;
  } else if (phase === "warning") {
    left.textContent = inWords(rest);
    why.textContent = (isTooLong() && why.dataset.why) || unused;
    save.hidden = !isTooLong();
    if (!dialog.open && !(warned && isTooLong())) {
      trouble.textContent = "";
      dialog.showModal();
    }
  } else end();
};

// The server's session may last some seconds longer: it is ended, or the log-in page would lead straight back.
const end = async () => {
  ended = true;
  if (isTooLong()) {
    await use();
    if (remaining() > 0) {
      ended = false;
      return look();
    }
  }
  if (dialog.open) dialog.close();
  await post(logout).catch(() => {});
  if (document.dispatchEvent(new Event("session:ended", { cancelable: true }))) {
    location.assign(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
};

const stay = async () => {
  const answer = await use();
  if (answer?.ok) {
    warned = isTooLong();
    dialog.close();
  } else if (!answer || answer.status >= 500) trouble.textContent = "서버에 연결되지 않습니다. 잠시 뒤 다시 눌러 주세요.";
  else return end(); // this page's session is gone: ended or replaced from another tab
  return look();
};

find(dialog, "[data-stay]", HTMLButtonElement).addEventListener("click", stay);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  stay();
});
// Every request of a page's own scripts to this site puts off the end too.
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const asked = entry instanceof PerformanceResourceTiming && ["fetch", "xmlhttprequest"].includes(entry.initiatorType);
    if (asked && Math.floor(entry.responseStatus / 100) === 2) contact();
  }
}).observe({ type: "resource" });

contact();
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
