// A range of cells, from the cell in hand to another: stretched with Shift and the arrows, or with Shift and a click.

import { formatExact, NumberError } from "./number.js";

/** A cell's figure as a program writes it (`-1234.5`), as spreadsheets want it; a text that is none as it is. */
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
  /** `rows` of cells; what is selected is said in the live region `told`. */
  constructor(rows, told) {
    Object.assign(this, { rows, told, anchor: null, head: null, lines: [] });
  }

  /** Whether more than one cell is selected. */
  get active() {
    return this.lines.length > 0;
  }

  get cells() {
    return this.lines.flat().filter(Boolean);
  }

  /** Stretch the range of a cell by a row or a column; false where there is nothing to stretch to. */
  stretch(cell, down, right) {
    const head = this.head ?? cell;
    const line = this.rows[this.rows.indexOf(head.row) + down];
    const next = line?.cells[right ? head.column + right : Math.min(head.column, line.cells.length - 1)];
    if (!next) return this.active;
    this.to(cell, next);
    return true;
  }

  /** Select everything between two cells. */
  to(anchor, head) {
    this.leave();
    if (anchor === head) return;
    Object.assign(this, { anchor, head });
    const [first, last] = [anchor.row, head.row].map((row) => this.rows.indexOf(row)).sort((a, b) => a - b);
    const [left, right] = [anchor.column, head.column].sort((a, b) => a - b);
    const columns = Array.from({ length: right - left + 1 }, (_, at) => left + at);
    this.lines = this.rows.slice(first, last + 1).map((row) => columns.map((column) => row.cells[column]));
    const { cells } = this;
    for (const cell of cells) cell.box.classList.add("selected");
    const [from, to] = [cells[0], cells.at(-1)].map((cell) => cell.input.getAttribute("aria-label"));
    this.told.textContent = `${cells.length}칸 선택: ${from}부터 ${to}까지`;
    head.input.scrollIntoView({ block: "nearest" });
  }

  leave() {
    if (!this.active) return;
    for (const cell of this.cells) cell.box.classList.remove("selected");
    Object.assign(this, { anchor: null, head: null, lines: [] });
    this.told.textContent = "";
  }

  /** The figures as spreadsheets take them from the clipboard. */
  get text() {
    return this.lines.map((line) => line.map((cell) => (cell ? plainText(cell) : "")).join("\t")).join("\r\n");
  }
}
