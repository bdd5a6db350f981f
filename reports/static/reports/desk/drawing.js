// How the text looks while it is written: lines as in the document, references as what they print, findings at their places.

import { Decoration, EditorView, RangeSetBuilder, ViewPlugin, WidgetType } from "../../codemirror/codemirror.js";
import { findings, looked } from "./findings.js";
import { isRemark, lineOf } from "./lines.js";
import { referencesIn } from "./notation.js";

/** @import { EditorState } from "@codemirror/state" */
/** @import { DecorationSet, ViewUpdate } from "@codemirror/view" */
/** @import { Offer, Problem, Value } from "./findings.js" */

/** A reference as what it prints. */
class Chip extends WidgetType {
  /**
   * @param {string} source
   * @param {Value | undefined} value
   * @param {string} problem
   */
  constructor(source, value, problem) {
    super();
    this.source = source;
    this.value = value;
    this.problem = problem;
  }

  /**
   * @override
   * @param {Chip} other
   */
  eq(other) {
    return this.source === other.source && this.value?.text === other.value?.text && this.value?.lacks === other.value?.lacks && this.problem === other.problem;
  }

  get label() {
    const { source, value, problem } = this;
    if (problem) return `${source}: ${problem}`;
    return [`수치 ${value?.text ?? ""}`, source, value?.lacks].filter(Boolean).join(", ");
  }

  /** @override */
  toDOM() {
    const chip = document.createElement("span");
    chip.className = ["chip", this.problem && "wrong", this.value?.lacks && "lacks", !this.value && "unknown"].filter(Boolean).join(" ");
    chip.textContent = this.problem || !this.value ? this.source || "{ }" : this.value.text || "(빈칸)";
    chip.title = this.label;
    chip.setAttribute("role", "img");
    chip.setAttribute("aria-label", this.label);
    return chip;
  }

  /** @override */
  ignoreEvent() {
    return false;
  }
}

/** The sentence under a line that says what is wrong in it. */
class Sentence extends WidgetType {
  /** @param {Problem} problem */
  constructor(problem) {
    super();
    this.problem = problem;
    this.text = problem.text;
  }

  /**
   * @override
   * @param {Sentence} other
   */
  eq(other) {
    return this.text === other.text;
  }

  /**
   * @override
   * @param {EditorView} view
   */
  toDOM(view) {
    const made = document.createElement("div");
    made.className = "sentence";
    made.append(this.text, ...nearest(view, this.problem));
    return made;
  }
}

/**
 * A button for each name that may be meant: it takes the place of the wrong one.
 * @param {EditorView} view
 * @param {Problem} problem
 */
export function nearest(view, { text, wrong, near }) {
  return view.state.readOnly
    ? []
    : near.map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "near";
        button.textContent = name;
        button.setAttribute("aria-label", `'${wrong}' 대신 '${name}' 쓰기`);
        button.addEventListener("click", () => {
          // Where it stands now: the text may have moved since.
          const found = view.state.field(findings).problems.find((each) => each.text === text && each.wrong === wrong);
          const at = found ? view.state.sliceDoc(found.from, found.to).indexOf(wrong) : -1;
          if (!found || at < 0) return;
          view.dispatch({ changes: { from: found.from + at, to: found.from + at + wrong.length, insert: name }, userEvent: "input" });
          view.focus();
        });
        return button;
      });
}

/**
 * The reference in which the cursor stands, shown as it is written; a chip at whose edge it stands stays one.
 * @param {EditorState} state
 * @param {number} from
 * @param {number} to
 */
const isOpen = (state, from, to) => state.selection.ranges.some(({ head }) => from < head && head < to);

/** @type {Map<string, Decoration>} */
const classes = new Map();

/**
 * @param {string} name
 * @param {"line" | "mark"} kind
 */
function styled(name, kind) {
  const key = `${kind} ${name}`;
  const made = classes.get(key) ?? Decoration[kind]({ class: name });
  classes.set(key, made);
  return made;
}

/**
 * The level of the last line above a place that is no remark.
 * @param {EditorState} state
 * @param {number} number of the line
 */
export function levelAbove(state, number) {
  for (let above = number - 1; above > 0; above -= 1) {
    const { kind, mark, level } = lineOf(state.doc.line(above).text);
    if (kind === "heading" || kind === "gist" || kind === "project") return 0;
    if (kind === "item" && !isRemark(mark)) return level;
  }
  return 0;
}

/**
 * How a typed number is marked: one that can be bound, one that nothing stored gives, one that stays for a reason.
 * @param {Offer} offer
 */
function typedMark({ typed, reference, printed, kept }) {
  if (kept) return Decoration.mark({ class: "kept", attributes: { title: `${typed}: 그대로 둠(${kept})` } });
  if (!reference) return Decoration.mark({ class: "typed", attributes: { title: `${typed}: 손으로 적은 수` } });
  return Decoration.mark({ class: "offer", attributes: { title: `${typed} → ${reference} (${printed}). 누르면 묶습니다.` } });
}

/**
 * @param {EditorView} view
 * @returns {DecorationSet}
 */
