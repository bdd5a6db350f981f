// The grid: cells and their states, the keys of a spreadsheet, paste, undo, conflicts. Texts and figures come from the server.

import { layBlock, readBlock } from "./block.js";
import { askBeforeClearing } from "./clearing.js";
import { NumberError, parseNumber, workOut } from "./number.js";
import { preview } from "./preview.js";
import { Range } from "./range.js";

const UNSAVED = new Set(["typing", "waiting", "saving", "refused", "conflict", "held"]);
const SPOKEN = { saved: "저장됨", saving: "저장 중", waiting: "아직 저장되지 않음", held: "아직 저장되지 않음" };
/** The kinds of cells that share a stored row: 분자 and 분모, 원인행위액 and 지출액. */
const PARTNERS = { a: "d", d: "a", c: "s", s: "c" };

const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

class Cell {
  constructor(input, row, column) {
    this.input = input;
    this.row = row;
    this.column = column;
    this.name = input.name;
    this.box = input.closest(".cell");
    this.seen = input.nextElementSibling;
    this.stored = input.value;
    this.committed = input.value;
    this.edits = 0;
    this.text = "";
    this.locked = input.readOnly;
    this.sign = this.box.appendChild(element("span", "visually-hidden"));
    this.sign.id = `s-${this.name}`;
    this.#describe();
  }

  /** Show that something is written beside the figure (`메모 있음`), or that nothing is any more. */
  mark(remarked) {
    this.box.querySelector(".remarked")?.remove();
    if (remarked) {
      const mark = this.box.appendChild(element("span", "remarked"));
      mark.id = `r-${this.name}`;
      mark.title = remarked;
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", remarked);
    }
    this.#describe();
  }

  #describe() {
    const mark = this.box.querySelector(".remarked");
    this.input.setAttribute("aria-describedby", [this.sign.id, ...(mark ? [mark.id] : []), `m-${this.row.id}`].join(" "));
  }

  /** What is said of a cell that was found blank at submitting, as long as it is and no whole stands for it. */
  get missing() {
    if (this.input.value || !this.box.classList.contains("blank") || this.row.grid.stoodFor(this.row)) return "";
    const part = this.box.querySelector(".part")?.textContent;
    return `${part ? `${part} 값이` : "값이"} 없습니다.`;
  }

  get version() {
    return this.seen.value === "" ? null : Number(this.seen.value);
  }

  set version(version) {
    this.seen.value = version ?? "";
  }

  get state() {
    return this.box.dataset.state ?? "";
  }

  get unsaved() {
    return UNSAVED.has(this.state);
  }

  /** A text as a figure of this cell, a formula as what it comes to. Both parts of a ratio are counts: its sign (`%`, `:1`) is what comes of them. */
  read(text) {
    const { unit, decimals } = this.row.figures;
    return parseNumber(workOut(text), this.column && (unit === "%" || unit === ":1") ? "" : unit, decimals, this.row.grid.units);
  }

  /** Show a state, with the sentence that belongs to it. */
  become(state, text = "") {
    this.box.dataset.state = state;
    this.text = text;
    this.sign.textContent = SPOKEN[state] ?? "";
    this.input.toggleAttribute("aria-invalid", false);
    if (state === "refused" || state === "conflict") this.input.setAttribute("aria-invalid", "true");
    this.row.showMessages();
  }

  /** What is wrong with a text, or nothing. */
  problemOf(text) {
    try {
      this.read(text);
      return "";
    } catch (error) {
      if (!(error instanceof NumberError)) throw error;
      return error.message;
    }
  }

  /** A text as the cell keeps it: a formula as what it comes to, everything else, a formula that can't be worked out too, as it is. */
  kept(text) {
    return this.problemOf(text) ? text : workOut(text);
  }

  /** Show the state of a cell that holds what is stored, with what there is to say about that. */
  settle(text = "") {
    const filled = this.row.warnings.length ? "warning" : "saved";
    this.become(this.locked ? "locked" : this.input.value ? filled : "", text);
  }
}

