// A free table (docs/maintainers/desk.md): pasting keeps merged cells, arrows go from cell to cell, and what is typed is drawn beside it.

const REST = 400;

/** @typedef {{top: number, left: number, bottom: number, right: number}} Area Rows and columns, from 0. */

/** @param {HTMLElement} cell @returns {Area} */
export const areaOf = (cell) => {
  const [top, left] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  return { top, left, bottom: top + Number(cell.dataset.rows) - 1, right: left + Number(cell.dataset.columns) - 1 };
};

/** @param {Area} one @param {Area} other @returns {Area} */
export const around = (one, other) => ({
  top: Math.min(one.top, other.top),
  left: Math.min(one.left, other.left),
  bottom: Math.max(one.bottom, other.bottom),
  right: Math.max(one.right, other.right),
});

/** @param {Area} area @param {Area} place */
export const holds = (area, place) =>
  place.top <= area.bottom && place.bottom >= area.top && place.left <= area.right && place.right >= area.left;

/**
 * Where an arrow leads out of a cell; null while it still moves within the cell's own text.
 * @param {string} key
 * @param {Area} from
 * @param {string} text
 * @param {number} caret
 * @returns {{row: number, column: number} | null}
 */
export function beyond(key, from, text, caret) {
  if (key === "ArrowUp" && !text.slice(0, caret).includes("\n")) return { row: from.top - 1, column: from.left };
  if (key === "ArrowDown" && !text.slice(caret).includes("\n")) return { row: from.bottom + 1, column: from.left };
  if (key === "ArrowLeft" && caret === 0) return { row: from.top, column: from.left - 1 };
  if (key === "ArrowRight" && caret === text.length) return { row: from.top, column: from.right + 1 };
  return null;
}

/** @param {HTMLFormElement} form */
function begin(form) {
  const pasted = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("#pasted"));
  const cells = /** @type {HTMLTextAreaElement[]} */ ([...form.querySelectorAll("#free-grid textarea")]);
  let anchor = cells[0] ?? null;

  pasted?.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    if (!/<table[\s>]/i.test(html)) return;
    event.preventDefault();
    pasted.value = html;
    form.requestSubmit(/** @type {HTMLButtonElement} */ (form.querySelector('[name="do"][value="paste"]')));
  });

  /** @param {HTMLTextAreaElement} cell @param {boolean} extends_ */
  const pick = (cell, extends_) => {
    if (!extends_ || !anchor) anchor = cell;
    const area = around(areaOf(anchor), areaOf(cell));
    for (const name of /** @type {const} */ (["top", "left", "bottom", "right"])) {
      const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`#${name}`));
      if (field) field.value = String(area[name] + 1);
    }
    for (const each of cells) each.closest("td")?.classList.toggle("picked", holds(area, areaOf(each)));
  };

  for (const cell of cells) {
    cell.addEventListener("focus", () => pick(cell, false));
    cell.addEventListener("mousedown", (event) => {
      if (!event.shiftKey || !anchor) return;
      event.preventDefault();
      pick(cell, true);
    });
    cell.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const to = beyond(event.key, areaOf(cell), cell.value, cell.selectionEnd);
      const at = to && { top: to.row, bottom: to.row, left: to.column, right: to.column };
      const next = at && cells.find((each) => holds(areaOf(each), at));
      if (!next) return;
      event.preventDefault();
      if (event.shiftKey) return pick(next, true);
      next.focus();
      next.select();
    });
  }

  let waiting = 0;
  let asked = 0;
  const draw = async () => {
    const own = ++asked;
    const sent = new FormData(form);
    sent.set("do", "draw");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
      if (!answer.ok || own !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#free-shown");
      if (fresh && own === asked) form.querySelector("#free-shown")?.replaceWith(fresh);
    } catch {
      // Without a connection the last one stays; saving tells of it.
    }
  };
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.draws === undefined) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(draw, REST);
  });
}

const form = document.querySelector("#free");
if (form instanceof HTMLFormElement) begin(form);
