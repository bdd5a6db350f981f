// Sending cells to the server: one request at a time, each sent again unchanged (same number) until it is answered.

const WAITS = [1, 2, 4, 8, 15];
const LIMIT = 300;

/** A number for one sending. `crypto.randomUUID` exists on HTTPS pages only. */
const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** `change` events tell that `state` is another: "ready", "sending", "offline", "login", "stranger". */
export class Saver extends EventTarget {
  /** `take` is told each answer before the next request is made: that one needs the versions of the cells just saved. */
  constructor({ address, session, user, token, versionOf, reason, take }) {
    super();
    Object.assign(this, { address, session, user, token, versionOf, reason, take });
    this.queue = [];
    this.state = "ready";
    this.failures = 0;
    addEventListener("online", () => this.retry());
  }

  /** Send changes {cell, value, clears}; `together`: all of them or none. Resolves to the server's answer. */
  add(changes, together = false) {
    let batch = this.queue[this.queue.length - 1];
    if (!batch || batch.body || batch.together || together || batch.changes.size + changes.length > LIMIT) {
      batch = { changes: new Map(), together };
      batch.answer = new Promise((resolve) => (batch.resolve = resolve));
      this.queue.push(batch);
    }
    for (const change of changes) batch.changes.set(change.cell, change);
    queueMicrotask(() => this.#run());
    return batch.answer;
  }

  /** Whether something for a cell is on its way, or waits to be. */
  holds(cell) {
    return this.queue.some((batch) => batch.changes.has(cell));
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

  /** The token changes with each log-in; the forms of the page need it too. */
  #takeToken(token) {
    this.token = token;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  }

  /** {authenticated, user, name, csrf}, or null when the server can't be reached. */
  async whoIsThere() {
    try {
      const response = await fetch(this.session, { headers: { Accept: "application/json" }, cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** POST with the token of the session; the response, or null when it has to be sent again later (`state` says why). */
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
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.status === 401 || response.redirected) {
      this.#become("login");
    } else if (response.status === 409) {
      this.#become("stranger");
    } else if (response.status === 403 && !json) {
      const session = await this.whoIsThere();
      if (session?.user === this.user && session.csrf !== this.token) {
        this.#takeToken(session.csrf);
        return this.post(address, body, headers);
      }
      this.#become(session?.authenticated && session.user !== this.user ? "stranger" : "login");
    } else if (response.status >= 500 || !json) {
      this.#wait();
    } else {
      this.failures = 0;
      return response;
    }
    return null;
  }

  async #run() {
    if (this.state !== "ready") return;
    while (this.queue.length && this.state === "ready") {
      const batch = this.queue[0];
      batch.body ??= JSON.stringify({
        request: uuid(),
        user: this.user,
        all_or_nothing: batch.together,
        cells: [...batch.changes.values()].map(({ cell, value, clears }) => ({
          cell,
          value,
          clears,
          seen: this.versionOf(cell),
          reason: this.reason(),
        })),
      });
      this.#become("sending");
      const response = await this.post(this.address, batch.body, { "Content-Type": "application/json" });
      if (!response) return;
      const answer = await response.json();
      this.queue.shift();
      // A request that is not taken as a whole says nothing against its values: they are kept.
      if (response.ok) this.take(answer);
      else answer.cells = [...batch.changes.keys()].map((cell) => ({ cell, state: "held", text: answer.text }));
      batch.resolve(answer);
      this.#become("ready");
    }
  }

  #wait() {
    this.#become("offline");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), WAITS[Math.min(this.failures, WAITS.length - 1)] * 1000);
    this.failures += 1;
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