class Row {
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
    form.addEventListener("focusin", (event) => this.#entered(this.#cellOf(event.target)));
    form.addEventListener("focusout", (event) => this.commit(this.#cellOf(event.target)));
    form.addEventListener("input", (event) => this.#typed(this.#cellOf(event.target)));
    form.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("paste", (event) => this.#paste(event));
    form.addEventListener("mousedown", (event) => this.#pressed(event));
    for (const kind of ["copy", "cut"]) {
      // Chromium asks first whether there is something to copy: with an empty cell in hand it would say no.
      form.addEventListener(`before${kind}`, (event) => this.range.active && event.preventDefault());
      form.addEventListener(kind, (event) => this.#copy(event));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saveAll();
    });
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
    if (value !== committed) this.#remember([{ cell, before: committed, value }]);
    this.#store(cell);
  }

  /** Send what is not saved, what was refused or held too: another cell may have changed what was wrong with it. */
  saveAll() {
    for (const cell of this.cells.values()) this.commit(cell);
    for (const cell of this.sendable) this.#sendAgain(cell);
    this.saver.retry();
  }

  /** Let the user choose between two values. */
  resolve(cell) {
    const { theirs, mine } = cell.conflict;
    const dialog = this.conflict;
    dialog.querySelector("#conflict-cell").textContent = cell.input.getAttribute("aria-label");
    dialog.querySelector("tbody").replaceChildren(
      ...[
        [theirs.value || "(빈칸)", theirs.by, theirs.at_text],
        [mine.value || "(빈칸)", "나", "아직 저장되지 않음"],
      ].map((texts) => {
        const line = element("tr");
        line.append(...texts.map((text) => element("td", "", text)));
        return line;
      }),
    );
    dialog.returnValue = "";
    for (const button of dialog.querySelectorAll("button")) button.onclick = () => dialog.close(button.value);
    dialog.onclose = () => {
      if (dialog.returnValue === "mine") {
        cell.version = theirs.version;
        this.#send(cell);
      } else if (dialog.returnValue === "theirs") this.#takeTheirs(cell);
      this.#release();
      cell.input.focus();
    };
    dialog.showModal();
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

  #cellOf(target) {
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

  #key(event) {
    const cell = this.#cellOf(event.target);
    if (!cell || event.isComposing) return;
    const { input } = cell;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const control = event.ctrlKey || event.metaKey;
    const arrow = event.key.startsWith("Arrow");
    const shift = event.shiftKey && arrow && (whole || this.range.active) ? "Shift+" : "";
    const key = control ? `Ctrl+${event.key.length === 1 ? event.key.toLowerCase() : event.key}` : shift + event.key;
    const actions = {
      "Shift+ArrowDown": () => this.range.stretch(cell, 1, 0),
      "Shift+ArrowUp": () => this.range.stretch(cell, -1, 0),
      "Shift+ArrowLeft": () => this.range.stretch(cell, 0, -1),
      "Shift+ArrowRight": () => this.range.stretch(cell, 0, 1),
      Delete: () => this.range.active && this.#clearRange(),
      Backspace: () => this.range.active && this.#clearRange(),
      Enter: () => this.#enter(cell, event.shiftKey ? -1 : 1),
      ArrowDown: () => (event.altKey ? this.dispatchEvent(new CustomEvent("details", { detail: cell })) : this.#move(cell, 1, 0)),
      ArrowUp: () => this.#move(cell, -1, 0),
      ArrowLeft: () => whole && this.#move(cell, 0, -1),
      ArrowRight: () => whole && this.#move(cell, 0, 1),
      Escape: () => (this.range.active ? this.range.leave() : this.#giveUp(cell)),
      F2: () => input.setSelectionRange(input.value.length, input.value.length),
      "Ctrl+Home": () => this.go(this.rows[0]?.cells[0]),
      "Ctrl+End": () => this.go(this.rows.at(-1)?.cells.at(-1)),
      "Ctrl+z": () => (event.shiftKey ? this.#redo() : input.value !== cell.committed ? this.#giveUp(cell) : this.#undo()),
      "Ctrl+y": () => this.#redo(),
    };
    if (!actions[key] || actions[key]() === false) return;
    event.preventDefault();
  }

  #enter(cell, down) {
    this.commit(cell);
    if (this.sendable.includes(cell)) this.#sendAgain(cell);
    return this.#move(cell, down, 0);
  }

  /** False when there is no cell to go to in the row: the key keeps its own meaning. */
  #move(cell, down, right) {
    if (right) {
      const beside = cell.row.cells[cell.column + right];
      return beside ? this.go(beside) : false;
    }
    const row = this.rows[this.rows.indexOf(cell.row) + down];
    if (row) this.go(row.cells[Math.min(cell.column, row.cells.length - 1)]);
    return true;
  }

  /** Put the focus into a cell. */
  go(cell) {
    this.range.leave();
    cell?.input.focus();
    cell?.input.select();
    return true;
  }

  /** Back to the text before the last one; from a text that could not be saved, to what is stored. False when it is that. */
  #giveUp(cell) {
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

  #remember(changes) {
    this.done.push(changes);
    this.undone = [];
  }

  #undo() {
    const changes = this.done.pop();
    if (!changes) return;
    this.alerts.querySelector(".notice:not(.findings)")?.remove();
    this.undone.push(changes);
    this.#together(changes.map(({ cell, before, value }) => ({ cell, before: value, value: before })));
    this.go(changes[0].cell);
  }

  #redo() {
    const changes = this.undone.pop();
    if (!changes) return;
    this.done.push(changes);
    this.#together(changes);
    this.go(changes[0].cell);
  }

  // --------------------------------------------------------------------------------------------------- range

  /** A click with Shift selects up to the cell that it hits; any other one selects that cell alone. */
  #pressed(event) {
    const [held, hit] = [document.activeElement, event.target].map((each) => this.#cellOf(each));
    this.range.leave();
    if (!event.shiftKey || !held || !hit || held === hit) return;
    event.preventDefault();
    this.commit(held);
    this.range.to(held, hit);
  }

  #copy(event) {
    if (!this.range.active) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.range.text);
    if (event.type === "cut") this.#clearRange();
  }

  /** Empty the selected cells: meant, so it is told and can be taken back, and not asked. */
  #clearRange() {
    const filled = this.range.cells.filter((cell) => cell.input.value || cell.unsaved);
    const locked = filled.filter((cell) => cell.locked);
    if (locked.length) {
      this.#refuseBlock(locked.map((cell) => ({ cell, text: `${this.#label(cell)}: ${cell.row.locked[0] ?? "잠긴 칸입니다."}` })));
    } else if (filled.length) {
      const changes = filled.map((cell) => ({ cell, before: cell.committed, value: "" }));
      this.#remember(changes);
      this.#together(changes);
      this.listProblems(`${filled.length}개 칸을 비웠습니다. 되돌리려면 Ctrl+Z를 누르세요.`, [], "notice");
    }
    return true;
  }

