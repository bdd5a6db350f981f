// A range of cells, from the cell in hand to another: stretched with Shift and the arrows, or with Shift and a click.

import { formatExact, NumberError } from "./number.js";
import { between, step } from "./area.js";

/** @import { Cell } from "./cell.js" */
/** @import { Row } from "./row.js" */

/**
 * A cell's figure as a program writes it (`-1234.5`), as spreadsheets want it; a text that is none as it is.
 * @param {Cell} cell
 */
function plainText(cell) {
  try {
    const value = cell.read(cell.input.value);
    if (value === null) return "";
    const { factor, decimals } = cell.row.figures;
    const size = BigInt(factor) * 10n ** BigInt(decimals);
    return formatExact(value, size, 0).replaceAll(",", "").replace("△", "-");
  } catch (error) {
    if (!(error instanceof NumberError)) throw error;
    return cell.input.value;
  }
}

export class Range {
  /** @type {Cell | null} */
  anchor = null;

  /** @type {Cell | null} */
  head = null;

  /**
   * The cells by lines; undefined where a row is too short.
   * @type {(Cell | undefined)[][]}
   */
  lines = [];

  /**
   * @param {Row[]} rows
   * @param {HTMLElement} told the live region in which is said what is selected
   */
  constructor(rows, told) {
    this.rows = rows;
    this.told = told;
  }

  /** Whether more than one cell is selected. */
  get active() {
    return this.lines.length > 0;
  }

  get cells() {
    return this.lines.flat().filter((cell) => cell !== undefined);
  }

  /**
   * Stretch the range of a cell by a row or a column; false where there is nothing to stretch to.
   * @param {Cell} cell
   * @param {number} down
   * @param {number} right
   */
  stretch(cell, down, right) {
    const place = step(this.rows.map((row) => row.cells.length), this.#placeOf(this.head ?? cell), down, right);
    const next = place && this.rows[place.line]?.cells[place.column];
    if (!next) return this.active;
    this.to(cell, next);
    return true;
  }

  /**
   * Select everything between two cells.
   * @param {Cell} anchor
   * @param {Cell} head
   */
  to(anchor, head) {
    this.leave();
    if (anchor === head) return;
    this.anchor = anchor;
    this.head = head;
    this.lines = between(this.#placeOf(anchor), this.#placeOf(head)).map((line) => line.map((place) => this.rows[place.line]?.cells[place.column]));
    const { cells } = this;
    for (const cell of cells) cell.box.classList.add("selected");
    this.told.textContent = `${cells.length}칸 선택: ${cells[0]?.label}부터 ${cells.at(-1)?.label}까지`;
    head.input.scrollIntoView({ block: "nearest" });
  }

  leave() {
    if (!this.active) return;
    for (const cell of this.cells) cell.box.classList.remove("selected");
    this.anchor = this.head = null;
    this.lines = [];
    this.told.textContent = "";
  }

  /** The figures as spreadsheets take them from the clipboard. */
  get text() {
    return this.lines.map((line) => line.map((cell) => (cell ? plainText(cell) : "")).join("\t")).join("\r\n");
  }

  /** @param {Cell} cell */
  #placeOf(cell) {
    return { line: this.rows.indexOf(cell.row), column: cell.column };
  }
}
