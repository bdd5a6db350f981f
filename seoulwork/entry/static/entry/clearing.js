// Before a pasted block is taken: what it would clear is named, and what its dashes mean is asked.

import { element, find } from "../pages/dom.js";
import { asMeant, chosen, clears, held, isQuestionable, withDash } from "./blanks.js";

/** @import { Change } from "./blanks.js" */
/** @import { Cell } from "./cell.js" */

/**
 * The changes as the user wants them: blanks that clear marked with `clears`, or left out, or dashes as zeros; none when
 * nothing is to be pasted. Nothing is asked where no value goes and no dash is in the block.
 * @param {HTMLDialogElement} dialog
 * @param {Change<Cell>[]} changes
 */
export async function askBeforeClearing(dialog, changes) {
  if (!isQuestionable(changes)) return changes;
  const part = (/** @type {string} */ name) => find(dialog, `[data-part=${name}]`, HTMLElement);
  const zero = find(dialog, "[name=zero]", HTMLInputElement);
  const dashes = withDash(changes).length;
  zero.checked = false;
  part("dashes").hidden = !dashes;
  part("dash-count").textContent = `'-'가 든 칸이 ${dashes}개 있습니다.`;

  const show = () => {
    const lost = asMeant(changes, zero.checked).filter(clears);
    part("lost").hidden = part("keep").hidden = !lost.length;
    part("count").textContent = `붙여 넣으면 다음 ${lost.length}개 칸의 값이 지워집니다.`;
    part("list").replaceChildren(...lost.map(({ cell, place }) => element("li", "", `${place} → ${cell.label}: ${held(cell)} → 빈칸`)));
    part("take").textContent = lost.length ? "비우고 붙여넣기" : "붙여넣기";
  };
  zero.onchange = show;
  show();

  dialog.returnValue = "";
  for (const button of dialog.querySelectorAll("button")) button.onclick = () => dialog.close(button.value);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return chosen(asMeant(changes, zero.checked), dialog.returnValue);
}
