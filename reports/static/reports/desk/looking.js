// How the text will be printed, a moment after one rests: the preview beside it, and what was found in it.

import { element } from "../../pages/dom.js";
import { looked } from "./findings.js";
import { lineOf } from "./lines.js";
import { referencesIn } from "./notation.js";

/** @import { EditorView } from "@codemirror/view" */
/** @import { Connection } from "../../entry/connection.js" */

const REST = 300;
const MOVE = 100;
/** So many letters of a line say where in the preview it stands. */
const SNIPPET = 24;

/** @param {string} text */
const dense = (text) => text.replace(/\s+/g, "");

/**
 * The words of a line as they are printed, up to what changes its form.
 * @param {string} text
 * @param {Map<string, {text: string}>} values
 */
export function printedWords(text, values) {
  const words = text.slice(lineOf(text).start).split("|")[0] ?? "";
  return dense(referencesIn(words).reduceRight((made, { from, to, source }) => made.slice(0, from) + (values.get(source)?.text ?? "") + made.slice(to), words)).slice(0, SNIPPET);
}

export class Preview {
  /** @type {number | undefined} */
  #timer = undefined;

  /** @type {number | undefined} */
  #following = undefined;

  #asked = 0;

  /**
   * @param {object} page
   * @param {EditorView} page.view
   * @param {HTMLElement} page.pane
   * @param {string} page.address
   * @param {Connection} page.connection
   * @param {Server.Placeable[]} page.placeable
   * @param {(words: string) => Map<string, {text: string, lacks: string}>} page.values
   * @param {() => void} page.shown
   */
  constructor({ view, pane, address, connection, placeable, values, shown }) {
    this.view = view;
    this.pane = pane;
    this.address = address;
    this.connection = connection;
    this.placeable = placeable;
    this.values = values;
    this.shown = shown;
  }

  /** After a moment of rest. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), REST);
  }

  async look() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const turn = this.#asked;
    const { doc } = this.view.state;
    const began = performance.now();
    const answer = await this.#ask(doc.toString());
    if (!answer || turn !== this.#asked) return;
    this.#show(answer.html);
    // Places of another text would be wrong; the next look is on its way.
    if (this.view.state.doc.eq(doc)) this.view.dispatch({ effects: looked.of(answer) });
    this.follow();
    performance.measure("look", { start: began });
    this.shown();
  }

  /**
   * What one reference prints, or what is wrong with it.
   * @param {string} written
   */
  async print(written) {
    const answer = await this.#ask(`○ ${written}`);
    return answer?.problems[0]?.text ?? answer?.figures[0]?.text ?? "";
  }

  /**
   * @param {string} text
   * @returns {Promise<Server.Look | null>}
   */
  async #ask(text) {
    if (this.connection.state !== "ready") return null;
    const response = await this.connection.post(this.address, JSON.stringify({ text }), { "Content-Type": "application/json" });
    return response?.ok ? response.json().catch(() => null) : null;
  }

  /** @param {string} html from the server's own renderer */
  #show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    for (const { kind, name, address, shown } of this.placeable) {
      const found = made.querySelector(shown);
      const link = element("a", "button small", `${kind} 고치기`);
      link.href = address;
      link.setAttribute("aria-label", `${kind} 고치기: ${name}`);
      (found?.closest("figure, .frame") ?? found)?.after(link);
    }
    const { scrollTop } = this.pane;
    this.pane.replaceChildren(...made.body.childNodes);
    this.pane.scrollTop = scrollTop;
  }

  /** After a moment: the cursor may be on its way. */
  followSoon() {
    clearTimeout(this.#following);
    this.#following = setTimeout(() => this.follow(), MOVE);
  }

  /** Show where in the preview the line stands that is being written. */
  follow() {
    const { view, pane } = this;
    for (const each of pane.querySelectorAll(".writing")) each.classList.remove("writing");
    if (!view.hasFocus) return;
    const line = view.state.doc.lineAt(view.state.selection.main.head);
    const words = printedWords(line.text, this.values(line.text));
    if (words.length < 2) return;
    const blocks = [...pane.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, dt, dd, caption")].filter((each) => dense(each.textContent ?? "").includes(words));
    const found = blocks.at(-1);
    if (!found) return;
    found.classList.add("writing");
    const [own, box] = [found.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (pane.scrollHeight > pane.clientHeight && (own.top < box.top || own.bottom > box.bottom)) pane.scrollTop += own.top - box.top - box.height / 3;
  }
}
