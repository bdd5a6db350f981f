// The keys of the desk: Enter goes on with a mark, Tab steps through them, Alt with an arrow moves a line or a whole piece.

import { defaultKeymap, EditorView, history, historyKeymap, keymap, Prec } from "../../codemirror/codemirror.js";
import { differences } from "./difference.js";
import { levelAbove } from "./drawing.js";
import { findings } from "./findings.js";
import { blockAt, continued, lineOf, marked, meant, movedLine, movedPiece, pieceAt, stepped } from "./lines.js";
import { referencesIn } from "./notation.js";

/** @import { EditorState, Line } from "@codemirror/state" */
/** @import { Offer } from "./findings.js" */

/**
 * @param {EditorState} state
 * @returns {Line[]} of the selection
 */
function chosen(state) {
  const { from, to } = state.selection.main;
  const found = [];
  for (let number = state.doc.lineAt(from).number; number <= state.doc.lineAt(to).number; number += 1) found.push(state.doc.line(number));
  return found;
}

/**
 * Give lines other marks; what is written in them stays.
 * @param {EditorView} view
 * @param {(line: Line) => string | null} markOf
 */
function remark(view, markOf) {
  const { state } = view;
  const changes = chosen(state).flatMap((line) => {
    const mark = markOf(line);
    if (mark === null) return [];
    const made = marked(line.text, mark, levelAbove(state, line.number));
    return differences(line.text, made).map(({ from, to, insert }) => ({ from: line.from + from, to: line.from + to, insert }));
  });
  if (changes.length) {
    const set = state.changes(changes);
    // Behind the mark, if the cursor stood before or in it.
    const { main } = state.selection;
    view.dispatch({ changes: set, selection: main.empty ? { anchor: set.mapPos(main.head, 1) } : state.selection.map(set, 1), userEvent: "input" });
  }
  return true;
}

/**
 * @param {EditorView} view
 * @param {string} mark
 */
export const setMark = (view, mark) => remark(view, () => mark);

/** @param {1 | -1} by */
const step = (by) => (/** @type {EditorView} */ view) => remark(view, (line) => stepped(line.text, by));

/** @param {EditorView} view */
function enter(view) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const inside = lineOf(line.text, levelAbove(state, line.number));
  // Before its words a line is pushed down as it is.
  const next = from - line.from < inside.start && line.text.trim() ? "" : continued(line.text, levelAbove(state, line.number));
  if (next === null) view.dispatch({ changes: { from: line.from, to: line.to }, userEvent: "delete" });
  else view.dispatch({ changes: { from, to, insert: `\n${next}` }, selection: { anchor: from + 1 + next.length }, scrollIntoView: true, userEvent: "input" });
  return true;
}

/**
 * A line with what belongs to it, a heading with its piece.
 * @param {1 | -1} by
 */
export const move = (by) => (/** @type {EditorView} */ view) => {
  const { state } = view;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const { kind } = lineOf(line.text);
  const moves = ["heading", "project", "gist"].includes(kind) ? movedPiece : movedLine;
  const moved = moves(state.doc.toString().split("\n"), line.number - 1, by);
  if (!moved) return true;
  const text = moved.lines.join("\n");
  const at = moved.lines.slice(0, moved.at).reduce((sum, each) => sum + each.length + 1, 0);
  view.dispatch({ changes: differences(state.doc.toString(), text), selection: { anchor: at + head - line.from }, scrollIntoView: true, userEvent: "move.line" });
  return true;
};

/**
 * A chip is taken away at once, from either side.
 * @param {1 | -1} side
 */
const removeChip = (side) => (/** @type {EditorView} */ view) => {
  const { state } = view;
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  const found = main.empty && referencesIn(line.text).find(({ from, to }) => line.from + (side === 1 ? from : to) === main.head);
  if (!found) return false;
  view.dispatch({ changes: { from: line.from + found.from, to: line.from + found.to }, userEvent: "delete" });
  return true;
};

/**
 * A line with what belongs to it is taken away; a heading with its piece.
 * @param {EditorView} view
 */
export function removeBlock(view) {
  const { state } = view;
  const lines = state.doc.toString().split("\n");
  const at = state.doc.lineAt(state.selection.main.head).number - 1;
  const { first, last } = pieceAt(lines, at) ?? blockAt(lines, at);
  const text = [...lines.slice(0, first), ...lines.slice(last + 1)].join("\n");
  view.dispatch({ changes: differences(state.doc.toString(), text), scrollIntoView: true, userEvent: "delete" });
}

