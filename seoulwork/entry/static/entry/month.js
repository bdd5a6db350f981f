// The page of one division's month: puts the grid, the saving, the panel and the log-in in place together.

import { around, find, seek } from "../pages/dom.js";
import { Grid } from "./grid.js";
import { Occasional } from "./occasional.js";
import { Panel } from "./panel.js";
import { Pending } from "./pending.js";
import { Saver } from "./saver.js";
import { progressOf } from "./saying.js";
import { SignIn } from "./signin.js";

/** @returns {Server.Entry} */
const readData = () => JSON.parse(find(document, "#entry-data", HTMLScriptElement).text);

/** Tells beside the grid how far the saving is. */
class Progress {
  #saved = false;

  /**
   * @param {Grid} grid
   * @param {Saver} saver
   * @param {Pending} pending
   */
  constructor(grid, saver, pending) {
    this.grid = grid;
    this.saver = saver;
    this.pending = pending;
    this.summary = find(document, "#save-state", HTMLElement);
    this.saveNow = find(document, "#save-now", HTMLButtonElement);
    this.saveNow.addEventListener("click", () => grid.saveAll());
    saver.addEventListener("change", () => this.#sending());
  }

  /** @param {string} text */
  say(text) {
    if (this.summary.textContent !== text) this.summary.textContent = text;
  }

  tell() {
    const { grid, saver } = this;
    const { unsaved, sendable } = grid.saving;
    const { text, kind } = progressOf({ unsaved: unsaved.map((cell) => cell.state), saver: saver.state, keeps: this.pending.available, saved: this.#saved });
    this.say(text);
    this.summary.dataset.state = kind;
    this.saveNow.hidden = !sendable.length || (saver.state === "sending" && !saver.failures);
  }

  #sending() {
    const sending = this.saver.state === "sending";
    for (const name of this.saver.current) {
      const cell = this.grid.cells.get(name);
      if (sending && cell?.state === "waiting") cell.become("saving");
      else if (!sending && cell?.state === "saving") cell.become("waiting");
    }
    if (sending) this.#saved = true;
    this.tell();
  }
}

/**
 * Hand the month in, once everything is saved.
 * @param {HTMLFormElement} form
 * @param {Grid} grid
 * @param {Saver} saver
 * @param {Progress} progress
 */
async function handIn(form, grid, saver, progress) {
  grid.saveAll();
  await saver.settled();
  const { unsaved } = grid.saving;
  const [first] = unsaved;
  if (first) {
    progress.say(`저장되지 않은 칸이 ${unsaved.length}개 있어 제출하지 않았습니다. 고친 뒤 다시 눌러 주세요.`);
    first.input.focus();
    return;
  }
  const response = await saver.post(form.action, new FormData(form));
  if (!response) return;
  /** @type {Server.Said} */
  const answer = await response.json();
  // The page itself shows what stands against it, and asks.
  if (answer.ok) location.assign(location.pathname);
  else if (answer.problems?.length) location.assign(`${location.pathname}?check=yes`);
  else grid.problems.list(answer.text);
}

/**
 * The forms that wait for the saving: a second click of a double click finds the first one's request under way.
 * @param {(form: HTMLFormElement) => Promise<void>} submit
 */
function listenToForms(submit) {
  /** @type {NodeListOf<HTMLFormElement>} */
  const forms = document.querySelectorAll("form[data-waits]");
  let submitting = false;
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (submitting) return;
      submitting = true;
      submit(form).finally(() => {
        submitting = false;
      });
    });
  }
}

/**
 * Links to cells and to parts of their panels, wherever they stand.
 * @param {Grid} grid
 * @param {Panel} panel
 */
function listenToLinks(grid, panel) {
  document.addEventListener("click", (event) => {
    const { cell: name = "", part } = around(event.target, "a[data-cell]", HTMLElement)?.dataset ?? {};
    const cell = grid.cells.get(name);
    if (!cell) return;
    event.preventDefault();
    if (part) panel.enter(cell, `#${part}`);
    else grid.go(cell);
  });
}

/** Escape closes the help. */
function listenToHelp() {
  document.addEventListener("keydown", (event) => {
    const help = seek(document, ".keys[open]", HTMLDetailsElement);
    if (event.key !== "Escape" || event.defaultPrevented || !help) return;
    if (help.contains(document.activeElement)) find(help, "summary", HTMLElement).focus();
    help.open = false;
  });
}

/**
 * A cumulative amount that is less than before is stored with a reason: it is asked for above the grid until it is stored.
 * @param {HTMLFormElement} form
 * @param {Server.Answer} answer
 */
function askWhyItFalls(form, answer) {
  const field = seek(form, "#falling", HTMLElement);
  if (!field) return;
  if (answer.cells.some((each) => "falls" in each)) field.hidden = false;
  else if (!field.hidden && answer.cells.some((each) => each.state === "saved")) {
    find(field, "input", HTMLInputElement).value = "";
    field.hidden = true;
  }
}

/** @param {HTMLFormElement} form */
async function start(form) {
  const data = readData();
  const units = Object.fromEntries(Object.entries(data.units).map(([name, [base, factor]]) => [name, { base, factor }]));
  const pending = await Pending.open(`entry/${data.user}/${data.place}`, data.secret);
  const counted = find(document, "#progress", HTMLElement);
  const saver = new Saver({
    address: form.dataset.cells ?? "",
    session: form.dataset.session ?? "",
    user: data.user,
    token: find(form, "[name=csrfmiddlewaretoken]", HTMLInputElement).value,
    versionOf: (name) => grid.cells.get(name)?.version ?? null,
    take: (answer) => {
      grid.saving.take(answer);
      askWhyItFalls(form, answer);
      counted.textContent = answer.progress.text;
    },
    reason: () => seek(form, "[name=reason]", HTMLInputElement)?.value ?? "",
  });
  const panel = new Panel(find(document, "#panel", HTMLElement), saver, (cell, seen) => grid.refresh(cell, seen));
  const grid = new Grid(form, {
    data,
    units,
    pending,
    saver,
    on: { select: (cell) => panel.select(cell), details: (cell) => panel.enter(cell), changed: () => progress.tell() },
  });
  const progress = new Progress(grid, saver, pending);
  const signIn = new SignIn(find(document, "#login", HTMLDialogElement), saver);

  saver.addEventListener("change", () => {
    if (saver.state === "login") signIn.open();
    if (saver.state === "stranger") location.reload();
  });
  listenToLinks(grid, panel);
  listenToHelp();
  const beside = seek(document, "#occasional-form:has(#occasional-state)", HTMLFormElement);
  const occasional = beside && new Occasional(beside, saver, await Pending.open(`occasional/${data.user}/${data.place}`, data.secret));
  listenToForms(async (each) => {
    await occasional?.settled();
    await handIn(each, grid, saver, progress);
  });
  document.addEventListener("session:ended", (event) => {
    event.preventDefault();
    signIn.open();
  });
  addEventListener("beforeunload", (event) => {
    if (grid.saving.unsaved.length && saver.state !== "stranger") event.preventDefault();
  });
  addEventListener("pageshow", async (event) => {
    if (event.persisted && (await saver.whoIsThere())?.user !== data.user) location.reload();
  });

  const restored = (await grid.restore()) + ((await occasional?.restore()) ?? 0);
  document.body.dataset.ready = "entry";
  if (restored) progress.say(`저장되지 않았던 값 ${restored}개를 되살렸습니다.`);
}

const form = seek(document, "#grid", HTMLFormElement);
if (form) start(form);
