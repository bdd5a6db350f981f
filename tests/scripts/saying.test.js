// The sentences about the saving, a choice and a list of problems.

import assert from "node:assert/strict";
import { test } from "node:test";

import { choiceOf, firstOf, progressOf } from "../../seoulwork/entry/static/entry/saying.js";

const said = (unsaved, more = {}) => progressOf({ unsaved, saver: "ready", keeps: true, saved: false, ...more });

test("nothing is said before anything is sent, then that all is saved", () => {
  assert.deepEqual(said([]), { text: "", kind: "" });
  assert.deepEqual(said(["typing"]), { text: "", kind: "" });
  assert.deepEqual(said([], { saved: true }), { text: "모두 저장됨", kind: "" });
});

test("cells that wait and cells to be mended are counted apart", () => {
  assert.deepEqual(said(["waiting", "saving", "held", "typing"]), { text: "저장 안 된 칸 3개", kind: "" });
  assert.deepEqual(said(["refused", "conflict"], { saved: true }), { text: "고칠 칸 2개", kind: "wrong" });
  assert.deepEqual(said(["waiting", "refused"]), { text: "저장 안 된 칸 1개 · 고칠 칸 1개", kind: "wrong" });
});

test("a trouble comes first, and what the browser can't keep is told", () => {
  assert.deepEqual(said(["refused"], { saver: "login" }), { text: "로그인이 끊겼습니다. · 고칠 칸 1개", kind: "trouble" });
  assert.deepEqual(said(["waiting"], { saver: "offline", keeps: false }), {
    text: "서버에 연결되지 않습니다. 연결되면 이어서 저장합니다. · 저장 안 된 칸 1개 · 이 브라우저에는 값을 남겨 둘 수 없으니 창을 닫지 마세요.",
    kind: "trouble",
  });
  assert.deepEqual(said([], { keeps: false }), { text: "", kind: "" });
});

test("a choice shows both values, a blank as such", () => {
  const theirs = { value: "2,320", by: "입력 담당 나", at: "2018-08-01T09:00:00+09:00", at_text: "8월 1일 09:00", version: 7 };
  const conflict = { cell: "a1", state: "conflict", text: "", mine: { value: "2,314" }, seen: { value: "" }, theirs };
  const blank = { ...conflict, mine: { value: "" }, theirs: { ...theirs, value: "" } };
  assert.deepEqual(choiceOf(conflict), [["2,320", "입력 담당 나", "8월 1일 09:00"], ["2,314", "나", "아직 저장되지 않음"]]);
  assert.deepEqual(choiceOf(blank).map(([value]) => value), ["(빈칸)", "(빈칸)"]);
});

test("of a long list of problems twelve are shown and the others counted", () => {
  const problems = Array.from({ length: 15 }, (_, at) => at);
  assert.deepEqual(firstOf(problems), { first: problems.slice(0, 12), more: "그 밖에 3가지" });
  assert.deepEqual(firstOf(problems.slice(0, 12)), { first: problems.slice(0, 12), more: "" });
});
