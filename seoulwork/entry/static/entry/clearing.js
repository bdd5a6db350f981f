// Before a pasted block is taken: what it would clear is named, and what its dashes mean is asked.

import { isDash } from "./number.js";

/** What a cell holds and would lose: as saved, else as typed. */
const held = (cell) => cell.stored || cell.committed;

const isBlank = (text) => text.trim() === "" || isDash(text);

/**
 * The changes {cell, value} as the user wants them: blanks that clear marked with `clears`, or left out, or dashes as zeros;
 * an empty list when nothing is to be pasted. Nothing is asked where no value goes and no dash is in the block.
 */
export async function askBeforeClearing(dialog, changes) {
  const dashes = changes.filter(({ value }) => isDash(value));
  if (!dashes.length && !changes.some(({ cell, value }) => held(cell) && isBlank(value))) return changes;
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const zero = dialog.querySelector("[name=zero]");
  zero.checked = false;
  part("dashes").hidden = !dashes.length;
  part("dash-count").textContent = `'-'가 든 칸이 ${dashes.length}개 있습니다.`;

  const wanted = () => changes.map((each) => (zero.checked && isDash(each.value) ? { ...each, value: "0" } : each));
  const clears = ({ cell, value }) => Boolean(held(cell)) && isBlank(value);
  const show = () => {
    const lost = wanted().filter(clears);
    part("lost").hidden = part("keep").hidden = !lost.length;
    part("count").textContent = `붙여 넣으면 다음 ${lost.length}개 칸의 값이 지워집니다.`;
    part("list").replaceChildren(
      ...lost.map(({ cell, place }) => {
        const item = document.createElement("li");
        item.textContent = `${place} → ${cell.input.getAttribute("aria-label")}: ${held(cell)} → 빈칸`;
        return item;
      }),
    );
    part("take").textContent = lost.length ? "비우고 붙여넣기" : "붙여넣기";
  };
  zero.onchange = show;
  show();

  dialog.returnValue = "";
  for (const button of dialog.querySelectorAll("button")) button.onclick = () => dialog.close(button.value);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue === "take") return wanted().map((each) => ({ ...each, clears: clears(each) }));
  if (dialog.returnValue === "keep") return wanted().filter((each) => !clears(each));
  return [];
}
