// Looking for a figure: a small panel at the cursor, with what each one says now. It writes the notation.

import { element, find } from "../../pages/dom.js";
import { fit, readReference, referencesIn, writeOperand, writeReference } from "./notation.js";

/** @import { ChangeDesc } from "@codemirror/state" */
/** @import { EditorView } from "@codemirror/view" */
/** @import { Term } from "./notation.js" */

const MOST = 40;

/**
 * @param {string} id
 * @param {string} label
 * @param {[written: string, called: string][]} choices
 */
function select(id, label, choices) {
  const field = element("div", "picker-field");
  const name = element("label", "", label);
  name.htmlFor = id;
  const made = element("select");
  made.id = id;
  fill(made, choices);
  field.append(name, made);
  return { field, select: made };
}

/**
 * @param {HTMLSelectElement} made
 * @param {[written: string, called: string][]} choices
 */
function fill(made, choices) {
  const before = made.value;
  made.replaceChildren(
    ...choices.map(([written, called]) => {
      const option = element("option", "", called);
      option.value = written;
      return option;
    }),
  );
  if (choices.some(([written]) => written === before)) made.value = before;
}

/**
 * One of the choices, or another one that stands in the text.
 * @param {HTMLSelectElement} made
 * @param {[written: string, called: string][]} choices
 * @param {string} value
 */
function choose(made, choices, value) {
  fill(made, choices.some(([written]) => written === value) ? choices : [...choices, [value, value]]);
  made.value = value;
}

export class Picker {
  /** @type {EditorView | null} */
  #view = null;

  /** @type {Server.Named[]} */
  #found = [];

  #active = 0;

  /** Where the reference is to stand. */
  #place = { from: 0, to: 0 };

  /** The figures before the one that is being chosen. @type {Term[]} */
  #terms = [];

  /** What is done with the one that is being chosen. @type {{sign: Term["sign"], below: boolean}} */
  #next = { sign: "+", below: false };

  #typed = false;

