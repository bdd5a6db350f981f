// A cell: its text, what of it is stored, its state and what is said of that.

import { around, element, find } from "../pages/dom.js";
import { NumberError, parseNumber, workOut } from "./number.js";

/** @import { Row } from "./row.js" */

const STATES = /** @type {const} */ (["", "typing", "waiting", "saving", "saved", "warning", "refused", "conflict", "held", "locked", "changed"]);
/** @typedef {typeof STATES[number]} State */

/** @type {Set<State>} */
const UNSAVED = new Set(["typing", "waiting", "saving", "refused", "conflict", "held"]);
/** @type {Partial<Record<State, string>>} */
const SPOKEN = { saved: "저장됨", saving: "저장 중", waiting: "아직 저장되지 않음", held: "아직 저장되지 않음" };

export class Cell {
  /**
   * The choice that is to be made, when somebody else has changed the cell meanwhile.
   * @type {Server.Conflict | null}
   */
  conflict = null;

  edits = 0;
  text = "";

  /**
   * @param {HTMLInputElement} input
   * @param {Row} row
   * @param {number} column
   */
  constructor(input, row, column) {
    this.input = input;
    this.row = row;
    this.column = column;
    this.name = input.name;
    this.box = around(input, ".cell", HTMLElement) ?? input;
    this.seen = find(this.box, "[type=hidden]", HTMLInputElement);
    this.stored = input.value;
    this.committed = input.value;
    this.locked = input.readOnly;
    this.blank = this.box.classList.contains("blank");
    this.sign = this.box.appendChild(element("span", "visually-hidden"));
    this.sign.id = `s-${this.name}`;
    this.#describe();
  }

  get label() {
    return this.input.getAttribute("aria-label") ?? "";
  }

  /**
   * Show that something is written beside the figure (`메모 있음`), or that nothing is any more.
   * @param {string} remarked
   */
  mark(remarked) {
    this.box.querySelector(".remarked")?.remove();
    if (remarked) {
      const mark = this.box.appendChild(element("span", "remarked"));
      mark.id = `r-${this.name}`;
      mark.title = remarked;
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", remarked);
    }
    this.#describe();
  }

  #describe() {
    const mark = this.box.querySelector(".remarked");
    this.input.setAttribute("aria-describedby", [this.sign.id, ...(mark ? [mark.id] : []), `m-${this.row.id}`].join(" "));
  }

  /** What is said of a cell that was found blank at submitting, as long as it is and no whole stands for it. */
  get missing() {
    if (this.input.value || !this.blank || this.row.grid.isStoodFor(this)) return "";
    const part = this.box.querySelector(".part")?.textContent;
    return `${part ? `${part} 값이` : "값이"} 없습니다.`;
  }

  get version() {
    return this.seen.value === "" ? null : Number(this.seen.value);
  }

  set version(version) {
    this.seen.value = version === null ? "" : String(version);
  }

  /** @type {State} */
  get state() {
    return STATES.find((state) => state === this.box.dataset.state) ?? "";
  }

  get unsaved() {
    return UNSAVED.has(this.state);
  }

  /** Whether there is something to give up: a text that is not stored, on its way or not. */
  get undecided() {
    return this.unsaved && this.state !== "saving";
  }

  /**
   * A text as a figure of this cell, a formula as what it comes to.
   * @param {string} text
   */
  read(text) {
    const { written, decimals } = this.row.figures;
    return parseNumber(workOut(text), written[this.column] ?? "", decimals, this.row.grid.units);
  }

  /**
   * Show a state, with the sentence that belongs to it.
   * @param {State} state
   * @param {string} text
   */
  become(state, text = "") {
    this.box.dataset.state = state;
    this.text = text;
    this.sign.textContent = SPOKEN[state] ?? "";
    this.input.toggleAttribute("aria-invalid", false);
    if (state === "refused" || state === "conflict") this.input.setAttribute("aria-invalid", "true");
    this.row.showMessages();
  }

  /**
   * What is wrong with a text, or nothing.
   * @param {string} text
   */
  problemOf(text) {
    try {
      this.read(text);
      return "";
    } catch (error) {
      if (!(error instanceof NumberError)) throw error;
      return error.message;
    }
  }

  /**
   * A text as the cell keeps it: a formula as what it comes to, everything else, a formula that can't be worked out too, as it is.
   * @param {string} text
   */
  kept(text) {
    return this.problemOf(text) ? text : workOut(text);
  }

  /**
   * Show the state of a cell that holds what is stored, with what there is to say about that.
   * @param {string} text
   */
  settle(text = "") {
    const filled = this.row.warnings.length ? "warning" : "saved";
    this.become(this.locked ? "locked" : this.input.value ? filled : "", text);
  }
}
