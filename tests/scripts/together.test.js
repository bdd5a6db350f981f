// What is added up and what stands for what, by the lists that the server gives.

import assert from "node:assert/strict";
import { test } from "node:test";

import { amountsOf, isStoodFor, rowsAbove } from "../../seoulwork/entry/static/entry/together.js";

const sums = { a1: [["a1p1", "a1p2"], ["a1p3"]], a1p1: [["a1p4", "a1p5"]] };

/** The amounts of `a1` where these stand in the cells. */
const whole = (amounts, row = "a1") => amountsOf(row, sums, (each) => amounts[each] ?? [null]);

test("what stands in the row itself counts, a zero too", () => {
  assert.deepEqual(whole({ a1: [7n], a1p1: [1n] }), [7n]);
  assert.deepEqual(whole({ a1: [0n], a1p1: [1n] }), [0n]);
});

test("a blank row comes to the first list in which anything is known, however deep", () => {
  assert.deepEqual(whole({ a1p1: [1n], a1p2: [2n], a1p3: [9n] }), [3n]);
  assert.deepEqual(whole({ a1p3: [9n] }), [9n]);
  assert.deepEqual(whole({ a1p4: [4n], a1p5: [5n], a1p2: [2n] }), [11n]);
  assert.deepEqual(whole({ a1p4: [4n] }, "a1p1"), [4n]);
});

test("nothing known is no sum", () => {
  assert.deepEqual(whole({}), [null]);
  assert.deepEqual(whole({}, "a2"), [null]);
  assert.deepEqual(amountsOf("a9", sums, () => []), []);
});

test("of a ratio both halves are added, each where it is known", () => {
  const halves = { a1: [null, null], a1p1: [1n, 10n], a1p2: [2n, 20n] };
  assert.deepEqual(whole(halves), [3n, 30n]);
  assert.deepEqual(whole({ ...halves, a1p2: [2n, null] }), [3n, 10n]);
  assert.deepEqual(whole({ ...halves, a1p1: [1n, null], a1p2: [2n, null] }), [3n, null]);
  assert.deepEqual(whole({ ...halves, a1p1: [1n], a1p2: [2n] }), [3n, null]);
});

test("each row knows those that it goes into", () => {
  assert.deepEqual(Object.fromEntries(rowsAbove({ ...sums, a2: [["a1p3"]] })), {
    a1p1: ["a1"], a1p2: ["a1"], a1p3: ["a1", "a2"], a1p4: ["a1p1"], a1p5: ["a1p1"],
  });
});

test("a whole stands for its parts while all of it is given and none of them", () => {
  const standings = [{ whole: ["a1", "d1"], parts: ["a1p1", "d1p1", "a1p2", "d1p2"] }];
  const stands = (cell, ...filled) => isStoodFor(cell, standings, (each) => filled.includes(each));
  assert.equal(stands("a1p1", "a1", "d1"), true);
  assert.equal(stands("a1p1", "a1"), false);
  assert.equal(stands("a1p1", "a1", "d1", "a1p2"), false);
  assert.equal(stands("a2p1", "a1", "d1"), false);
});
