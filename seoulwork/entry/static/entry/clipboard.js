// A range of cells in hand: selected with the mouse, copied, cut, cleared; a block of cells pasted.

import { layBlock, readBlock } from "./block.js";
import { askBeforeClearing } from "./clearing.js";

/** Listens to the mouse and the clipboard in the cells of a grid. */
export class Clipboard {
  constructor(grid) {
    this.grid = grid;
    const { form } = grid;
    form.addEventListener("paste", (event) => this.#paste(event));
    form.addEventListener("mousedown", (event) => this.#pressed(event));
    for (const kind of ["copy", "cut"]) {
      // Chromium asks first whether there is something to copy: with an empty cell in hand it would say no.
      form.addEventListener(`before${kind}`, (event) => grid.range.active && event.preventDefault());
      form.addEventListener(kind, (event) => this.#copy(event));
    }
  }

  /** A click with Shift selects up to the cell that it hits; any other one selects that cell alone. */
  #pressed(event) {
    const [held, hit] = [document.activeElement, event.target].map((each) => this.grid.cellOf(each));
    this.grid.range.leave();
    if (!event.shiftKey || !held || !hit || held === hit) return;
    event.preventDefault();
    this.grid.commit(held);
    this.grid.range.to(held, hit);
  }

  #copy(event) {
    if (!this.grid.range.active) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.grid.range.text);
    if (event.type === "cut") this.clearRange();
  }

  /** Empty the selected cells: meant, so it is told and can be taken back, and not asked. */
  clearRange() {
    const filled = this.grid.range.cells.filter((cell) => cell.input.value || cell.unsaved);
    const locked = filled.filter((cell) => cell.locked);
    if (locked.length) {
      this.grid.refuseBlock(locked.map((cell) => ({ cell, text: `${this.grid.label(cell)}: ${cell.row.locked[0] ?? "잠긴 칸입니다."}` })));
    } else if (filled.length) {
      const changes = filled.map((cell) => ({ cell, before: cell.committed, value: "" }));
      this.grid.remember(changes);
      this.grid.together(changes);
      this.grid.listProblems(`${filled.length}개 칸을 비웠습니다. 되돌리려면 Ctrl+Z를 누르세요.`, [], "notice");
    }
    return true;
  }

  async #paste(event) {
    const cell = this.grid.range.cells[0] ?? this.grid.cellOf(event.target);
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (!cell || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    if (cell.input.value !== cell.committed) this.grid.commit(cell);
    const lines = this.grid.rows.map((row) => row.cells);
    const { placed, problems } = layBlock(block, lines, this.grid.rows.indexOf(cell.row), cell.column);
    for (const each of placed) {
      const problem = each.cell.locked ? each.cell.row.locked[0] ?? "잠긴 칸입니다." : each.cell.problemOf(each.value);
      if (problem) problems.push({ cell: each.cell, text: `${each.place} → ${this.grid.label(each.cell)}: ${problem}` });
    }
    if (problems.length) {
      this.grid.refuseBlock(problems);
      return;
    }
    this.grid.alerts.replaceChildren();
    const changes = placed
      .map(({ cell: own, value, place }) => ({ cell: own, before: own.committed, value: own.kept(value), place }))
      .filter(({ cell: own, before, value }) => before !== value || own.unsaved);
    const agreed = await askBeforeClearing(this.grid.clearing, changes);
    if (agreed.length) {
      this.grid.remember(agreed);
      this.grid.together(agreed, true);
    }
    this.grid.go(cell);
  }
}
