// The search page: keys move through the hits, and the page of the chosen hit is beside the list with its words marked.

const hits = [...document.querySelectorAll("[data-hit]")];
const box = document.querySelector("[data-search-box]");
const pane = document.querySelector("[data-pane]");
const isWide = window.matchMedia("(min-width: 80rem)");

function show(hit) {
  if (!pane || pane.shown === hit) return;
  pane.shown = hit;
  const marks = pane.querySelector("[data-pane-marks]");
  const image = pane.querySelector("[data-pane-image]");
  // The marks wait for their page: on the page before they would be wrong.
  marks.replaceChildren();
  image.onload = () => marks.replaceChildren(...[...hit.querySelectorAll("rect")].map((rect) => rect.cloneNode()));
  image.src = hit.dataset.image;
  image.alt = `${hit.dataset.title}, found words marked`;
  pane.querySelector("[data-pane-title]").textContent = hit.dataset.title;
  pane.querySelector("[data-pane-open]").href = hit.querySelector("[data-open]").href;
  pane.hidden = false;
  for (const other of hits) other.classList.toggle("current", other === hit);
}

function close() {
  pane.hidden = true;
  pane.shown?.querySelector("[data-open]").focus();
  pane.shown = null;
}

for (const hit of hits) {
  hit.querySelector("[data-preview]").addEventListener("click", () => show(hit));
  hit.addEventListener("focusin", () => isWide.matches && show(hit));
  hit.addEventListener("pointerenter", () => isWide.matches && !hits.some((h) => h.contains(document.activeElement)) && show(hit));
}
pane?.querySelector("[data-pane-close]").addEventListener("click", close);
if (hits.length && isWide.matches) show(hits[0]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (pane && !pane.hidden && !isWide.matches) close();
    else if (hits.some((hit) => hit.contains(event.target))) box.focus();
    return;
  }
  const isBox = event.target === box;
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || (event.target.closest("input, select, textarea, summary") && !isBox)) return;
  const at = hits.findIndex((hit) => hit.contains(event.target));
  if (event.key === "ArrowUp" && isBox) return;
  const next = event.key === "ArrowDown" ? at + 1 : at - 1;
  if (at < 0 && event.key === "ArrowUp") return;
  event.preventDefault();
  if (next < 0) box.focus();
  else hits[Math.min(next, hits.length - 1)]?.querySelector("[data-open]").focus();
});

for (const select of document.querySelectorAll("[data-submits]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// On a wide screen the filters are open beside the hits.
const filters = document.querySelector("[data-filters]");
if (filters) {
  const wide = window.matchMedia("(min-width: 60rem)");
  const set = () => { filters.open = wide.matches; };
  wide.addEventListener("change", set);
  set();
}
