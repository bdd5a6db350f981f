// The lines of the desk: marks, levels, what Enter and Tab make of them, what other programs paste.

import assert from "node:assert/strict";
import { test } from "node:test";
import { continued, lineOf, marked, meant, movedLine, movedPiece, pasted, stepped } from "../../reports/static/reports/desk/lines.js";

test("each line is of one kind, as deep as its mark says", () => {
  const found = ["[요지]", "□ 제목", "□", "■ 사업", "○ 가", "  - 나", "· 다", "※ 라", "◆ 마", "▶ 바", "① 사", "[표: 쉼터]", "글", ""].map((line) => {
    const { kind, mark, level } = lineOf(line, 1);
    return [kind, mark, level];
  });
  assert.deepEqual(found, [
    ["gist", "[요지]", 0], ["heading", "□", 0], ["heading", "□", 0], ["project", "■", 0], ["item", "○", 0], ["item", "-", 1], ["item", "·", 2],
    ["item", "※", 2], ["item", "◆", 0], ["item", "▶", 1], ["item", "①", 0], ["table", "", 0], ["words", "", 0], ["blank", "", 0],
  ]);
});

test("Enter goes on with the mark, and takes an empty one away", () => {
  assert.equal(continued("  - 나"), "  - ");
  assert.equal(continued("※ 라", 1), "    ※ ");
  assert.equal(continued("① 가"), "② ");
  assert.equal(continued("[요지]"), "◆ ");
  assert.equal(continued("□ 제목"), "○ ");
  assert.equal(continued("■ 사업"), "□ ");
  assert.equal(continued("글"), "");
  assert.equal(continued("  - "), null);
});

test("Tab and Shift-Tab step through the marks, and end there", () => {
  const steps = (line, by) => {
    const found = [];
    for (let mark = stepped(line, by); mark; mark = stepped(marked(line, mark), by)) found.push(mark);
    return found;
  };
  assert.deepEqual(steps("○ 가", 1), ["-", "·"]);
  assert.deepEqual(steps("    · 가", -1), ["-", "○"]);
  assert.deepEqual(steps("◆ 가", 1), ["▶", "·"]);
  assert.deepEqual(steps("글", 1), ["○", "-", "·"]);
  assert.equal(stepped("□ 제목", 1), null);
  assert.equal(marked("  - 가 나", "·"), "    · 가 나");
  assert.equal(marked("글", "□"), "□ 글");
});

test("a typed sign means a mark", () => {
  assert.deepEqual(["ㅇ", "o", "-", "  -", "•", "ㅁ", "○ -", "- ○", "가", "12", "", "○ 가"].map(meant), ["○", "○", "-", "-", "·", "□", "-", "○", "", "", "", ""]);
});

test("what is pasted keeps its levels", () => {
  const text = "ㅁ 추진현황\r\n\r\n ㅇ 무기계약직 전환\r\n   – 잔여 인원\r\n\t•\t세부\r\n  ※ 기준: 6월말\r\n❍ 상담\n▷ 대상\n-9명 감소\n-내용\n◦ 끝";
  assert.equal(pasted(text), "□ 추진현황\n○ 무기계약직 전환\n  - 잔여 인원\n    · 세부\n      ※ 기준: 6월말\n○ 상담\n  ▶ 대상\n  - 9명 감소\n  - 내용\n○ 끝");
  assert.equal(pasted("o 한 줄"), "o 한 줄");
  assert.equal(pasted("okay\noffice\nㅇㅋ"), "okay\noffice\nㅇㅋ");
});

test("a piece changes places with the one beside it", () => {
  const lines = ["□ 가", "○ 1", "□ 나", "○ 2", "○ 3", "■ 사업", "□ 다"];
  assert.deepEqual(movedPiece(lines, 0, 1), { lines: ["□ 나", "○ 2", "○ 3", "□ 가", "○ 1", "■ 사업", "□ 다"], at: 3 });
  assert.deepEqual(movedPiece(lines, 2, -1), { lines: ["□ 나", "○ 2", "○ 3", "□ 가", "○ 1", "■ 사업", "□ 다"], at: 0 });
  assert.equal(movedPiece(lines, 0, -1), null);
  assert.equal(movedPiece(lines, 1, 1), null);
});

test("a line is moved with what belongs to it", () => {
  const lines = ["□ 가", "○ 하나", "  - 딸림", "    ※ 참고", "○ 둘", "  - 끝", "□ 나", "○ 셋"];
  const moved = (at, by) => movedLine(lines, at, by)?.lines.map((line) => line.trim().slice(2)).join(" ");
  assert.equal(moved(1, 1), "가 둘 끝 하나 딸림 참고 나 셋");
  assert.equal(moved(4, -1), "가 둘 끝 하나 딸림 참고 나 셋");
  assert.equal(moved(2, 1), "가 하나 둘 딸림 참고 끝 나 셋");
  assert.equal(moved(5, -1), "가 하나 딸림 참고 끝 둘 나 셋");
  assert.equal(moved(4, 1), "가 하나 딸림 참고 나 둘 끝 셋");
  assert.equal(moved(1, -1), "하나 딸림 참고 가 둘 끝 나 셋");
  assert.equal(moved(7, 1), undefined);
  for (let at = 1; at < lines.length; at += 1) for (const by of /** @type {const} */ ([1, -1])) {
    const there = movedLine(lines, at, by);
    if (!there) continue;
    assert.deepEqual([...there.lines].sort(), [...lines].sort());
    assert.equal(there.lines[there.at], lines[at]);
  }
});
