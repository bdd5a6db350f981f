// The cumulative figure and the achievement rate while one types, in exact whole numbers, out of what the server tells of a row
// (seoulwork/entry/live.py). What the server answers replaces them.

import { formatExact, formatQuotient } from "./number.js";

/** @import { Fraction } from "./number.js" */

const BLANK = "-";

/**
 * @param {Server.Fraction} fraction
 * @returns {Fraction}
 */
const exact = ([above, below]) => [BigInt(above), BigInt(below)];

/**
 * The cumulative figure as a fraction of whole numbers, or null where there is none.
 * @param {Server.Figures} row
 * @param {bigint | null} value
 * @param {bigint | null} denominator
 * @returns {Fraction | null}
 */
export function cumulativeOf(row, value, denominator) {
  if (value === null) return row.blank && exact(row.blank);
  const [above, below] = exact(row.base);
  const under = below + (denominator ?? 0n);
  return under === 0n ? null : [above + value * BigInt(row.weight), under];
}

/**
 * What several rows have come to together; of ratios the halves are added.
 * @param {Fraction[]} fractions one or more
 * @param {boolean} ratios
 * @returns {Fraction | null}
 */
export function addUp(fractions, ratios) {
  const [first, ...others] = fractions;
  if (!first) return null;
  return others.reduce(([above, below], [more, under]) => (ratios ? [above + more, below + under] : [above * under + more * below, below * under]), first);
}

/**
 * Texts `cumulative`, `rate` (`62.2%`) and the bar's `width` for what a row comes to.
 * @param {Server.Figures} row
 * @param {Fraction | null} found
 */
export function preview(row, found) {
  if (!found) return { cumulative: BLANK, rate: BLANK, width: "" };
  const [above, below] = found;
  const size = BigInt(row.factor) * 10n ** BigInt(row.decimals);
  const text = row.places === null ? formatExact(above / below, size, row.decimals) : formatQuotient(above, below * size, row.places);
  const cumulative = text + row.suffix;
  const target = row.target === null ? 0n : BigInt(row.target);
  if (target === 0n) return { cumulative, rate: BLANK, width: "" };
  const percent = Number((above * 1000n) / (below * target)) / 10;
  return {
    cumulative,
    rate: `${formatQuotient(above * 100n, below * target, 1)}%`,
    width: String(Math.min(100, Math.max(0, percent))),
  };
}
