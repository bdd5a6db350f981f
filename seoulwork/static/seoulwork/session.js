// The idle time-out: warns two minutes before the session ends, in all tabs alike, and goes to the log-in page at its end.
// A page that keeps something unsaved listens to "session:ended" on the document and calls preventDefault().
(() => {
  "use strict";

  const dialog = document.getElementById("session-warning");
  const lasts = Number(dialog.dataset.seconds) * 1000;
  const warning = Math.min(120_000, lasts / 2);
  const left = dialog.querySelector("[data-left]");
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  const logout = dialog.querySelector("form").action;
  const KEY = "session-last-contact";
  let ended = false;

  const contact = () => {
    ended = false;
    localStorage.setItem(KEY, String(Date.now()));
  };
  const remaining = () => Number(localStorage.getItem(KEY)) + lasts - Date.now();

  const inWords = (seconds) => (seconds >= 60 ? `${Math.floor(seconds / 60)}분 ${seconds % 60}초` : `${seconds}초`);

  const post = (address) =>
    fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });

  const look = () => {
    const rest = remaining();
    if (rest > warning) {
      if (dialog.open) dialog.close();
    } else if (rest > 0) {
      left.textContent = inWords(Math.ceil(rest / 1000));
      if (!dialog.open) dialog.showModal();
    } else if (!ended) {
      ended = true;
      if (dialog.open) dialog.close();
      end();
    }
  };

  // The server's session may last some seconds longer: it is ended, or the log-in page would lead straight back.
  const end = async () => {
    await post(logout).catch(() => {});
    if (document.dispatchEvent(new Event("session:ended", { cancelable: true }))) {
      location.assign(`${dialog.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  };

  const stay = async () => {
    try {
      const answer = await post(dialog.dataset.keep);
      if (answer.ok) contact();
    } catch {
      left.textContent += " (연결이 끊겨 있습니다. 잠시 뒤 다시 눌러 주세요.)";
    }
    look();
  };

  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  // Every request of a page's own scripts to this site puts off the end too.
  new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => ["fetch", "xmlhttprequest"].includes(entry.initiatorType) && Math.floor(entry.responseStatus / 100) === 2)) contact();
  }).observe({ type: "resource" });

  contact();
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
