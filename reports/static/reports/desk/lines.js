// Lines of a written text (docs/maintainers/desk.md): what kind each is, how deep it stands, and the marks that begin them.

/** @typedef {"gist" | "heading" | "project" | "table" | "item" | "words" | "blank"} Kind What a line is. */
/** @typedef {{kind: Kind, mark: string, level: number, start: number}} Line `start`: where its words begin. */

export const GIST = "[요지]";
/** The marks of lines, each with its level. */
export const MARKS = new Map([["○", 0], ["-", 1], ["·", 2], ["◆", 0], ["▶", 1]]);
const REMARKS = ["※", "*"];
/** What Tab makes of a mark; Shift-Tab the other way. */
const DEEPER = new Map([["○", "-"], ["-", "·"], ["◆", "▶"], ["▶", "·"]]);
const HIGHER = new Map([["·", "-"], ["-", "○"], ["▶", "◆"]]);
/** What other programs write for a mark, and what a keyboard has for it. */
const ALIASES = new Map(
  Object.entries({ "○": "ㅇoO0❍◯⚪●◦", "·": "•∙‧・⋅ㆍ‣⁃", "-": "–—―−‐‑➖", "▶": "▷▸►☞⇨→➜", "◆": "◇◈❖", "※": "＊", "□": "ㅁ❑❏☐▫▢◻", "■": "▣◼" }).flatMap(([mark, others]) =>
    [...others].map((other) => /** @type {[string, string]} */ ([other, mark])),
  ),
);
/** Letters and digits are words, unless a blank parts them from what follows. */
const NEEDS_BLANK = "oO0ㅇㅁ-–—―−‐‑*→●";
const CIRCLED = /[①-⑳]/;
const HEADINGS = ["□", "■"];

/** @param {string} sign */
const isMark = (sign) => MARKS.has(sign) || REMARKS.includes(sign) || CIRCLED.test(sign);

/**
 * @param {string} text a whole line
 * @param {number} above the level of the line above it that is no remark
 * @returns {Line}
 */
export function lineOf(text, above = 0) {
  const indent = text.length - text.trimStart().length;
  const words = text.trim();
  const mark = words.slice(0, 1);
  const start = indent + 1 + (/^\s*/.exec(text.slice(indent + 1))?.[0].length ?? 0);
  if (!words) return { kind: "blank", mark: "", level: 0, start: text.length };
  if (words === GIST) return { kind: "gist", mark: GIST, level: 0, start: text.length };
  if (HEADINGS.includes(mark)) return { kind: mark === "□" ? "heading" : "project", mark, level: 0, start };
  if (/^\[(?:표|그림):.*\]$/.test(words)) return { kind: "table", mark: "", level: 0, start: indent };
  if (isMark(mark)) return { kind: "item", mark, level: REMARKS.includes(mark) ? above + 1 : (MARKS.get(mark) ?? 0), start };
  return { kind: "words", mark: "", level: 0, start: indent };
}

/** @param {string} mark */
export const isRemark = (mark) => REMARKS.includes(mark);

/**
 * What stands before the words of a line of that mark.
 * @param {string} mark
 * @param {number} level
 */
export const beginning = (mark, level) => (mark === GIST ? GIST : mark ? `${"  ".repeat(level)}${mark} ` : "");

/**
 * A line with another mark.
 * @param {string} text
 * @param {string} mark
 * @param {number} above the level of the line above it
 */
export function marked(text, mark, above = 0) {
  const words = text.slice(lineOf(text).start);
  const level = isRemark(mark) ? above + 1 : (MARKS.get(mark) ?? 0);
  return beginning(mark, level) + (mark === GIST ? "" : words);
}

/**
 * The mark one step deeper (`by` 1) or higher (-1) than that of a line; null where there is none.
 * @param {string} text
 * @param {1 | -1} by
 */
export function stepped(text, by) {
  const { kind, mark } = lineOf(text);
  if (kind === "words") return by === 1 ? "○" : null;
  return (by === 1 ? DEEPER : HIGHER).get(mark) ?? null;
}

/**
 * What begins the line that Enter opens below another; null where the line has a mark and no words: it loses the mark.
 * @param {string} text
 * @param {number} above
 */
export function continued(text, above = 0) {
  const { kind, mark, level, start } = lineOf(text, above);
  if (kind === "gist") return beginning("◆", 0);
  if (kind === "heading" || kind === "table") return beginning("○", 0);
  if (kind === "project") return beginning("□", 0);
  if (kind !== "item") return "";
  if (!text.slice(start).trim()) return null;
  return beginning(CIRCLED.test(mark) ? String.fromCharCode(mark.charCodeAt(0) + 1) : mark, level);
}

/**
 * The mark that is meant by what was typed at the beginning of a line, before a blank; empty for none.
 * @param {string} typed
 */
export function meant(typed) {
  const words = typed.trim();
  const [first = "", last = "", ...others] = [...words].filter((sign) => sign.trim());
  // Behind a mark that the line has already, the new one is meant.
  const sign = others.length ? "" : last && (isMark(first) || HEADINGS.includes(first)) ? last : last ? "" : first;
  const mark = ALIASES.get(sign) ?? sign;
  return isMark(mark) || HEADINGS.includes(mark) ? mark : "";
}

/**
 * Pasted lines with the marks of the notation, each as deep as its mark. A text of one line stays as it is.
 * @param {string} text
 */
