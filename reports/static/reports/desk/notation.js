// References in lines: where they stand, what they are made of, and how one is found by its name.

/** @typedef {{name: string, part: string, aspect: string, period: string}} Operand */
/** @typedef {{sign: "+" | "−", below: boolean, operand: Operand}} Term A figure that is added or taken away, above or below the line. */
/** @typedef {{terms: Term[], style: string}} Expression */

const BRACES = /\{([^{}\n]*)\}/g;

/**
 * The references of a text, each from its opening brace to behind the closing one.
 * @param {string} text
 * @returns {{from: number, to: number, source: string}[]}
 */
export const referencesIn = (text) => [...text.matchAll(BRACES)].map((found) => ({ from: found.index, to: found.index + found[0].length, source: found[1] ?? "" }));

/**
 * One figure as it is written, without how it is shown; null where it can't be read.
 * @param {string} source
 * @returns {Operand | null}
 */
function readOperand(source) {
  const found = /^([^/.@:÷=]+)((?:\/[^/.@:÷=]+)*)(?:\.([^/.@:÷=]+))?(?:@([^/.@:÷=]+))?$/.exec(source.trim());
  if (!found) return null;
  const [, name = "", part = "", aspect = "", period = ""] = found.map((each) => each?.trim());
  return { name, part: part.slice(1), aspect, period };
}

/**
 * The figures of a reference, each with what is done with it: one, a sum, a difference, a ratio. Null for what is only recorded.
 * @param {string} source without its braces
 * @returns {Expression | null}
 */
export function readReference(source) {
  if (source.includes("=")) return null;
  const [body = "", ...styles] = source.split(":");
  const sides = body.split("÷").map((each) => each.trim());
  if (sides.length > 2 || styles.length > 1) return null;
  /** @type {Term[]} */
  const terms = [];
  for (const [at, side] of sides.entries()) {
    const held = side.startsWith("(") && side.endsWith(")");
    if (!held && sides.length === 2 && / [+−-] /.test(side)) return null;
    /** @type {Term["sign"]} */
    let sign = "+";
    for (const word of (held ? side.slice(1, -1) : side).split(/( [+−-] )/)) {
      if (/^ [+−-] $/.test(word)) sign = word === " + " ? "+" : "−";
      else {
        const operand = readOperand(word);
        if (!operand) return null;
        terms.push({ sign, below: at === 1, operand });
      }
    }
  }
  return { terms, style: styles[0]?.trim() ?? "" };
}

/** @param {Operand} operand */
export const writeOperand = ({ name, part, aspect, period }) => `${name}${part && `/${part}`}${aspect && `.${aspect}`}${period && `@${period}`}`;

/** @param {Expression} expression */
export function writeReference({ terms, style }) {
  const [above, below] = [false, true].map((side) => terms.filter((term) => term.below === side));
  const written = [above ?? [], below ?? []]
    .filter((side) => side.length)
    .map((side) => {
      // The first one of a side is never taken away: it would be read so.
      const said = side.map(({ sign, operand }, at) => (at ? ` ${sign} ` : "") + writeOperand(operand)).join("");
      return below?.length && side.length > 1 ? `(${said})` : said;
    });
  return `{${written.join("÷")}${style && `:${style}`}}`;
}

const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

/**
 * A text with each syllable as its first consonant.
 * @param {string} text
 */
export const initialsOf = (text) =>
  [...text].map((sign) => (/[가-힣]/.test(sign) ? INITIALS[Math.floor((sign.charCodeAt(0) - 0xac00) / 588)] : sign)).join("");

/**
 * How well a name answers what is looked for: 0 best, null not at all. Each word has to stand in it, or the first consonants of its
 * syllables; a syllable that is being composed counts as far as it goes.
 * @param {string} wanted
 * @param {string} name
 */
export function fit(wanted, name) {
  const plain = name.replace(/\s/g, "").toLowerCase();
  const initials = initialsOf(plain);
  let worst = 0;
  for (const word of wanted.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = plain.indexOf(word);
    const initial = /^[ㄱ-ㅎ]+$/.test(word) ? initials.indexOf(word) : -1;
    const places = [at, initial, at < 0 && initial < 0 ? composing(word, plain) : -1].filter((place) => place >= 0);
    if (!places.length) return null;
    worst = Math.max(worst, Math.min(...places));
  }
  return worst;
}

/**
 * Where a word stands whose last syllable is not finished: `차` is on its way to `창`, `상ㄷ` to `상담`.
 * @param {string} word
 * @param {string} name
 */
function composing(word, name) {
  const last = word.slice(-1);
  const head = word.slice(0, -1);
  for (let at = name.indexOf(head); at >= 0; at = name.indexOf(head, at + 1)) {
    const next = name[at + head.length] ?? "";
    if (/[ㄱ-ㅎ]/.test(last) && initialsOf(next) === last) return at;
    const [own, other] = [last.charCodeAt(0) - 0xac00, next.charCodeAt(0) - 0xac00];
    if (own >= 0 && own < 11172 && own % 28 === 0 && Math.floor(own / 28) === Math.floor(other / 28)) return at;
    if (at + 1 > name.length) break;
  }
  return -1;
}
