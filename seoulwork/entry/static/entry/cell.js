// A cell: its text, what of it is stored, its state and what is said of that.

import { element } from "./element.js";
import { NumberError, parseNumber, workOut } from "./number.js";

const UNSAVED = new Set(["typing", "waiting", "saving", "refused", "conflict", "held"]);
const SPOKEN = { saved: "저장됨", saving: "저장 중", waiting: "아직 저장되지 않음", held: "아직 저장되지 않음" };

export class Cell {
  constructor(input, row, column) {
    this.input = input;
    this.row = row;
    this.column = column;
    this.name = input.name;
    this.box = input.closest(".cell");
    this.seen = input.nextElementSibling;
    this.stored = input.value;
    this.committed = input.value;
    this.edits = 0;
    this.text = "";
    this.locked = input.readOnly;
    this.sign = this.box.appendChild(element("span", "visually-hidden"));
    this.sign.id = `s-${this.name}`;
    this.#describe();
  }

  /** Show that something is written beside the figure (`메모 있음`), or that nothing is any more. */
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
    if (this.input.value || !this.box.classList.contains("blank") || this.row.grid.stoodFor(this.row)) return "";
    const part = this.box.querySelector(".part")?.textContent;
    return `${part ? `${part} 값이` : "값이"} 없습니다.`;
  }

  get version() {
    return this.seen.value === "" ? null : Number(this.seen.value);
  }

  set version(version) {
    this.seen.value = version ?? "";
  }

  get state() {
    return this.box.dataset.state ?? "";
  }

  get unsaved() {
    return UNSAVED.has(this.state);
  }

  /** A text as a figure of this cell, a formula as what it comes to. Both parts of a ratio are counts: its sign (`%`, `:1`) is what comes of them. */
  read(text) {
    const { unit, decimals } = this.row.figures;
    return parseNumber(workOut(text), this.column && (unit === "%" || unit === ":1") ? "" : unit, decimals, this.row.grid.units);
  }

  /** Show a state, with the sentence that belongs to it. */
  become(state, text = "") {
    this.box.dataset.state = state;
    this.text = text;
    this.sign.textContent = SPOKEN[state] ?? "";
    this.input.toggleAttribute("aria-invalid", false);
    if (state === "refused" || state === "conflict") this.input.setAttribute("aria-invalid", "true");
    this.row.showMessages();
  }

  /** What is wrong with a text, or nothing. */
  problemOf(text) {
    try {
      this.read(text);
      return "";
    } catch (error) {
      if (!(error instanceof NumberError)) throw error;
      return error.message;
    }
  }

  /** A text as the cell keeps it: a formula as what it comes to, everything else, a formula that can't be worked out too, as it is. */
  kept(text) {
    return this.problemOf(text) ? text : workOut(text);
  }

  /** Show the state of a cell that holds what is stored, with what there is to say about that. */
  settle(text = "") {
    const filled = this.row.warnings.length ? "warning" : "saved";
    this.become(this.locked ? "locked" : this.input.value ? filled : "", text);
  }
}
