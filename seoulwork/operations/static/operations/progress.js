// Keeps the progress on the page up to date, and goes on once the work is over. Without it, the button does the same.

const WAIT = 800;

async function look() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("#progress");
    if (!response.ok || response.redirected || !now) {
      location.replace(response.url);
      return;
    }
    const shown = document.querySelector("#progress");
    shown.querySelector("progress").value = now.querySelector("progress").value;
    const text = now.querySelector("[role=status]").textContent;
    const status = shown.querySelector("[role=status]");
    if (status.textContent !== text) status.textContent = text;
  } catch {
    // The server is not to be reached just now; the work goes on without it.
  }
  setTimeout(look, WAIT);
}

setTimeout(look, WAIT);
