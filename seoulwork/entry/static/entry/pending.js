// What was typed and not yet saved, kept in the browser until the server has taken it: the network may go, the session
// end, the tab close. Each cell is one entry of localStorage, encrypted with a key that the server gives only to the
// person logged in: somebody else at the same computer, logged in or not, can neither see nor send it.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The store of one person and one page. `available` is false where the browser can't seal (a page without HTTPS) or is full. */
export class Pending {
  static async open(prefix, secret) {
    const pending = new Pending();
    pending.prefix = `${prefix}/`;
    pending.turn = Promise.resolve();
    pending.available = Boolean(globalThis.crypto?.subtle);
    if (pending.available) {
      pending.key = await crypto.subtle.importKey("raw", fromBase64(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
    }
    return pending;
  }

  /** Keep a cell's entry. Writes happen in the order of the calls. */
  keep(cell, entry) {
    return this.#next(async () => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: encoder.encode(this.prefix + cell) },
        this.key,
        encoder.encode(JSON.stringify(entry)),
      );
      localStorage.setItem(this.prefix + cell, `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`);
    });
  }

  forget(cell) {
    return this.#next(async () => localStorage.removeItem(this.prefix + cell));
  }

  /** Everything kept: [cell, entry] pairs. What can't be read (a key of another time) is left alone and not returned. */
  async all() {
    if (!this.available) return [];
    const found = [];
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(this.prefix))) {
      const [iv, sealed] = localStorage.getItem(name).split(".").map(fromBase64);
      try {
        const plain = await crypto.subtle.decrypt(
          { name: "AES-GCM", iv, additionalData: encoder.encode(name) },
          this.key,
          sealed,
        );
        found.push([name.slice(this.prefix.length), JSON.parse(decoder.decode(plain))]);
      } catch (error) {
        if (error.name !== "OperationError") throw error;
      }
    }
    return found;
  }

  #next(write) {
    if (!this.available) return Promise.resolve();
    this.turn = this.turn.then(write).catch((error) => {
      if (error.name !== "QuotaExceededError") throw error;
      this.available = false;
    });
    return this.turn;
  }
}
