// What can be taken back, and what was taken back and can be done again.

/** @template Change */
export class Undo {
  /** @type {Change[][]} */
  #done = [];

  /** @type {Change[][]} */
  #undone = [];

  /**
   * Keep changes that were made at once.
   * @param {Change[]} changes
   */
  add(changes) {
    this.#done.push(changes);
    this.#undone = [];
  }

  /**
   * Forget changes that were not made after all.
   * @param {Change[]} changes
   */
  drop(changes) {
    this.#done = this.#done.filter((each) => each !== changes);
  }

  /** The last changes, to be taken back; none when there are none. */
  back() {
    const changes = this.#done.pop() ?? [];
    if (changes.length) this.#undone.push(changes);
    return changes;
  }

  /** The changes taken back last, to be made again. */
  again() {
    const changes = this.#undone.pop() ?? [];
    if (changes.length) this.#done.push(changes);
    return changes;
  }
}