/**
 * Put a reference where a number is typed.
 * @param {EditorView} view
 * @param {Offer} offer
 */
export function bind(view, { from, to, reference }) {
  view.dispatch({ changes: { from, to, insert: reference }, selection: { anchor: from + reference.length }, userEvent: "input" });
  view.focus();
}

/** The offer at the cursor, or the first of its line. @param {EditorView} view */
function bindHere(view) {
  const { state } = view;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const here = state.field(findings).offers.filter(({ from, to, reference, kept }) => reference && !kept && line.from <= from && to <= line.to);
  const offer = here.find(({ from, to }) => from <= head && head <= to) ?? here[0];
  if (offer) bind(view, offer);
  return Boolean(offer);
}

/** A mark typed at the beginning of a line, with the blank behind it. */
const typedMarks = EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== " " || from !== to) return false;
  const line = view.state.doc.lineAt(from);
  const mark = meant(line.text.slice(0, from - line.from));
  if (!mark) return false;
  const rest = line.text.slice(from - line.from);
  const made = marked(rest.trim() ? `${mark} ${rest.trimStart()}` : `${mark} `, mark, levelAbove(view.state, line.number));
  const start = made.length - rest.trimStart().length;
  view.dispatch({ changes: { from: line.from, to: line.to, insert: made }, selection: { anchor: line.from + start }, userEvent: "input.type" });
  return true;
});

/**
 * The reference at a place is opened to be changed.
 * @param {EditorView} view
 * @param {number} at where it begins
 * @param {(view: EditorView) => boolean} pick
 */
function openAt(view, at, pick) {
  view.dispatch({ selection: { anchor: at + 1 } });
  return pick(view);
}

/** @param {EditorView} view */
function isInReference({ state }) {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  return main.empty && referencesIn(line.text).some(({ from, to }) => line.from + from < main.head && main.head < line.from + to);
}

/** @param {(view: EditorView, typed?: boolean) => boolean} pick opens the picker */
export const keys = (pick) => [
  history(),
  typedMarks,
  EditorView.inputHandler.of((view, _from, _to, text) => text === "{" && pick(view, true)),
  EditorView.domEventHandlers({
    click(event, view) {
      const chip = event.target instanceof Element ? event.target.closest(".chip") : null;
      if (chip && !view.state.readOnly) return openAt(view, view.posAtDOM(chip), pick);
      const at = event.target instanceof Element && event.target.closest(".offer") ? view.posAtCoords(event) : null;
      const offer = at === null ? null : view.state.field(findings).offers.find(({ from, to, reference }) => reference && from <= at && at <= to);
      if (offer) bind(view, offer);
      return Boolean(offer);
    },
  }),
  Prec.high(
    keymap.of([
      { key: "Enter", run: (view) => (isInReference(view) && pick(view)) || enter(view) },
      { key: "Tab", run: step(1), shift: step(-1) },
      { key: "Alt-ArrowUp", run: move(-1) },
      { key: "Alt-ArrowDown", run: move(1) },
      { key: "Alt-Enter", run: bindHere },
      { key: "Ctrl-Space", run: (view) => pick(view) },
      { key: "Backspace", run: removeChip(-1) },
      { key: "Delete", run: removeChip(1) },
    ]),
  ),
  keymap.of([...defaultKeymap, ...historyKeymap]),
];

/**
 * A line that places a table or picture, below the line of the cursor; where it stands already the cursor goes there.
 * @param {EditorView} view
 * @param {string} words
 * @returns {boolean} whether it was put there
 */
export function put(view, words) {
  const { doc, selection } = view.state;
  for (let number = 1; number <= doc.lines; number += 1) {
    if (doc.line(number).text.trim() !== words) continue;
    view.dispatch({ selection: { anchor: doc.line(number).from }, scrollIntoView: true });
    return false;
  }
  const line = doc.lineAt(selection.main.head);
  const from = line.text.trim() ? line.to : line.from;
  const insert = from === line.from ? words : `\n${words}`;
  view.dispatch({ changes: { from, to: line.to, insert }, selection: { anchor: from + insert.length }, userEvent: "input", scrollIntoView: true });
  return true;
}
