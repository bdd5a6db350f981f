// The cumulative figure and the achievement rate while one types, by the rule of seoulwork/entry/rows.py, in exact whole
// numbers. What the server answers replaces them.

import { formatExact, formatQuotient } from "./number.js";

const BLANK = "-";

/** @import { Fraction } from "./number.js" */

/** @param {string | number | null} text */
const exact = (text) => (text === null ? null : BigInt(text));

/**
 * The cumulative figure as a fraction of whole numbers, or null where there is none.
 * @param {Server.Figures} row
 * @param {bigint | null} value
 * @param {bigint | null} denominator
 * @returns {Fraction | null}
 */
export function cumulativeOf(row, value, denominator) {
  const before = exact(row.before);
  const last = value ?? before;
  if (last === null) return null;
  const sum = (before ?? 0n) + (value ?? 0n);
  switch (row.rule) {
    case "sum":
      return [sum, 1n];
    case "mean": {
      const days = value === null ? 0n : BigInt(row.days);
      return [(before ?? 0n) + (value ?? 0n) * days, BigInt(row.before_days) + days];
    }
    case "ratio": {
      const below = (exact(row.before_denominator) ?? 0n) + (denominator ?? 0n);
      if (below === 0n) return null;
      return row.unit === "%" ? [sum * 100n, below] : [sum, below];
    }
    default:
      return [last, 1n];
  }
}

/**
 * Several cumulative figures of one rule as one; of ratios the halves are added. Null where there is none.
 * @param {Server.Figures["rule"]} rule
 * @param {Fraction[]} fractions
 * @returns {Fraction | null}
 */
export function addUp(rule, fractions) {
  const [first, ...others] = fractions;
  if (!first) return null;
  return others.reduce(
    ([above, below], [more, under]) => (rule === "ratio" ? [above + more, below + under] : [above * under + more * below, below * under]),
    first,
  );
}

/**
 * Texts `cumulative`, `rate` (`62.2%`) and the bar's `width` for what a row comes to.
 * @param {Server.Figures} row
 * @param {Fraction | null} found
 */
export function preview(row, found) {
  if (!found) return { cumulative: BLANK, rate: BLANK, width: "" };
  const [above, below] = found;
  const scale = 10n ** BigInt(row.decimals);
  const size = BigInt(row.factor) * scale;
  /** @type {Partial<Record<Server.Figures["rule"], () => string>>} */
  const texts = {
    mean: () => formatQuotient(above, below * size, row.decimals),
    ratio: () => formatQuotient(above, below * BigInt(row.factor), 1) + (row.unit === "%" ? "%" : ""),
  };
  const text = texts[row.rule]?.() ?? formatExact(above / below, size, row.decimals);
  const target = exact(row.target);
  if (!target) return { cumulative: text, rate: BLANK, width: "" };
  /** @type {Fraction} */
  const reached = [above * 100n * (row.rule === "ratio" ? scale : 1n), below * target];
  const percent = Number((reached[0] * 10n) / reached[1]) / 10;
  return {
    cumulative: text,
    rate: `${formatQuotient(...reached, 1)}%`,
    width: String(Math.min(100, Math.max(0, percent))),
  };
}
