// Sending cells to the server: one request at a time, each sent again unchanged (same number) until it is answered.

import { Outbox, verdictOf, waitAfter, whyForbidden } from "./outbox.js";

/** @import { Batch, Change, Standing } from "./outbox.js" */

/** A number for one sending. `crypto.randomUUID` exists on HTTPS pages only. */
const uuid = () => {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const marked = bytes.map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte));
  const hex = marked.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** `change` events tell that `state` is another. */
export class Saver extends EventTarget {
  #outbox = new Outbox();

  #running = false;

  /** @type {Standing} */
  state = "ready";

  failures = 0;

  /** @type {number | undefined} */
  timer = undefined;

  /**
   * @param {object} page
   * @param {string} page.address
   * @param {string} page.session the address that tells who is there
   * @param {number} page.user
   * @param {string} page.token
   * @param {(cell: string) => number | null} page.versionOf
   * @param {() => string} page.reason
   * @param {(answer: Server.Answer) => void} page.take is told each answer before the next request is made: that one needs
   * the versions of the cells just saved
   */
  constructor({ address, session, user, token, versionOf, reason, take }) {
    super();
    this.address = address;
    this.session = session;
    this.user = user;
    this.token = token;
    this.versionOf = versionOf;
    this.reason = reason;
    this.take = take;
    addEventListener("online", () => this.retry());
  }

  /**
   * Send changes; resolves to the server's answer.
   * @param {Change[]} changes
   * @param {boolean} together whether all of them are taken or none
   */
  add(changes, together = false) {
    const answer = this.#outbox.add(changes, together);
    queueMicrotask(() => this.#run());
    return answer;
  }

  /**
   * Whether something for a cell is on its way, or waits to be.
   * @param {string} cell
   */
  holds(cell) {
    return this.#outbox.holds(cell);
  }

  /** The cells of the request whose turn it is. */
  get current() {
    return [...(this.#outbox.next?.changes.keys() ?? [])];
  }

  /** Once nothing is on its way any more, or the server can't be reached. */
  async settled() {
    while (["ready", "sending"].includes(this.state) && !this.#outbox.empty) {
      await new Promise((resolve) => this.addEventListener("change", resolve, { once: true }));
    }
  }

  /** Try again now. */
  retry() {
    clearTimeout(this.timer);
    if (this.state === "offline") this.#become("ready");
    this.#run();
  }

  /** Go on after the user has logged in again. */
  async resume() {
    const session = await this.whoIsThere();
    if (!session?.authenticated) return false;
    if (session.user !== this.user) {
      this.#become("stranger");
      return false;
    }
    this.#takeToken(session.csrf);
    this.#become("ready");
    this.#run();
    return true;
  }

  /**
   * The token changes with each log-in; the forms of the page need it too.
   * @param {string} token
   */
  #takeToken(token) {
    this.token = token;
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = document.querySelectorAll("[name=csrfmiddlewaretoken]");
    for (const input of inputs) input.value = token;
  }

  /**
   * Null when the server can't be reached.
   * @returns {Promise<Server.Session | null>}
   */
  async whoIsThere() {
    try {
      const response = await fetch(this.session, { headers: { Accept: "application/json" }, cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /**
   * POST with the token of the session; the response, or null when it has to be sent again later (`state` says why).
   * @param {string} address
   * @param {BodyInit} body
   * @param {Record<string, string>} headers
   * @returns {Promise<Response | null>}
   */
  async post(address, body, headers = {}) {
    let response;
    try {
      response = await fetch(address, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.token, ...headers },
        signal: AbortSignal.timeout(30_000),
      });
    } catch {
      this.#wait();
      return null;
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    const verdict = verdictOf({ status: response.status, redirected: response.redirected, json });
    if (verdict === "taken") {
      this.failures = 0;
      return response;
    }
    if (verdict === "ask") {
      const session = await this.whoIsThere();
      const why = whyForbidden(session, this.user, this.token);
      if (session && why === "token") {
        this.#takeToken(session.csrf);
        return this.post(address, body, headers);
      }
      this.#become(why === "stranger" ? "stranger" : "login");
    } else if (verdict === "offline") this.#wait();
    else this.#become(verdict);
    return null;
  }

  async #run() {
    // What else is posted from the page may fail and be tried again meanwhile, and end the waiting.
    if (this.#running) return;
    this.#running = true;
    for (let batch = this.#outbox.next; batch && this.state === "ready"; batch = this.#outbox.next) {
      batch.body ||= this.#bodyOf(batch);
      this.#become("sending");
      const response = await this.post(this.address, batch.body, { "Content-Type": "application/json" });
      if (!response) break;
      /** @type {Server.Answer | null} */
      const answer = await response.json().catch(() => null);
      if (!answer) {
        this.#wait();
        break;
      }
      this.#outbox.shift();
      // A request that is not taken as a whole says nothing against its values: they are kept.
      if (response.ok) this.take(answer);
      else answer.cells = [...batch.changes.keys()].map((cell) => ({ cell, state: "held", text: answer.text ?? "" }));
      batch.resolve(answer);
      this.#become("ready");
    }
    this.#running = false;
  }

  /** @param {Batch} batch */
  #bodyOf(batch) {
    const reason = this.reason();
    return JSON.stringify({
      request: uuid(),
      user: this.user,
      all_or_nothing: batch.together,
      cells: [...batch.changes.values()].map((change) => ({ ...change, seen: this.versionOf(change.cell), reason })),
    });
  }

  #wait() {
    this.#become("offline");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), waitAfter(this.failures) * 1000);
    this.failures += 1;
  }

  /** @param {Standing} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
