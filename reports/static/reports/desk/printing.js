// The printed pages of the part, as pictures, after a longer rest: beside what is written, or in its place how the site shows it.

import { around, element, find } from "../../pages/dom.js";

/** @import { EditorView } from "@codemirror/view" */
/** @import { Connection } from "../../entry/connection.js" */

const REST = 1000;
/** Milliseconds until it is asked again where too many wait. */
const LATER = 3000;

export class Printing {
  /** @type {number | undefined} */
  #timer = undefined;

  #asked = 0;

  /** The text of the pages that are shown. @type {string | null} */
  #printed = null;

  /**
   * @param {object} page
   * @param {EditorView} page.view
   * @param {HTMLElement} page.desk
   * @param {Connection} page.connection
   */
  constructor({ view, desk, connection }) {
    this.view = view;
    this.desk = desk;
    this.address = desk.dataset.print ?? "";
    this.connection = connection;
    this.pane = find(desk, "#desk-print", HTMLElement);
    this.site = find(desk, "#desk-look", HTMLElement);
    this.note = find(desk, "#desk-print-note", HTMLElement);
    const panes = find(desk, "#desk-panes", HTMLElement);
    panes.hidden = false;
    panes.addEventListener("click", ({ target }) => {
      const button = around(target, "button", HTMLButtonElement);
      if (!button) return;
      for (const each of panes.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
      this.show(button.dataset.pane === this.pane.id);
    });
    this.show(true);
  }

  /** @param {boolean} printed whether the printed pages are shown, and not how the site shows it */
  show(printed) {
    this.pane.hidden = !printed;
    this.site.hidden = printed;
    this.note.hidden = !printed;
    this.soon();
  }

  /** After a rest: what is typed goes before. */
  soon() {
    clearTimeout(this.#timer);
    if (!this.pane.hidden) this.#timer = setTimeout(() => this.print(), REST);
  }

  async print() {
    clearTimeout(this.#timer);
    const text = this.view.state.doc.toString();
    if (this.connection.state !== "ready" || text === this.#printed) return;
    this.#asked += 1;
    const turn = this.#asked;
    const began = performance.now();
    const response = await this.connection.post(this.address, JSON.stringify({ text }), { "Content-Type": "application/json" }, 409);
    /** @type {Server.Printed | null} */
    const answer = response && (await response.json().catch(() => null));
    if (!answer || turn !== this.#asked) return;
    if (!answer.pages) {
      this.note.textContent = answer.text ?? "";
      this.#timer = setTimeout(() => this.print(), LATER);
      return;
    }
    await this.#put(answer.pages);
    if (this.note.textContent !== answer.note) this.note.textContent = answer.note ?? "";
    this.#printed = text;
    performance.measure("print", { start: began });
    this.desk.dataset.prints = String(Number(this.desk.dataset.prints ?? 0) + 1);
  }

  /**
   * The new pictures in the place of the old ones, once they can be drawn: nothing flickers.
   * @param {{picture: string, label: string}[]} pages
   */
  async #put(pages) {
    const pictures = await Promise.all(pages.map(drawn));
    const { scrollTop } = this.pane;
    this.pane.replaceChildren(...pictures);
    this.pane.scrollTop = scrollTop;
  }
}

/**
 * A page as a picture of its own: one with a `data:` address would need a hole in the content security policy.
 * @param {{picture: string, label: string}} page its PNG in base64
 */
async function drawn({ picture, label }) {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const made = element("canvas");
  made.width = image.width;
  made.height = image.height;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", label);
  made.getContext("2d")?.drawImage(image, 0, 0);
  image.close();
  return made;
}
