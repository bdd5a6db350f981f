// Copying gives what is printed to other programs and the notation to the desk; pasting keeps the levels of other programs.

import { EditorView } from "../../codemirror/codemirror.js";
import { findings } from "./findings.js";
import { lineOf, pasted } from "./lines.js";
import { referencesIn } from "./notation.js";
import { linesOfHtml } from "./pasting.js";

const NOTATION = "data-seoulwork-notation";

/**
 * @param {string} text
 * @param {Map<string, {text: string}>} values
 */
const printed = (text, values) => referencesIn(text).reduceRight((made, { from, to, source }) => made.slice(0, from) + (values.get(source)?.text ?? made.slice(from, to)) + made.slice(to), text);

/**
 * Styles are read, not applied: the policy of the site allows none, and would report them.
 * @param {string} html
 */
const parsed = (html) => new DOMParser().parseFromString(html.replace(/\sstyle=/gi, " data-style="), "text/html");

/**
 * The lines of the HTML where it tells how deep they stand; else those of the plain text, which keeps the marks that are letters.
 * @param {string} html
 * @param {string} plain
 */
function linesOf(html, plain) {
  const { text, structured } = linesOfHtml(html);
  return structured ? text : plain || text;
}

/**
 * @param {ClipboardEvent} event
 * @param {EditorView} view
 */
function copy(event, view) {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  if (empty || !event.clipboardData) return false;
  const text = state.sliceDoc(from, to);
  const holder = document.createElement("pre");
  holder.setAttribute(NOTATION, text);
  holder.textContent = printed(text, state.field(findings).values);
  event.clipboardData.setData("text/plain", holder.textContent);
  event.clipboardData.setData("text/html", holder.outerHTML);
  event.preventDefault();
  if (event.type === "cut" && !state.readOnly) view.dispatch({ changes: { from, to }, userEvent: "delete.cut", scrollIntoView: true });
  return true;
}

/**
 * @param {ClipboardEvent} event
 * @param {EditorView} view
 */
function paste(event, view) {
  if (!event.clipboardData || view.state.readOnly) return false;
  const html = event.clipboardData.getData("text/html");
  const own = html.includes(NOTATION) ? parsed(html).querySelector(`[${NOTATION}]`)?.getAttribute(NOTATION) : null;
  const text = own ?? pasted(linesOf(html, event.clipboardData.getData("text/plain")));
  if (!text) return false;
  event.preventDefault();
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.from);
  // A line that holds a mark and nothing else makes room for a pasted line with its own; words alone stand behind the mark.
  const whole = text.includes("\n") || lineOf(text).kind !== "words";
  const from = whole && main.empty && line.text.trim().length <= 1 ? line.from : main.from;
  view.dispatch({ changes: { from, to: Math.max(main.to, from === line.from && main.empty ? line.to : main.to), insert: text }, selection: { anchor: from + text.length }, userEvent: "input.paste", scrollIntoView: true });
  return true;
}

export const clipboard = EditorView.domEventHandlers({ copy, cut: copy, paste });
