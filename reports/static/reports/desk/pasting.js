// The HTML that other programs put on the clipboard, as lines with their marks. Pure: read sign by sign, nothing of it is ever shown.
// Word writes the items of a list as paragraphs with their level in their style; LibreOffice, word processors of the web and pages nest
// lists. Hancom writes plain paragraphs, whose marks are letters: its plain text says the same.

const TOKEN = /<!--([\s\S]*?)-->|<!(\[[^>]*\]|[^>]*)>|<(\/?)([a-z][a-z0-9:]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|([^<]+|<)/gi;
const ENTITIES = new Map(Object.entries({ nbsp: " ", amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", middot: "·", bull: "•", ndash: "–", mdash: "—", lsquo: "‘", rsquo: "’", hellip: "…", sect: "§" }));
/** Where a line ends. */
const BLOCKS = new Set(["p", "div", "li", "ul", "ol", "br", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "body"]);
const UNSEEN = new Set(["head", "style", "script", "title", "xml"]);
const LEVELS = ["○", "-", "·"];
/** Marks of a list that say more than its level. */
const MARKS = /^[□■○※◆▶❍▷◇]$/;
const DASH = /^[-–—―]$/;
const NUMBER = /^[(<]?(?:\d{1,3}|[가-하a-zA-Z])[.)>]$|^[①-⑳]$/;

/** @typedef {{level: number, sign: string, number: number}} Listed An item of a list, from level 1; `number` 0 in one without. */

/** @param {string} text */
const decoded = (text) =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/gi, (found, decimal, hexadecimal, name) => {
    const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : 0;
    if (code) return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    return ENTITIES.get(name.toLowerCase()) ?? found;
  });

class Reader {
  /** @type {string[]} */
  lines = [];

  /** Whether something says how deep its lines stand. */
  structured = false;

  #words = "";

  /** The item that begins the next line. @type {Listed | null} */
  #item = null;

  #heading = false;

  /** The lists that are open: how many items of each came; of one without numbers `null`. @type {(number | null)[]} */
  #lists = [];

  #unseen = 0;

  /** Whether what comes is the sign of an item and no word: between Word's marks, or in its span. */
  #sign = false;

  /** How many spans are open since the one that holds a sign. */
  #spans = 0;

  /** @param {string} text */
  text(text) {
    if (this.#unseen) return;
    if (this.#sign && this.#item) this.#item.sign += text;
    else this.#words += text;
  }

  /** @param {string} condition `[if !supportLists]`, `[endif]` */
  condition(condition) {
    if (/supportLists/i.test(condition)) this.#sign = true;
    else if (/endif/i.test(condition) && !this.#spans) this.#sign = false;
  }

  /**
   * @param {string} name
   * @param {string} attributes
   */
  open(name, attributes) {
    if (UNSEEN.has(name)) this.#unseen += 1;
    if (BLOCKS.has(name)) this.end();
    if (name === "ul" || name === "ol") this.#lists.push(name === "ol" ? 0 : null);
    if (/^h[1-6]$/.test(name)) this.#heading = true;
    const word = /mso-list:\s*l\d+\s+level(\d)/i.exec(attributes)?.[1];
    if (word && BLOCKS.has(name)) this.#begin(Number(word), 0);
    else if (name === "li") this.#listed(attributes);
    if (name !== "span") return;
    if (this.#spans) this.#spans += 1;
    else if (/mso-list:\s*Ignore/i.test(attributes)) {
      this.#sign = true;
      this.#spans = 1;
    }
  }

  /** @param {string} attributes */
  #listed(attributes) {
    const last = this.#lists.length - 1;
    const told = Number(/aria-level=["']?(\d)/i.exec(attributes)?.[1] ?? 0);
    const count = this.#lists[last];
    if (typeof count === "number") this.#lists[last] = count + 1;
    this.#begin(told || Math.max(this.#lists.length, 1), typeof count === "number" ? count + 1 : 0);
  }

  /**
   * @param {number} level
   * @param {number} number
   */
  #begin(level, number) {
    this.structured = true;
    this.#item = { level, sign: "", number };
    this.#heading = false;
  }

  /** @param {string} name */
  close(name) {
    if (UNSEEN.has(name)) this.#unseen = Math.max(this.#unseen - 1, 0);
    if (name === "span" && this.#spans) {
      this.#spans -= 1;
      if (!this.#spans) this.#sign = false;
    }
    if (!BLOCKS.has(name)) return;
    this.end();
    if (name === "ul" || name === "ol") this.#lists.pop();
    if (name === "li") this.#item = null;
  }

  /** The line as it is so far; nothing where there are no words. */
  end() {
    const words = this.#words.replace(/\s+/g, " ").trim();
    this.#words = "";
    this.#sign = false;
    this.#spans = 0;
    if (!words) return;
    this.lines.push(`${this.#mark(words)}${words}`);
    if (this.#heading) this.structured = true;
    this.#item = null;
    this.#heading = false;
  }

  /** @param {string} words */
  #mark(words) {
    const own = /^[□■○※◆▶❍▷◇ㅇㅁ·•-]\s/.test(words);
    if (own) return "";
    if (this.#heading) return "□ ";
    if (!this.#item) return "";
    const { level, sign, number } = this.#item;
    const told = sign.replace(/\s+/g, "");
    if (MARKS.test(told)) return `${told} `;
    const mark = DASH.test(told) ? "-" : (LEVELS[level - 1] ?? "·");
    if (/^[①-⑳]$/.test(told)) return `${told} `;
    return `${mark} ${NUMBER.test(told) ? `${told} ` : number ? `${number}. ` : ""}`;
  }
}

/**
 * The lines of what was copied, each with the mark of its level where one is told; and whether any was.
 * @param {string} html
 * @returns {{text: string, structured: boolean}}
 */
export function linesOfHtml(html) {
  const start = html.indexOf("<!--StartFragment-->");
  const end = html.lastIndexOf("<!--EndFragment-->");
  const reader = new Reader();
  for (const [, comment, condition, closing, name, attributes, text] of html.slice(Math.max(start, 0), end > start ? end : undefined).matchAll(TOKEN)) {
    if (comment !== undefined || condition !== undefined) reader.condition(comment ?? condition ?? "");
    else if (name && closing) reader.close(name.toLowerCase());
    else if (name) reader.open(name.toLowerCase(), attributes ?? "");
    else reader.text(decoded(text ?? ""));
  }
  reader.end();
  return { text: reader.lines.join("\n"), structured: reader.structured };
}
