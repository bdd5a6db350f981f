// The keys in the cells of a grid.

import { actionOf } from "./keys.js";
import { step } from "./area.js";

/** @import { Cell } from "./cell.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Action } from "./keys.js" */

/** Listens to the keys in the cells of a grid. */
export class Keyboard {
  /** @param {Grid} grid */
  constructor(grid) {
    this.grid = grid;
    grid.form.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const cell = this.grid.cellOf(event.target);
    if (!cell || event.isComposing) return;
    const { input } = cell;
    const action = actionOf({
      key: event.key,
      control: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
      whole: input.selectionStart === 0 && input.selectionEnd === input.value.length,
      ranged: this.grid.range.active,
      typed: input.value !== cell.committed,
    });
    if (action && this.#do(cell, action)) event.preventDefault();
  }

  /**
   * False when there is nothing to do: the key keeps its own meaning.
   * @param {Cell} cell
   * @param {Action} action
   */
  #do(cell, action) {
    const { grid } = this;
    switch (action.name) {
      case "stretch":
        return grid.range.stretch(cell, action.down, action.right);
      case "move":
        return this.#move(cell, action.down, action.right);
      case "enter":
        return this.#enter(cell, action.down);
      case "give up":
        return grid.giveUp(cell);
      case "clear":
        grid.clipboard.clearRange();
        break;
      case "leave":
        grid.range.leave();
        break;
      case "edit":
        cell.input.setSelectionRange(cell.input.value.length, cell.input.value.length);
        break;
      case "details":
        grid.on.details(cell);
        break;
      case "first":
        grid.go(grid.rows[0]?.first);
        break;
      case "last":
        grid.go(grid.rows.at(-1)?.cells.at(-1));
        break;
      case "undo":
        grid.undo();
        break;
      case "redo":
        grid.redo();
        break;
    }
    return true;
  }

  /**
   * @param {Cell} cell
   * @param {number} down
   */
  #enter(cell, down) {
    this.grid.commit(cell);
    if (this.grid.saving.sendable.includes(cell)) this.grid.saving.sendAgain(cell);
    this.#move(cell, down, 0);
    return true;
  }

  /**
   * @param {Cell} cell
   * @param {number} down
   * @param {number} right
   */
  #move(cell, down, right) {
    const { rows } = this.grid;
    const place = step(rows.map((row) => row.cells.length), { line: rows.indexOf(cell.row), column: cell.column }, down, right);
    if (place) this.grid.go(rows[place.line]?.cells[place.column]);
    return Boolean(place) || !right;
  }
}
