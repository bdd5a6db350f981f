// The cumulative figure and the achievement rate while one types, by the rule of seoulwork/ledger.py. What the server answers replaces them.

import { formatQuotient } from "./number.js";

const BLANK = "-";

const exact = (text) => (text === null || text === undefined ? null : BigInt(text));

/** The cumulative figure as a fraction [above, below] of whole numbers, or null. */
function cumulative(row, value, denominator) {
  const before = exact(row.before);
  switch (row.rule) {
    case "sum":
      return before === null && value === null ? null : [(before ?? 0n) + (value ?? 0n), 1n];
    case "mean": {
      const parts = [
        [before, BigInt(row.before_days)],
        [value, BigInt(row.days)],
      ].filter(([each]) => each !== null);
      if (!parts.length) return null;
      return [parts.reduce((sum, [each, days]) => sum + each * days, 0n), parts.reduce((sum, [, days]) => sum + days, 0n)];
    }
    case "ratio": {
      const below = (exact(row.before_denominator) ?? 0n) + (denominator ?? 0n);
      if ((before === null && value === null) || below === 0n) return null;
      return [((before ?? 0n) + (value ?? 0n)) * 100n, below];
    }
    default: {
      const latest = value ?? before;
      return latest === null ? null : [latest, 1n];
    }
  }
}

/** Texts `cumulative`, `rate` (`62.2%`) and the bar's `width` for the figures typed in a row (BigInt or null). */
export function preview(row, value, denominator) {
  const found = cumulative(row, value, denominator);
  if (!found) return { cumulative: BLANK, rate: BLANK, width: "" };
  const [above, below] = found;
  const target = exact(row.target);
  const size = row.rule === "ratio" ? 1n : BigInt(row.factor) * 10n ** BigInt(row.decimals);
  const text =
    row.rule === "ratio" ? `${formatQuotient(above, below, 1)}%` : formatQuotient(above, below * size, row.decimals);
  if (!target) return { cumulative: text, rate: BLANK, width: "" };
  const rate = [above * 100n, below * target];
  const percent = Number((rate[0] * 10n) / rate[1]) / 10;
  return {
    cumulative: text,
    rate: `${formatQuotient(...rate, 1)}%`,
    width: String(Math.min(100, Math.max(0, percent))),
  };
}
