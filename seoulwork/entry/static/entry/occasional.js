// Figures that come as they happen: a line saves itself as one leaves it, and at once when it is marked as standing as it is.

import { around, element, find, seek } from "../pages/dom.js";

/** @import { Connection } from "./connection.js" */
/** @import { Pending } from "./pending.js" */

export class Occasional {
  /** The lines that are being sent. @type {Set<HTMLTableRowElement>} */
  #sending = new Set();

  #leaving = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Connection} connection
   * @param {Pending} pending
   */
  constructor(form, connection, pending) {
    this.form = form;
    this.connection = connection;
    this.pending = pending;
    this.state = find(form, "#occasional-state", HTMLElement);
    form.addEventListener("focusout", ({ target, relatedTarget }) => {
      const row = around(target, "tr[data-line]", HTMLTableRowElement);
      if (row && !(relatedTarget instanceof Node && row.contains(relatedTarget))) this.save(row);
    });
    form.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement && target.closest("tr[data-line]")) this.#keep(target, false);
    });
    form.addEventListener("change", ({ target }) => {
      const row = around(target, "tr[data-line]", HTMLTableRowElement);
      if (row && target instanceof HTMLInputElement && target.type === "checkbox") this.save(row);
    });
    form.addEventListener("submit", () => {
      this.#leaving = true;
      for (const row of this.unsaved) for (const input of inputsOf(row)) this.pending.forget(input.name); // the page that answers shows them
    });
    connection.addEventListener("change", () => {
      if (connection.state === "ready") this.settled();
    });
    addEventListener("beforeunload", (event) => {
      if (!this.#leaving && this.unsaved.length && connection.state !== "stranger") event.preventDefault();
    });
  }

  /** The lines in which something is typed that is not kept. */
  get unsaved() {
    /** @type {NodeListOf<HTMLTableRowElement>} */
    const rows = this.form.querySelectorAll("tr[data-line]");
    return [...rows].filter((row) => inputsOf(row).some(isTyped));
  }

  /** Until all that can be is saved. */
  async settled() {
    for (const row of this.unsaved) await this.save(row);
  }

  /**
   * Keep what is typed in the browser until it is saved.
   * @param {HTMLInputElement} input
   * @param {boolean} finished whether its line has been left since
   */
  #keep(input, finished) {
    if (!isTyped(input)) {
      this.pending.forget(input.name);
      return;
    }
    const seen = seek(this.form, `[name="seen-${input.name}"]`, HTMLInputElement)?.value;
    this.pending.keep(input.name, { value: input.value, seen: seen ? Number(seen) : null, finished });
  }

  /** What was typed and not saved when the page was left stands there again; lines that had been left are saved. How many texts that are. */
  async restore() {
    /** @type {Set<HTMLTableRowElement>} */
    const left = new Set();
    let restored = 0;
    let locked = 0;
    for (const [name, entry] of await this.pending.all()) {
      const input = seek(this.form, `tr[data-line] [name="${name}"]:not(:disabled)`, HTMLInputElement);
      const row = input?.closest("tr");
      if (!input || !row) {
        locked += 1;
        continue;
      }
      if (input.type === "checkbox") input.checked = true;
      else input.value = entry.value;
      if (!isTyped(input)) {
        this.pending.forget(name);
        continue;
      }
      restored += 1;
      const seen = seek(row, `[name="seen-${name}"]`, HTMLInputElement);
      if (seen) seen.value = entry.seen === null ? "" : String(entry.seen);
      const group = input.closest("details");
      if (group) group.open = true;
      if (entry.finished) left.add(row);
    }
    if (restored) this.#say(`저장되지 않았던 값 ${restored}개를 되살렸습니다. 확인하고 줄을 떠나면 저장합니다.`, "restored");
    if (locked) this.#say(`저장되지 않았던 값 가운데 ${locked}개는 지금 고칠 수 없는 줄의 것이어서 되살리지 않았습니다.`, "refused");
    for (const row of left) await this.save(row);
    return restored;
  }

  /** @param {HTMLTableRowElement} row */
  async save(row) {
    for (const input of inputsOf(row)) if (isTyped(input)) this.#keep(input, true);
    if (this.#sending.has(row) || this.connection.state !== "ready" || !inputsOf(row).some(isTyped)) return;
    this.#sending.add(row);
    this.#say("저장하는 중…");
    /** @type {NodeListOf<HTMLInputElement>} */
    const all = row.querySelectorAll("input");
    const sent = new Map([...all].map((input) => [input, input.value]));
    const body = new FormData();
    for (const input of all) if (input.type !== "checkbox" || input.checked) body.append(input.name, input.value);
    const response = await this.connection.post(this.form.action, body, {}, 422);
    /** @type {Server.Occasional | null} */
    const answer = response && (await response.json().catch(() => null));
    this.#sending.delete(row);
    if (!answer) {
      this.#say("저장하지 못했습니다. 연결되면 저절로 다시 저장합니다.", "offline");
      return;
    }
    this.#take(row, answer, sent);
    this.#say(answer.text, answer.ok ? "saved" : "refused");
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {Server.Occasional} answer
   * @param {Map<HTMLInputElement, string>} sent what stood in the line when it was sent: what was typed since stays
   */
  #take(row, answer, sent) {
    for (const each of row.querySelectorAll(".errorlist")) each.remove();
    for (const input of inputsOf(row)) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    const line = answer.lines?.find(({ place }) => place === row.dataset.line);
    if (line) {
      const last = find(row, "td.last", HTMLElement);
      last.replaceChildren(line.last, ...line.notes.map((note) => element("span", "note", note)));
      for (const { cell, version } of line.cells) find(row, `[name="seen-${cell}"]`, HTMLInputElement).value = version === null ? "" : String(version);
    }
    if (answer.ok && line) {
      const kept = new Map([[`as_of-${line.place}`, line.as_of], ...line.cells.map(({ cell, value }) => /** @type {[string, string]} */ ([cell, value]))]);
      for (const input of inputsOf(row)) {
        const value = kept.get(input.name);
        const untouched = input.value === sent.get(input);
        if (input.type === "checkbox") {
          input.checked = false;
          input.disabled = line.last === "-";
        } else if (value !== undefined) {
          input.defaultValue = value;
          if (untouched) input.value = value;
        }
        this.#keep(input, false);
      }
    }
    for (const { cell, text } of answer.problems ?? []) {
      const input = find(row, `[name="${cell}"]`, HTMLInputElement);
      const why = element("p", "errorlist", text);
      why.id = `why-${cell}`;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", why.id);
      input.closest("td")?.append(why);
    }
    if (answer.unseen === undefined) return;
    find(document, "#occasional-unseen", HTMLElement).textContent = answer.unseen ? `이 달에 아직 보지 않은 것이 ${answer.unseen}개 있습니다.` : "이 달에 모두 보았습니다.";
  }

  /**
   * @param {string} text
   * @param {string} [state]
   */
  #say(text, state = "") {
    this.state.textContent = text;
    this.state.dataset.state = state;
  }
}

/** @param {HTMLTableRowElement} row */
function inputsOf(row) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const found = row.querySelectorAll("input:not([type=hidden])");
  return [...found];
}

/** @param {HTMLInputElement} input */
const isTyped = (input) => (input.type === "checkbox" ? input.checked : input.value !== input.defaultValue);
