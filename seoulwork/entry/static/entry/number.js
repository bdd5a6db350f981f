// The number grammar of seoulwork/domain/numbers.py, for the answer while one types. The server's own reading is what counts;
// both are held against the cases in tests/domain/number-cases.json.
// Figures are whole numbers of base units × 10**decimals (BigInt): no floating point, no rounding before the last step.

const NUMBER =
  /^(?<open>\()?\s*(?<sign>[△▲\-+]?)\s*(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d+))?\s*(?<unit>:1|[^\d\s()]*)\s*(?<close>\))?$/u;
/** @typedef {{base: string, factor: number}} Unit `factor` base units make one of it. */
/** @typedef {Record<string, Unit>} Units By their names. */
/** @typedef {[bigint, bigint]} Fraction Above and below the line; below stands no zero and nothing negative. */

const LARGEST = 10n ** 14n;
const FORMULA = /^(?:(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d+))?|(?<sign>[-+*/()]))\s*/u;
const LONGEST_FORMULA = 200;

/** A text that the grammar does not take; `message` is the sentence for the user. */
export class NumberError extends Error {}

/**
 * The text in the plain form of its letters; signs of units (㎡) stay as they stand.
 * @param {string} text
 * @param {Units} units
 */
const plainly = (text, units) => {
  const signs = new Set([...Object.keys(units).join("")].filter((sign) => sign.normalize("NFKC") !== sign));
  if (!signs.size) return text.normalize("NFKC");
  const pieces = text.split(new RegExp(`([${[...signs].join("")}])`, "u"));
  return pieces.map((piece) => (signs.has(piece) ? piece : piece.normalize("NFKC"))).join("");
};

/**
 * Full-width signs as plain ones, each minus sign as one of two.
 * @param {string} text
 * @param {Units} units
 */
const clean = (text, units = {}) =>
  plainly(text.trim(), units)
    .replace(/[−–—－]/g, "-")
    .replace(/[▵∆Δ]/g, "△")
    .trim();

/**
 * Whether a text says blank with a dash, as tables do, and as Excel's 쉼표 스타일 shows a zero.
 * @param {string} text
 */
export const isDash = (text) => clean(text) === "-";

/**
 * The text as a whole number of base units × 10**decimals, or null when it is blank. Throws a NumberError for anything else.
 * @param {string} text
 * @param {string} unit
 * @param {number} decimals
 * @param {Units} units
 * @returns {bigint | null}
 */
export function parseNumber(text, unit, decimals, units) {
  const shown = text.trim();
  const cleaned = clean(text, units);
  if (cleaned === "" || cleaned === "-") return null;
  const found = NUMBER.exec(cleaned)?.groups;
  if (!found || Boolean(found.open) !== Boolean(found.close) || (found.open && found.sign)) {
    throw new NumberError(`숫자가 아닙니다: '${shown}'. 1,234처럼 숫자만 넣어 주세요.`);
  }
  const own = units[unit];
  const written = found.unit ? units[found.unit] : own;
  if (!own || !written || written.base !== own.base) {
    throw new NumberError(`이 지표의 단위 '${unit}'에 맞지 않습니다: '${shown}'. 단위를 빼고 넣어 주세요.`);
  }
  const { whole = "", fraction = "" } = found;
  const digits = BigInt(whole.replaceAll(",", "") + fraction) * BigInt(written.factor) * 10n ** BigInt(decimals);
  const shift = 10n ** BigInt(fraction.length);
  if (digits % shift !== 0n) {
    throw new NumberError(`${decimals ? `소수 ${decimals}자리까지` : "소수 없이"} 넣어 주세요: '${shown}'.`);
  }
  const scaled = digits / shift;
  if (scaled > LARGEST * 10n ** BigInt(decimals)) {
    throw new NumberError(`너무 큰 수입니다: '${shown}'. 단위를 확인해 주세요.`);
  }
  return found.open || found.sign === "△" || found.sign === "▲" || found.sign === "-" ? -scaled : scaled;
}

/**
 * numerator/denominator to so many decimals, half away from zero: `△1,234.5`.
 * @param {bigint} numerator
 * @param {bigint} denominator not zero
 * @param {number} decimals
 */
export function formatQuotient(numerator, denominator, decimals) {
  const negative = numerator < 0n !== denominator < 0n;
  const above = (numerator < 0n ? -numerator : numerator) * 10n ** BigInt(decimals);
  const below = denominator < 0n ? -denominator : denominator;
  const rounded = (above * 2n + below) / (below * 2n);
  const digits = rounded.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = decimals ? `.${digits.slice(-decimals)}` : "";
  return `${negative && rounded !== 0n ? "△" : ""}${whole}${fraction}`;
}

/**
 * value/size with as many decimals as it takes to say all of it, at least `decimals`.
 * @param {bigint} value
 * @param {bigint} size 10**n
 * @param {number} decimals
 */