export function pasted(text) {
  const lines = text.replace(/\r\n?|[\u2028\u2029\v\f]/g, "\n").replace(/\u00a0/g, " ").split("\n");
  if (lines.length === 1) return lines[0] ?? "";
  let level = 0;
  const made = [];
  for (const line of lines) {
    const told = remarked(line.replace(/\t/g, " ").trim());
    const { kind, mark, level: own, start } = lineOf(told, level);
    if (kind === "item" && !isRemark(mark)) level = own;
    if (kind === "heading" || kind === "project" || kind === "gist") level = 0;
    if (kind !== "blank") made.push(kind === "item" || kind === "heading" || kind === "project" ? beginning(mark, own) + told.slice(start) : told);
  }
  return made.join("\n");
}

/**
 * A line whose mark, if another program wrote it, is that of the notation.
 * @param {string} line without blanks around it
 */
function remarked(line) {
  const sign = line.slice(0, 1);
  const rest = line.slice(1);
  if (NEEDS_BLANK.includes(sign) && !/^\s/.test(rest)) {
    // `-내용` is a line too, `-9명` a figure.
    return sign === "-" && /^[가-힣「『(<]/.test(rest) ? `- ${rest}` : line;
  }
  const mark = ALIASES.get(sign);
  return mark ? `${mark} ${rest.trimStart()}` : line;
}

/**
 * The lines of a piece: from its heading to the next; of a sub-project to the next sub-project. From `first` up to `last`, both
 * among the lines; null where the line is no heading.
 * @param {string[]} lines
 * @param {number} at
 */
export function pieceAt(lines, at) {
  const { kind } = lineOf(lines[at] ?? "");
  if (kind !== "heading" && kind !== "project" && kind !== "gist") return null;
  const ends = kind === "project" ? ["project"] : ["heading", "project", "gist"];
  let last = at;
  while (last + 1 < lines.length && !ends.includes(lineOf(lines[last + 1] ?? "").kind)) last += 1;
  return { first: at, last };
}

/**
 * Each line's level, and whether it is an item: only items have others below them.
 * @param {string[]} lines
 */
function levelsOf(lines) {
  let above = 0;
  return lines.map((line) => {
    const { kind, mark, level } = lineOf(line, above);
    if (kind !== "item") above = kind === "words" || kind === "blank" ? above : 0;
    else if (!isRemark(mark)) above = level;
    return { item: kind === "item", level };
  });
}

/**
 * A line with the items below it that are deeper. From `first` up to `last`, both among the lines.
 * @param {string[]} lines
 * @param {number} at
 */
export function blockAt(lines, at) {
  const levels = levelsOf(lines);
  const own = levels[at];
  let last = at;
  for (let next = levels[at + 1]; own?.item && next?.item && next.level > own.level; next = levels[last + 1]) last += 1;
  return { first: at, last };
}

/**
 * The lines after a line with all that stands below it has changed places with the one above (-1) or below (1) it, and where it stands
 * then. Among its likes it changes places with the whole of its neighbour; past them it goes one line on, to belong to another.
 * @param {string[]} lines
 * @param {number} at
 * @param {1 | -1} by
 */
export function movedLine(lines, at, by) {
  const levels = levelsOf(lines);
  const is = (/** @type {number} */ line) => levels[line] ?? { item: false, level: 0 };
  const own = blockAt(lines, at);
  let other;
  if (by === 1) {
    const next = own.last + 1;
    const like = is(next).item && is(at).item && is(next).level === is(at).level;
    other = { first: next, last: like ? blockAt(lines, next).last : next };
  } else {
    let first = at - 1;
    while (is(at).item && is(first).item && is(first).level > is(at).level) first -= 1;
    // Above all of these stands none that they belong to, or one that this line belongs to as well.
    if (first < at - 1 && (!is(first).item || is(first).level < is(at).level)) first += 1;
    other = { first, last: at - 1 };
  }
  if (other.first < 0 || other.last >= lines.length) return null;
  const [upper, lower] = by === 1 ? [own, other] : [other, own];
  const moved = [...lines.slice(0, upper.first), ...lines.slice(lower.first, lower.last + 1), ...lines.slice(upper.first, upper.last + 1), ...lines.slice(lower.last + 1)];
  return { lines: moved, at: by === 1 ? own.first + (other.last - other.first + 1) : other.first };
}

/**
 * The lines after the piece at a heading has changed places with the one above (-1) or below (1) it, and where it stands then;
 * null where there is none.
 * @param {string[]} lines
 * @param {number} at
 * @param {1 | -1} by
 */
export function movedPiece(lines, at, by) {
  const own = pieceAt(lines, at);
  if (!own) return null;
  let other;
  if (by === 1) other = pieceAt(lines, own.last + 1);
  else for (let line = at - 1; line >= 0 && !other; line -= 1) {
    const found = pieceAt(lines, line);
    if (found && found.last === at - 1) other = found;
  }
  if (!other) return null;
  const [upper, lower] = by === 1 ? [own, other] : [other, own];
  const moved = [...lines.slice(0, upper.first), ...lines.slice(lower.first, lower.last + 1), ...lines.slice(upper.first, upper.last + 1), ...lines.slice(lower.last + 1)];
  return { lines: moved, at: by === 1 ? upper.first + (lower.last - lower.first + 1) : upper.first };
}
