// What stands above the grid when something was not taken.

import { element } from "../pages/dom.js";
import { firstOf } from "./saying.js";

/** @import { Problem } from "./block.js" */
/** @import { Cell } from "./cell.js" */

export class Problems {
  /**
   * @param {HTMLElement} box
   * @param {(cell: Cell) => void} go leads to a cell
   */
  constructor(box, go) {
    this.box = box;
    this.go = go;
  }

  clear() {
    this.box.replaceChildren();
  }

  /** What was told of a change goes with it; what handing in found stays. */
  clearNotice() {
    this.box.querySelector(".notice:not(.findings)")?.remove();
  }

  /**
   * A block of which nothing was taken.
   * @param {Problem<Cell>[]} problems
   */
  refuse(problems) {
    this.list(`바꾸지 않았습니다. 아래 ${problems.length}가지를 고친 뒤 다시 해 주세요.`, problems);
  }

  /**
   * A sentence, and what is wrong, each with a way to its cell.
   * @param {string} sentence
   * @param {Problem<Cell>[]} problems
   * @param {string} kind
   */
  list(sentence, problems = [], kind = "notice error") {
    const { first, more } = firstOf(problems);
    const list = element("ul");
    list.append(...first.map((each) => this.#item(each)));
    if (more) list.append(element("li", "", more));
    const close = element("button", "button small", "닫기");
    close.type = "button";
    close.addEventListener("click", () => this.clear());
    const box = element("div", kind);
    box.append(element("p", "", sentence), list, close);
    this.box.replaceChildren(box);
  }

  /** @param {Problem<Cell>} problem */
  #item({ cell, text }) {
    if (!cell) return element("li", "", text);
    const item = element("li");
    const button = item.appendChild(element("button", "link-button", text));
    button.type = "button";
    button.addEventListener("click", () => this.go(cell));
    return item;
  }
}
