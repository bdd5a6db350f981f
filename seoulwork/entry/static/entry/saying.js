// What the page says, as texts. Nothing of the page itself is known here.

/** @import { State } from "./cell.js" */
/** @import { Standing } from "./outbox.js" */

/** @type {Partial<Record<Standing, string>>} */
const TROUBLES = {
  offline: "서버에 연결되지 않습니다. 연결되면 이어서 저장합니다.",
  login: "로그인이 끊겼습니다.",
  stranger: "다른 사람이나 다른 자격으로 로그인했습니다.",
};
const MOST_PROBLEMS = 12;

/**
 * How far the saving is: a sentence, and whether that is a trouble or something to be mended.
 * @param {object} now
 * @param {State[]} now.unsaved the states of the cells that are not saved
 * @param {Standing} now.saver
 * @param {boolean} now.keeps whether this browser keeps what is not saved
 * @param {boolean} now.saved whether something has been sent
 * @returns {{text: string, kind: "" | "wrong" | "trouble"}}
 */
export function progressOf({ unsaved, saver, keeps, saved }) {
  const waiting = unsaved.filter((state) => state !== "typing");
  const wrong = waiting.filter((state) => state === "refused" || state === "conflict").length;
  const trouble = TROUBLES[saver];
  const texts = [];
  if (trouble) texts.push(trouble);
  if (waiting.length > wrong) texts.push(`저장 안 된 칸 ${waiting.length - wrong}개`);
  if (wrong) texts.push(`고칠 칸 ${wrong}개`);
  if (!keeps && waiting.length) texts.push("이 브라우저에는 값을 남겨 둘 수 없으니 창을 닫지 마세요.");
  if (!texts.length && saved) texts.push("모두 저장됨");
  return { text: texts.join(" · "), kind: trouble ? "trouble" : wrong ? "wrong" : "" };
}

/**
 * The two values to choose from, each with who set it and when.
 * @param {Server.Conflict} conflict
 */
export function choiceOf({ theirs, mine }) {
  return [
    [theirs.value || "(빈칸)", theirs.by, theirs.at_text],
    [mine.value || "(빈칸)", "나", "아직 저장되지 않음"],
  ];
}

/**
 * The first problems of a list, and what is said of the others.
 * @template Problem
 * @param {Problem[]} problems
 */
export function firstOf(problems) {
  const more = problems.length - MOST_PROBLEMS;
  return { first: problems.slice(0, MOST_PROBLEMS), more: more > 0 ? `그 밖에 ${more}가지` : "" };
}
