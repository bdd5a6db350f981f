// What each key does in the cells of a grid.

import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf } from "../../seoulwork/entry/static/entry/keys.js";

/** What a key does in a cell whose text is all selected, as it is when the cell is entered; `more` says what is otherwise. */
const action = (key, more = {}) => actionOf({ key, control: false, shift: false, alt: false, whole: true, ranged: false, typed: false, ...more });

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

test("arrows go to the next cell, with Shift they stretch a range", () => {
  for (const [key, [down, right]] of Object.entries(ARROWS)) {
    assert.deepEqual(action(key), { name: "move", down, right });
    assert.deepEqual(action(key, { shift: true }), { name: "stretch", down, right });
    assert.deepEqual(action(key, { shift: true, whole: false, ranged: true }), { name: "stretch", down, right });
  }
});

test("while one edits in a text, left and right stay in it, up and down leave it", () => {
  for (const shift of [false, true]) {
    assert.equal(action("ArrowLeft", { whole: false, shift }), null);
    assert.equal(action("ArrowRight", { whole: false, shift }), null);
    assert.deepEqual(action("ArrowDown", { whole: false, shift }), { name: "move", down: 1, right: 0 });
  }
});

test("Alt and down leads into the panel, Alt and another arrow is an arrow", () => {
  assert.deepEqual(action("ArrowDown", { alt: true }), { name: "details" });
  assert.deepEqual(action("ArrowUp", { alt: true }), { name: "move", down: -1, right: 0 });
});

test("Enter goes down, with Shift up", () => {
  assert.deepEqual(action("Enter"), { name: "enter", down: 1 });
  assert.deepEqual(action("Enter", { shift: true }), { name: "enter", down: -1 });
});

test("Escape leaves a range first, then gives up what is typed; F2 edits", () => {
  assert.deepEqual(action("Escape", { ranged: true }), { name: "leave" });
  assert.deepEqual(action("Escape"), { name: "give up" });
  assert.deepEqual(action("F2"), { name: "edit" });
});

test("Delete and Backspace empty a range; in one cell they are the text's", () => {
  for (const key of ["Delete", "Backspace"]) {
    assert.deepEqual(action(key, { ranged: true }), { name: "clear" });
    assert.equal(action(key), null);
  }
});

test("with Ctrl: first and last cell, undo and redo, whatever the case of the letter", () => {
  const control = (key, more) => action(key, { control: true, ...more });
  assert.deepEqual(control("Home"), { name: "first" });
  assert.deepEqual(control("End"), { name: "last" });
  assert.deepEqual(control("z"), { name: "undo" });
  assert.deepEqual(control("Z"), { name: "undo" });
  assert.deepEqual(control("z", { typed: true }), { name: "give up" });
  assert.deepEqual(control("Z", { shift: true, typed: true }), { name: "redo" });
  assert.deepEqual(control("y"), { name: "redo" });
  for (const key of ["c", "ArrowDown", "Enter"]) assert.equal(control(key), null);
});

test("all other keys are the text's", () => {
  for (const key of ["1", "=", "Tab", "Home", "F3", "Process"]) assert.equal(action(key), null);
});
