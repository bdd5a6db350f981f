// What `briefing.js` is given. The script stands in published files, word for word without its notes of types (`render/html.py`): so
// nothing is imported there, and what each of its pages has is promised here instead of looked for in it.

declare namespace Briefing {
  type Fact = [label: string, text: string];

  /** What a figure means, or a stored figure with the place where it is kept. */
  interface Entry {
    facts: Fact[];
    place: string[];
  }

  /** The answer of the site to the staff: for each place what is kept there now. */
  interface Kept {
    origins: ({ facts: Fact[]; address: string; page: string } | null)[];
  }
}

interface Document {
  /** Each page has the block of origins. */
  getElementById(id: "origins"): HTMLElement;
  /** What happens in a page happens at an element. */
  addEventListener(type: "click" | "focusin", listener: (event: Event & { target: Element }) => void): void;
}

interface Element {
  /** Figures are buttons. */
  closest(selector: ".figure" | "section[id]"): HTMLElement | null;
  tabIndex: number;
}

interface ParentNode {
  querySelectorAll(selector: ".figure"): NodeListOf<HTMLElement>;
}

interface ErrorConstructor {
  new (status: number): Error;
}
