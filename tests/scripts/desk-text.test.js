// References and differences of texts at the desk.

import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, kept } from "../../reports/static/reports/desk/difference.js";
import { fit, readReference, referencesIn, writeReference } from "../../reports/static/reports/desk/notation.js";

const applied = (text, changes) => changes.reduceRight((made, { from, to, insert }) => made.slice(0, from) + insert + made.slice(to), text);

test("references are found, read and written again", () => {
  assert.deepEqual(referencesIn("가 {상담.목표}, {=51%}{"), [{ from: 2, to: 9, source: "상담.목표" }, { from: 11, to: 17, source: "=51%" }]);
  for (const source of ["상담", "사업대상/청년/여성.목표@기준년-1:값,소수1", "상담@2018H1", "가 + 나/다.목표 − 라", "가÷나", "예산÷대상:만원", "가÷(가 + 나@기준년-1)", "(가 − 나)÷다:대1"]) assert.equal(writeReference(readReference(source)), `{${source}}`);
  for (const source of ["가÷나÷다", "가 + 나÷다", "=51%", "가=51%", ""]) assert.equal(readReference(source), null);
});

test("a name is found by its words, by first consonants, and while a syllable is being composed", () => {
  for (const wanted of ["창출", "일자리", "ㅊㅊ", "ㅊㅊㅇㅈㄹ", "창ㅊ", "차", "창추", "창출 ㅇㅈㄹ", ""]) assert.notEqual(fit(wanted, "창출 일자리"), null, wanted);
  for (const wanted of ["상담", "ㅅㄷ", "창츠", "일자리 상담"]) assert.equal(fit(wanted, "창출 일자리"), null, wanted);
  assert.ok((fit("상담", "상담") ?? 9) < (fit("상담", "전화상담") ?? 0));
});

test("only what differs is changed", () => {
  const old = "□ 가\n○ 하나 {상담}\n○ 둘\n○ 셋";
  assert.deepEqual(differences(old, old), []);
  assert.deepEqual(differences(old, "□ 가\n○ 하나의 {상담}\n○ 둘\n○ 셋은"), [{ from: 8, to: 8, insert: "의" }, { from: old.length, to: old.length, insert: "은" }]);
  assert.deepEqual(differences(old, "□ 가\n○ 하나 {상담}\n○ 셋"), [{ from: old.indexOf("\n○ 둘"), to: old.indexOf("\n○ 셋"), insert: "" }]);
});

test("whatever two texts are, the changes make one of the other", () => {
  let seed = 7;
  const next = (most) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % most;
  };
  const text = () => Array.from({ length: next(7) }, () => ["", "○ 가", "○ 나", "- {상담}", "□ 다 라", "- {상담} 명"][next(6)]).join("\n");
  for (let turn = 0; turn < 5000; turn += 1) {
    const [old, made] = [text(), text()];
    const changes = differences(old, made);
    assert.equal(applied(old, changes), made);
    for (const [at, change] of changes.entries()) assert.ok(change.from >= (changes[at - 1]?.to ?? 0) && change.to >= change.from);
  }
});

test("a text is kept without blanks at its ends", () => assert.equal(kept("\n\n가  \n\n 나\t\n\n"), "가\n\n 나"));
