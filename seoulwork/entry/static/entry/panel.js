// The side panel of the cell in hand: fetched when a cell is entered, its small forms sent without leaving the page.

import { around, find, seek } from "../pages/dom.js";

/** @import { Cell } from "./cell.js" */
/** @import { Saver } from "./saver.js" */

const PAUSE = 150;
const NOT_LOADED = '<p class="quiet">지금은 자세한 내용을 불러올 수 없습니다. 입력은 계속할 수 있습니다.</p>';
const NOT_SAVED = "저장하지 못했습니다. 적은 내용은 그대로 있습니다. 잠시 뒤 다시 눌러 주세요.";

export class Panel {
  /** @type {Cell | null} */
  cell = null;

  /** @type {number | undefined} */
  timer = undefined;

  /** @type {AbortController | undefined} */
  asked = undefined;

  /**
   * @param {HTMLElement} aside
   * @param {Saver} saver
   * @param {(cell: Cell, seen: {version: number | null, value: string, by: string}) => void} loaded is told what is stored
   */
  constructor(aside, saver, loaded) {
    this.aside = aside;
    this.saver = saver;
    this.loaded = loaded;
    aside.addEventListener("submit", (event) => this.#submit(event));
    aside.addEventListener("click", (event) => {
      if (around(event.target, ".panel-close", HTMLElement)) this.close();
    });
    aside.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  /**
   * Show a cell soon; who walks on with the arrows asks for the last one only.
   * @param {Cell} cell
   */
  select(cell) {
    clearTimeout(this.timer);
    if (cell === this.cell) return;
    this.timer = setTimeout(() => this.load(cell), PAUSE);
  }

  /**
   * Go into the panel, on a narrow screen also open it.
   * @param {Cell} cell
   * @param {string} [place] the part to stop at
   */
  async enter(cell, place) {
    clearTimeout(this.timer);
    if (cell !== this.cell) await this.load(cell);
    this.aside.classList.add("open");
    const part = place ? seek(this.aside, place, HTMLDetailsElement) : null;
    if (part) {
      part.open = true;
      part.querySelector("textarea")?.focus();
    } else this.aside.focus();
  }

  close() {
    this.aside.classList.remove("open");
    this.cell?.input.focus();
  }

  /**
   * @param {Cell} cell
   * @param {string} said
   */
  async load(cell, said = "") {
    this.asked?.abort();
    this.asked = new AbortController();
    const { edits, version: known, unsaved } = cell;
    try {
      const response = await fetch(`${this.saver.address}${cell.name}/?fragment=1`, { signal: this.asked.signal, cache: "no-store" });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      this.aside.innerHTML = await response.text();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.cell = null;
      this.aside.innerHTML = NOT_LOADED;
      return;
    }
    this.cell = cell;
    find(this.aside, ".panel-close", HTMLElement).hidden = false;
    find(this.aside, ".panel-status", HTMLElement).textContent = said;
    const { version, value = "", by = "", remarked = "", shortfall } = find(this.aside, ".panel-head", HTMLElement).dataset;
    cell.mark(remarked);
    // What was asked before the cell was changed here tells nothing about it any more.
    if (unsaved || edits !== cell.edits || known !== cell.version) return;
    if (cell === cell.row.first) cell.row.ask(Boolean(shortfall));
    this.loaded(cell, { version: version ? Number(version) : null, value, by });
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const form = around(event.target, "form", HTMLFormElement);
    if (!form || !this.cell) return;
    const button = find(form, "button", HTMLButtonElement);
    const problem = find(form, ".problem", HTMLElement);
    find(this.aside, ".panel-status", HTMLElement).textContent = "";
    problem.textContent = "";
    button.disabled = true;
    const response = await this.saver.post(form.action, new FormData(form));
    button.disabled = false;
    /** @type {Server.Said} */
    const answer = response ? await response.json() : { text: NOT_SAVED };
    if (answer.ok) {
      await this.load(this.cell, answer.text);
      return;
    }
    problem.textContent = answer.text;
    problem.scrollIntoView({ block: "nearest" });
  }
}
