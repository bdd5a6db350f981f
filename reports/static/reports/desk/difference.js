// What a text has become, as the fewest small changes: what stands between them, cursors too, stays where it is.

/** @typedef {{from: number, to: number, insert: string}} Change In places of the old text. */

/**
 * @param {string} old
 * @param {string} text
 * @returns {Change[]} in order
 */
export function differences(old, text) {
  const before = old.split("\n");
  const after = text.split("\n");
  const starts = [0];
  for (const line of before) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  /** @type {Change[]} */
  const found = [];
  for (const { first, last, start, end } of regions(before, after)) {
    if (last - first === end - start) {
      for (let at = 0; at < last - first; at += 1) found.push(...within(before[first + at] ?? "", after[start + at] ?? "", starts[first + at] ?? 0));
    } else {
      // Whole lines, with the break before them, or behind them at the top.
      const top = first === 0;
      const was = before.slice(first, last);
      const is = after.slice(start, end);
      const whole = last - first === before.length || end - start === after.length;
      const from = whole ? 0 : top ? 0 : (starts[first] ?? 0) - 1;
      const one = whole ? old : top ? was.map((line) => `${line}\n`).join("") : was.map((line) => `\n${line}`).join("");
      const other = whole ? text : top ? is.map((line) => `${line}\n`).join("") : is.map((line) => `\n${line}`).join("");
      found.push(...within(one, other, from));
    }
  }
  return found;
}

/**
 * The one change between two texts, without what they begin and end with alike.
 * @param {string} old
 * @param {string} text
 * @param {number} from where the old one begins
 * @returns {Change[]}
 */
function within(old, text, from) {
  if (old === text) return [];
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  return [{ from: from + head, to: from + old.length - tail, insert: text.slice(head, text.length - tail) }];
}

/**
 * The stretches of lines that differ, by the longest common run of lines.
 * @param {string[]} before
 * @param {string[]} after
 */
function regions(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const [rows, columns] = [before.length - head - tail, after.length - head - tail];
  /** Longest common runs from each pair of lines to the end. */
  const longest = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  const at = (/** @type {number} */ row, /** @type {number} */ column) => longest[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const same = before[head + row] === after[head + column];
      const line = longest[row];
      if (line) line[column] = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found = [];
  let [row, column, first, start] = [0, 0, 0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[head + row] === after[head + column]) {
      if (row > first || column > start) found.push({ first: head + first, last: head + row, start: head + start, end: head + column });
      row += 1;
      column += 1;
      [first, start] = [row, column];
    } else if (row < rows && (column === columns || at(row + 1, column) >= at(row, column + 1))) row += 1;
    else column += 1;
  }
  if (row > first || column > start) found.push({ first: head + first, last: head + row, start: head + start, end: head + column });
  return found;
}

/**
 * A text as it is kept: without blanks at the ends of its lines, nor empty lines at its own.
 * @param {string} text
 */
export const kept = (text) =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
