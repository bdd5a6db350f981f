// Places in a grid whose lines are of different widths. Pure arithmetic.

/** @typedef {{line: number, column: number}} Place */

/**
 * Where a step leads; null where there is no cell. A shorter line is entered at its end.
 * @param {number[]} widths how many cells each line has: one or more
 * @param {Place} from
 * @param {number} down
 * @param {number} right
 * @returns {Place | null}
 */
export function step(widths, { line, column }, down, right) {
  const width = widths[line + down];
  if (!width) return null;
  const to = right ? column + right : Math.min(column, width - 1);
  return to >= 0 && to < width ? { line: line + down, column: to } : null;
}

/**
 * Everything between two corners, line by line: all lines of one width, whatever the grid's are.
 * @param {Place} one
 * @param {Place} other
 * @returns {Place[][]}
 */
export function between(one, other) {
  const count = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => Math.min(from, to) + at);
  return count(one.line, other.line).map((line) => count(one.column, other.column).map((column) => ({ line, column })));
}
