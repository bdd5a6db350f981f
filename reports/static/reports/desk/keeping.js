// Keeping what is written: sent after a second of rest, merged by the server with what others have kept, and taken in as small
// changes through whatever has been typed meanwhile. What is not kept yet waits in the browser.

import { Annotation, ChangeSet, Text, Transaction } from "../../codemirror/codemirror.js";
import { differences, kept } from "./difference.js";

/** @import { AnnotationType } from "@codemirror/state" */
/** @import { EditorView, ViewUpdate } from "@codemirror/view" */
/** @import { Connection } from "../../entry/connection.js" */
/** @import { Pending } from "../../entry/pending.js" */

const REST = 1000;
/** So long a pause in the typing that what was typed is put aside in the browser. */
const PAUSE = 200;
/** Milliseconds between two questions whether others have kept something, while somebody works at the page. */
const EVERY = 5000;
/** Who has not touched the page for so long is not asked for: the session shall end by itself. */
const AWAY = 120_000;
const ENTRY = "text";

/** Marks what came from the server. */
const fromServer = /** @type {AnnotationType<boolean>} */ (Annotation.define());

/**
 * What the server has made of a text as it is kept, as changes of the text as it stands: blanks at the ends of its lines, just
 * typed, stay.
 * @param {string} text
 * @param {string} answered
 */
export function changesTo(text, answered) {
  const sent = kept(text);
  const trimmed = ChangeSet.of(differences(text, sent), text.length);
  const made = ChangeSet.of(differences(sent, answered), sent.length);
  return made.map(trimmed.invert(Text.of(text.split("\n"))));
}

/** `change` events tell that `standing` or `answer` is another. */
export class Keeper extends EventTarget {
  /** @type {"saved" | "unsaved" | "refused"} */
  standing = "saved";

  /** The last answer. @type {Server.Kept | null} */
  answer = null;

  /** Why it was not kept. */
  refusal = "";

  /** What was typed since the text on its way was sent. @type {ChangeSet | null} */
  #since = null;

  /** @type {number | undefined} */
  #timer = undefined;

  /** @type {number | undefined} */
  #aside = undefined;

  #touched = Date.now();

  /**
   * @param {object} page
   * @param {EditorView} page.view
   * @param {string} page.address
   * @param {string} page.base the text as it was kept when the page was made
   * @param {Connection} page.connection
   * @param {Pending} page.pending
   */
  constructor({ view, address, base, connection, pending }) {
    super();
    this.view = view;
    this.address = address;
    this.base = base;
    this.connection = connection;
    this.pending = pending;
    connection.addEventListener("change", () => {
      if (connection.state === "ready" && this.standing === "unsaved") this.keep();
      this.#changed();
    });
    addEventListener("pagehide", () => this.#putAside());
    for (const event of ["keydown", "pointerdown", "focus"]) addEventListener(event, () => this.#touch(), { capture: true, passive: true });
    setInterval(() => this.#ask(), EVERY);
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Go on with what was not kept when the page was left. Whether there was something. */
  async restore() {
    const [, entry] = (await this.pending.all()).find(([name]) => name === ENTRY) ?? [];
    if (!entry || kept(entry.value) === this.base) {
      if (entry) this.pending.forget(ENTRY);
      return false;
    }
    const before = this.text;
    // The server merges it with what others have kept since it was written.
    this.base = entry.base ?? this.base;
    this.view.dispatch({ changes: differences(before, entry.value), annotations: Transaction.addToHistory.of(false) });
    this.keep();
    return true;
  }

  /** @param {ViewUpdate} update */
  update({ docChanged, changes, transactions }) {
    if (!docChanged) return;
    if (this.#since) this.#since = this.#since.compose(changes);
    if (transactions.every((each) => each.annotation(fromServer))) return;
    this.#wait();
    this.#changed();
  }

  /** What is typed and not kept: put aside soon, sent after a rest. */
  #wait() {
    this.standing = "unsaved";
    clearTimeout(this.#aside);
    this.#aside = setTimeout(() => this.#putAside(), PAUSE);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), REST);
  }

  #putAside() {
    if (this.standing !== "saved") this.pending.keep(ENTRY, { value: this.text, seen: null, finished: true, base: this.base });
  }

  /** Send the text, once the one on its way is answered. Whether all of it is kept then. */
  async keep() {
    clearTimeout(this.#timer);
    if (this.#since) {
      await new Promise((resolve) => this.addEventListener("answered", resolve, { once: true }));
      if (this.standing === "saved") return true;
    }
    const text = this.text;
    this.#since = ChangeSet.empty(text.length);
    const answer = await this.#send(kept(text));
    const since = this.#since;
    this.#since = null;
    if (answer) this.#take(text, since, answer);
    this.dispatchEvent(new Event("answered"));
    this.#changed();
    return this.standing === "saved";
  }

  /**
   * @param {string} text
   * @returns {Promise<Server.Kept | null>}
   */
  async #send(text) {
    const { connection, address, base } = this;
    const response = await connection.post(address, JSON.stringify({ text, base }), { "Content-Type": "application/json" }, 409);
    /** @type {Server.Kept | null} */
    const answer = response && (await response.json().catch(() => null));
    if (response && !answer) connection.wait();
    if (!answer) return null;
    if (!response?.ok) {
      this.standing = "refused";
      this.refusal = answer.text;
      return null;
    }
    connection.become("ready");
    return answer;
  }

  /**
   * @param {string} text as it was sent
   * @param {ChangeSet} since
   * @param {Server.Kept} answer
   */
  #take(text, since, answer) {
    const changes = changesTo(text, answer.text).map(since);
    this.base = answer.text;
    this.answer = answer;
    if (!changes.empty) this.view.dispatch({ changes, annotations: [fromServer.of(true), Transaction.addToHistory.of(false)] });
    if (kept(this.text) === this.base) {
      this.standing = "saved";
      this.pending.forget(ENTRY);
      return;
    }
    this.#wait();
  }

  /** Whether somebody else has kept something: the same text is sent again. */
  #ask() {
    const here = document.visibilityState === "visible" && Date.now() - this.#touched < AWAY;
    if (here && this.standing === "saved" && !this.#since && this.connection.state === "ready") this.keep();
  }

  #touch() {
    const long = Date.now() - this.#touched > EVERY;
    this.#touched = Date.now();
    if (long) this.#ask();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
