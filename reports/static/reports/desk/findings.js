// What the last look at the text has found, held at its places while one types: values of figures, problems, numbers that could be bound.

import { StateEffect, StateField } from "../../codemirror/codemirror.js";
import { lineOf } from "./lines.js";
import { referencesIn } from "./notation.js";

/** @import { StateEffectType, Text } from "@codemirror/state" */
/** @typedef {{text: string, lacks: string}} Value What a figure prints, and what is missing of it. */
/** @typedef {{from: number, to: number, text: string, wrong: string, near: string[]}} Problem `near`: the names that may be meant for the `wrong` one. */
/** @typedef {{from: number, to: number, typed: string, reference: string, printed: string, slip: string, digest: string, kept: string}} Offer A typed number. */
/** @typedef {{values: Map<string, Value>, problems: Problem[], offers: Offer[]}} Findings */

/** @type {StateEffectType<Server.Look>} */
export const looked = StateEffect.define();

export const findings = StateField.define({
  create: () => /** @type {Findings} */ ({ values: new Map(), problems: [], offers: [] }),
  update(found, { docChanged, changes, effects, newDoc }) {
    if (docChanged && found.problems.length + found.offers.length) {
      found = {
        values: found.values,
        problems: found.problems.map((each) => ({ ...each, from: changes.mapPos(each.from, 1), to: changes.mapPos(each.to, -1) })).filter(({ from, to }) => from < to),
        offers: found.offers
          .map((each) => ({ ...each, from: changes.mapPos(each.from, 1), to: changes.mapPos(each.to, -1) }))
          .filter(({ from, to, typed }) => from < to && newDoc.sliceString(from, to) === typed),
      };
    }
    for (const effect of effects) if (effect.is(looked)) found = placed(effect.value, newDoc, found.values);
    return found;
  },
});

/**
 * @param {Server.Look} look
 * @param {Text} text
 * @param {Map<string, Value>} before values of figures whose line can't be read just now
 * @returns {Findings}
 */
function placed({ figures, problems, offers }, text, before) {
  const values = new Map(before);
  for (const { source, text: printed, lacks } of figures) values.set(source, { text: printed, lacks });
  return {
    values,
    problems: problems.filter(({ line }) => line <= text.lines).map((each) => problemIn(text, each)),
    offers: offers
      .filter(({ line }) => line <= text.lines)
      .map(({ line, start, end, ...offer }) => ({ ...offer, from: text.line(line).from + start, to: text.line(line).from + end }))
      .filter(({ from, to, typed }) => text.sliceString(from, Math.min(to, text.length)) === typed),
  };
}

/**
 * At the reference that is wrong; where none is, the words of the line.
 * @param {Text} text
 * @param {Server.Fault} fault
 * @returns {Problem}
 */
function problemIn(text, { line: number, column, text: sentence, wrong, near }) {
  const line = text.line(number);
  const { start } = lineOf(line.text);
  // Of a milestone the place counts from its words on.
  const places = [column - 1, start + column - 1];
  const reference = referencesIn(line.text).find(({ from, to }) => places.some((place) => from <= place && place < to));
  const { from, to } = reference ?? { from: Math.min(start, Math.max(line.length - 1, 0)), to: line.length };
  return { from: line.from + from, to: line.from + to, text: sentence, wrong, near };
}
