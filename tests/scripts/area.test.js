// Places in a grid whose lines are of different widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import { between, step } from "../../seoulwork/entry/static/entry/area.js";

const widths = [1, 2, 1];

test("a step down enters a shorter line at its end", () => {
  assert.deepEqual(step(widths, { line: 0, column: 0 }, 1, 0), { line: 1, column: 0 });
  assert.deepEqual(step(widths, { line: 1, column: 1 }, 1, 0), { line: 2, column: 0 });
});

test("a step aside stays in the line", () => {
  assert.deepEqual(step(widths, { line: 1, column: 0 }, 0, 1), { line: 1, column: 1 });
  assert.equal(step(widths, { line: 1, column: 1 }, 0, 1), null);
  assert.equal(step(widths, { line: 1, column: 0 }, 0, -1), null);
});

test("there is nothing above the first line and below the last", () => {
  assert.equal(step(widths, { line: 0, column: 0 }, -1, 0), null);
  assert.equal(step(widths, { line: 2, column: 0 }, 1, 0), null);
});

test("what lies between two corners is the same from each of them", () => {
  const corners = [{ line: 0, column: 0 }, { line: 0, column: 1 }, { line: 2, column: 0 }, { line: 2, column: 1 }];
  const all = [0, 1, 2].map((line) => [0, 1].map((column) => ({ line, column })));
  for (const [one, other] of [[0, 3], [3, 0], [1, 2], [2, 1]]) assert.deepEqual(between(corners[one], corners[other]), all);
  assert.deepEqual(between(corners[0], corners[0]), [[corners[0]]]);
});
