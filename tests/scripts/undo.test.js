// Undo and redo.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Undo } from "../../seoulwork/entry/static/entry/undo.js";

test("the last change is taken back first, and made again", () => {
  const undo = new Undo();
  undo.add(["one"]);
  undo.add(["two", "three"]);
  assert.deepEqual(undo.back(), ["two", "three"]);
  assert.deepEqual(undo.back(), ["one"]);
  assert.deepEqual(undo.back(), []);
  assert.deepEqual(undo.again(), ["one"]);
  assert.deepEqual(undo.again(), ["two", "three"]);
  assert.deepEqual(undo.again(), []);
  assert.deepEqual(undo.back(), ["two", "three"]);
});

test("after a new change nothing is made again", () => {
  const undo = new Undo();
  undo.add(["one"]);
  undo.back();
  undo.add(["two"]);
  assert.deepEqual(undo.again(), []);
  assert.deepEqual(undo.back(), ["two"]);
});

test("a change that was not made after all is forgotten", () => {
  const undo = new Undo();
  const refused = ["two"];
  undo.add(["one"]);
  undo.add(refused);
  undo.drop(refused);
  assert.deepEqual(undo.back(), ["one"]);
});
