// What a pasted block would clear, and what is pasted of it after the choice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { asMeant, chosen, clears, held, isQuestionable, withDash } from "../../seoulwork/entry/static/entry/blanks.js";

const change = (stored, value, committed = stored) => ({ cell: { stored, committed }, before: committed, value });

test("a blank or a dash clears what is stored, or else typed; not a cell that is blank", () => {
  for (const value of ["", " ", "-", " – "]) {
    assert.equal(clears(change("12", value)), true);
    assert.equal(clears(change("", value, "12")), true);
    assert.equal(clears(change("", value)), false);
  }
  assert.equal(clears(change("12", "0")), false);
  assert.equal(held({ stored: "", committed: "7" }), "7");
  assert.equal(held({ stored: "12", committed: "7" }), "12");
});

test("it is asked where a value would go or a dash stands", () => {
  assert.equal(isQuestionable([change("12", "13"), change("", "")]), false);
  assert.equal(isQuestionable([change("12", "13"), change("12", "")]), true);
  assert.equal(isQuestionable([change("", "-")]), true);
  assert.equal(withDash([change("", "-"), change("", ""), change("", "−")]).length, 2);
});

test("dashes are zeros when that is said", () => {
  const changes = [change("12", "-"), change("12", "")];
  assert.equal(asMeant(changes, false), changes);
  assert.deepEqual(asMeant(changes, true).map(({ value }) => value), ["0", ""]);
});

test("all is pasted and marked, or what clears is left out, or nothing is pasted", () => {
  const changes = [change("12", "13"), change("12", "")];
  assert.deepEqual(chosen(changes, "take").map((each) => each.clears), [false, true]);
  assert.deepEqual(chosen(changes, "keep"), [changes[0]]);
  assert.deepEqual(chosen(changes, ""), []);
});
