// The grid: what happens to its cells from the typing to the answer of the server, undo and conflicts. Texts and figures come
// from the server.

import { choose } from "./choosing.js";
import { Clipboard } from "./clipboard.js";
import { Keyboard } from "./keyboard.js";
import { listProblems } from "./problems.js";
import { Range } from "./range.js";
import { Row } from "./row.js";

/** The kinds of cells that share a stored row: 분자 and 분모, 원인행위액 and 지출액. */
const PARTNERS = { a: "d", d: "a", c: "s", s: "c" };

/** Events: `select` (detail: the cell), `details` (go to its panel), `change` (states changed). */
export class Grid extends EventTarget {
  constructor(form, { rows, units, pending, saver, alerts, conflict, clearing, selected }) {
    super();
    Object.assign(this, { form, units, pending, saver, alerts, conflict, clearing });
    this.rows = [...form.querySelectorAll("tbody tr[id]")].map((line) => new Row(line, rows[line.id], this));
    this.foundBlank = this.rows.filter((row) => row.line.querySelector(".cell.blank"));
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    this.cells = new Map(this.rows.flatMap((row) => row.cells).map((cell) => [cell.name, cell]));
    this.range = new Range(this.rows, selected);
    this.done = [];
    this.undone = [];
    form.addEventListener("focusin", (event) => this.#entered(this.cellOf(event.target)));
    form.addEventListener("focusout", (event) => this.commit(this.cellOf(event.target)));
    form.addEventListener("input", (event) => this.#typed(this.cellOf(event.target)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saveAll();
    });
    this.clipboard = new Clipboard(this);
    new Keyboard(this);
    this.#describeTable();
  }

  get unsaved() {
    return [...this.cells.values()].filter((cell) => cell.unsaved);
  }

  /** The unsaved cells that sending again may save: not those with no number in them, nor those that wait for a choice. */
  get sendable() {
    return this.unsaved.filter((cell) => !cell.locked && !["typing", "conflict"].includes(cell.state) && !(cell.state === "refused" && cell.problemOf(cell.input.value)));
  }

  /** Once nothing is on its way to the server any more, or it can't be reached. */
  async settled() {
    while (["ready", "sending"].includes(this.saver.state) && this.saver.queue.length) {
      await new Promise((resolve) => this.saver.addEventListener("change", resolve, { once: true }));
    }
  }

