// The grid: what happens to its cells while one types, undo, and what this browser has kept. Texts and figures come from the server.

import { find } from "../pages/dom.js";
import { choose } from "./choosing.js";
import { Clipboard } from "./clipboard.js";
import { Keyboard } from "./keyboard.js";
import { Problems } from "./problems.js";
import { Range } from "./range.js";
import { Row } from "./row.js";
import { Saving } from "./saving.js";
import { describeTable } from "./table.js";
import { comesTo, isStoodFor, rowsAbove } from "./together.js";
import { Undo } from "./undo.js";

/** @import { Change } from "./blanks.js" */
/** @import { Cell } from "./cell.js" */
/** @import { Units } from "./number.js" */
/** @import { Pending } from "./pending.js" */
/** @import { Saver } from "./saver.js" */

/**
 * @typedef {object} Around What the grid tells those around it.
 * @property {(cell: Cell) => void} select a cell has been entered
 * @property {(cell: Cell) => void} details the panel of a cell is wanted
 * @property {() => void} changed a state has changed
 */

export class Grid {
  /**
   * @param {HTMLFormElement} form
   * @param {object} page
   * @param {Server.Entry} page.data
   * @param {Units} page.units
   * @param {Pending} page.pending
   * @param {Saver} page.saver
   * @param {Around} page.on
   */
  constructor(form, { data, units, pending, saver, on }) {
    this.form = form;
    this.units = units;
    this.pending = pending;
    this.on = on;
    this.together = data.together;
    const byId = (/** @type {string} */ id) => find(document, `#${id}`, HTMLElement);
    this.conflict = find(document, "#conflict", HTMLDialogElement);
    this.problems = new Problems(byId("alerts"), (cell) => this.go(cell));
    this.rows = this.#readRows(data.rows);
    this.foundBlank = this.rows.filter((row) => row.cells.some((cell) => cell.blank));
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    this.cells = new Map(this.rows.flatMap((row) => row.cells).map((cell) => [cell.name, cell]));
    this.above = rowsAbove(data.together.sums);
    this.range = new Range(this.rows, byId("selected"));
    /** @type {Undo<Change<Cell>>} */
    this.history = new Undo();
    const { partners } = data.together;
    this.saving = new Saving({ rows: this.byId, cells: this.cells, partners, pending, saver, problems: this.problems, changed: on.changed });
    form.addEventListener("focusin", (event) => this.#entered(this.cellOf(event.target)));
    form.addEventListener("focusout", (event) => this.commit(this.cellOf(event.target)));
    form.addEventListener("input", (event) => this.#typed(this.cellOf(event.target)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saveAll();
    });
    this.clipboard = new Clipboard(this, find(document, "#clearing", HTMLDialogElement));
    new Keyboard(this);
    describeTable(find(form, "table", HTMLTableElement));
  }

