// Uploading: files are sent two at a time, each with its progress, and watched until their outcome.

import { csrfToken, request } from "./app.js";

const AT_ONCE = 2;
const WATCHED_AT_ONCE = 50;
const POLL_MS = [800, 1200, 2000, 3000, 5000];

const form = document.querySelector("[data-upload]");
const drop = document.querySelector("[data-drop]");
const input = document.querySelector("[data-files]");
const items = document.querySelector("[data-items]");
const said = document.querySelector("[data-said]");
const limit = Number(form.dataset.limit);
const queue = [];
let sending = 0;

function badge(row, name) {
  row.querySelector("[data-badge]").replaceChildren(document.querySelector(`[data-badge-of="${name}"]`).content.cloneNode(true));
}

function note(row, text, isBad = false) {
  const line = row.querySelector("[data-note]");
  line.textContent = text.charAt(0).toUpperCase() + text.slice(1);
  line.classList.toggle("bad", isBad);
}

function readable(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function fail(row, reason) {
  row.querySelector("progress").hidden = true;
  badge(row, "failed");
  note(row, reason, true);
  row.classList.add("failed");
  said.textContent = `${row.fileName} was not sent: ${reason}`;
}

function add(file) {
  const row = document.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
  row.fileName = file.name;
  row.querySelector("[data-name]").textContent = file.name;
  row.querySelector("[data-size]").textContent = readable(file.size);
  row.querySelector("progress").setAttribute("aria-label", `Sending ${file.name}`);
  items.append(row);
  document.querySelector("[data-sent]").hidden = false;
  if (file.size > limit) {
    fail(row, `The file has ${readable(file.size)}, and at most ${readable(limit)} are taken: split it.`);
  } else {
    note(row, "Waits for its turn");
    queue.push({ file, row });
  }
}

function sendNext() {
  while (sending < AT_ONCE && queue.length) {
    sending += 1;
    const { file, row } = queue.shift();
    send(file, row).finally(() => {
      sending -= 1;
      sendNext();
    });
  }
}

/** XMLHttpRequest, not fetch: only it tells how much was sent. */
function send(file, row) {
  badge(row, "sending");
  return new Promise((done) => {
    const call = new XMLHttpRequest();
    const bar = row.querySelector("progress");
    call.open("POST", form.getAttribute("action"));
    call.setRequestHeader("Accept", "application/json");
    call.setRequestHeader("X-CSRF-Token", csrfToken());
    call.responseType = "json";
    call.upload.onprogress = (event) => {
      bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 50;
      note(row, event.loaded < event.total ? `${Math.round(bar.value)} % sent` : "Sent; being checked");
    };
    call.onload = () => (call.status === 200 ? received(row, call.response[0]) : fail(row, refusal(call)), done());
    call.onerror = () => (fail(row, "The connection was lost. Send it again."), done());
    const content = new FormData();
    content.append("document_class", form.elements.document_class.value);
    content.append("files", file);
    call.send(content);
  });
}

function refusal(call) {
  if (call.status === 401) return "You are signed out: sign in again, then send it once more.";
  return call.response?.detail || `The server answered ${call.status}.`;
}

function received(row, answer) {
  if (!answer.document) {
    fail(row, answer.problem || "The file could not be read.");
    return;
  }
  const same = document.querySelector(`[data-recent-items] [data-id="${answer.document.id}"]`);
  same?.remove();
  row.dataset.id = answer.document.id;
  row.isKnown = !answer.is_new;
  const link = document.createElement("a");
  link.href = `/documents/${answer.document.id}`;
  link.textContent = row.fileName;
  row.querySelector("[data-name]").replaceChildren(link);
  shown(row, answer.document);
  watch();
}

function shown(row, document_) {
  const before = row.dataset.status;
  row.dataset.status = document_.status;
  const bar = row.querySelector("progress");
  const known = row.isKnown ? "This document was here already. " : "";
  badge(row, document_.status);
  bar.hidden = document_.status !== "waiting";
  if (document_.status === "waiting") {
    bar.max = document_.steps_total;
    bar.value = document_.steps;
    bar.setAttribute("aria-label", `Reading ${document_.name}`);
    note(row, known + document_.doing);
    return;
  }
  const [first, ...others] = document_.reasons;
  const more = others.length ? ` And ${others.length} more.` : "";
  note(row, known + (first ? first.message + more : "All fields were read and passed every check."), document_.status === "rejected");
  if (before === "waiting") said.textContent = `${document_.name}: ${document_.status.replace("_", " ")}`;
}

let timer = null;
let polls = 0;

function watch() {
  polls = 0;
  if (timer === null) timer = setTimeout(poll, POLL_MS[0]);
}

async function poll() {
  timer = null;
  const rows = [...document.querySelectorAll('[data-id][data-status="waiting"]')].slice(0, WATCHED_AT_ONCE);
  if (!rows.length) return;
  try {
    if (!document.hidden) {
      const ids = [...new Set(rows.map((row) => row.dataset.id))];
      const found = await request(`/upload/status?${new URLSearchParams(ids.map((id) => ["id", id]))}`);
      for (const document_ of found) {
        for (const row of rows) if (row.dataset.id === document_.id) shown(row, document_);
      }
    }
  } catch {
    // The next look may succeed; until then the page shows what it knew.
  }
  polls += 1;
  timer = setTimeout(poll, POLL_MS[Math.min(polls >> 2, POLL_MS.length - 1)]);
}

function take(files) {
  for (const file of files) add(file);
  sendNext();
}

input.addEventListener("change", () => {
  take(input.files);
  input.value = "";
});

// The whole window takes files: one that misses the box must not replace the page.
let depth = 0;
for (const [kind, change] of [["dragenter", 1], ["dragleave", -1]]) {
  window.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    depth += change;
    drop.classList.toggle("over", depth > 0);
  });
}
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  drop.classList.remove("over");
  if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
});
window.addEventListener("beforeunload", (event) => {
  if (sending || queue.length) event.preventDefault();
});

watch();
