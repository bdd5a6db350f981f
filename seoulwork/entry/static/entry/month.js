// The page of one division's month: puts the grid, the saving, the panel and the log-in in place together.

import { Grid } from "./grid.js";
import { Panel } from "./panel.js";
import { Pending } from "./pending.js";
import { Saver } from "./saver.js";
import { SignIn } from "./signin.js";

const STATES = {
  offline: "서버에 연결되지 않습니다. 연결되면 이어서 저장합니다.",
  login: "로그인이 끊겼습니다.",
  stranger: "다른 사람이 로그인했습니다.",
};

async function start(form) {
  const data = JSON.parse(document.getElementById("entry-data").textContent);
  const units = Object.fromEntries(Object.entries(data.units).map(([name, [base, factor]]) => [name, { base, factor }]));
  const pending = await Pending.open(`entry/${data.user}/${data.place}`, data.secret);
  const saver = new Saver({
    address: form.dataset.cells,
    session: form.dataset.session,
    user: data.user,
    token: form.elements.csrfmiddlewaretoken.value,
    versionOf: (name) => grid.cells.get(name).version,
    take: (answer) => grid.take(answer),
    reason: () => form.elements.reason?.value ?? "",
  });
  const grid = new Grid(form, {
    rows: data.rows,
    units,
    pending,
    saver,
    alerts: document.getElementById("alerts"),
    conflict: document.getElementById("conflict"),
    clearing: document.getElementById("clearing"),
    selected: document.getElementById("selected"),
  });
  const panel = new Panel(document.getElementById("panel"), saver);
  const signIn = new SignIn(document.getElementById("login"), saver);
  const summary = document.getElementById("save-state");
  const saveNow = document.getElementById("save-now");
  let saved = false;
  let submitting = false;

  const tell = () => {
    const waiting = grid.unsaved.filter((cell) => cell.state !== "typing");
    const wrong = waiting.filter((cell) => cell.state === "refused" || cell.state === "conflict");
    const texts = [];
    if (STATES[saver.state]) texts.push(STATES[saver.state]);
    if (waiting.length > wrong.length) texts.push(`저장 안 된 칸 ${waiting.length - wrong.length}개`);
    if (wrong.length) texts.push(`고칠 칸 ${wrong.length}개`);
    if (!pending.available && waiting.length) texts.push("이 브라우저에는 값을 남겨 둘 수 없으니 창을 닫지 마세요.");
    if (!texts.length && saved) texts.push("모두 저장됨");
    const text = texts.join(" · ");
    if (summary.textContent !== text) summary.textContent = text;
    summary.dataset.state = STATES[saver.state] ? "trouble" : wrong.length ? "wrong" : "";
    saveNow.hidden = !grid.sendable.length || (saver.state === "sending" && !saver.failures);
  };

  saver.addEventListener("change", () => {
    for (const name of saver.queue[0]?.changes.keys() ?? []) {
      const cell = grid.cells.get(name);
      if (saver.state === "sending" && cell.state === "waiting") cell.become("saving");
      else if (saver.state !== "sending" && cell.state === "saving") cell.become("waiting");
    }
    if (saver.state === "sending") saved = true;
    if (saver.state === "login") signIn.open();
    if (saver.state === "stranger") location.reload();
    tell();
  });
  grid.addEventListener("change", tell);
  grid.addEventListener("select", ({ detail: cell }) => panel.select(cell));
  grid.addEventListener("details", ({ detail: cell }) => panel.enter(cell));
  document.addEventListener("click", (event) => {
    const { cell: name, part } = event.target.closest("a[data-cell]")?.dataset ?? {};
    const cell = grid.cells.get(name);
    if (!cell) return;
    event.preventDefault();
    if (part) panel.enter(cell, `#${part}`);
    else grid.go(cell);
  });
  panel.addEventListener("loaded", ({ detail: { cell, ...seen } }) => grid.refresh(cell, seen));
  saveNow.addEventListener("click", () => grid.saveAll());
  document.addEventListener("keydown", (event) => {
    const help = document.querySelector(".keys[open]");
    if (event.key !== "Escape" || event.defaultPrevented || !help) return;
    if (help.contains(document.activeElement)) help.querySelector("summary").focus();
    help.open = false;
  });
  for (const each of document.querySelectorAll("form[data-waits]")) {
    each.addEventListener("submit", (event) => {
      event.preventDefault();
      // A second click of a double click finds the first one's request under way.
      if (submitting) return;
      submitting = true;
      submit(each).finally(() => (submitting = false));
    });
  }
  document.addEventListener("session:ended", (event) => {
    event.preventDefault();
    signIn.open();
  });
  addEventListener("beforeunload", (event) => {
    if (grid.unsaved.length && saver.state !== "stranger") event.preventDefault();
  });
  addEventListener("pageshow", async (event) => {
    if (event.persisted && (await saver.whoIsThere())?.user !== data.user) location.reload();
  });

  /** Hand the month in, once everything is saved. */
  async function submit(each) {
    grid.saveAll();
    await grid.settled();
    const open = grid.unsaved;
    if (open.length) {
      summary.textContent = `저장되지 않은 칸이 ${open.length}개 있어 제출하지 않았습니다. 고친 뒤 다시 눌러 주세요.`;
      open[0].input.focus();
      return;
    }
    const response = await saver.post(each.action, new FormData(each));
    if (!response) return;
    const answer = await response.json();
    // The page itself shows what stands against it, and asks.
    if (answer.ok) location.assign(location.pathname);
    else if (answer.problems?.length) location.assign(`${location.pathname}?check=yes`);
    else grid.listProblems(answer.text, []);
  }

  const restored = await grid.restore();
  document.body.dataset.ready = "entry";
  if (restored) {
    summary.textContent = `저장되지 않았던 값 ${restored}개를 되살렸습니다.`;
  }
}

const form = document.getElementById("grid");
if (form) start(form);
