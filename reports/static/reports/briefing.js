// Where a figure comes from: a small panel opens at the figure, Escape closes it and gives the focus back.
(() => {
  "use strict";

  const data = document.getElementById("origins");
  if (!data) return;
  const origins = JSON.parse(data.textContent);
  const FIELDS = ["지표", "구분", "값", "대상 기간", "기준일", "입력자", "입력 일시", "출처", "비고"];
  let panel = null;
  let opener = null;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const lead = (figure, count) => {
    if (figure.dataset.computed) return `문서에 적힌 값입니다. 저장된 수치로 계산하면 ${figure.dataset.computed}입니다.`;
    if (figure.classList.contains("recorded")) return "문서에 적힌 값입니다. 저장된 수치에서 나온 값이 아닙니다.";
    return count > 1 ? `저장된 수치 ${count}건에서 나온 값입니다.` : "";
  };

  const describe = (figure) => {
    const numbers = figure.dataset.origins.split(" ").filter(Boolean);
    const made = element("div", "origin");
    made.setAttribute("role", "dialog");
    made.tabIndex = -1;
    const title = element("p", "origin-title", `${figure.textContent}의 출처`);
    title.id = "origin-title";
    made.setAttribute("aria-labelledby", title.id);
    made.append(title);
    const sentence = lead(figure, numbers.length);
    if (sentence) made.append(element("p", "origin-lead", sentence));
    for (const number of numbers) {
      const list = element("dl");
      origins[number].forEach((text, place) => {
        if (text) list.append(element("dt", "", FIELDS[place]), element("dd", "", text));
      });
      made.append(list);
    }
    const button = element("button", "origin-close", "닫기");
    button.type = "button";
    button.addEventListener("click", () => close(true));
    made.append(button);
    return made;
  };

  const place = () => {
    if (!panel) return;
    const at = opener.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - 8));
    const below = at.bottom + 6;
    const above = at.top - panel.offsetHeight - 6;
    const top = below + panel.offsetHeight > window.innerHeight && above > 0 ? above : below;
    panel.style.setProperty("--left", `${left}px`);
    panel.style.setProperty("--top", `${top}px`);
  };

  const close = (giveBack) => {
    if (!panel) return;
    const figure = opener;
    panel.remove();
    figure.setAttribute("aria-expanded", "false");
    panel = opener = null;
    if (giveBack) figure.focus({ preventScroll: true });
  };

  const open = (figure) => {
    close(false);
    opener = figure;
    panel = describe(figure);
    figure.setAttribute("aria-expanded", "true");
    figure.after(panel);
    place();
    panel.focus({ preventScroll: true });
  };

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
  window.addEventListener("resize", place);
  window.addEventListener("scroll", place, { capture: true, passive: true });

  // A frame that has nothing to scroll is no stop for the keyboard.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const frame of document.querySelectorAll(".briefing .frame")) watch.observe(frame);
})();
