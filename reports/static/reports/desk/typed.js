// The list of numbers and dates that are typed: each can be bound to the figure that it is, or stays for a reason.

import { element } from "../../pages/dom.js";
import { findings } from "./findings.js";
import { bind } from "./keys.js";

/** @import { EditorView } from "@codemirror/view" */
/** @import { Connection } from "../../entry/connection.js" */
/** @import { Offer } from "./findings.js" */

const OTHER = "기타";

export class TypedNumbers {
  /**
   * @param {object} page
   * @param {EditorView} page.view
   * @param {HTMLElement} page.place
   * @param {string} page.address
   * @param {Connection} page.connection
   * @param {string[]} page.reasons
   * @param {(at: number, now: () => {from: number} | undefined) => HTMLElement} page.go
   * @param {() => void} page.kept
   */
  constructor({ view, place, address, connection, reasons, go, kept }) {
    this.view = view;
    this.place = place;
    this.address = address;
    this.connection = connection;
    this.reasons = reasons;
    this.go = go;
    this.kept = kept;
  }

  draw() {
    // What one is choosing in stays as it is until the choice is made.
    if (this.place.contains(document.activeElement) && document.activeElement?.matches("select, input")) return;
    const { offers } = this.view.state.field(findings);
    this.place.replaceChildren(...offers.map((offer, at) => this.#item(offer, at)));
  }

  /**
   * @param {Offer} offer
   * @param {number} at
   */
  #item(offer, at) {
    const made = element("li");
    // Where it stands when one clicks: the text may have moved since.
    const now = () => {
      const { offers } = this.view.state.field(findings);
      return offers[at]?.typed === offer.typed ? offers[at] : offers.find((each) => each.typed === offer.typed);
    };
    made.append(this.go(offer.from, now), ` ${offer.typed}`);
    if (offer.reference) made.append(` → ${offer.reference} (${offer.printed}${offer.slip && `, ${offer.slip}`}) `);
    if (this.view.state.readOnly) return made;
    if (offer.kept) {
      made.append(element("span", "quiet", ` 그대로 둠: ${offer.kept} `), this.#button("되돌리기", `${offer.typed} 다시 묻기`, () => this.#keep(offer, "")));
      return made;
    }
    if (offer.reference) {
      made.append(
        this.#button("묶기", `${offer.typed} → ${offer.reference} 묶기`, () => {
          const found = now();
          if (found) bind(this.view, found);
        }),
      );
    }
    // A date that may be bound asks for no answer.
    if (offer.digest) made.append(...this.#reasons(offer));
    return made;
  }

  /** @param {Offer} offer */
  #reasons(offer) {
    const chosen = element("select");
    chosen.setAttribute("aria-label", `${offer.typed} 그대로 두는 사유`);
    chosen.append(...[...this.reasons, OTHER].map((each) => element("option", "", each)));
    const other = element("input");
    other.maxLength = 300;
    other.hidden = true;
    other.setAttribute("aria-label", `${offer.typed} 그대로 두는 다른 사유`);
    chosen.addEventListener("change", () => {
      other.hidden = chosen.value !== OTHER;
      if (!other.hidden) other.focus();
    });
    const button = this.#button("그대로 두기", `${offer.typed} 그대로 두기`, () => {
      const reason = chosen.value === OTHER ? other.value.trim() : chosen.value;
      if (reason) this.#keep(offer, reason);
      else other.focus();
    });
    return [chosen, other, button];
  }

  /**
   * @param {string} text
   * @param {string} label
   * @param {() => void} act
   */
  #button(text, label, act) {
    const made = element("button", "button small", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  /**
   * @param {Offer} offer
   * @param {string} reason
   */
  async #keep({ digest }, reason) {
    const text = this.view.state.doc.toString();
    await this.connection.post(this.address, JSON.stringify({ text, digest, reason }), { "Content-Type": "application/json" }, 409);
    this.kept();
  }
}