  /**
   * @param {HTMLElement} panel
   * @param {Server.Named[]} names
   * @param {Server.Desk} data
   * @param {(source: string) => Promise<string>} print what a reference prints
   */
  constructor(panel, names, data, print) {
    this.panel = panel;
    this.names = names;
    this.data = data;
    this.print = print;
    this.search = find(panel, "#picker-search", HTMLInputElement);
    this.list = find(panel, "#picker-list", HTMLElement);
    this.said = find(panel, "#picker-said", HTMLElement);
    this.remove = find(panel, "#picker-remove", HTMLButtonElement);
    const choices = find(panel, ".picker-choices", HTMLElement);
    const aspect = select("picker-aspect", "구분", []);
    const period = select("picker-period", "기간", data.periods);
    const shape = select("picker-shape", "모양", data.shapes);
    choices.append(aspect.field, period.field, shape.field);
    this.aspect = aspect.select;
    this.period = period.select;
    this.shape = shape.select;
    this.terms = find(panel, "#picker-terms", HTMLElement);
    this.signs = find(panel, "#picker-signs", HTMLElement);
    this.signs.addEventListener("click", ({ target }) => {
      const sign = target instanceof Element ? target.closest("button")?.dataset.sign : "";
      if (sign) this.#goOn(sign);
    });
    this.terms.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) this.#without(Number(button.dataset.at));
    });
    this.search.addEventListener("input", () => this.#show());
    panel.addEventListener("keydown", (event) => this.#key(event));
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !panel.contains(relatedTarget)) this.#close();
    });
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (!option) return;
      this.#activate([...this.list.children].indexOf(option));
      this.#insert();
    });
    for (const each of [this.aspect, this.period, this.shape]) each.addEventListener("change", () => this.#tell());
    find(panel, "#picker-insert", HTMLButtonElement).addEventListener("click", () => this.#insert());
    find(panel, "#picker-close", HTMLButtonElement).addEventListener("click", () => this.#back());
    this.remove.addEventListener("click", () => this.#put(""));
  }

  /**
   * At the cursor; in a reference, to change that one.
   * @param {EditorView} view
   * @param {boolean} typed whether a brace was typed: without a choice it stands, with what was typed behind it
   */
  open(view, typed = false) {
    if (view.state.readOnly) return false;
    this.#view = view;
    this.#typed = typed;
    const { main } = view.state.selection;
    const line = view.state.doc.lineAt(main.head);
    const around = main.empty ? referencesIn(line.text).find(({ from, to }) => line.from + from < main.head && main.head < line.from + to) : undefined;
    const known = around ? readReference(around.source) : null;
    this.#place = around && known ? { from: line.from + around.from, to: line.from + around.to } : { from: main.from, to: main.to };
    this.remove.hidden = !known;
    this.panel.hidden = false;
    const last = known?.terms.at(-1);
    this.#terms = known?.terms.slice(0, -1) ?? [];
    this.#next = last ?? { sign: "+", below: false };
    this.shape.value = "";
    if (known) choose(this.shape, this.data.shapes, known.style);
    this.#take(last?.operand);
    this.#settle(view);
    this.search.focus();
    this.search.select();
    return true;
  }

  /**
   * One figure to look for and to change; without one anew.
   * @param {Term["operand"]} [operand]
   */
  #take(operand) {
    this.search.value = operand ? [operand.name, ...operand.part.split("/")].filter(Boolean).join(" ") : "";
    this.period.value = "";
    this.#show(operand ? this.names.findIndex(({ name, part }) => name === operand.name && part === operand.part) : -1);
    if (operand) {
      choose(this.period, this.data.periods, operand.period);
      this.aspect.value = operand.aspect;
    } else this.aspect.value = "";
    this.#drawTerms();
    this.#tell();
  }

  /** The figures before, each of which a click takes away. */
  #drawTerms() {
    const signOf = (/** @type {Term} */ { sign, below }, /** @type {number} */ at) => (below && !this.#terms[at - 1]?.below ? "÷" : at ? sign : "");
    const made = this.#terms.map((term, at) => {
      const button = element("button", "picker-term", `${signOf(term, at)} ${writeOperand(term.operand)} ×`.trim());
      button.type = "button";
      button.dataset.at = String(at);
      button.setAttribute("aria-label", `${writeOperand(term.operand)} 식에서 없애기`);
      return button;
    });
    const { length } = this.#terms;
    const waits = element("span", "", this.#next.below && !this.#terms.at(-1)?.below ? "÷" : this.#next.sign);
    this.terms.replaceChildren(...made, ...(length ? [waits] : []));
    this.terms.hidden = !length;
    for (const each of this.signs.querySelectorAll("button")) each.disabled = each.dataset.sign === "÷" && this.#next.below;
  }

  /** The chosen figure stands, and one more is chosen. @param {string} sign */
  #goOn(sign) {
    const term = this.#chosen;
    if (!term) return;
    this.#terms.push(term);
    this.#next = sign === "÷" ? { sign: "+", below: true } : { sign: sign === "−" ? "−" : "+", below: this.#next.below };
    this.#take();
    this.search.focus();
  }

  /** @param {number} at */
  #without(at) {
    this.#terms.splice(at, 1);
    if (!this.#terms.some(({ below }) => !below)) {
      this.#terms = this.#terms.map((each) => ({ ...each, below: false }));
      this.#next = { sign: this.#terms.length ? this.#next.sign : "+", below: false };
    }
    this.#drawTerms();
    this.#tell();
    this.search.focus();
  }

  /** @param {EditorView} view */
  #settle(view) {
    const at = view.coordsAtPos(this.#place.from);
    const { panel } = this;
    const [width, height] = [panel.offsetWidth, panel.offsetHeight];
    const left = Math.max(8, Math.min(at?.left ?? 8, document.documentElement.clientWidth - width - 8));
    const below = (at?.bottom ?? 0) + 6;
    const above = (at?.top ?? 0) - height - 6;
    panel.style.setProperty("--left", `${left}px`);
    panel.style.setProperty("--top", `${below + height > innerHeight ? Math.max(8, above) : below}px`);
  }

  /** @param {number} wanted of the names, to be found first */
  #show(wanted = -1) {
    const rated = this.names
      .map((named, at) => ({ named, rate: at === wanted ? -1 : fit(this.search.value, `${named.name} ${named.part} ${named.title}`), at }))
      .filter((each) => each.rate !== null);
    rated.sort((one, other) => (one.rate ?? 0) - (other.rate ?? 0) || one.at - other.at);
    this.#found = rated.slice(0, MOST).map(({ named }) => named);
    this.list.replaceChildren(...this.#found.map((named, at) => this.#option(named, at)));
    this.#activate(0);
    const more = rated.length - this.#found.length;
    this.list.dataset.more = more > 0 ? `이 밖에 ${more}개가 더 있습니다. 이름을 더 적어 좁혀 주세요.` : "";
  }

  /**
   * @param {Server.Named} named
   * @param {number} at
   */
  #option({ name, part, kind, title, now, when, target, rate, before }, at) {
    const option = element("li", "picker-option");
    option.id = `picker-option-${at}`;
    option.setAttribute("role", "option");
    const head = element("span", "picker-name", part ? `${name} › ${part.replaceAll("/", " › ")}` : name);
    const said = (/** @type {string} */ label, /** @type {string | undefined} */ text) => (text && text !== "-" ? `${label} ${text}`.trim() : "");
    const budget = kind === "예산";
    const more = [budget ? "예산" : title === name ? "" : title, said("", when), said("목표", target), said(budget ? "집행률" : "달성률", rate), said("지난해", before)];
    option.append(head, element("span", "picker-value", now), element("span", "picker-more", more.filter(Boolean).join(" · ")));
    return option;
  }

  /** @param {number} at */
  #activate(at) {
    const named = this.#found[at];
    this.#active = at;
    for (const [place, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(place === at));
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
    if (named) {
      this.search.setAttribute("aria-activedescendant", `picker-option-${at}`);
      fill(this.aspect, [["", "값"], ...(this.data.aspects[named.kind] ?? []).map((each) => /** @type {[string, string]} */ ([each, each]))]);
    } else this.search.removeAttribute("aria-activedescendant");
    this.#tell();
  }

  /** The figure that is being chosen. @returns {Term | null} */
  get #chosen() {
    const named = this.#found[this.#active];
    return named ? { ...this.#next, operand: { name: named.name, part: named.part, aspect: this.aspect.value, period: this.period.value } } : null;
  }

  get #written() {
    const term = this.#chosen;
    return term ? writeReference({ terms: [...this.#terms, term], style: this.shape.value }) : "";
  }

  /** What would be printed. */
  async #tell() {
    const written = this.#written;
    const named = this.#found[this.#active];
    if (!written || !named) {
      this.said.textContent = "맞는 이름이 없습니다.";
      return;
    }
    const plain = !this.aspect.value && !this.period.value && !this.shape.value && !this.#terms.length;
    this.said.textContent = plain ? `${written} → ${named.now}` : written;
    if (plain) return;
    const printed = await this.print(written);
    if (written === this.#written && printed) this.said.textContent = `${written} → ${printed}`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.#back();
    else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) this.#insert();
    else if (event.target === this.search && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.#found.length) this.#activate((this.#active + step + this.#found.length) % this.#found.length);
    } else if (event.target === this.search && event.key === "}") this.#put(`{${this.search.value}}`);
    else return;
    event.preventDefault();
  }

  #insert() {
    if (this.#written) this.#put(this.#written);
  }

  /** @param {string} text */
  #put(text) {
    const view = this.#view;
    if (!view) return;
    const { from, to } = this.#place;
    view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input" });
    this.#close();
    view.focus();
  }

  /** Without a choice. */
  #back() {
    const view = this.#view;
    if (this.#typed) this.#put(`{${this.search.value}`);
    this.#close();
    view?.focus();
  }

  #close() {
    this.panel.hidden = true;
    this.#view = null;
  }

  /**
   * Another's change moves the place at which the reference is to stand.
   * @param {ChangeDesc} changes
   */
  follow(changes) {
    if (this.panel.hidden) return;
    this.#place = { from: changes.mapPos(this.#place.from, 1), to: changes.mapPos(this.#place.to, 1) };
  }
}
