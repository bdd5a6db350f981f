// Logging in again without leaving the page, when the session has ended. What was typed waits behind the dialog.

import { find } from "../pages/dom.js";

/** @import { Connection } from "./connection.js" */

export class SignIn {
  /** @type {Element | null} */
  back = null;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Connection} saver
   */
  constructor(dialog, saver) {
    this.dialog = dialog;
    this.saver = saver;
    this.form = find(dialog, "form", HTMLFormElement);
    this.password = find(dialog, "[name=password]", HTMLInputElement);
    this.problem = find(dialog, ".login-problem", HTMLElement);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    addEventListener("focus", () => this.dialog.open && this.#resume());
  }

  open() {
    if (this.dialog.open) return;
    this.problem.textContent = "";
    this.password.value = "";
    this.back = document.activeElement;
    this.dialog.showModal();
    this.password.focus();
  }

  async #send() {
    const session = await this.saver.whoIsThere();
    if (!session) {
      this.problem.textContent = "서버에 연결되지 않습니다. 잠시 뒤 다시 눌러 주세요.";
      return;
    }
    const body = new URLSearchParams([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    body.set("csrfmiddlewaretoken", session.csrf);
    const response = await fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": session.csrf },
    });
    if (await this.#resume()) return;
    this.problem.textContent = response.ok
      ? "한 번 더 확인이 필요합니다. 새 창에서 로그인한 뒤 이 창으로 돌아와 주세요."
      : "로그인하지 못했습니다. 비밀번호를 확인해 주세요. 여러 번 틀리면 30분 동안 로그인할 수 없습니다.";
    this.password.select();
  }

  async #resume() {
    if (!(await this.saver.resume())) return false;
    this.dialog.close();
    if (this.back instanceof HTMLElement) this.back.focus();
    return true;
  }
}
