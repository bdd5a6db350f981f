// Blocks from the clipboard of a spreadsheet, read and laid over the cells.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layBlock, readBlock } from "../../seoulwork/entry/static/entry/block.js";

test("tabs part cells and line ends part rows, of Windows and others alike", () => {
  assert.deepEqual(readBlock("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
  assert.deepEqual(readBlock("1\t2\n3\t4"), [["1", "2"], ["3", "4"]]);
});

test("an empty row amid a block is a row, the one behind the last line end is none", () => {
  assert.deepEqual(readBlock("1\n\n2\n"), [["1"], [""], ["2"]]);
  assert.deepEqual(readBlock(""), [[""]]);
  assert.deepEqual(readBlock("\t\n"), [["", ""]]);
});

test("a quoted cell holds tabs, line ends and doubled quotes", () => {
  assert.deepEqual(readBlock('"가\t나"\t"다\n라"\n"그는 ""예""라고 했다"'), [["가\t나", "다\n라"], ['그는 "예"라고 했다']]);
  assert.deepEqual(readBlock('5"\t6'), [['5"', "6"]]);
});

const lines = [["a1", "d1"], ["a2"], ["a3", "d3"]];

test("a block is laid from one cell on, its texts trimmed and their places told", () => {
  assert.deepEqual(layBlock([[" 1 ", "2"], ["3"]], lines, 0, 0), {
    placed: [
      { cell: "a1", value: "1", place: "1행 1열" },
      { cell: "d1", value: "2", place: "1행 2열" },
      { cell: "a2", value: "3", place: "2행 1열" },
    ],
    problems: [],
  });
});

test("what does not fit is told, an empty cell outside is not", () => {
  const { placed, problems } = layBlock([["1", ""], ["2", "9"]], lines, 1, 0);
  assert.deepEqual(placed.map(({ cell }) => cell), ["a2", "a3", "d3"]);
  assert.deepEqual(problems, []);
  assert.deepEqual(layBlock([["1", "7"]], lines, 1, 0).problems, [
    { cell: "a2", text: "1행 2열의 '7'에 맞는 칸이 없습니다. 이 줄의 칸은 1개입니다." },
  ]);
  assert.deepEqual(layBlock([["1"], ["2"]], lines, 2, 0).problems, [
    { text: "붙여 넣을 것은 2행인데, 이 칸부터 아래로는 1행뿐입니다." },
  ]);
});
