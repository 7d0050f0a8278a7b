// What every page needs: the color toggle, menus and dialogs, requests with the CSRF token, toasts.

const THEMES = ["auto", "light", "dark"];

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]').content;
}

/** fetch for this site's own API: sends JSON or a form with the CSRF token, answers JSON, throws Error with the reason. */
export async function request(path, { method = "GET", json, body, headers = {}, ...rest } = {}) {
  const sent = { Accept: "application/json", "X-CSRF-Token": csrfToken(), ...headers };
  if (json !== undefined) {
    sent["Content-Type"] = "application/json";
    body = JSON.stringify(json);
  }
  const answer = await fetch(path, { method, body, headers: sent, credentials: "same-origin", ...rest });
  if (answer.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  const isJson = answer.status !== 204 && (answer.headers.get("Content-Type") || "").includes("json");
  const content = isJson ? await answer.json() : null;
  if (!answer.ok) {
    throw Object.assign(new Error(content?.detail || `The server answered ${answer.status}.`), { status: answer.status, content });
  }
  return content;
}

/** Shows a short message that goes away by itself; tone: good, bad or nothing. */
export function toast(text, tone = "") {
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.textContent = text;
  document.querySelector(".toasts").append(box);
  setTimeout(() => box.remove(), tone === "bad" ? 9000 : 4000);
}

function toggleTheme(button) {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
  root.dataset.theme = next;
  button.setAttribute("aria-label", `Colors: ${next}. Change`);
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  toast(`Colors: ${next === "auto" ? "as the system" : next}`);
}

document.addEventListener("click", (event) => {
  const target = event.target;
  const toggle = target.closest("[data-theme-toggle]");
  if (toggle) toggleTheme(toggle);
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  if (target.closest("[data-closes]")) target.closest("dialog").close();
  if (target instanceof HTMLDialogElement) target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  // "/" goes to the search box, as on most sites with one.
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.querySelector("[data-search-box]");
  if (event.key === "/" && !typing && box && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A form with data-confirm asks before it is sent.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const copier = event.target.closest("[data-copies]");
  if (!copier) return;
  const source = document.getElementById(copier.dataset.copies);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  toast("Copied", "good");
});

// A choice that is sent at once, in a form with data-submit-on-change.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});
