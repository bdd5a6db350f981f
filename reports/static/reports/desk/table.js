// A figure table as it is made: each click and each change is sent as the form would be, and the table comes back drawn beside it.

import { find } from "../../pages/dom.js";

const REST = 300;
const MAKER = "#table-maker";

/** What a control is called again after the page has come back. @param {Element | null} control */
const nameOf = (control) => (control instanceof HTMLElement && (control.id || control.getAttribute("name"))) || "";

/** What a control says of itself: a button's name is shared by all. @param {HTMLElement} control */
const doesOf = (control) => (control instanceof HTMLButtonElement ? control.value : "");

const STEPS = { up: -1, down: 1, remove: -1 };

/** Where the entry of a button stands after it was clicked: the one that was moved, or what stands beside the one that was taken out.
 * @param {string} value @returns {string[]} */
function afterwards(value) {
  const [does = "", path] = value.split(" ");
  if (!path || !(does in STEPS)) return [value];
  const cut = path.lastIndexOf(".");
  const beside = `${does} ${path.slice(0, cut)}.${Number(path.slice(cut + 1)) + STEPS[/** @type {keyof typeof STEPS} */ (does)]}`;
  return does === "remove" ? [value, beside] : [beside, value];
}

/** The control that was used, in the page that came back. @param {string} name @param {string} value */
function focusAgain(name, value) {
  const maker = find(document, MAKER, HTMLElement);
  const found = [...maker.querySelectorAll("input, select, textarea, button, summary")].filter((each) => each instanceof HTMLElement);
  const same = found.filter((each) => nameOf(each) === name);
  const wanted = afterwards(value).map((one) => same.find((each) => doesOf(each) === one));
  const gone = maker.querySelector(value.includes("rows.") ? "#row" : "#column");
  const own = wanted.find(Boolean) ?? (name === "do" ? gone : same[0]);
  if (own instanceof HTMLElement) own.focus();
}

/** The parts of the form that were open. */
const open = () => [...document.querySelectorAll(`${MAKER} details[open] > summary`)].map((each) => each.textContent);

let asked = 0;

/** Send the form as if that button had been clicked, and show what comes back, unless more was asked meanwhile.
 * @param {HTMLFormElement} form @param {string} does */
async function send(form, does) {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("do", does);
  const response = await fetch(location.href, { method: "POST", body, headers: { Accept: "text/html" } }).catch(() => null);
  if (mine !== asked) return;
  if (!response?.ok || response.redirected) {
    form.noValidate = true;
    form.submit();
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine !== asked) return;
  const [name, value] = [nameOf(document.activeElement), document.activeElement instanceof HTMLElement ? doesOf(document.activeElement) : ""];
  const opened = open();
  find(document, MAKER, HTMLElement).replaceChildren(...find(page, MAKER, HTMLElement).childNodes);
  for (const each of document.querySelectorAll(`${MAKER} summary`)) if (opened.includes(each.textContent) && each.parentElement instanceof HTMLDetailsElement) each.parentElement.open = true;
  focusAgain(name, value);
}

/** @type {number | undefined} */
let waiting;

/** @param {Event} event @param {number} rest */
function later(event, rest) {
  const control = event.target;
  if (!(control instanceof HTMLElement) || !control.hasAttribute("data-draws")) return;
  const form = control.closest("form");
  clearTimeout(waiting);
  if (form) waiting = setTimeout(() => send(form, "draw"), rest);
}

const maker = find(document, MAKER, HTMLElement);
maker.addEventListener("change", (event) => later(event, 0));
maker.addEventListener("submit", (event) => {
  const { target, submitter } = /** @type {SubmitEvent} */ (event);
  if (!(target instanceof HTMLFormElement) || target.id !== "table-form") return;
  const does = submitter instanceof HTMLButtonElement ? submitter.value : "draw";
  if (does === "save") return;
  event.preventDefault();
  clearTimeout(waiting);
  send(target, does);
});
maker.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) later(event, REST);
});
