// The keys of a spreadsheet.

/** Listens to the keys in the cells of a grid. */
export class Keyboard {
  constructor(grid) {
    this.grid = grid;
    grid.form.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    const cell = this.grid.cellOf(event.target);
    if (!cell || event.isComposing) return;
    const { input } = cell;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const control = event.ctrlKey || event.metaKey;
    const arrow = event.key.startsWith("Arrow");
    const shift = event.shiftKey && arrow && (whole || this.grid.range.active) ? "Shift+" : "";
    const key = control ? `Ctrl+${event.key.length === 1 ? event.key.toLowerCase() : event.key}` : shift + event.key;
    const actions = {
      "Shift+ArrowDown": () => this.grid.range.stretch(cell, 1, 0),
      "Shift+ArrowUp": () => this.grid.range.stretch(cell, -1, 0),
      "Shift+ArrowLeft": () => this.grid.range.stretch(cell, 0, -1),
      "Shift+ArrowRight": () => this.grid.range.stretch(cell, 0, 1),
      Delete: () => this.grid.range.active && this.grid.clipboard.clearRange(),
      Backspace: () => this.grid.range.active && this.grid.clipboard.clearRange(),
      Enter: () => this.#enter(cell, event.shiftKey ? -1 : 1),
      ArrowDown: () => (event.altKey ? this.grid.dispatchEvent(new CustomEvent("details", { detail: cell })) : this.#move(cell, 1, 0)),
      ArrowUp: () => this.#move(cell, -1, 0),
      ArrowLeft: () => whole && this.#move(cell, 0, -1),
      ArrowRight: () => whole && this.#move(cell, 0, 1),
      Escape: () => (this.grid.range.active ? this.grid.range.leave() : this.grid.giveUp(cell)),
      F2: () => input.setSelectionRange(input.value.length, input.value.length),
      "Ctrl+Home": () => this.grid.go(this.grid.rows[0]?.cells[0]),
      "Ctrl+End": () => this.grid.go(this.grid.rows.at(-1)?.cells.at(-1)),
      "Ctrl+z": () => (event.shiftKey ? this.grid.redo() : input.value !== cell.committed ? this.grid.giveUp(cell) : this.grid.undo()),
      "Ctrl+y": () => this.grid.redo(),
    };
    if (!actions[key] || actions[key]() === false) return;
    event.preventDefault();
  }

  #enter(cell, down) {
    this.grid.commit(cell);
    if (this.grid.sendable.includes(cell)) this.grid.sendAgain(cell);
    return this.#move(cell, down, 0);
  }

  /** False when there is no cell to go to in the row: the key keeps its own meaning. */
  #move(cell, down, right) {
    if (right) {
      const beside = cell.row.cells[cell.column + right];
      return beside ? this.grid.go(beside) : false;
    }
    const row = this.grid.rows[this.grid.rows.indexOf(cell.row) + down];
    if (row) this.grid.go(row.cells[Math.min(cell.column, row.cells.length - 1)]);
    return true;
  }
}
