// The idle time-out: warns two minutes before the session ends, in all tabs alike, and goes to the log-in page at its end.
// A page that keeps something unsaved listens to "session:ended" on the document and calls preventDefault().

const dialog = document.getElementById("session-warning");
const lasts = Number(dialog.dataset.seconds) * 1000;
const warning = Math.min(120_000, lasts / 2);
const left = dialog.querySelector("[data-left]");
const trouble = dialog.querySelector("[data-trouble]");
const logout = dialog.querySelector("form").action;
const KEY = "session-last-contact";
let ended = false;

const contact = () => {
  ended = false;
  localStorage.setItem(KEY, String(Date.now()));
};
const remaining = () => Number(localStorage.getItem(KEY)) + lasts - Date.now();

const inWords = (seconds) => (seconds >= 60 ? `${Math.floor(seconds / 60)}분 ${seconds % 60}초` : `${seconds}초`);

// The token changes with each log-in in place: the page then puts the new one into its forms.
const post = (address) => {
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  return fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
};

const look = () => {
  const rest = remaining();
  if (rest > warning) {
    ended = false;
    if (dialog.open) dialog.close();
  } else if (ended) {
    return;
  } else if (rest > 0) {
    left.textContent = inWords(Math.ceil(rest / 1000));
    if (!dialog.open) {
      trouble.textContent = "";
      dialog.showModal();
    }
  } else end();
};

// The server's session may last some seconds longer: it is ended, or the log-in page would lead straight back.
const end = async () => {
  ended = true;
  if (dialog.open) dialog.close();
  await post(logout).catch(() => {});
  if (document.dispatchEvent(new Event("session:ended", { cancelable: true }))) {
    location.assign(`${dialog.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
};

const stay = async () => {
  const answer = await post(dialog.dataset.keep).catch(() => null);
  if (answer?.ok) contact();
  else if (!answer || answer.status >= 500) trouble.textContent = "서버에 연결되지 않습니다. 잠시 뒤 다시 눌러 주세요.";
  else return end(); // this page's session is gone: ended or replaced from another tab
  return look();
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
