// Requests of a page that stays open for long: sent again until they are answered, with the token of whoever is logged in.

import { verdictOf, waitAfter, whyForbidden } from "./outbox.js";

/** @import { Standing } from "./outbox.js" */

/** `change` events tell that `state` is another. */
export class Connection extends EventTarget {
  /** @type {Standing} */
  state = "ready";

  failures = 0;

  /** @type {number | undefined} */
  timer = undefined;

  /**
   * @param {object} page
   * @param {string} page.session the address that tells who is there
   * @param {number | string} page.user
   * @param {string} page.token
   */
  constructor({ session, user, token }) {
    super();
    this.session = session;
    this.user = user;
    this.token = token;
    addEventListener("online", () => this.retry());
  }

  /** Send what waits, now that it may be taken. */
  go() {}

  /** Try again now. */
  retry() {
    clearTimeout(this.timer);
    if (this.state === "offline") this.become("ready");
    this.go();
  }

  /** Go on after the user has logged in again. */
  async resume() {
    const session = await this.whoIsThere();
    if (!session?.authenticated) return false;
    if (session.user !== this.user) {
      this.become("stranger");
      return false;
    }
    this.#takeToken(session.csrf);
    this.become("ready");
    this.go();
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
   * @param {number} refusal a status that is an answer too
   * @returns {Promise<Response | null>}
   */
  async post(address, body, headers = {}, refusal = 0) {
    let response;
    try {
      response = await fetch(address, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.token, ...headers },
        signal: AbortSignal.timeout(30_000),
      });
    } catch {
      this.wait();
      return null;
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    const verdict = verdictOf({ status: response.status, redirected: response.redirected, json });
    if (verdict === "taken" || (json && response.status === refusal)) {
      this.failures = 0;
      return response;
    }
    if (verdict === "ask") {
      const session = await this.whoIsThere();
      const why = whyForbidden(session, this.user, this.token);
      if (session && why === "token") {
        this.#takeToken(session.csrf);
        return this.post(address, body, headers, refusal);
      }
      this.become(why === "stranger" ? "stranger" : "login");
    } else if (verdict === "offline") this.wait();
    else this.become(verdict);
    return null;
  }

  /** Later again: nobody has answered. */
  wait() {
    this.become("offline");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), waitAfter(this.failures) * 1000);
    this.failures += 1;
  }

  /** @param {Standing} state */
  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
