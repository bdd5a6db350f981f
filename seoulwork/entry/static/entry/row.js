// A row: its cells, the figures that come of them, and the sentences below them.

import { Cell } from "./cell.js";
import { element } from "./element.js";
import { NumberError } from "./number.js";
import { preview } from "./preview.js";

export class Row {
  constructor(line, figures, grid) {
    this.line = line;
    this.id = line.id;
    this.figures = figures;
    this.grid = grid;
    this.name = line.querySelector("th a").textContent;
    this.messages = line.querySelector(".messages");
    this.warnings = [...this.messages.querySelectorAll(".warning")].map((each) => each.textContent);
    this.locked = [...this.messages.querySelectorAll(".locked")].map((each) => each.textContent);
    this.shortfall = line.classList.contains("shortfall");
    this.cells = [...line.querySelectorAll(".cell input:not([type=hidden])")].map((input, column) => new Cell(input, this, column));
  }

  /** The exact figures of this row as typed; where a text is no number, the stored one. */
  values() {
    return this.cells.map((cell) => {
      try {
        return cell.read(cell.input.value);
      } catch (error) {
        if (!(error instanceof NumberError)) throw error;
        return cell.read(cell.stored);
      }
    });
  }

  /** Show what the cumulative figure and the rate will be. */
  preview() {
    const [value, denominator] = this.values();
    this.show(preview(this.figures, value ?? this.grid.sumOfParts(this), denominator ?? null));
    for (const parent of this.grid.parentsOf(this)) parent.preview();
    this.grid.showMissing();
  }

  show({ cumulative, rate, width, pace, total }) {
    this.line.querySelector(".cumulative").textContent = cumulative;
    this.line.querySelector(".rate-text").textContent = rate;
    if (width && !this.line.querySelector(".bar")) {
      const rects = ["track", "reached", ...(pace ? ["pace"] : [])].map((name) => `<rect class="${name}" width="${name === "pace" ? 2 : "100%"}" height="100%"/>`);
      this.line.querySelector(".rate-line").insertAdjacentHTML("beforeend", `<svg class="bar" aria-hidden="true">${rects.join("")}</svg>`);
    }
    this.line.querySelector(".reached")?.setAttribute("width", `${width || 0}%`);
    if (pace) this.line.querySelector(".pace")?.setAttribute("x", `${pace}%`);
    if (total !== undefined && !this.cells[0].locked) this.cells[0].input.placeholder = total;
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

  /** Ask for the 부진 사유, or no longer. */
  ask(shortfall) {
    this.shortfall = shortfall;
    this.showMessages();
  }

  #asked() {
    if (this.cells[0].locked) return element("p", "asked", "부진 사유가 없습니다.");
    const line = element("p", "asked");
    const link = line.appendChild(element("a", "", "부진 사유 적기"));
    link.href = `${this.line.querySelector("th a").href}#shortfall`;
    Object.assign(link.dataset, { cell: this.id, part: "shortfall" });
    return line;
  }

  #button(text, action) {
    const made = element("button", "link-button", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }
}