  // --------------------------------------------------------------------------------------------------- paste

  async #paste(event) {
    const cell = this.range.cells[0] ?? this.#cellOf(event.target);
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (!cell || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    if (cell.input.value !== cell.committed) this.commit(cell);
    const lines = this.rows.map((row) => row.cells);
    const { placed, problems } = layBlock(block, lines, this.rows.indexOf(cell.row), cell.column);
    for (const each of placed) {
      const problem = each.cell.locked ? each.cell.row.locked[0] ?? "잠긴 칸입니다." : each.cell.problemOf(each.value);
      if (problem) problems.push({ cell: each.cell, text: `${each.place} → ${this.#label(each.cell)}: ${problem}` });
    }
    if (problems.length) {
      this.#refuseBlock(problems);
      return;
    }
    this.alerts.replaceChildren();
    const changes = placed
      .map(({ cell: own, value, place }) => ({ cell: own, before: own.committed, value: own.kept(value), place }))
      .filter(({ cell: own, before, value }) => before !== value || own.unsaved);
    const agreed = await askBeforeClearing(this.clearing, changes);
    if (agreed.length) {
      this.#remember(agreed);
      this.#together(agreed, true);
    }
    this.go(cell);
  }

  #label(cell) {
    return cell.input.getAttribute("aria-label");
  }

  #refuseBlock(problems) {
    this.listProblems(`바꾸지 않았습니다. 아래 ${problems.length}가지를 고친 뒤 다시 해 주세요.`, problems);
  }

  /** A sentence, and what is wrong: {cell, text}, each with a way to its cell. */
  listProblems(sentence, problems, kind = "notice error") {
    const box = element("div", kind);
    box.append(element("p", "", sentence));
    const list = element("ul");
    for (const { cell, text } of problems.slice(0, 12)) {
      const item = element("li");
      if (cell) {
        const button = element("button", "link-button", text);
        button.type = "button";
        button.addEventListener("click", () => this.go(cell));
        item.append(button);
      } else item.textContent = text;
      list.append(item);
    }
    if (problems.length > 12) list.append(element("li", "", `그 밖에 ${problems.length - 12}가지`));
    const close = element("button", "button small", "닫기");
    close.type = "button";
    close.addEventListener("click", () => this.alerts.replaceChildren());
    box.append(list, close);
    this.alerts.replaceChildren(box);
  }

  // --------------------------------------------------------------------------------------------------- saving

  /** Send a cell's text, unless it is what is stored and nothing else is on its way. */
  #store(cell) {
    if (cell.input.value === cell.stored && !this.saver.holds(cell.name)) this.#forget(cell);
    else this.#send(cell);
  }

  #sendAgain(cell) {
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
    if (partner?.state === "refused" && this.sendable.includes(partner)) this.#sendAgain(partner);
  }

  /** Send what was held back, once there is nothing left to choose. */
  #release() {
    const cells = [...this.cells.values()];
    const held = cells.filter((cell) => cell.state === "held");
    if (!held.length || cells.some((cell) => cell.state === "conflict")) return;
    this.alerts.replaceChildren();
    for (const cell of held) this.#sendAgain(cell);
  }

  /** Change several cells at once. A value that can't be takes all of them back; a conflict or a lock keeps them for later. */
  async #together(changes, pasted = false) {
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
        problems.push({ cell, text: `${place ? `${place} → ` : ""}${this.#label(cell)}: ${own.text}` });
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
      this.#refuseBlock(problems);
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
