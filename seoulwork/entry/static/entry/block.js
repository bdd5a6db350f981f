// A block of cells as Excel and Hancom Cell put it on the clipboard: tabs between cells, line ends between rows,
// quotes around a cell that holds one of them.

/**
 * Rows of texts; the empty row behind the last line end is not one.
 * @param {string} text
 */
export function readBlock(text) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        at += 1;
        cell += character;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === "\t" || character === "\n") {
      row.push(cell);
      cell = "";
      if (character === "\n") {
        rows.push(row);
        row = [];
      }
    } else if (character !== "\r") cell += character;
  }
  row.push(cell);
  if (!rows.length || row.length > 1 || cell) rows.push(row);
  return rows;
}

/**
 * @template Cell
 * @typedef {{cell?: Cell | undefined, text: string}} Problem A sentence, and the cell that it is about.
 */

/**
 * Lay a block over the rows of cells from one cell on: the cells with their texts, and what does not fit, as sentences.
 * @template Cell
 * @param {string[][]} block
 * @param {Cell[][]} lines
 * @param {number} line
 * @param {number} column
 */
export function layBlock(block, lines, line, column) {
  /** @type {{cell: Cell, value: string, place: string}[]} */
  const placed = [];
  /** @type {Problem<Cell>[]} */
  const problems = [];
  const below = lines.length - line;
  if (block.length > below) {
    problems.push({ text: `붙여 넣을 것은 ${block.length}행인데, 이 칸부터 아래로는 ${below}행뿐입니다.` });
  }
  for (const [down, texts] of block.entries()) {
    const cells = lines[line + down];
    if (!cells) break;
    for (const [right, text] of texts.entries()) {
      const cell = cells[column + right];
      const place = `${down + 1}행 ${right + 1}열`;
      if (cell) placed.push({ cell, value: text.trim(), place });
      else if (text.trim()) {
        problems.push({
          cell: cells.at(-1),
          text: `${place}의 '${text.trim()}'에 맞는 칸이 없습니다. 이 줄의 칸은 ${cells.length}개입니다.`,
        });
      }
    }
  }
  return { placed, problems };
}
