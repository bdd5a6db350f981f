// What is added up and what stands for what, by the lists that the server gives.

import assert from "node:assert/strict";
import { test } from "node:test";

import { comesTo, isStoodFor, rowsAbove } from "../../seoulwork/entry/static/entry/together.js";

const sums = { a1: [["a1p1", "a1p2"], ["a1p3"]], a1p1: [["a1p4", "a1p5"]] };
const flow = { written: ["명"], factor: 1, decimals: 0, blank: null, base: ["0", "1"], weight: 1, target: null, places: null, suffix: "", added: "cumulative" };

/** What months before have come to so much. */
const before = (amount) => ({ blank: [amount, "1"], base: [amount, "1"] });

/** What a row comes to where `typed` stands in the cells, and `more` is known of the rows besides. */
const found = (typed, more = {}, row = "a1") =>
  comesTo(row, {
    sums,
    figures: (id) => (id.startsWith("a1") ? { ...flow, ...more[id] } : undefined),
    typed: (id) => typed[id] ?? [null],
  });

test("what stands in the row itself counts, a zero too", () => {
  assert.deepEqual(found({ a1: [7n], a1p1: [1n] }), [7n, 1n]);
  assert.deepEqual(found({ a1: [0n], a1p1: [1n] }), [0n, 1n]);
  assert.deepEqual(found({ a1: [7n] }, { a1: before("3") }), [10n, 1n]);
});

test("a blank row comes to the first list in which anything is known, however deep", () => {
  assert.deepEqual(found({ a1p1: [1n], a1p2: [2n], a1p3: [9n] }), [3n, 1n]);
  assert.deepEqual(found({ a1p3: [9n] }), [9n, 1n]);
  assert.deepEqual(found({ a1p4: [4n], a1p5: [5n], a1p2: [2n] }), [11n, 1n]);
  assert.deepEqual(found({ a1p4: [4n] }, {}, "a1p1"), [4n, 1n]);
});

test("nothing known is nothing, or what the months before came to", () => {
  assert.equal(found({}), null);
  assert.equal(found({}, {}, "a9"), null);
  assert.deepEqual(found({}, { a1: before("3") }), [3n, 1n]);
});

test("parts that are blank this month add what they have come to", () => {
  assert.deepEqual(found({ a1p1: [1n] }, { a1p1: before("10"), a1p2: before("20") }), [31n, 1n]);
  const stock = (amount) => ({ ...before(amount), base: ["0", "1"] });
  assert.deepEqual(found({ a1p1: [1n] }, { a1p1: stock("10"), a1p2: stock("20") }), [21n, 1n]);
});

test("beside months of its own a flow adds its parts' month alone", () => {
  const own = { a1: { ...before("100"), added: "month" }, a1p1: before("10"), a1p2: before("20") };
  assert.deepEqual(found({ a1p4: [4n], a1p5: [5n] }, own), [109n, 1n]);
  assert.deepEqual(found({ a1p2: [2n] }, own), [102n, 1n]);
});

test("where only the server can tell, nothing is said, of the rows above neither", () => {
  assert.equal(found({ a1p1: [1n] }, { a1: { added: "unknown" } }), undefined);
  assert.equal(found({ a1p4: [1n], a1p2: [2n] }, { a1p1: { added: "unknown" } }), undefined);
  assert.deepEqual(found({ a1: [1n] }, { a1: { added: "unknown" } }), [1n, 1n]);
});

test("of a ratio both halves are added", () => {
  const ratio = { written: ["", ""], base: ["0", "0"] };
  const known = { a1: ratio, a1p1: ratio, a1p2: { ...ratio, blank: ["3", "30"], base: ["3", "30"] } };
  assert.deepEqual(found({ a1p1: [1n, 10n] }, known), [4n, 40n]);
  assert.deepEqual(found({ a1p1: [1n, null], a1p2: [2n, null] }, known), [5n, 30n]);
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
