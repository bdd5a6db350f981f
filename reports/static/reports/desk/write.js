// The page on which a part of a briefing is written: puts the editor, the keeping, the preview and the picker in place together.

import { EditorState, EditorView } from "../../codemirror/codemirror.js";
import { Connection } from "../../entry/connection.js";
import { Pending } from "../../entry/pending.js";
import { SignIn } from "../../entry/signin.js";
import { around, element, find, seek } from "../../pages/dom.js";
import { clipboard } from "./clipboard.js";
import { drawing, looks, nearest } from "./drawing.js";
import { findings, looked } from "./findings.js";
import { Keeper } from "./keeping.js";
import { keys, move, put, removeBlock, setMark } from "./keys.js";
import { Preview } from "./looking.js";
import { Picker } from "./picker.js";
import { Printing } from "./printing.js";
import { TypedNumbers } from "./typed.js";

/**
 * @template Data
 * @param {string} id
 * @returns {Data}
 */
const read = (id) => JSON.parse(find(document, `#${id}`, HTMLScriptElement).text);

const MATTERS = "#desk-clashes";

/** What the keeping and the connection have to say. @param {Keeper} keeper */
function told({ standing, connection, refusal, pending, answer }) {
  const stays = pending.available ? "쓴 글은 이 브라우저에 그대로 있습니다." : "창을 닫지 마십시오.";
  if (standing === "refused") return { text: `저장하지 않았습니다. ${refusal}`, state: "refused" };
  if (standing === "saved") {
    const wrong = answer?.problems.length ?? 0;
    return { text: wrong ? `저장했습니다. 고칠 줄이 ${wrong}곳 있어, 고치기 전에는 앞의 글이 인쇄됩니다.` : "모두 저장됨", state: "saved" };
  }
  if (connection.state === "offline") return { text: `서버에 연결되지 않아 저장하지 못했습니다. ${stays} 연결되면 저절로 저장합니다.`, state: "offline" };
  if (connection.state === "login") return { text: `로그인이 끊겨 저장하지 못했습니다. ${stays}`, state: "offline" };
  return { text: "저장하는 중…", state: "unsaved" };
}

/** @param {EditorState} state */
const offersOf = (state) => state.field(findings).offers.length;

/**
 * A button that leads to a place of the text: `now` says where that stands when one clicks.
 * @param {EditorView} view
 * @returns {(at: number, now: () => {from: number} | undefined) => HTMLButtonElement}
 */
const goesTo = (view) => (at, now) => {
  const made = element("button", "go", `${view.state.doc.lineAt(at).number}번째 줄`);
  made.type = "button";
  made.addEventListener("click", () => {
    view.dispatch({ selection: { anchor: now()?.from ?? Math.min(at, view.state.doc.length) }, scrollIntoView: true });
    view.focus();
  });
  return made;
};

/**
 * The lists below the text.
 * @param {EditorView} view
 * @param {TypedNumbers} typed
 */
function list(view, typed) {
  const { problems } = view.state.field(findings);
  const go = goesTo(view);
  find(document, "#desk-problems", HTMLElement).replaceChildren(
    ...problems.map((problem) => {
      const { from, text } = problem;
      const made = element("li", "problem");
      made.append(go(from, () => view.state.field(findings).problems.find((each) => each.text === text)), ` ${text}`, ...nearest(view, problem));
      return made;
    }),
  );
  typed.draw();
}

/** The places that wait for a choice, as they stand now. @param {Document} page */
function takeClashes(page) {
  find(document, MATTERS, HTMLElement).replaceChildren(...find(page, MATTERS, HTMLElement).childNodes);
}

async function reloadClashes() {
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (response?.ok && !response.redirected) takeClashes(new DOMParser().parseFromString(await response.text(), "text/html"));
}

