// Figures that come as they happen: a line saves itself as one leaves it, and at once when it is marked as standing as it is.

import { around, element, find } from "../pages/dom.js";

/** @import { Connection } from "./connection.js" */

export class Occasional {
  /** The lines that are being sent. @type {Set<HTMLTableRowElement>} */
  #sending = new Set();

  #leaving = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Connection} connection
   */
  constructor(form, connection) {
    this.form = form;
    this.connection = connection;
    this.state = find(form, "#occasional-state", HTMLElement);
    form.addEventListener("focusout", ({ target, relatedTarget }) => {
      const row = around(target, "tr[data-line]", HTMLTableRowElement);
      if (row && !(relatedTarget instanceof Node && row.contains(relatedTarget))) this.save(row);
    });
    form.addEventListener("change", ({ target }) => {
      const row = around(target, "tr[data-line]", HTMLTableRowElement);
      if (row && target instanceof HTMLInputElement && target.type === "checkbox") this.save(row);
    });
    form.addEventListener("submit", () => {
      this.#leaving = true;
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

  /** @param {HTMLTableRowElement} row */
  async save(row) {
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
