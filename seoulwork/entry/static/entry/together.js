// Which cells of a page belong together. The server names them (`Server.Together`); here is only the adding and the looking.

/** @typedef {readonly (bigint | null)[]} Amounts A row's figure, and of a ratio its denominator. */

/**
 * What a row comes to: its own amounts, else the sums of the first of the server's lists in which anything is known.
 * @param {string} row
 * @param {Record<string, string[][]>} sums
 * @param {(row: string) => Amounts} own what stands in the row's own cells
 * @returns {Amounts}
 */
export function amountsOf(row, sums, own) {
  const amounts = own(row);
  if (isKnown(amounts)) return amounts;
  for (const rows of sums[row] ?? []) {
    const known = rows.map((each) => amountsOf(each, sums, own)).filter(isKnown);
    if (known.length) return amounts.map((_, at) => sumOf(known.map((each) => each[at] ?? null)));
  }
  return amounts;
}

/** @param {Amounts} amounts */
const isKnown = ([value]) => value !== null && value !== undefined;

/**
 * Missing is not zero: nothing known is no sum.
 * @param {Amounts} amounts
 */
function sumOf(amounts) {
  const known = amounts.filter((each) => each !== null);
  return known.length ? known.reduce((sum, each) => sum + each, 0n) : null;
}

/**
 * For each row those whose figure it goes into.
 * @param {Record<string, string[][]>} sums
 */
export function rowsAbove(sums) {
  /** @type {Map<string, string[]>} */
  const above = new Map();
  for (const [row, lists] of Object.entries(sums)) {
    for (const each of lists.flat()) above.set(each, [...(above.get(each) ?? []), row]);
  }
  return above;
}

/**
 * Whether a whole is given that stands for the cell.
 * @param {string} cell
 * @param {Server.Standing[]} standings
 * @param {(cell: string) => boolean} filled
 */
export function isStoodFor(cell, standings, filled) {
  return standings.some(({ whole, parts }) => parts.includes(cell) && whole.every(filled) && !parts.some(filled));
}