/** @param {HTMLElement} desk */
async function start(desk) {
  /** @type {Server.Desk} */
  const data = read("desk-data");
  /** @type {Server.Named[]} */
  const names = read("desk-names");
  const form = find(desk, "form", HTMLFormElement);
  const area = find(desk, "textarea", HTMLTextAreaElement);
  /** Whether somebody has put the cursor somewhere. */
  let picked = false;
  const said = find(desk, "#desk-said", HTMLElement);
  const writes = Boolean(desk.dataset.keep);
  const pending = await Pending.open(`desk/${data.user}/${data.place}`, data.secret);
  const connection = new Connection({ session: desk.dataset.session ?? "", user: data.user, token: find(form, "[name=csrfmiddlewaretoken]", HTMLInputElement).value });

  // In a root of its own, where the editor's styles come as a sheet made by script: the policy of the site allows no others.
  const place = element("div", "desk-editor");
  const root = place.attachShadow({ mode: "open" });
  area.after(place);
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keys((at, typed) => picker.open(at, typed)),
        clipboard,
        drawing,
        looks,
        EditorView.lineWrapping,
        EditorState.readOnly.of(!writes),
        EditorState.lineSeparator.of("\n"),
        EditorView.contentAttributes.of({ "aria-label": "글", "aria-multiline": "true", role: "textbox", spellcheck: "false", ...(writes ? {} : { "aria-readonly": "true" }) }),
        EditorView.updateListener.of((update) => {
          keeper.update(update);
          if (update.docChanged) {
            area.value = update.state.doc.toString();
            preview.soon();
            printing.soon();
            picker.follow(update.changes);
          } else if (update.selectionSet) preview.followSoon();
          if (update.transactions.some((each) => ["select", "input", "delete"].some((name) => each.isUserEvent(name)))) picked = true;
          if (update.transactions.some(({ effects }) => effects.some((each) => each.is(looked))) || offersOf(update.startState) !== offersOf(update.state)) list(view, typed);
        }),
      ],
    }),
  });
  const keeper = new Keeper({ view, address: desk.dataset.keep ?? "", base: find(form, "[name=base]", HTMLInputElement).value, connection, pending });
  const preview = new Preview({ view, pane: find(desk, "#desk-look", HTMLElement), address: desk.dataset.look ?? "", connection, placeable: data.placeable, values: () => view.state.field(findings).values, shown: () => {
    desk.dataset.looks = String(Number(desk.dataset.looks ?? 0) + 1);
  } });
  const typed = new TypedNumbers({ view, place: find(desk, "#desk-offers", HTMLElement), address: desk.dataset.typed ?? "", connection, reasons: data.reasons, go: goesTo(view), kept: () => preview.look() });
  const printing = new Printing({ view, desk, connection });
  const picker = new Picker(find(document, "#desk-picker", HTMLElement), names, data, (written) => preview.print(written));
  const signIn = new SignIn(find(document, "#login", HTMLDialogElement), connection);
  area.hidden = true;
  desk.classList.add("with-editor");
  find(form, "#desk-tools", HTMLElement).hidden = !writes;

  let clashes = Number(desk.dataset.clashes);
  const tell = () => {
    if (!writes) return;
    const { text, state } = told(keeper);
    if (said.textContent !== text) said.textContent = text;
    said.dataset.state = state;
    if (state === "saved") for (const each of document.querySelectorAll(".desk-refused")) each.remove();
    const { answer } = keeper;
    if (!answer) return;
    find(document, "#desk-state", HTMLElement).textContent = answer.state;
    if (answer.clashes !== clashes) reloadClashes();
    clashes = answer.clashes;
  };
  keeper.addEventListener("change", tell);
  connection.addEventListener("change", () => {
    if (connection.state === "login") signIn.open();
    if (connection.state === "stranger") location.reload();
    if (connection.state === "ready") {
      preview.soon();
      printing.soon();
    }
  });

  find(form, "#desk-tools", HTMLElement).addEventListener("click", ({ target }) => {
    const button = around(target, "button", HTMLButtonElement);
    if (button?.dataset.mark) {
      setMark(view, button.dataset.mark);
      view.focus();
    } else if (button?.dataset.move) {
      move(button.dataset.move === "1" ? 1 : -1)(view);
      view.focus();
    } else if (button?.dataset.put) {
      if (!put(view, button.dataset.put)) said.textContent = `${button.dataset.put} 줄이 이미 글에 있어 그 줄로 옮겼습니다.`;
      view.focus();
    } else if (button && "remove" in button.dataset) {
      removeBlock(view);
      view.focus();
    } else if (button) picker.open(view);
  });
  // What is made on another page is put below the line where somebody writes.
  document.addEventListener("click", async (event) => {
    const link = around(event.target, "a[data-places]", HTMLAnchorElement);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (keeper.standing !== "saved" && !(await keeper.keep())) return;
    location.assign(picked ? `${link.href}?line=${view.state.doc.lineAt(view.state.selection.main.head).number}` : link.href);
  });
  document.addEventListener("click", ({ target }) => {
    const line = Number(around(target, ".go[data-line]", HTMLElement)?.dataset.line);
    if (!line) return;
    view.dispatch({ selection: { anchor: view.state.doc.line(Math.min(line, view.state.doc.lines)).to }, scrollIntoView: true });
    view.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keeper.keep();
  });
  // What stands on the page beside the text waits until that is kept; a choice between two texts comes in without leaving the page.
  let leaving = false;
  document.addEventListener("submit", async (event) => {
    const other = event.target;
    if (leaving || !(other instanceof HTMLFormElement) || other === form || other.method !== "post" || !find(document, "main", HTMLElement).contains(other)) return;
    const clash = other.classList.contains("clash");
    const waits = writes && keeper.standing !== "saved";
    // Asked for within its own event, a form would not be sent again: where nothing waits it goes its own way.
    if (!waits && !clash) return;
    event.preventDefault();
    if (waits && !(await keeper.keep())) {
      const why = seek(other, ".desk-refused", HTMLElement) ?? element("p", "desk-refused");
      why.setAttribute("role", "alert");
      why.textContent = `${told(keeper).text} 글이 저장된 뒤에 다시 눌러 주세요.`;
      other.append(why);
      return;
    }
    if (!clash) {
      leaving = true;
      other.requestSubmit(event.submitter);
      return;
    }
    const body = new URLSearchParams([...new FormData(other, event.submitter)].map(([name, value]) => [name, String(value)]));
    const response = await fetch(other.action, { method: "POST", body }).catch(() => null);
    if (response?.ok) takeClashes(new DOMParser().parseFromString(await response.text(), "text/html"));
    await keeper.keep();
  });
  document.addEventListener("session:ended", (event) => {
    event.preventDefault();
    signIn.open();
  });
  addEventListener("beforeunload", (event) => {
    if (keeper.standing !== "saved" && connection.state !== "stranger") event.preventDefault();
  });
  addEventListener("pageshow", async (event) => {
    if (event.persisted && (await connection.whoIsThere())?.user !== data.user) location.reload();
  });

  const restored = writes && (await keeper.restore());
  document.body.dataset.ready = "desk";
  if (restored) said.textContent = "저장되지 않았던 글을 되살렸습니다.";
  preview.look();
}

/** The list of the parts stands open where there is a column for it. */
const parts = seek(document, "#desk-parts", HTMLDetailsElement);
const broad = matchMedia("(min-width: 84rem)");
const unfold = () => {
  if (parts) parts.open = broad.matches;
};
broad.addEventListener("change", unfold);
unfold();

const desk = seek(document, "#desk", HTMLElement);
if (desk) start(desk);
