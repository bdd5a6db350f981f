// The number grammar of seoulwork/figures.py, for the answer while one types. The server's own reading is what counts.
// Figures are whole numbers of base units × 10**decimals (BigInt): no floating point, no rounding before the last step.

const NUMBER =
  /^(?<open>\()?\s*(?<sign>[△▲\-+]?)\s*(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d+))?\s*(?<unit>:1|[^\d\s()]*)\s*(?<close>\))?$/u;
const SIGNS = { "−": "-", "–": "-", "—": "-", "－": "-", "▵": "△", "∆": "△", "Δ": "△" };
const LARGEST = 10n ** 14n;

/** A text that the grammar does not take; `message` is the sentence for the user. */
export class NumberError extends Error {}

/** The text as a whole number of base units × 10**decimals, or null when it is blank. `units`: name → {base, factor}. */
export function parseNumber(text, unit, decimals, units) {
  const shown = text.trim();
  const cleaned = shown
    .split("㎡")
    .map((piece) => piece.normalize("NFKC"))
    .join("㎡")
    .replace(/[−–—－▵∆Δ]/g, (sign) => SIGNS[sign])
    .trim();
  if (cleaned === "" || cleaned === "-") return null;
  const found = NUMBER.exec(cleaned)?.groups;
  if (!found || Boolean(found.open) !== Boolean(found.close) || (found.open && found.sign)) {
    throw new NumberError(`숫자가 아닙니다: '${shown}'. 1,234처럼 숫자만 넣어 주세요.`);
  }
  const own = units[unit];
  const written = found.unit ? units[found.unit] : own;
  if (!written || written.base !== own.base) {
    throw new NumberError(`이 지표의 단위 '${unit}'에 맞지 않습니다: '${shown}'. 단위를 빼고 넣어 주세요.`);
  }
  const fraction = found.fraction ?? "";
  const digits = BigInt(found.whole.replaceAll(",", "") + fraction) * BigInt(written.factor) * 10n ** BigInt(decimals);
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

/** numerator/denominator to so many decimals, half away from zero: `△1,234.5`. */
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

/** value/size with as many decimals as it takes to say all of it, at least `decimals`; `size` is 10**n. */
export function formatExact(value, size, decimals) {
  let places = size.toString().length - 1;
  let shown = value;
  while (places > decimals && shown % 10n === 0n) {
    shown /= 10n;
    places -= 1;
  }
  return formatQuotient(shown, 10n ** BigInt(places), places);
}
