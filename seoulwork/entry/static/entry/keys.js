// The keys of a spreadsheet: what each one does, by what is in hand.

/** @typedef {{name: "stretch" | "move", down: number, right: number}} Step */
/** @typedef {{name: "enter", down: number}} Enter */
/** @typedef {{name: "clear" | "leave" | "give up" | "edit" | "details" | "first" | "last" | "undo" | "redo"}} Plain */
/** @typedef {Step | Enter | Plain} Action */

/**
 * @typedef {object} Press A key, and what is in hand when it is pressed.
 * @property {string} key
 * @property {boolean} control
 * @property {boolean} shift
 * @property {boolean} alt
 * @property {boolean} whole whether all of the cell's text is selected
 * @property {boolean} ranged whether several cells are selected
 * @property {boolean} typed whether the cell holds what has not been taken yet
 */

/** @type {Record<string, {down: number, right: number}>} */
const ARROWS = {
  ArrowDown: { down: 1, right: 0 },
  ArrowUp: { down: -1, right: 0 },
  ArrowLeft: { down: 0, right: -1 },
  ArrowRight: { down: 0, right: 1 },
};

/**
 * What a key does; null: what it does in any text.
 * @param {Press} press
 * @returns {Action | null}
 */
export function actionOf(press) {
  if (press.control) return withControl(press);
  const arrow = ARROWS[press.key];
  if (arrow) return ofArrow(press, arrow);
  switch (press.key) {
    case "Enter":
      return { name: "enter", down: press.shift ? -1 : 1 };
    case "Escape":
      return { name: press.ranged ? "leave" : "give up" };
    case "F2":
      return { name: "edit" };
    case "Delete":
    case "Backspace":
      return press.ranged ? { name: "clear" } : null;
    default:
      return null;
  }
}

/**
 * @param {Press} press
 * @returns {Action | null}
 */
function withControl({ key, shift, typed }) {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case "Home":
      return { name: "first" };
    case "End":
      return { name: "last" };
    case "y":
      return { name: "redo" };
    case "z":
      return { name: shift ? "redo" : typed ? "give up" : "undo" };
    default:
      return null;
  }
}

/**
 * Left and right stay in the text while one edits in it.
 * @param {Press} press
 * @param {{down: number, right: number}} arrow
 * @returns {Action | null}
 */
function ofArrow({ key, shift, alt, whole, ranged }, arrow) {
  if (shift && (whole || ranged)) return { name: "stretch", ...arrow };
  if (alt && key === "ArrowDown") return { name: "details" };
  return whole || !arrow.right ? { name: "move", ...arrow } : null;
}
