// The arithmetic of a range of cells: what lies in it, where it can be stretched to, what it gives to a spreadsheet.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumber } from "../../seoulwork/entry/static/entry/number.js";
import { Range } from "../../seoulwork/entry/static/entry/range.js";

const units = { 명: { base: "명", factor: 1 } };

/** A grid of rows of texts, as far as a range knows one. */
function gridOf(...texts) {
  const rows = texts.map((line) => {
    const row = { figures: { factor: 1, decimals: 0 } };
    row.cells = line.map((value, column) => ({
      row,
      column,
      label: value,
      box: { classList: new Set() },
      input: { value, scrollIntoView: () => {} },
      read: (text) => parseNumber(text, "명", 0, units),
    }));
    for (const { box } of row.cells) box.classList.remove = box.classList.delete;
    return row;
  });
  return { rows, range: new Range(rows, {}) };
}

const texts = (range) => range.cells.map(({ input }) => input.value);

test("a range is the same from each of its corners, and leaves out what a short row lacks", () => {
  const { rows, range } = gridOf(["1", "2"], ["3"], ["4", "5"]);
  range.to(rows[0].cells[0], rows[2].cells[1]);
  assert.deepEqual(texts(range), ["1", "2", "3", "4", "5"]);
  range.to(rows[2].cells[1], rows[0].cells[0]);
  assert.deepEqual(texts(range), ["1", "2", "3", "4", "5"]);
  range.leave();
  assert.equal(range.active, false);
});

test("it is stretched as far as there are cells", () => {
  const { rows, range } = gridOf(["1"], ["2"]);
  const [first] = rows[0].cells;
  assert.equal(range.stretch(first, -1, 0), false);
  assert.equal(range.stretch(first, 1, 0), true);
  assert.deepEqual(texts(range), ["1", "2"]);
  assert.equal(range.stretch(first, 1, 0), true);
  assert.deepEqual(texts(range), ["1", "2"]);
  range.stretch(first, -1, 0);
  assert.equal(range.active, false);
});

test("spreadsheets get plain numbers, a text that is none as it is", () => {
  const { rows, range } = gridOf(["1,234", "△5"], ["", "5,2o1"]);
  range.to(rows[0].cells[0], rows[1].cells[1]);
  assert.equal(range.text, "1234\t-5\r\n\t5,2o1");
});

test("a row that is too short leaves its place empty", () => {
  const { rows, range } = gridOf(["1", "2"], ["3"]);
  range.to(rows[0].cells[0], rows[1].cells[0]);
  range.to(rows[0].cells[1], rows[1].cells[0]);
  assert.equal(range.text, "1\t2\r\n3\t");
  assert.equal(range.told.textContent, "3칸 선택: 1부터 3까지");
});

test("a fault in reading a cell is not taken for a text", () => {
  const { rows, range } = gridOf(["1"], ["2"]);
  rows[0].cells[0].read = () => BigInt("a fault");
  range.to(rows[0].cells[0], rows[1].cells[0]);
  assert.throws(() => range.text, SyntaxError);
});
