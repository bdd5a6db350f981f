// A range of cells in hand: selected with the mouse, copied, cut, cleared; a block of cells pasted.

import { layBlock, readBlock } from "./block.js";
import { askBeforeClearing } from "./clearing.js";

/** @import { Cell } from "./cell.js" */
/** @import { Grid } from "./grid.js" */

/** @param {Cell} cell */
const whyLocked = (cell) => cell.row.locked[0] ?? "잠긴 칸입니다.";

/** Listens to the mouse and the clipboard in the cells of a grid. */
export class Clipboard {
  /**
   * @param {Grid} grid
   * @param {HTMLDialogElement} clearing asks before values are cleared
   */
  constructor(grid, clearing) {
    this.grid = grid;
    this.clearing = clearing;
    const { form } = grid;
    form.addEventListener("paste", (event) => this.#paste(event));
    form.addEventListener("mousedown", (event) => this.#pressed(event));
    // Chromium asks first whether there is something to copy: with an empty cell in hand it would say no.
    for (const kind of ["beforecopy", "beforecut"]) form.addEventListener(kind, (event) => grid.range.active && event.preventDefault());
    form.addEventListener("copy", (event) => this.#copy(event));
    form.addEventListener("cut", (event) => this.#copy(event));
  }

  /**
   * A click with Shift selects up to the cell that it hits; any other one selects that cell alone.
   * @param {MouseEvent} event
   */
  #pressed(event) {
    const inHand = this.grid.cellOf(document.activeElement);
    const hit = this.grid.cellOf(event.target);
    this.grid.range.leave();
    if (!event.shiftKey || !inHand || !hit || inHand === hit) return;
    event.preventDefault();
    this.grid.commit(inHand);
    this.grid.range.to(inHand, hit);
  }

  /** @param {ClipboardEvent} event */
  #copy(event) {
    if (!this.grid.range.active) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", this.grid.range.text);
    if (event.type === "cut") this.clearRange();
  }

  /** Empty the selected cells: meant, so it is told and can be taken back, and not asked. */
  clearRange() {
    const { grid } = this;
    const filled = grid.range.cells.filter((cell) => cell.input.value || cell.unsaved);
    const locked = filled.filter((cell) => cell.locked);
    if (locked.length) {
      grid.problems.refuse(locked.map((cell) => ({ cell, text: `${cell.label}: ${whyLocked(cell)}` })));
    } else if (filled.length) {
      grid.change(filled.map((cell) => ({ cell, before: cell.committed, value: "" })));
      grid.problems.list(`${filled.length}개 칸을 비웠습니다. 되돌리려면 Ctrl+Z를 누르세요.`, [], "notice");
    }
  }

  /** @param {ClipboardEvent} event */
  async #paste(event) {
    const { grid } = this;
    const cell = grid.range.cells[0] ?? grid.cellOf(event.target);
    const block = readBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (!cell || block.flat().length === 1) return;
    event.preventDefault();
    if (cell.input.value !== cell.committed) grid.commit(cell);
    const lines = grid.rows.map((row) => row.cells);
    const { placed, problems } = layBlock(block, lines, grid.rows.indexOf(cell.row), cell.column);
    for (const each of placed) {
      const problem = each.cell.locked ? whyLocked(each.cell) : each.cell.problemOf(each.value);
      if (problem) problems.push({ cell: each.cell, text: `${each.place} → ${each.cell.label}: ${problem}` });
    }
    if (problems.length) {
      grid.problems.refuse(problems);
      return;
    }
    grid.problems.clear();
    const changes = placed
      .map(({ cell: own, value, place }) => ({ cell: own, before: own.committed, value: own.kept(value), place }))
      .filter(({ cell: own, before, value }) => before !== value || own.unsaved);
    const agreed = await askBeforeClearing(this.clearing, changes);
    if (agreed.length) grid.change(agreed, true);
    grid.go(cell);
  }
}
