// Two values for one cell: the user chooses.

import { element, find } from "../pages/dom.js";
import { choiceOf } from "./saying.js";

/**
 * Show both values in the dialog; `takeMine` or `takeTheirs` is called for the one chosen, then `done`, whatever was chosen.
 * @param {HTMLDialogElement} dialog
 * @param {string} label of the cell
 * @param {Server.Conflict} conflict
 * @param {{takeMine: () => void, takeTheirs: () => void, done: () => void}} then
 */
export function choose(dialog, label, conflict, { takeMine, takeTheirs, done }) {
  find(dialog, "#conflict-cell", HTMLElement).textContent = label;
  find(dialog, "tbody", HTMLElement).replaceChildren(
    ...choiceOf(conflict).map((texts) => {
      const line = element("tr");
      line.append(...texts.map((text) => element("td", "", text)));
      return line;
    }),
  );
  dialog.returnValue = "";
  for (const button of dialog.querySelectorAll("button")) button.onclick = () => dialog.close(button.value);
  dialog.onclose = () => {
    if (dialog.returnValue === "mine") takeMine();
    else if (dialog.returnValue === "theirs") takeTheirs();
    done();
  };
  dialog.showModal();
}
