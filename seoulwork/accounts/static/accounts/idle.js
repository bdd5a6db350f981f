// How long a session still lasts, as far as a page knows. Pure arithmetic.

const WARNING = 120_000;

/**
 * What is to be done: nothing yet, warn, or end the session. Milliseconds.
 * @param {number} rest what is left of the session
 * @param {number} lasts how long it lasts without a request
 * @returns {"quiet" | "warning" | "over"}
 */
export const phaseOf = (rest, lasts) => {
  if (rest > Math.min(WARNING, lasts / 2)) return "quiet";
  return rest > 0 ? "warning" : "over";
};

/**
 * `1분 5초`
 * @param {number} milliseconds begun seconds count
 */
export const inWords = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds >= 60 ? `${Math.floor(seconds / 60)}분 ${seconds % 60}초` : `${seconds}초`;
};
