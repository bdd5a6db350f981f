// What happens to a cell from its text to the server's answer: waiting, sent, refused, held back, in conflict, stored.

/** @import { Change } from "./blanks.js" */
/** @import { Problem } from "./block.js" */
/** @import { Cell } from "./cell.js" */
/** @import { Pending } from "./pending.js" */
/** @import { Problems } from "./problems.js" */
/** @import { Row } from "./row.js" */
/** @import { Saver } from "./saver.js" */

export class Saving {
  /**
   * @param {object} page
   * @param {Map<string, Row>} page.rows by their names
   * @param {Map<string, Cell>} page.cells by their names
   * @param {Record<string, string>} page.partners the other cell of the same stored row
   * @param {Pending} page.pending
   * @param {Saver} page.saver
   * @param {Problems} page.problems
   * @param {() => void} page.changed is called when a state has changed
   */
  constructor({ rows, cells, partners, pending, saver, problems, changed }) {
    this.rows = rows;
    this.cells = cells;
    this.partners = partners;
    this.pending = pending;
    this.saver = saver;
    this.problems = problems;
    this.changed = changed;
  }

  get unsaved() {
    return [...this.cells.values()].filter((cell) => cell.unsaved);
  }

  /** The unsaved cells that sending again may save: not those with no number in them, nor those that wait for a choice. */
  get sendable() {
    return this.unsaved.filter((cell) => !cell.locked && !["typing", "conflict"].includes(cell.state) && !(cell.state === "refused" && cell.problemOf(cell.input.value)));
  }

  /**
   * Keep a text in the browser until it is saved.
   * @param {Cell} cell
   */
  keep(cell) {
    this.pending.keep(cell.name, { value: cell.input.value, seen: cell.version, finished: cell.state !== "typing" });
  }

  /**
   * The cell holds what is stored: nothing is to be sent or kept.
   * @param {Cell} cell
   * @param {string} text
   */
  forget(cell, text = "") {
    cell.committed = cell.input.value;
    cell.conflict = null;
    cell.edits += 1;
    this.pending.forget(cell.name);
    cell.settle(text);
    this.changed();
  }

  /**
   * Send a cell's text, unless it is what is stored and nothing else is on its way.
   * @param {Cell} cell
   */
  store(cell) {
    if (cell.input.value === cell.stored && !this.saver.holds(cell.name)) this.forget(cell);
    else this.#send(cell);
  }

  /** @param {Cell} cell */
  sendAgain(cell) {
    if (!this.saver.holds(cell.name)) this.#send(cell);
  }

  /** Send what is not saved, what was refused or held too: another cell may have changed what was wrong with it. */
  sendAll() {
    for (const cell of this.sendable) this.sendAgain(cell);
    this.saver.retry();
  }

