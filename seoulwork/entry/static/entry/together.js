// Which rows and cells of a page belong together. The server names them (`Server.Together`); here is only the adding and the looking.

import { addUp, cumulativeOf } from "./preview.js";

/** @import { Fraction } from "./number.js" */
/** @typedef {readonly (bigint | null)[]} Amounts What stands in a row's cells: its figure, and of a ratio the denominator. */

/**
 * @typedef {object} Page
 * @property {Record<string, string[][]>} sums
 * @property {(row: string) => Server.Figures | undefined} figures
 * @property {(row: string) => Amounts} typed
 */

/** @param {Amounts} amounts */
const hasValue = ([value]) => value !== null && value !== undefined;

/**
 * The parts that are added up for a blank row: the first of the server's lists in which anything of this month is known.
 * @param {string} row
 * @param {Page} page
 * @returns {string[]}
 */
const partsFor = (row, page) => (page.sums[row] ?? []).find((rows) => rows.some((each) => isKnown(each, page))) ?? [];

/**
 * @param {string} row
 * @param {Page} page
 * @returns {boolean}
 */
const isKnown = (row, page) => hasValue(page.typed(row)) || partsFor(row, page).length > 0;

/**
 * What a row comes to from January on, by what is typed. Null: nothing is known; undefined: only the server can tell.
 * @param {string} row
 * @param {Page} page
 * @returns {Fraction | null | undefined}
 */
export function comesTo(row, page) {
  const figures = page.figures(row);
  if (!figures) return null;
  const [value = null, denominator = null] = page.typed(row);
  const parts = value === null ? partsFor(row, page) : [];
  if (!parts.length) return cumulativeOf(figures, value, denominator);
  if (figures.added === "month") return cumulativeOf(figures, ofMonth(row, page), null);
  const found = figures.added === "cumulative" ? parts.map((each) => comesTo(each, page)) : [undefined];
  return found.includes(undefined) ? undefined : addUp(found.filter((each) => each !== null && each !== undefined), figures.written.length > 1);
}

/**
 * What a row comes to in this month alone.
 * @param {string} row
 * @param {Page} page
 * @returns {bigint | null}
 */
function ofMonth(row, page) {
  const [value = null] = page.typed(row);
  const parts = value === null ? partsFor(row, page) : [];
  return parts.length ? parts.reduce((sum, each) => sum + (ofMonth(each, page) ?? 0n), 0n) : value;
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
