// The number grammar of the entry page, by the table that the server's own is held against.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { formatExact, formatQuotient, isDash, NumberError, parseNumber, workOut } from "../../seoulwork/entry/static/entry/number.js";

const cases = JSON.parse(readFileSync(new URL("../domain/number-cases.json", import.meta.url), "utf8"));
const units = Object.fromEntries(Object.entries(cases.units).map(([name, [base, factor]]) => [name, { base, factor }]));

/** Run `read`, and expect what it gives or the sentence with which it refuses. */
const expect = ({ problem }, expected, read) => {
  if (problem === undefined) assert.equal(read(), expected);
  else assert.throws(read, (error) => error instanceof NumberError && error.message === problem);
};

for (const each of cases.figures) {
  test(`the figure '${each.text}' of ${each.decimals} decimals in '${each.unit}'`, () => {
    const stored = each.stored === null || each.problem !== undefined ? null : BigInt(each.stored);
    expect(each, stored, () => parseNumber(each.text, each.unit, each.decimals, units));
  });
}

for (const each of cases.formulas) {
  test(`the formula '${each.text}'`, () => expect(each, each.number, () => workOut(each.text)));
}

for (const { text, dash } of cases.dashes) test(`a dash or not: '${text}'`, () => assert.equal(isDash(text), dash));

test("a quotient is rounded once, half away from zero", () => {
  assert.equal(formatQuotient(1n, 2n, 0), "1");
  assert.equal(formatQuotient(-1n, 2n, 0), "△1");
  assert.equal(formatQuotient(9_875n, 100n, 1), "98.8");
  assert.equal(formatQuotient(1n, -8n, 2), "△0.13");
  assert.equal(formatQuotient(-1n, 1_000n, 1), "0.0");
  assert.equal(formatQuotient(12_345_678_901n, 1n, 0), "12,345,678,901");
});

test("a figure is written with as many decimals as say all of it, and no fewer than it keeps", () => {
  assert.equal(formatExact(1_500_000n, 1_000_000n, 0), "1.5");
  assert.equal(formatExact(2_000_000n, 1_000_000n, 0), "2");
  assert.equal(formatExact(485n, 10n, 1), "48.5");
  assert.equal(formatExact(480n, 10n, 1), "48.0");
  assert.equal(formatExact(-1_234_567n, 1_000n, 0), "△1,234.567");
});
