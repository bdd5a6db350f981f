// What waits to be sent, and what the server's answer to a sending means.

/** @typedef {"ready" | "sending" | "offline" | "login" | "stranger"} Standing How the sending stands. */
/** @typedef {{cell: string, value: string, clears: boolean}} Change A cell's text as it is sent. */

/** The most cells of one sending that is not one block. */
const LIMIT = 300;
/** Seconds to wait after so many failures. */
const WAITS = [1, 2, 4, 8];
const LONGEST_WAIT = 15;

/** Changes that are sent at once. What is sent stays the same until it is answered: `body` is set by then. */
export class Batch {
  /** @type {Map<string, Change>} */
  changes = new Map();

  body = "";

  /** @type {(answer: Server.Answer) => void} */
  resolve = () => {};

  /** @type {Promise<Server.Answer>} */
  answer = new Promise((resolve) => {
    this.resolve = resolve;
  });

  /** @param {boolean} together whether all of them are taken or none */
  constructor(together) {
    this.together = together;
  }
}

export class Outbox {
  /** @type {Batch[]} */
  #batches = [];

  /** The batch whose turn it is. */
  get next() {
    return this.#batches[0];
  }

  get empty() {
    return !this.#batches.length;
  }

  /**
   * Put changes to what is sent next, unless that is on its way already, a block of its own, or too long.
   * @param {Change[]} changes
   * @param {boolean} together whether all of them are taken or none
   */
  add(changes, together) {
    let batch = this.#batches.at(-1);
    if (!batch || batch.body || batch.together || together || batch.changes.size + changes.length > LIMIT) {
      batch = new Batch(together);
      this.#batches.push(batch);
    }
    for (const change of changes) batch.changes.set(change.cell, change);
    return batch.answer;
  }

  /** Take away the batch whose turn it is: it has been answered. */
  shift() {
    this.#batches.shift();
  }

  /**
   * Whether something for a cell is on its way, or waits to be.
   * @param {string} cell
   */
  holds(cell) {
    return this.#batches.some((batch) => batch.changes.has(cell));
  }
}

/**
 * What an answer says of a sending: it is answered (`taken`), to be sent again when somebody logs in (`login`), or later
 * (`offline`), or not at all (`stranger`); or only who is there can tell (`ask`).
 * @param {object} response
 * @param {number} response.status
 * @param {boolean} response.redirected
 * @param {boolean} response.json
 * @returns {"taken" | "ask" | "login" | "offline" | "stranger"}
 */
export function verdictOf({ status, redirected, json }) {
  if (status === 401 || redirected) return "login";
  if (status === 409) return "stranger";
  if (status === 403 && !json) return "ask";
  return status >= 500 || !json ? "offline" : "taken";
}

/**
 * Why a sending was forbidden, by who is there now: the token is an old one, somebody else has logged in, or nobody is.
 * @param {Server.Session | null} session
 * @param {number | string} user who typed, as what
 * @param {string} token
 */
export function whyForbidden(session, user, token) {
  if (session?.user === user && session.csrf !== token) return "token";
  return session?.authenticated && session.user !== user ? "stranger" : "login";
}

/**
 * Seconds to wait before the next try.
 * @param {number} failures
 */
export const waitAfter = (failures) => WAITS[failures] ?? LONGEST_WAIT;