export function formatExact(value, size, decimals) {
  let places = size.toString().length - 1;
  let shown = value;
  while (places > decimals && shown % 10n === 0n) {
    shown /= 10n;
    places -= 1;
  }
  return formatQuotient(shown, 10n ** BigInt(places), places);
}

/**
 * `=10+5` → `15`: a formula of numbers, + - * / and brackets as the number that it comes to; any other text as it is.
 * Throws a NumberError for a formula that can't be worked out.
 * @param {string} text
 */
export function workOut(text) {
  const cleaned = clean(text).replaceAll("×", "*").replaceAll("÷", "/").replace(/[△▲]/g, "-");
  if (!cleaned.startsWith("=")) return text;
  const shown = text.trim();
  const signs = cleaned.length > LONGEST_FORMULA ? null : signsOf(cleaned.slice(1));
  let value;
  try {
    value = signs && sum(signs);
  } catch (error) {
    if (!(error instanceof DivisionByZero)) throw error;
    throw new NumberError(`0으로 나누는 식입니다: '${shown}'. 식을 고쳐 주세요.`);
  }
  if (!signs || !value || signs.length) {
    throw new NumberError(`셈할 수 없는 식입니다: '${shown}'. =10+5처럼 숫자와 + - * / 괄호로만 적어 주세요.`);
  }
  const places = placesOf(value);
  if (places === null) {
    throw new NumberError(`나누어떨어지지 않는 식입니다: '${shown}'. 반올림한 값을 넣어 주세요.`);
  }
  return plain((value[0] * 10n ** BigInt(places)) / value[1], places);
}

/**
 * With how many decimals a fraction is written out; null where it never ends.
 * @param {Fraction} fraction
 */
function placesOf([above, below]) {
  let [left, rest] = [below, above < 0n ? -above : above];
  while (rest) [left, rest] = [rest, left % rest];
  left = below / left;
  let places = 0;
  for (; left % 2n === 0n || left % 5n === 0n; places += 1) left /= left % 10n === 0n ? 10n : left % 2n === 0n ? 2n : 5n;
  return left === 1n ? places : null;
}

/**
 * A whole number shifted by so many places, as a program writes it: `-1234.5`.
 * @param {bigint} value
 * @param {number} places
 */
function plain(value, places) {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${value < 0n ? "-" : ""}${whole}${places ? `.${digits.slice(-places)}` : ""}`;
}

/**
 * The numbers and signs of a formula, the last first; null for anything else.
 * @param {string} formula
 */
function signsOf(formula) {
  /** @type {(string | Fraction)[]} */
  const found = [];
  let rest = formula.trim();
  while (rest) {
    const match = FORMULA.exec(rest);
    if (!match?.groups) return null;
    const { whole = "", fraction = "", sign } = match.groups;
    found.push(sign ?? [BigInt(whole.replaceAll(",", "") + fraction), 10n ** BigInt(fraction.length)]);
    rest = rest.slice(match[0].length);
  }
  return found.reverse();
}

class DivisionByZero extends Error {}

/**
 * @param {string} wanted
 * @param {string | Fraction | undefined} sign
 */
const isOneOf = (wanted, sign) => typeof sign === "string" && wanted.includes(sign);

// Each takes what it reads off the end of the signs; null where no number begins.

/**
 * @param {(string | Fraction)[]} signs
 * @returns {Fraction | null}
 */
function sum(signs) {
  let value = product(signs);
  while (value && isOneOf("+-", signs.at(-1))) {
    const negative = signs.pop() === "-";
    const more = product(signs);
    value = more && [value[0] * more[1] + (negative ? -more[0] : more[0]) * value[1], value[1] * more[1]];
  }
  return value;
}

/**
 * @param {(string | Fraction)[]} signs
 * @returns {Fraction | null}
 */
function product(signs) {
  let value = factor(signs);
  while (value && isOneOf("*/", signs.at(-1))) {
    const divides = signs.pop() === "/";
    const more = factor(signs);
    if (divides && more?.[0] === 0n) throw new DivisionByZero();
    value = more && (divides ? quotient(value, more) : [value[0] * more[0], value[1] * more[1]]);
  }
  return value;
}

/**
 * @param {Fraction} dividend
 * @param {Fraction} divisor not zero
 * @returns {Fraction}
 */
function quotient([above, below], [other, under]) {
  return other < 0n ? [-above * under, -below * other] : [above * under, below * other];
}

/**
 * @param {(string | Fraction)[]} signs
 * @returns {Fraction | null}
 */
function factor(signs) {
  const first = signs.pop();
  if (Array.isArray(first)) return first;
  if (first === "+") return factor(signs);
  if (first === "-") {
    const value = factor(signs);
    return value && [-value[0], value[1]];
  }
  if (first !== "(") return null;
  const value = sum(signs);
  return signs.pop() === ")" ? value : null;
}
