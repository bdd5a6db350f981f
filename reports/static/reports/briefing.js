// What a figure means and where it comes from: a small panel opens at the figure, Escape closes it and gives the focus back.

const data = document.getElementById("origins");
/** @type {Record<string, Briefing.Entry>} */
const origins = JSON.parse(data.textContent);
/** @type {HTMLElement | null} */
let panel = null;
/** @type {HTMLElement | null} the figure at which the panel is open: there whenever a panel is */
let opener = null;

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {string} [text]
 */
const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

/** @param {HTMLElement} figure @param {number} count */
const lead = (figure, count) => {
  if (figure.dataset.computed) return `문서에 적힌 값입니다. 저장된 수치로 계산하면 ${figure.dataset.computed}입니다.`;
  if (figure.classList.contains("recorded")) return "문서에 적힌 값입니다. 저장된 수치에서 나온 값이 아닙니다.";
  return count > 1 ? `저장된 수치 ${count}건에서 나온 값입니다.` : "";
};

/** @param {HTMLElement} figure @param {string} name */
const numbers = (figure, name) => (figure.dataset[name] || "").split(" ").filter(Boolean);

/** @param {string} className @param {Briefing.Fact[]} facts */
const list = (className, facts) => {
  const made = element("dl", className);
  for (const [label, text] of facts) made.append(element("dt", "", label), element("dd", "", text));
  return made;
};

/** @param {HTMLElement} figure */
const describe = (figure) => {
  const stored = numbers(figure, "origins");
  const made = element("div", "origin");
  made.setAttribute("role", "dialog");
  made.tabIndex = -1;
  const title = element("p", "origin-title", `${figure.textContent}의 출처`);
  title.id = "origin-title";
  made.setAttribute("aria-labelledby", title.id);
  made.append(title);
  const measures = numbers(figure, "measures").map((number) => origins[number].facts);
  for (const number of numbers(figure, "readings")) made.append(list("reading", origins[number].facts));
  for (const facts of measures) made.append(list("measure", facts));
  const sentence = lead(figure, stored.length);
  if (sentence) made.append(element("p", "origin-lead", sentence));
  // What has just been defined need not be named again.
  const named = measures.length === 1 ? String(measures[0][0]) : "";
  const lists = stored.map((number) => list("stored", origins[number].facts.filter((fact) => String(fact) !== named)));
  made.append(...lists);
  if (data.dataset.kept && stored.length) tellStaff(made, lists, stored);
  if (data.dataset.figure && stored.length) made.append(ways(figure, origins[stored[0]].place));
  const button = element("button", "origin-close", "닫기");
  button.type = "button";
  button.addEventListener("click", () => close(true));
  made.append(button);
  return made;
};

// In the site: to the page of what the figure is of, and to ask about it.
/** @param {HTMLElement} figure @param {string[]} place */
const ways = (figure, place) => {
  const made = element("p", "origin-lead");
  const asked = { place: JSON.stringify(place), shown: figure.textContent };
  // The address of asking names the section; on the page of the whole each figure's own is put in.
  const section = figure.closest("section[id]")?.id.replace("section-", "") || "";
  for (const [address, text] of [
    [data.dataset.figure, "이 수치의 뜻과 값, 인쇄된 곳"],
    [data.dataset.ask?.replace("SECTION", section), "이 수치에 대해 묻기"],
  ]) {
    if (!address) continue;
    const link = element("a", "origin-way", text);
    link.href = `${address}?${new URLSearchParams(asked)}`;
    made.append(link);
  }
  return made;
};

// For the staff, of each stored figure: who, when, from where to the line, and a way to the page on which it is kept.
/** @param {HTMLElement} made @param {HTMLElement[]} lists @param {string[]} stored */
const tellStaff = async (made, lists, stored) => {
  const asked = new URLSearchParams(stored.map((number) => ["place", JSON.stringify(origins[number].place)]));
  /** @type {Briefing.Kept} */
  let answer;
  try {
    const response = await fetch(`${data.dataset.kept}?${asked}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    answer = await response.json();
  } catch {
    made.append(element("p", "origin-lead", "입력한 사람과 자리를 불러오지 못했습니다. 잠시 뒤 다시 열어 주세요."));
    return;
  }
  answer.origins.forEach((row, place) => {
    if (!row) return;
    lists[place].append(...list("", row.facts).children);
    if (!row.address) return;
    const link = element("a", "", row.page);
    link.href = row.address;
    const target = element("dd");
    target.append(link);
    lists[place].append(element("dt", "", "보관하는 곳"), target);
  });
  if (panel === made) settle();
};

const settle = () => {
  if (!panel || !opener) return;
  const at = opener.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - 8));
  const below = at.bottom + 6;
  const above = at.top - panel.offsetHeight - 6;
  // Where there is room neither below nor above, it lies over its figure: what it says last can be reached.
  const lowest = Math.max(8, window.innerHeight - panel.offsetHeight - 8);
  const beside = below + panel.offsetHeight > window.innerHeight && above > 0 ? above : below;
  const top = at.bottom < 0 || at.top > window.innerHeight ? beside : Math.min(beside, lowest);
  panel.style.setProperty("--left", `${left}px`);
  panel.style.setProperty("--top", `${top}px`);
};

/** @param {boolean} giveBack */
const close = (giveBack) => {
  if (!panel || !opener) return;
  const figure = opener;
  panel.remove();
  figure.setAttribute("aria-expanded", "false");
  panel = opener = null;
  if (giveBack) figure.focus({ preventScroll: true });
};

/** @param {HTMLElement} figure */
const open = (figure) => {
  close(false);
  opener = figure;
  panel = describe(figure);
  figure.setAttribute("aria-expanded", "true");
  figure.after(panel);
  settle();
  panel.focus({ preventScroll: true });
};

// The dotted line under a figure hangs on this attribute: where no script runs, nothing says that it opens.
for (const figure of document.querySelectorAll(".figure")) figure.setAttribute("aria-haspopup", "dialog");

document.addEventListener("click", (event) => {
  const figure = event.target.closest(".figure");
  if (figure) {
    if (figure === opener) close(true);
    else open(figure);
  } else if (panel && !panel.contains(event.target)) close(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel) close(true);
});
document.addEventListener("focusin", (event) => {
  if (panel && !panel.contains(event.target) && event.target !== opener) close(false);
});
window.addEventListener("resize", settle);
window.addEventListener("scroll", settle, { capture: true, passive: true });

// A frame that has nothing to scroll is no stop for the keyboard.
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const frame of document.querySelectorAll(".briefing .frame")) watch.observe(frame);
