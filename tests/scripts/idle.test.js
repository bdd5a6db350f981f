// How long a session lasts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, phaseOf } from "../../seoulwork/accounts/static/accounts/idle.js";

test("two minutes before its end it is warned of, of a short session at its half", () => {
  const half = 30 * 60_000;
  assert.deepEqual([half, 120_001, 120_000, 1, 0, -1].map((rest) => phaseOf(rest, half)), ["quiet", "quiet", "warning", "warning", "over", "over"]);
  assert.deepEqual([30_001, 30_000].map((rest) => phaseOf(rest, 60_000)), ["quiet", "warning"]);
});

test("what is left is told in minutes and seconds", () => {
  assert.deepEqual([120_000, 60_000, 59_001, 59_000, 1].map(inWords), ["2분 0초", "1분 0초", "1분 0초", "59초", "1초"]);
});