  /** @param {Cell} cell */
  async #send(cell) {
    const { value } = cell.input;
    cell.edits += 1;
    const edit = cell.edits;
    cell.committed = value;
    cell.conflict = null;
    const problem = cell.problemOf(value);
    cell.become(problem ? "refused" : "waiting", problem);
    this.keep(cell);
    this.changed();
    if (problem) return;
    // Whoever empties one cell means it.
    const answer = await this.saver.add([{ cell: cell.name, value, clears: true }]);
    const own = answer.cells.find((each) => each.cell === cell.name);
    if (!own) throw new Error(`The answer says nothing of ${cell.name}.`);
    if (cell.edits === edit) this.#takeCell(cell, own);
    if (own.state === "saved" || own.state === "unchanged") {
      this.#sendPartner(cell);
      this.release();
    }
    this.changed();
  }

  /**
   * Once one half of a stored row is saved, the other may be possible that was refused because of it.
   * @param {Cell} cell
   */
  #sendPartner(cell) {
    const partner = this.cells.get(this.partners[cell.name] ?? "");
    if (partner?.state === "refused" && this.sendable.includes(partner)) this.sendAgain(partner);
  }

  /** Send what was held back, once there is nothing left to choose. */
  release() {
    const cells = [...this.cells.values()];
    const held = cells.filter((cell) => cell.state === "held");
    if (!held.length || cells.some((cell) => cell.state === "conflict")) return;
    this.problems.clear();
    for (const cell of held) this.sendAgain(cell);
  }

  /**
   * Change several cells at once. A value that can't be takes all of them back; a conflict or a lock keeps them for later.
   * Resolves to whether they were taken back.
   * @param {Change<Cell>[]} changes
   * @param {boolean} pasted
   */
  async together(changes, pasted) {
    const edits = new Map();
    for (const { cell, value } of changes) {
      cell.edits += 1;
      edits.set(cell, cell.edits);
      cell.input.value = cell.committed = value;
      cell.conflict = null;
      cell.become("waiting");
      this.keep(cell);
      cell.row.preview();
    }
    this.changed();
    const sent = changes.map(({ cell, value, clears }) => ({ cell: cell.name, value, clears: clears || !pasted }));
    const answer = await this.saver.add(sent, true);
    const said = new Map(answer.cells.map((each) => [each.cell, each]));
    const refused = answer.cells.some((each) => each.state === "refused");
    /** @type {Problem<Cell>[]} */
    const problems = [];
    for (const change of changes) {
      const own = said.get(change.cell.name);
      if (!own) throw new Error(`The answer says nothing of ${change.cell.name}.`);
      if (own.state === "refused" || own.state === "conflict" || own.state === "locked") {
        problems.push({ cell: change.cell, text: `${change.place ? `${change.place} → ` : ""}${change.cell.label}: ${own.text}` });
      }
      if (change.cell.edits !== edits.get(change.cell)) continue;
      if (refused) this.#takeBack(change, own);
      else this.#takeCell(change.cell, own);
    }
    if (refused) this.problems.refuse(problems);
    else if (problems.length) this.problems.list(`아직 저장하지 않았습니다. 아래 ${problems.length}개 칸을 정하면 나머지도 저장합니다.`, problems);
    else for (const { cell } of changes) this.#sendPartner(cell);
    this.changed();
    return refused;
  }

  /**
   * The text before again; of a cell that somebody else has changed meanwhile, what stands there now.
   * @param {Change<Cell>} change
   * @param {Server.CellAnswer} own
   */
  #takeBack({ cell, before }, own) {
    if (own.state === "conflict" && before === cell.stored) {
      this.takeTheirs(cell, own);
      cell.become("changed", own.text);
    } else {
      cell.input.value = before;
      cell.row.preview();
      this.store(cell);
    }
  }

  /**
   * Put into the cell what somebody else has stored.
   * @param {Cell} cell
   * @param {Server.Conflict} conflict
   */
  takeTheirs(cell, { theirs }) {
    cell.version = theirs.version;
    cell.stored = cell.input.value = theirs.value;
    cell.row.preview();
    this.forget(cell);
  }

  /**
   * Send the cell's text over what somebody else has stored.
   * @param {Cell} cell
   * @param {Server.Conflict} conflict
   */
  takeMine(cell, { theirs }) {
    cell.version = theirs.version;
    this.#send(cell);
  }

  /**
   * What an answer says of cells and rows, whatever has been typed since. The version that a cell knows is always that of the
   * value it has seen: of the other half of a row it stays the old one, or a change by somebody else would go unseen.
   * @param {Server.Answer} answer
   */
  take(answer) {
    for (const own of answer.cells) {
      const cell = this.cells.get(own.cell);
      if (!cell || (own.state !== "saved" && own.state !== "unchanged")) continue;
      cell.stored = own.value;
      cell.version = own.version;
      if (cell.unsaved && cell.state !== "saving") this.keep(cell);
    }
    for (const own of answer.rows) {
      const row = this.rows.get(own.row);
      if (!row) continue;
      row.warnings = own.warnings.map(({ text }) => text);
      row.shortfall = own.shortfall;
      if (!row.cells.some((cell) => cell.state === "typing")) row.show({ ...own, width: own.rate_width });
      for (const cell of row.cells) if (["saved", "warning"].includes(cell.state)) cell.settle(cell.text);
      row.showMessages();
    }
  }

  /**
   * @param {Cell} cell
   * @param {Server.CellAnswer} own
   */
  #takeCell(cell, own) {
    if (own.state === "saved" || own.state === "unchanged") {
      cell.input.value = own.value;
      if (document.activeElement === cell.input) cell.input.select();
      this.forget(cell, own.text);
      return;
    }
    if (own.state === "conflict") {
      cell.conflict = own;
      cell.stored = own.theirs.value;
    }
    cell.become(own.state === "locked" ? "refused" : own.state, own.text);
  }
}