  /** Put back what this browser kept of an earlier visit, and send what had been finished. */
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
    this.#changed();
    return restored;
  }

  /** Take a cell's text as it stands: remember it for undo and send it. */
  commit(cell) {
    if (!cell || cell.locked) return;
    const { committed } = cell;
    if (cell.input.value === committed && cell.state !== "typing") return;
    const value = cell.kept(cell.input.value);
    cell.input.value = value;
    if (value !== committed) this.remember([{ cell, before: committed, value }]);
    this.#store(cell);
  }

  /** Send what is not saved, what was refused or held too: another cell may have changed what was wrong with it. */
  saveAll() {
    for (const cell of this.cells.values()) this.commit(cell);
    for (const cell of this.sendable) this.sendAgain(cell);
    this.saver.retry();
  }

  /** Let the user choose between two values. */
  resolve(cell) {
    const { theirs } = cell.conflict;
    choose(this.conflict, cell, {
      takeMine: () => {
        cell.version = theirs.version;
        this.#send(cell);
      },
      takeTheirs: () => this.#takeTheirs(cell),
      done: () => {
        this.#release();
        cell.input.focus();
      },
    });
  }

  /** The cell's panel tells its stored value: show it when somebody else has changed it and nothing is typed here. */
  refresh(cell, { version, value, by }) {
    if (cell.unsaved || cell.locked || version === cell.version) return;
    cell.version = version;
    if (value === cell.stored) return;
    cell.stored = cell.committed = cell.input.value = value;
    cell.row.preview();
    cell.become("changed", `${by} 님이 바꾼 값입니다.`);
    if (document.activeElement === cell.input) cell.input.select();
  }

  /** The sum of the parts right below a row, by the first way of dividing it that holds a figure. */
  sumOfParts(row) {
    for (const ids of row.figures.parts ?? []) {
      const values = ids
        .map((id) => this.byId.get(id))
        .filter(Boolean)
        .map((part) => part.values()[0] ?? this.sumOfParts(part))
        .filter((value) => value !== null);
      if (values.length) return values.reduce((sum, value) => sum + value, 0n);
    }
    return null;
  }

  parentsOf(row) {
    return this.rows.filter((each) => (each.figures.parts ?? []).some((ids) => ids.includes(row.id)));
  }

  /** Whether a whole above the row is given, and nothing of the breakdown that the row is in (as the server has it: due.py). */
  stoodFor(row) {
    return this.parentsOf(row).some((parent) => {
      const breakdown = parent.figures.parts.find((ids) => ids.includes(row.id));
      return (parent.cells.every((cell) => cell.input.value) && this.#silent(breakdown)) || this.stoodFor(parent);
    });
  }

  #silent(ids) {
    const rows = ids.map((id) => this.byId.get(id)).filter(Boolean);
    return rows.every((row) => !row.cells.some((cell) => cell.input.value) && (row.figures.parts ?? []).every((parts) => this.#silent(parts)));
  }

  /** Say anew of the rows that were found blank at submitting whether they are. */
  showMissing() {
    for (const row of this.foundBlank) row.showMessages();
  }

  // -------------------------------------------------------------------------------------------------- typing

  cellOf(target) {
    return target.matches?.(".cell input") ? this.cells.get(target.name) : undefined;
  }

  #entered(cell) {
    if (!cell) return;
    if (cell !== this.range.anchor) this.range.leave();
    cell.input.select();
    this.dispatchEvent(new CustomEvent("select", { detail: cell }));
  }

  #typed(cell) {
    if (!cell) return;
    this.range.leave();
    cell.edits += 1;
    cell.conflict = null;
    cell.become("typing");
    this.#keep(cell);
    cell.row.preview();
    this.#changed();
  }

  /** Put the focus into a cell. */
  go(cell) {
    this.range.leave();
    cell?.input.focus();
    cell?.input.select();
    return true;
  }

  /** Back to the text before the last one; from a text that could not be saved, to what is stored. False when it is that. */
  giveUp(cell) {
    const typed = cell.input.value !== cell.committed;
    if (!typed && !["typing", "refused", "conflict", "waiting", "held"].includes(cell.state)) return false;
    if (cell.conflict) this.#takeTheirs(cell);
    else {
      cell.input.value = typed && !cell.locked ? cell.committed : cell.stored;
      cell.row.preview();
      if (cell.locked) this.#forget(cell);
      else this.#store(cell);
    }
    this.#release();
    cell.input.select();
    return true;
  }

  #takeTheirs(cell) {
    const { theirs } = cell.conflict;
    cell.version = theirs.version;
    cell.stored = cell.input.value = theirs.value;
    cell.row.preview();
    this.#forget(cell);
  }

  /** The cell holds what is stored: nothing is to be sent or kept. */
  #forget(cell, text = "") {
    cell.committed = cell.input.value;
    cell.conflict = null;
    cell.edits += 1;
    this.pending.forget(cell.name);
    cell.settle(text);
    this.#changed();
  }

  // ------------------------------------------------------------------------------------------------ undo, redo

  remember(changes) {
    this.done.push(changes);
    this.undone = [];
  }

  undo() {
    const changes = this.done.pop();
    if (!changes) return;
    this.alerts.querySelector(".notice:not(.findings)")?.remove();
    this.undone.push(changes);
    this.together(changes.map(({ cell, before, value }) => ({ cell, before: value, value: before })));
    this.go(changes[0].cell);
  }

  redo() {
    const changes = this.undone.pop();
    if (!changes) return;
    this.done.push(changes);
    this.together(changes);
    this.go(changes[0].cell);
  }

  label(cell) {
    return cell.input.getAttribute("aria-label");
  }

  refuseBlock(problems) {
    this.listProblems(`바꾸지 않았습니다. 아래 ${problems.length}가지를 고친 뒤 다시 해 주세요.`, problems);
  }

  /** A sentence, and what is wrong: {cell, text}, each with a way to its cell. */
  listProblems(sentence, problems, kind) {
    listProblems(this.alerts, (cell) => this.go(cell), sentence, problems, kind);
  }

  // --------------------------------------------------------------------------------------------------- saving

  /** Send a cell's text, unless it is what is stored and nothing else is on its way. */
  #store(cell) {
    if (cell.input.value === cell.stored && !this.saver.holds(cell.name)) this.#forget(cell);
    else this.#send(cell);
  }

  sendAgain(cell) {
    if (!this.saver.holds(cell.name)) this.#send(cell);
  }

  async #send(cell) {
    const { value } = cell.input;
    cell.edits += 1;
    const edit = cell.edits;
    cell.committed = value;
    cell.conflict = null;
    const problem = cell.problemOf(value);
    cell.become(problem ? "refused" : "waiting", problem);
    this.#keep(cell);
    this.#changed();
    if (problem) return;
    // Whoever empties one cell means it.
    const answer = await this.saver.add([{ cell: cell.name, value, clears: true }]);
    const own = answer.cells.find((each) => each.cell === cell.name);
    if (cell.edits === edit) this.#takeCell(cell, own);
    if (own.state === "saved" || own.state === "unchanged") {
      this.#sendPartner(cell);
      this.#release();
    }
    this.#changed();
  }

  /** Keep a text in the browser until it is saved. */
  #keep(cell) {
    this.pending.keep(cell.name, { value: cell.input.value, seen: cell.version, finished: cell.state !== "typing" });
  }

  /** Once one half of a stored row is saved, the other may be possible that was refused because of it. */
  #sendPartner(cell) {
    const partner = this.cells.get(PARTNERS[cell.name[0]] + cell.name.slice(1));
    if (partner?.state === "refused" && this.sendable.includes(partner)) this.sendAgain(partner);
  }

  /** Send what was held back, once there is nothing left to choose. */
  #release() {
    const cells = [...this.cells.values()];
    const held = cells.filter((cell) => cell.state === "held");
    if (!held.length || cells.some((cell) => cell.state === "conflict")) return;
    this.alerts.replaceChildren();
    for (const cell of held) this.sendAgain(cell);
  }

  /** Change several cells at once. A value that can't be takes all of them back; a conflict or a lock keeps them for later. */
  async together(changes, pasted = false) {
    const edits = new Map();
    for (const { cell, value } of changes) {
      cell.edits += 1;
      edits.set(cell, cell.edits);
      cell.input.value = cell.committed = value;
      cell.conflict = null;
      cell.become("waiting");
      this.#keep(cell);
      cell.row.preview();
    }
    this.#changed();
    const sent = changes.map(({ cell, value, clears }) => ({ cell: cell.name, value, clears: clears || !pasted }));
    const answer = await this.saver.add(sent, true);
    const states = new Map(answer.cells.map((each) => [each.cell, each]));
    const bad = answer.cells.some((each) => each.state === "refused");
    const problems = [];
    for (const { cell, before, place } of changes) {
      const own = states.get(cell.name);
      if (["refused", "conflict", "locked"].includes(own.state)) {
        problems.push({ cell, text: `${place ? `${place} → ` : ""}${this.label(cell)}: ${own.text}` });
      }
      if (cell.edits !== edits.get(cell)) continue;
      if (!bad) this.#takeCell(cell, own);
      else if (own.state === "conflict" && before === cell.stored) {
        cell.conflict = own;
        this.#takeTheirs(cell);
        cell.become("changed", own.text);
      } else {
        cell.input.value = before;
        cell.row.preview();
        this.#store(cell);
      }
    }
    if (bad) {
      if (pasted) this.done = this.done.filter((each) => each !== changes);
      this.refuseBlock(problems);
    } else if (problems.length) {
      this.listProblems(`아직 저장하지 않았습니다. 아래 ${problems.length}개 칸을 정하면 나머지도 저장합니다.`, problems);
    } else {
      for (const { cell } of changes) this.#sendPartner(cell);
    }
    this.#changed();
  }

  /** What an answer says of cells, rows and counts, whatever has been typed since. The version that a cell knows is always
   * that of the value it has seen: of the other half of a row it stays the old one, or a change by somebody else would go unseen. */
  take(answer) {
    for (const own of answer.cells) {
      if (own.state !== "saved" && own.state !== "unchanged") continue;
      const cell = this.cells.get(own.cell);
      cell.stored = own.value;
      cell.version = own.version;
      if (cell.unsaved && cell.state !== "saving") this.#keep(cell);
    }
    for (const row of answer.rows) {
      const own = this.byId.get(row.row);
      if (!own) continue;
      own.warnings = row.warnings.map(({ text }) => text);
      own.shortfall = row.shortfall;
      if (!own.cells.some((cell) => cell.state === "typing")) own.show({ ...row, width: row.rate_width });
      for (const cell of own.cells) if (["saved", "warning"].includes(cell.state)) cell.settle(cell.text);
      own.showMessages();
    }
    document.getElementById("progress").textContent = answer.progress.text;
  }

  #takeCell(cell, own) {
    if (own.state === "saved" || own.state === "unchanged") {
      cell.input.value = own.value;
      if (document.activeElement === cell.input) cell.input.select();
      this.#forget(cell, own.text);
      return;
    }
    if (own.state === "conflict") {
      cell.conflict = own;
      cell.stored = own.theirs.value;
    }
    cell.become(own.state === "locked" ? "refused" : own.state, own.text);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** On a narrow screen the rows become blocks, which takes the table's own roles away: say them. */
  #describeTable() {
    const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader", ".heads th": "columnheader" };
    const table = this.form.querySelector("table");
    table.setAttribute("role", "table");
    for (const [selector, role] of Object.entries(roles)) {
      for (const each of table.querySelectorAll(selector)) each.setAttribute("role", role);
    }
    for (const link of table.querySelectorAll("tbody th a")) {
      link.tabIndex = -1;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const row = this.byId.get(link.closest("tr").id);
        this.go(row.cells[0]);
        this.dispatchEvent(new CustomEvent("details", { detail: row.cells[0] }));
      });
    }
  }
}
