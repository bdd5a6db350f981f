// A row: its cells, the figures that come of them, and the sentences below them.

import { element, find } from "../pages/dom.js";
import { Cell } from "./cell.js";
import { NumberError } from "./number.js";
import { preview } from "./preview.js";

/** @import { Grid } from "./grid.js" */

export class Row {
  /**
   * @param {HTMLTableRowElement} line
   * @param {Server.Figures} figures
   * @param {Grid} grid
   */
  constructor(line, figures, grid) {
    this.line = line;
    this.id = line.id;
    this.figures = figures;
    this.grid = grid;
    this.link = find(line, "th a", HTMLAnchorElement);
    this.messages = find(line, ".messages", HTMLElement);
    this.warnings = [...this.messages.querySelectorAll(".warning")].map((each) => each.textContent ?? "");
    this.locked = [...this.messages.querySelectorAll(".locked")].map((each) => each.textContent ?? "");
    this.shortfall = line.classList.contains("shortfall");
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = line.querySelectorAll(".cell input:not([type=hidden])");
    this.cells = [...inputs].map((input, column) => new Cell(input, this, column));
    const [first] = this.cells;
    if (!first) throw new Error(`The row ${this.id} has no cell.`);
    this.first = first;
  }

  /** The exact figures of this row as typed; where a text is no number, the stored one. */
  get values() {
    return this.cells.map((cell) => {
      try {
        return cell.read(cell.input.value);
      } catch (error) {
        if (!(error instanceof NumberError)) throw error;
        return cell.read(cell.stored);
      }
    });
  }

  /** Show what the cumulative figure and the rate will be, here and in the rows whose figure this one goes into. */
  preview() {
    const found = this.grid.comesTo(this);
    if (found !== undefined) this.show(preview(this.figures, found));
    for (const above of this.grid.rowsAbove(this)) above.preview();
    this.grid.showMissing();
  }

  /** @param {{cumulative: string, rate: string, width: string, pace?: string, total?: string}} shown */
  show({ cumulative, rate, width, pace, total }) {
    find(this.line, ".cumulative", HTMLElement).textContent = cumulative;
    find(this.line, ".rate-text", HTMLElement).textContent = rate;
    if (width && !this.line.querySelector(".bar")) {
      const rects = ["track", "reached", ...(pace ? ["pace"] : [])].map((name) => `<rect class="${name}" width="${name === "pace" ? 2 : "100%"}" height="100%"/>`);
      find(this.line, ".rate-line", HTMLElement).insertAdjacentHTML("beforeend", `<svg class="bar" aria-hidden="true">${rects.join("")}</svg>`);
    }
    this.line.querySelector(".reached")?.setAttribute("width", `${width || 0}%`);
    if (pace) this.line.querySelector(".pace")?.setAttribute("x", `${pace}%`);
    if (total !== undefined && !this.first.locked) this.first.input.placeholder = total;
  }

  /** The sentences of the row: of its cells, its warnings, and what is asked for. */
  showMessages() {
    const lines = [];
    for (const cell of this.cells) {
      if (cell.text) {
        const line = element("p", cell.unsaved ? cell.state : "told", cell.text);
        if (cell.conflict) line.append(this.#button("비교해서 고르기", () => this.grid.resolve(cell)));
        lines.push(line);
      }
    }
    for (const cell of this.cells) if (cell.missing) lines.push(element("p", "missing", cell.missing));
    for (const text of this.warnings) lines.push(element("p", "warning", text));
    for (const text of this.locked) lines.push(element("p", "locked", text));
    if (this.shortfall) lines.push(this.#asked());
    this.messages.replaceChildren(...lines);
  }

  /**
   * Ask for the 부진 사유, or no longer.
   * @param {boolean} shortfall
   */
  ask(shortfall) {
    this.shortfall = shortfall;
    this.showMessages();
  }

  #asked() {
    if (this.first.locked) return element("p", "asked", "부진 사유가 없습니다.");
    const line = element("p", "asked");
    const link = line.appendChild(element("a", "", "부진 사유 적기"));
    link.href = `${this.link.href}#shortfall`;
    Object.assign(link.dataset, { cell: this.id, part: "shortfall" });
    return line;
  }

  /**
   * @param {string} text
   * @param {() => void} action
   */
  #button(text, action) {
    const made = element("button", "link-button", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
}
