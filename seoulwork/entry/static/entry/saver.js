// Sending cells to the server: one request at a time, each sent again unchanged (same number) until it is answered.

import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";

/** @import { Batch, Change } from "./outbox.js" */

/** A number for one sending. `crypto.randomUUID` exists on HTTPS pages only. */
const uuid = () => {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const marked = bytes.map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte));
  const hex = marked.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

export class Saver extends Connection {
  #outbox = new Outbox();

  #running = false;

  /**
   * @param {object} page
   * @param {string} page.address
   * @param {string} page.session the address that tells who is there
   * @param {number | string} page.user
   * @param {string} page.token
   * @param {(cell: string) => number | null} page.versionOf
   * @param {() => string} page.reason
   * @param {(answer: Server.Answer) => void} page.take is told each answer before the next request is made: that one needs
   * the versions of the cells just saved
   */
  constructor({ address, session, user, token, versionOf, reason, take }) {
    super({ session, user, token });
    this.address = address;
    this.versionOf = versionOf;
    this.reason = reason;
    this.take = take;
  }

  /**
   * Send changes; resolves to the server's answer.
   * @param {Change[]} changes
   * @param {boolean} together whether all of them are taken or none
   */
  add(changes, together = false) {
    const answer = this.#outbox.add(changes, together);
    queueMicrotask(() => this.go());
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

  /** @override */
  async go() {
    // What else is posted from the page may fail and be tried again meanwhile, and end the waiting.
    if (this.#running) return;
    this.#running = true;
    for (let batch = this.#outbox.next; batch && this.state === "ready"; batch = this.#outbox.next) {
      batch.body ||= this.#bodyOf(batch);
      this.become("sending");
      const response = await this.post(this.address, batch.body, { "Content-Type": "application/json" });
      if (!response) break;
      /** @type {Server.Answer | null} */
      const answer = await response.json().catch(() => null);
      if (!answer) {
        this.wait();
        break;
      }
      this.#outbox.shift();
      // A request that is not taken as a whole says nothing against its values: they are kept.
      if (response.ok) this.take(answer);
      else answer.cells = [...batch.changes.keys()].map((cell) => ({ cell, state: "held", text: answer.text ?? "" }));
      batch.resolve(answer);
      this.become("ready");
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
}
