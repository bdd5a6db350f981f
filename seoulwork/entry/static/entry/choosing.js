// Two values for one cell: the user chooses.

import { element } from "./element.js";

/**
 * Show both values in the dialog; `takeMine` or `takeTheirs` is called for the one chosen, then `done`, whatever was chosen.
 */
export function choose(dialog, cell, { takeMine, takeTheirs, done }) {
  const { theirs, mine } = cell.conflict;
  dialog.querySelector("#conflict-cell").textContent = cell.input.getAttribute("aria-label");
  dialog.querySelector("tbody").replaceChildren(
    ...[
      [theirs.value || "(빈칸)", theirs.by, theirs.at_text],
      [mine.value || "(빈칸)", "나", "아직 저장되지 않음"],
    ].map((texts) => {
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
