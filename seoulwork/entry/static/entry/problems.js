// What stands above the grid when something was not taken.

import { element } from "./element.js";

/** A sentence, and what is wrong: {cell, text}, each with a way to its cell. */
export function listProblems(alerts, go, sentence, problems, kind = "notice error") {
  const box = element("div", kind);
  box.append(element("p", "", sentence));
  const list = element("ul");
  for (const { cell, text } of problems.slice(0, 12)) {
    const item = element("li");
    if (cell) {
      const button = element("button", "link-button", text);
      button.type = "button";
      button.addEventListener("click", () => go(cell));
      item.append(button);
    } else item.textContent = text;
    list.append(item);
  }
  if (problems.length > 12) list.append(element("li", "", `그 밖에 ${problems.length - 12}가지`));
  const close = element("button", "button small", "닫기");
  close.type = "button";
  close.addEventListener("click", () => alerts.replaceChildren());
  box.append(list, close);
  alerts.replaceChildren(box);
}
