// Finding and making what a page shows.

/**
 * The first element of that kind that the selector finds, if there is one.
 * @template {Element} Kind
 * @param {ParentNode} within
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function seek(within, selector, kind) {
  const found = within.querySelector(selector);
  return found instanceof kind ? found : null;
}

/**
 * The first element of that kind that the selector finds. Throws an Error where the page has none.
 * @template {Element} Kind
 * @param {ParentNode} within
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function find(within, selector, kind) {
  const found = seek(within, selector, kind);
  if (!found) throw new Error(`The page has no ${kind.name} at '${selector}'.`);
  return found;
}

/**
 * The element of that kind around a place where something happened, if there is one.
 * @template {Element} Kind
 * @param {EventTarget | null} place
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function around(place, selector, kind) {
  const found = place instanceof Element ? place.closest(selector) : null;
  return found instanceof kind ? found : null;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {string} [text]
 */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
