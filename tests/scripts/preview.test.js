// What a row shows while one types: the cumulative figure, the rate, the width of its bar.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addUp, cumulativeOf, preview } from "../../seoulwork/entry/static/entry/preview.js";

const flow = { rule: "sum", unit: "명", decimals: 0, factor: 1, before: "100", target: "400" };
const shown = (row, value, denominator) => preview(row, cumulativeOf(row, value, denominator));
const blank = { cumulative: "-", rate: "-", width: "" };

test("a flow adds up", () => {
  assert.deepEqual(shown(flow, 50n, null), { cumulative: "150", rate: "37.5%", width: "37.5" });
  assert.deepEqual(shown(flow, null, null), { cumulative: "100", rate: "25.0%", width: "25" });
});

test("a blank is not zero", () => {
  assert.deepEqual(shown({ ...flow, before: null }, null, null), blank);
  assert.deepEqual(shown({ ...flow, before: null }, 0n, null), { cumulative: "0", rate: "0.0%", width: "0" });
});

test("without a target, or with zero for one, there is no rate", () => {
  for (const target of [null, "0"]) assert.deepEqual(shown({ ...flow, target }, 50n, null), { cumulative: "150", rate: "-", width: "" });
});

test("a bar ends at both edges, its rate does not", () => {
  assert.deepEqual(shown(flow, 900n, null), { cumulative: "1,000", rate: "250.0%", width: "100" });
  assert.deepEqual(shown(flow, -150n, null), { cumulative: "△50", rate: "△12.5%", width: "0" });
});

test("the latest figure takes the place of the one before", () => {
  const stock = { ...flow, rule: "latest" };
  assert.equal(shown(stock, 120n, null).cumulative, "120");
  assert.equal(shown(stock, null, null).cumulative, "100");
});

test("a mean weighs each run by its days", () => {
  const mean = { ...flow, rule: "mean", decimals: 1, before: "9050", before_days: 181, days: 31, target: "600" };
  assert.deepEqual(shown(mean, 600n, null), { cumulative: "13.0", rate: "21.7%", width: "21.7" });
  assert.equal(shown(mean, null, null).cumulative, "5.0");
});

test("a ratio divides the sums of both parts", () => {
  const ratio = { ...flow, rule: "ratio", unit: "%", decimals: 0, before: "30", before_denominator: "100", target: "60" };
  assert.deepEqual(shown(ratio, 20n, 100n), { cumulative: "25.0%", rate: "41.7%", width: "41.6" });
  assert.deepEqual(shown({ ...ratio, before: null, before_denominator: null }, 20n, null), blank);
});

test("a ratio of an amount to a count is shown in the unit of the amount", () => {
  const ratio = { ...flow, rule: "ratio", unit: "만원", factor: 10_000, decimals: 0, before: null, before_denominator: null, target: "6000000" };
  assert.deepEqual(shown(ratio, 300_000_000n, 100n), { cumulative: "300.0", rate: "50.0%", width: "50" });
});

test("a mean or a ratio without months before is this month's", () => {
  const first = { ...flow, rule: "mean", before: null, before_days: 0, days: 31, target: null };
  assert.equal(shown(first, 12n, null).cumulative, "12");
  const ratio = { ...flow, rule: "ratio", unit: ":1", decimals: 1, before: null, before_denominator: null, target: "40" };
  assert.deepEqual(shown(ratio, 70n, 20n), { cumulative: "3.5", rate: "87.5%", width: "87.5" });
  assert.equal(shown({ ...ratio, before: "70", before_denominator: "20" }, null, null).cumulative, "3.5");
});

test("money is shown in its unit, all of it", () => {
  assert.equal(shown({ ...flow, unit: "백만원", factor: 1_000_000, before: "1000000" }, 500_000n, null).cumulative, "1.5");
});

test("means add up as the fractions that they are, ratios by halves", () => {
  assert.deepEqual(addUp("mean", [[10n, 2n], [9n, 3n]]), [48n, 6n]);
  assert.deepEqual(addUp("latest", [[10n, 1n], [9n, 1n]]), [19n, 1n]);
  assert.deepEqual(addUp("ratio", [[10n, 2n], [9n, 3n]]), [19n, 5n]);
  assert.deepEqual(addUp("sum", [[7n, 1n]]), [7n, 1n]);
  assert.equal(addUp("sum", []), null);
});
