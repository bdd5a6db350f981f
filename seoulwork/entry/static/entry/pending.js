// What was typed and not yet saved, kept in the browser until the server has taken it: the network may go, the session
// end, the tab close. Each cell is one entry of localStorage, encrypted with a key that the server gives only to the
// person logged in: somebody else at the same computer, logged in or not, can neither see nor send it.

/**
 * @typedef {object} Entry
 * @property {string} value the text
 * @property {number | null} seen the version of the stored figure that was known
 * @property {boolean} finished whether the cell has been left since
 * @property {string} [base] of a whole text: the kept one of which it was made
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The store of one person and one page. `available` is false where the browser can't seal (a page without HTTPS) or is full. */
export class Pending {
  /** @type {Promise<void>} */
  #turn = Promise.resolve();

  /**
   * @param {string} prefix of the names of its entries
   * @param {string} secret an AES key in base64
   */
  static async open(prefix, secret) {
    const sealable = Boolean(globalThis.crypto?.subtle);
    return new Pending(prefix, sealable ? await crypto.subtle.importKey("raw", fromBase64(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : null);
  }

  /**
   * @param {string} prefix
   * @param {CryptoKey | null} key
   */
  constructor(prefix, key) {
    this.prefix = `${prefix}/`;
    this.key = key;
  }

  get available() {
    return this.key !== null;
  }

  /**
   * Keep a cell's entry. Writes happen in the order of the calls.
   * @param {string} cell
   * @param {Entry} entry
   */
  keep(cell, entry) {
    return this.#next(async (key) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: encoder.encode(this.prefix + cell) },
        key,
        encoder.encode(JSON.stringify(entry)),
      );
      localStorage.setItem(this.prefix + cell, `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`);
    });
  }

  /** @param {string} cell */
  forget(cell) {
    return this.#next(async () => localStorage.removeItem(this.prefix + cell));
  }

  /** Everything kept, by cells. What can't be read (a key of another time) is left alone and not returned. */
  async all() {
    /** @type {[cell: string, entry: Entry][]} */
    const found = [];
    if (!this.key) return found;
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(this.prefix))) {
      const [iv = "", sealed = ""] = localStorage.getItem(name)?.split(".") ?? [];
      try {
        const algorithm = { name: "AES-GCM", iv: fromBase64(iv), additionalData: encoder.encode(name) };
        const plain = await crypto.subtle.decrypt(algorithm, this.key, fromBase64(sealed));
        found.push([name.slice(this.prefix.length), JSON.parse(decoder.decode(plain))]);
      } catch (error) {
        if (!(error instanceof DOMException && error.name === "OperationError")) throw error;
      }
    }
    return found;
  }

  /** @param {(key: CryptoKey) => Promise<void>} write */
  #next(write) {
    const { key } = this;
    if (!key) return Promise.resolve();
    this.#turn = this.#turn.then(() => write(key)).catch((error) => {
      if (error.name !== "QuotaExceededError") throw error;
      this.key = null;
    });
    return this.#turn;
  }
}
