// The side panel of the cell in hand: fetched when a cell is entered, its small forms sent without leaving the page.

const PAUSE = 150;

/** Events: `loaded` (detail: {cell, version, value, by}). */
export class Panel extends EventTarget {
  constructor(aside, saver) {
    super();
    Object.assign(this, { aside, saver, cell: null });
    aside.addEventListener("submit", (event) => this.#submit(event));
    aside.addEventListener("click", (event) => event.target.closest(".panel-close") && this.close());
    aside.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  /** Show a cell soon; who walks on with the arrows asks for the last one only. */
  select(cell) {
    clearTimeout(this.timer);
    if (cell === this.cell) return;
    this.timer = setTimeout(() => this.load(cell), PAUSE);
  }

  /** Go into the panel, on a narrow screen also open it; `place`: the part to stop at. */
  async enter(cell, place) {
    clearTimeout(this.timer);
    if (cell !== this.cell) await this.load(cell);
    this.aside.classList.add("open");
    const part = place && this.aside.querySelector(place);
    if (part) {
      part.open = true;
      part.querySelector("textarea")?.focus();
    } else this.aside.focus();
  }

  close() {
    this.aside.classList.remove("open");
    this.cell?.input.focus();
  }

  async load(cell, said = "") {
    this.asked?.abort();
    this.asked = new AbortController();
    const { edits, version: known, unsaved } = cell;
    try {
      const response = await fetch(`${this.saver.address}${cell.name}/?fragment=1`, { signal: this.asked.signal, cache: "no-store" });
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      this.aside.innerHTML = await response.text();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.cell = null;
      this.aside.innerHTML = '<p class="quiet">지금은 자세한 내용을 불러올 수 없습니다. 입력은 계속할 수 있습니다.</p>';
      return;
    }
    this.cell = cell;
    this.aside.querySelector(".panel-close").hidden = false;
    this.aside.querySelector(".panel-status").textContent = said;
    const { version, value, by, remarked, shortfall } = this.aside.querySelector(".panel-head").dataset;
    cell.mark(remarked);
    // What was asked before the cell was changed here tells nothing about it any more.
    if (unsaved || edits !== cell.edits || known !== cell.version) return;
    if (cell.name === cell.row.id) cell.row.ask(Boolean(shortfall));
    this.dispatchEvent(new CustomEvent("loaded", { detail: { cell, version: version ? Number(version) : null, value, by } }));
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter ?? form.querySelector("button");
    this.aside.querySelector(".panel-status").textContent = "";
    form.querySelector(".problem").textContent = "";
    button.disabled = true;
    const response = await this.saver.post(form.action, new FormData(form));
    button.disabled = false;
    const answer = (await response?.json()) ?? { text: "저장하지 못했습니다. 적은 내용은 그대로 있습니다. 잠시 뒤 다시 눌러 주세요." };
    if (answer.ok) {
      await this.load(this.cell, answer.text);
      return;
    }
    const problem = form.querySelector(".problem");
    problem.textContent = answer.text;
    problem.scrollIntoView({ block: "nearest" });
  }
}
