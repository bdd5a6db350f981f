// What a row shows while one types: the cumulative figure, the rate, the width of its bar.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addUp, cumulativeOf, preview } from "../../seoulwork/entry/static/entry/preview.js";

const flow = { written: ["명"], factor: 1, decimals: 0, blank: ["100", "1"], base: ["100", "1"], weight: 1, target: "400", places: null, suffix: "" };
const none = { blank: null, base: ["0", "1"] };
const shown = (row, value, denominator = null) => preview(row, cumulativeOf(row, value, denominator));
const nothing = { cumulative: "-", rate: "-", width: "" };

test("a flow adds up", () => {
  assert.deepEqual(shown(flow, 50n), { cumulative: "150", rate: "37.5%", width: "37.5" });
  assert.deepEqual(shown(flow, null), { cumulative: "100", rate: "25.0%", width: "25" });
});

test("a blank is not zero", () => {
  assert.deepEqual(shown({ ...flow, ...none }, null), nothing);
  assert.deepEqual(shown({ ...flow, ...none }, 0n), { cumulative: "0", rate: "0.0%", width: "0" });
});

test("without a target, or with zero for one, there is no rate", () => {
  for (const target of [null, "0"]) assert.deepEqual(shown({ ...flow, target }, 50n), { cumulative: "150", rate: "-", width: "" });
});

test("a bar ends at both edges, its rate does not", () => {
  assert.deepEqual(shown(flow, 900n), { cumulative: "1,000", rate: "250.0%", width: "100" });
  assert.deepEqual(shown(flow, -150n), { cumulative: "△50", rate: "△12.5%", width: "0" });
});

test("the latest figure takes the place of the one before", () => {
  const stock = { ...flow, base: ["0", "1"] };
  assert.equal(shown(stock, 120n).cumulative, "120");
  assert.equal(shown(stock, null).cumulative, "100");
});

test("a mean weighs each run by its days, and is rounded", () => {
  const mean = { ...flow, decimals: 1, places: 1, blank: ["9050", "181"], base: ["9050", "212"], weight: 31, target: "600" };
  assert.deepEqual(shown(mean, 600n), { cumulative: "13.0", rate: "21.7%", width: "21.7" });
  assert.equal(shown(mean, null).cumulative, "5.0");
});

test("a ratio divides the sums of both halves", () => {
  const ratio = { ...flow, written: ["", ""], blank: ["3000", "100"], base: ["3000", "100"], weight: 100, places: 1, suffix: "%", target: "60" };
  assert.deepEqual(shown(ratio, 20n, 100n), { cumulative: "25.0%", rate: "41.7%", width: "41.6" });
  assert.deepEqual(shown(ratio, null, 100n), { cumulative: "30.0%", rate: "50.0%", width: "50" });
  assert.deepEqual(shown({ ...ratio, blank: null, base: ["0", "0"] }, 20n), nothing);
});

test("a ratio of an amount to a count is shown in the unit of the amount", () => {
  const ratio = { ...flow, written: ["만원", ""], factor: 10_000, blank: null, base: ["0", "0"], places: 1, target: "6000000" };
  assert.deepEqual(shown(ratio, 300_000_000n, 100n), { cumulative: "300.0", rate: "50.0%", width: "50" });
});

test("money is shown in its unit, all of it", () => {
  assert.equal(shown({ ...flow, factor: 1_000_000, base: ["1000000", "1"] }, 500_000n).cumulative, "1.5");
});

test("rows add up as the fractions that they are, ratios by halves", () => {
  assert.deepEqual(addUp([[10n, 2n], [9n, 3n]], false), [48n, 6n]);
  assert.deepEqual(addUp([[10n, 2n], [9n, 3n]], true), [19n, 5n]);
  assert.deepEqual(addUp([[7n, 1n]], false), [7n, 1n]);
  assert.equal(addUp([], false), null);
});