  /**
   * The rows of the page that have figures; their names lead to the panels.
   * @param {Record<string, Server.Figures>} figures
   */
  #readRows(figures) {
    /** @type {NodeListOf<HTMLTableRowElement>} */
    const lines = this.form.querySelectorAll("tbody tr[id]");
    return [...lines].flatMap((line) => {
      const own = figures[line.id];
      if (!own) return [];
      const row = new Row(line, own, this);
      row.link.tabIndex = -1;
      row.link.addEventListener("click", (event) => {
        event.preventDefault();
        this.go(row.first);
        this.on.details(row.first);
      });
      return [row];
    });
  }

  /** Put back what this browser kept of an earlier visit, and send what had been finished. Resolves to how many cells. */
  async restore() {
    let restored = 0;
    for (const [name, entry] of await this.pending.all()) {
      const cell = this.cells.get(name);
      if (!cell) continue;
      if (entry.value === cell.stored) {
        this.pending.forget(name);
        continue;
      }
      restored += 1;
      cell.input.value = entry.value;
      cell.version = entry.seen;
      cell.edits += 1;
      cell.row.preview();
      if (!entry.finished || cell.locked) {
        cell.become("waiting", cell.locked ? "잠긴 뒤에 남은 값입니다. Esc를 누르면 저장된 값으로 돌아갑니다." : "치다 만 값입니다. Enter를 누르면 저장합니다.");
      } else {
        this.commit(cell);
      }
    }
    this.on.changed();
    return restored;
  }

  /**
   * Take a cell's text as it stands: remember it for undo and send it.
   * @param {Cell | undefined} cell
   */
  commit(cell) {
    if (!cell || cell.locked) return;
    const { committed } = cell;
    if (cell.input.value === committed && cell.state !== "typing") return;
    const value = cell.kept(cell.input.value);
    cell.input.value = value;
    if (value !== committed) this.history.add([{ cell, before: committed, value }]);
    this.saving.store(cell);
  }

  saveAll() {
    for (const cell of this.cells.values()) this.commit(cell);
    this.saving.sendAll();
  }

  /**
   * Let the user choose between two values.
   * @param {Cell} cell
   */
  resolve(cell) {
    const { conflict } = cell;
    if (!conflict) return;
    choose(this.conflict, cell.label, conflict, {
      takeMine: () => this.saving.takeMine(cell, conflict),
      takeTheirs: () => this.saving.takeTheirs(cell, conflict),
      done: () => {
        this.saving.release();
        cell.input.focus();
      },
    });
  }

  /**
   * The cell's panel tells its stored value: show it when somebody else has changed it and nothing is typed here.
   * @param {Cell} cell
   * @param {{version: number | null, value: string, by: string}} seen
   */
  refresh(cell, { version, value, by }) {
    if (cell.unsaved || cell.locked || version === cell.version) return;
    cell.version = version;
    if (value === cell.stored) return;
    cell.stored = cell.committed = cell.input.value = value;
    cell.row.preview();
    cell.become("changed", `${by} 님이 바꾼 값입니다.`);
    if (document.activeElement === cell.input) cell.input.select();
  }

  /**
   * What a row comes to from January on, as typed. Null: nothing is known; undefined: only the server can tell.
   * @param {Row} row
   */
  comesTo(row) {
    return comesTo(row.id, {
      sums: this.together.sums,
      figures: (id) => this.byId.get(id)?.figures,
      typed: (id) => this.byId.get(id)?.values ?? [],
    });
  }

  /**
   * The rows whose figure a row goes into.
   * @param {Row} row
   */
  rowsAbove(row) {
    const ids = this.above.get(row.id) ?? [];
    return ids.map((id) => this.byId.get(id)).filter((each) => each !== undefined);
  }

  /**
   * Whether a whole is given that stands for a blank cell.
   * @param {Cell} cell
   */
  isStoodFor(cell) {
    return isStoodFor(cell.name, this.together.standings, (name) => Boolean(this.cells.get(name)?.input.value));
  }

  /** Say anew of the rows that were found blank at submitting whether they are. */
  showMissing() {
    for (const row of this.foundBlank) row.showMessages();
  }

  // -------------------------------------------------------------------------------------------------- typing

  /** @param {EventTarget | null} target */
  cellOf(target) {
    return target instanceof HTMLInputElement && target.matches(".cell input") ? this.cells.get(target.name) : undefined;
  }

  /** @param {Cell | undefined} cell */
  #entered(cell) {
    if (!cell) return;
    if (cell !== this.range.anchor) this.range.leave();
    cell.input.select();
    this.on.select(cell);
  }

  /** @param {Cell | undefined} cell */
  #typed(cell) {
    if (!cell) return;
    this.range.leave();
    cell.edits += 1;
    cell.conflict = null;
    cell.become("typing");
    this.saving.keep(cell);
    cell.row.preview();
    this.on.changed();
  }

  /**
   * Put the focus into a cell.
   * @param {Cell | undefined} cell
   */
  go(cell) {
    this.range.leave();
    cell?.input.focus();
    cell?.input.select();
  }

  /**
   * Back to the text before the last one; from a text that could not be saved, to what is stored. False when it is that.
   * @param {Cell} cell
   */
  giveUp(cell) {
    const typed = cell.input.value !== cell.committed;
    if (!typed && !cell.undecided) return false;
    if (cell.conflict) this.saving.takeTheirs(cell, cell.conflict);
    else {
      cell.input.value = typed && !cell.locked ? cell.committed : cell.stored;
      cell.row.preview();
      if (cell.locked) this.saving.forget(cell);
      else this.saving.store(cell);
    }
    this.saving.release();
    cell.input.select();
    return true;
  }

  // ------------------------------------------------------------------------------- several cells at once; undo, redo

  /**
   * Change several cells at once, so that it can be taken back.
   * @param {Change<Cell>[]} changes
   * @param {boolean} pasted
   */
  async change(changes, pasted = false) {
    this.history.add(changes);
    const takenBack = await this.saving.together(changes, pasted);
    if (takenBack && pasted) this.history.drop(changes);
  }

  undo() {
    const changes = this.history.back();
    if (changes.length) this.problems.clearNotice();
    this.#make(changes.map(({ cell, before, value }) => ({ cell, before: value, value: before })));
  }

  redo() {
    this.#make(this.history.again());
  }

  /** @param {Change<Cell>[]} changes */
  #make(changes) {
    const [first] = changes;
    if (!first) return;
    this.saving.together(changes, false);
    this.go(first.cell);
  }
}
