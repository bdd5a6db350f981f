// What a pasted block would clear, and what its dashes mean.

import { isDash } from "./number.js";

/**
 * @template {{stored: string, committed: string}} Cell as far as is looked at it here
 * @typedef {object} Change
 * @property {Cell} cell
 * @property {string} before the text before
 * @property {string} value the text to take
 * @property {string} [place] where in a block it stands: `2행 1열`
 * @property {boolean} [clears] whether the user knows that it clears what is stored
 */

/** @typedef {{stored: string, committed: string}} Holding */

/**
 * What a cell holds and would lose: as saved, else as typed.
 * @param {Holding} cell
 */
export const held = (cell) => cell.stored || cell.committed;

/** @param {Change<Holding>} change */
export const clears = ({ cell, value }) => Boolean(held(cell)) && (value.trim() === "" || isDash(value));

/**
 * The changes with a dash for a value.
 * @template {Holding} Cell
 * @param {Change<Cell>[]} changes
 */
export const withDash = (changes) => changes.filter(({ value }) => isDash(value));

/**
 * Whether there is something to ask: a value that would go, or a dash.
 * @param {Change<Holding>[]} changes
 */
export const isQuestionable = (changes) => withDash(changes).length > 0 || changes.some(clears);

/**
 * The changes with dashes as what they mean.
 * @template {Holding} Cell
 * @param {Change<Cell>[]} changes
 * @param {boolean} zero whether a dash is a zero
 */
export const asMeant = (changes, zero) => (zero ? changes.map((each) => (isDash(each.value) ? { ...each, value: "0" } : each)) : changes);

/**
 * What is pasted of the changes after the choice `take` (all of them), `keep` (what would clear is left out) or none.
 * @template {Holding} Cell
 * @param {Change<Cell>[]} changes
 * @param {string} choice
 * @returns {Change<Cell>[]}
 */
export function chosen(changes, choice) {
  if (choice === "take") return changes.map((each) => ({ ...each, clears: clears(each) }));
  if (choice === "keep") return changes.filter((each) => !clears(each));
  return [];
}