function draw(view) {
  const { state } = view;
  const { values, problems, offers } = state.field(findings);
  const set = /** @type {RangeSetBuilder<Decoration>} */ (new RangeSetBuilder());
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      const { kind, level, start } = lineOf(line.text, levelAbove(state, line.number));
      set.add(line.from, line.from, styled(`is-${kind} level-${Math.min(level, 3)}`, "line"));
      /** @type {{from: number, to: number, made: Decoration}[]} */
      const marks = [];
      if (kind === "item" || kind === "heading" || kind === "project") marks.push({ from: line.from, to: line.from + start, made: styled("mark", "mark") });
      for (const each of referencesIn(line.text)) {
        const [first, last] = [line.from + each.from, line.from + each.to];
        const problem = problems.find((found) => found.from < last && first < found.to && found.to - found.from <= last - first)?.text ?? "";
        const made = isOpen(state, first, last) ? styled(problem ? "open wrong" : "open", "mark") : Decoration.replace({ widget: new Chip(each.source, values.get(each.source), problem) });
        marks.push({ from: first, to: last, made });
      }
      for (const each of offers) if (line.from <= each.from && each.to <= line.to) marks.push({ from: each.from, to: each.to, made: typedMark(each) });
      const bar = kind === "item" && line.text.trimStart().startsWith("○") ? line.text.indexOf("|") : -1;
      if (bar >= 0 && !referencesIn(line.text).some((each) => each.to > bar)) marks.push({ from: line.from + bar, to: line.to, made: styled("when", "mark") });
      marks.sort((one, other) => one.from - other.from || other.to - one.to);
      for (const each of marks) if (each.from < each.to) set.add(each.from, each.to, each.made);
      at = line.to + 1;
    }
  }
  return set.finish();
}

const lines = ViewPlugin.fromClass(
  class {
    /** @param {EditorView} view */
    constructor(view) {
      this.decorations = draw(view);
    }

    /** @param {ViewUpdate} update */
    update({ view, docChanged, viewportChanged, selectionSet, transactions }) {
      if (docChanged || viewportChanged || selectionSet || transactions.some(({ effects }) => effects.some((each) => each.is(looked)))) this.decorations = draw(view);
    }
  },
  { decorations: (drawn) => drawn.decorations },
);

/**
 * Problems under their lines; those of no reference are underlined too.
 * @param {EditorState} state
 */
function sentences(state) {
  const { problems } = state.field(findings);
  return Decoration.set(
    problems.map((each) => Decoration.widget({ widget: new Sentence(each), block: true, side: 1 }).range(state.doc.lineAt(each.to).to)),
    true,
  );
}

export const drawing = [findings, lines, EditorView.decorations.compute([findings], sentences)];

const gray = (/** @type {number} */ step, /** @type {string} */ color) => `var(--krds-color-light-gray-${step}, ${color})`;
const levels = Object.fromEntries([0, 1, 2, 3].map((level) => [`.level-${level}.is-item`, { paddingLeft: `${2.25 + level * 0.5}rem`, textIndent: `-${1.25 + level * 0.5}rem` }]));

export const looks = EditorView.theme({
  "&": { color: gray(90, "#1e2124"), backgroundColor: "#fff", fontSize: "1rem", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.7", overflow: "auto" },
  ".cm-content": { padding: "1rem 0 4rem", caretColor: gray(90, "#1e2124") },
  ".cm-line": { padding: "0.0625rem 1rem", wordBreak: "keep-all", overflowWrap: "anywhere" },
  ".is-gist": { color: gray(60, "#58616a"), fontSize: "0.875rem", fontWeight: "700" },
  ".is-heading": { paddingTop: "0.75rem", fontSize: "1.0625rem", fontWeight: "700" },
  ".is-project": { marginTop: "0.75rem", backgroundColor: "var(--krds-color-light-primary-5, #ecf2fe)", fontSize: "1.0625rem", fontWeight: "700" },
  ".is-table": { color: gray(60, "#58616a"), fontWeight: "600" },
  ...levels,
  ".mark": { color: "var(--krds-color-light-primary-60, #0b50d0)", fontWeight: "600" },
  ".when": { color: gray(60, "#58616a") },
  ".chip": { display: "inline-block", textIndent: "0", lineHeight: "1.4", padding: "0 0.25rem", borderRadius: "0.25rem", backgroundColor: "var(--krds-color-light-primary-5, #ecf2fe)", color: "var(--krds-color-light-primary-70, #083891)", fontWeight: "600", cursor: "pointer", whiteSpace: "normal" },
  ".chip.unknown": { color: gray(60, "#58616a"), fontWeight: "400" },
  ".chip.lacks": { outline: "1px dashed var(--krds-color-light-warning-50, #9e6a00)", backgroundColor: "var(--krds-color-light-warning-5, #fff3db)", color: "#5c3d00" },
  ".chip.wrong, .open.wrong": { outline: "1px solid var(--krds-color-light-danger-50, #de3412)", backgroundColor: "#fdefec", color: "#8a1f0a" },
  ".open": { borderRadius: "0.25rem", backgroundColor: gray(5, "#f4f5f6"), color: "var(--krds-color-light-primary-70, #083891)" },
  ".offer": { borderBottom: "2px dotted var(--krds-color-light-warning-50, #9e6a00)", cursor: "pointer" },
  ".near": { margin: "0.125rem 0 0.125rem 0.375rem", border: "1px solid #8a1f0a", borderRadius: "0.25rem", padding: "0 0.5rem", minHeight: "1.75rem", backgroundColor: "#fff", color: "#8a1f0a", font: "inherit", fontWeight: "600", cursor: "pointer" },
  ".typed": { borderBottom: `1px dashed ${gray(50, "#6d7882")}` },
  ".sentence": { margin: "0 1rem 0.25rem 2rem", color: "#8a1f0a", fontSize: "0.875rem", lineHeight: "1.5" },
});
