// The document page: zoom, pages, marks, and the bond between a field and its place on the page.

import { request } from "./app.js";

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6];
const CSS_DPI = 96;
const UNSURE = 0.8;
const SVG = "http://www.w3.org/2000/svg";

const viewer = document.querySelector("[data-viewer]");
if (viewer) start(viewer);
for (const waiting of document.querySelectorAll("[data-waiting]")) reloadWhenDone(waiting.dataset.waiting);

function start(root) {
  const stage = root.querySelector("[data-stage]");
  const pages = makePages(root, stage);
  const zoom = makeZoom(root, stage, pages);
  const layers = makeLayers(root, stage, pages);
  const items = makeItems(root, stage, pages);
  const hits = makeHits(root, stage);
  makeTabs(root);
  loadVisible(root.querySelector(".thumbs"));
  const does = {
    previous: () => pages.go(pages.number() - 1), next: () => pages.go(pages.number() + 1),
    smaller: () => zoom.step(-1), larger: () => zoom.step(1), fit: zoom.fit, "next-hit": hits.next,
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-does]");
    if (button) does[button.dataset.does]();
  });
  const keys = {
    n: does.next, p: does.previous, "+": does.larger, "=": does.larger, "-": does.smaller, 0: does.fit, m: hits.next,
    j: () => items.step(1), k: () => items.step(-1), f: () => layers.toggle("fields"), g: () => layers.toggle("findings"),
    w: () => layers.toggle("words"), r: () => layers.toggle("redactions"), h: () => layers.toggle("hits"),
    "?": () => document.getElementById("viewer-keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog[open], [role=tablist]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  zoom.apply();
  const first = stage.querySelector(".layer.hits rect") ? hits.next : () => pages.go(Number(root.dataset.page), "instant");
  requestAnimationFrame(first);
}

/** Loads the pictures of pages in the list when they come into sight: each one takes the server a while. */
function loadVisible(list) {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      target.src = target.dataset.src;
      seen.unobserve(target);
    }
  }, { root: list });
  for (const image of list.querySelectorAll("img[data-src]")) seen.observe(image);
}

// Pages: the visible one, and navigation.

function makePages(root, stage) {
  const sheets = [...stage.querySelectorAll("[data-sheet]")];
  const links = new Map([...root.querySelectorAll("[data-goes]")].map((link) => [Number(link.dataset.goes), link]));
  const shows = root.querySelector('[data-shows="page"]');
  const whenNear = [];
  let current = Number(root.dataset.page);

  function note(number) {
    if (number === current) return;
    links.get(current)?.removeAttribute("aria-current");
    current = number;
    links.get(number)?.setAttribute("aria-current", "page");
    links.get(number)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    shows.textContent = number;
    const address = new URL(location.href);
    address.searchParams.set("page", number);
    history.replaceState(null, "", address);
  }

  const inView = new Map();
  // While a scroll that `go` began has not ended, the page that it leads to is the current one, not those that pass by.
  let isTraveling = false;
  stage.addEventListener("scrollend", () => {
    isTraveling = false;
    requestAnimationFrame(noteLargest); // when the watcher has seen where a person may have stopped it
  });

  function noteLargest() {
    const [largest] = [...inView].sort((a, b) => b[1] - a[1]);
    if (!isTraveling && largest && largest[1] > 0) note(Number(largest[0].dataset.sheet));
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      inView.set(entry.target, entry.intersectionRect.height);
      if (entry.isIntersecting) for (const act of whenNear) act(entry.target);
    }
    noteLargest();
  }, { root: stage, threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] });
  for (const sheet of sheets) watcher.observe(sheet);

  root.querySelector(".thumbs").addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(Number(link.dataset.goes));
  });

  function go(number, behavior = calm()) {
    const sheet = sheets.find((one) => Number(one.dataset.sheet) === number);
    if (!sheet) return;
    const top = Math.max(Math.min(sheet.offsetTop - 12, stage.scrollHeight - stage.clientHeight), 0);
    isTraveling = "onscrollend" in stage && Math.abs(top - stage.scrollTop) >= 1; // without a way, no end is told
    stage.scrollTo({ top, behavior });
    note(number);
  }

  return { sheets, go, number: () => current, whenNear: (act) => whenNear.push(act), sheet: (number) => sheets.find((one) => Number(one.dataset.sheet) === number) };
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

// Zoom: a share of the page's real size, or "width" or "page" to fit.

function makeZoom(root, stage, pages) {
  const shows = root.querySelector('[data-shows="zoom"]');
  let zoom = sessionStorage.getItem("fieldwright-zoom") || "width";
  if (!["width", "page"].includes(zoom)) zoom = Number(zoom) || "width";

  const real = (sheet) => (Number(sheet.dataset.width) / Number(sheet.dataset.dpi)) * CSS_DPI || 794;
  const room = () => stage.clientWidth - parseFloat(getComputedStyle(stage).paddingLeft) * 2;

  function widthOf(sheet) {
    if (zoom === "width") return room();
    if (zoom !== "page") return real(sheet) * zoom;
    const image = sheet.querySelector(".page-image");
    const ratio = image ? image.width / image.height && Number(image.getAttribute("width")) / Number(image.getAttribute("height")) : 0.707;
    return Math.min(room(), (stage.clientHeight - 24) * ratio);
  }

  function apply() {
    for (const sheet of pages.sheets) {
      const width = Math.max(Math.round(widthOf(sheet)), 60);
      sheet.style.width = `${width}px`;
      const image = sheet.querySelector(".page-image");
      if (image) image.sizes = `${width}px`;
    }
    shows.textContent = zoom === "width" ? "Width" : zoom === "page" ? "Page" : `${Math.round(zoom * 100)} %`;
    sessionStorage.setItem("fieldwright-zoom", zoom);
  }

  /** Changes the zoom and keeps the point under the pointer, or the middle of the view, where it is. */
  function change(next, at) {
    const box = stage.getBoundingClientRect();
    const x = at ? at.x - box.left : box.width / 2, y = at ? at.y - box.top : box.height / 2;
    const before = [stage.scrollWidth, stage.scrollHeight];
    const place = [(stage.scrollLeft + x) / before[0], (stage.scrollTop + y) / before[1]];
    zoom = next;
    apply();
    stage.scrollLeft = place[0] * stage.scrollWidth - x;
    stage.scrollTop = place[1] * stage.scrollHeight - y;
  }

  const scale = () => {
    const sheet = pages.sheet(pages.number()) || pages.sheets[0];
    return sheet.getBoundingClientRect().width / real(sheet);
  };
  function step(direction, at) {
    const now = scale();
    const next = direction > 0 ? STEPS.find((one) => one > now * 1.02) : STEPS.findLast((one) => one < now * 0.98);
    if (next) change(next, at);
  }
  const fit = () => change(zoom === "width" ? "page" : "width");

  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const next = Math.min(Math.max(scale() * Math.exp(-event.deltaY * 0.002), STEPS[0]), STEPS.at(-1));
    change(next, { x: event.clientX, y: event.clientY });
  }, { passive: false });
  let last = stage.clientWidth;
  new ResizeObserver(() => {
    if (stage.clientWidth !== last && typeof zoom === "string") apply();
    last = stage.clientWidth;
  }).observe(stage);
  return { apply, step, fit };
}

// Layers: words are fetched when they are first wanted, page by page.

function makeLayers(root, stage, pages) {
  const chips = new Map([...root.querySelectorAll("[data-layer]")].map((chip) => [chip.dataset.layer, chip]));
  const asked = new Set();

  async function drawWords(sheet) {
    const layer = sheet.querySelector(".layer.words");
    if (!layer || !stage.hasAttribute("data-words") || asked.has(sheet)) return;
    asked.add(sheet);
    try {
      const page = await request(`${root.dataset.api}/pages/${sheet.dataset.sheet}`);
      layer.replaceChildren(...page.words.map(drawn));
    } catch {
      asked.delete(sheet);
    }
  }

  function toggle(name) {
    const chip = chips.get(name);
    if (!chip) return;
    const on = stage.toggleAttribute(`data-${name}`);
    chip.setAttribute("aria-pressed", on);
    if (name === "words" && on) {
      const box = stage.getBoundingClientRect();
      for (const sheet of pages.sheets) {
        const place = sheet.getBoundingClientRect();
        if (place.bottom > box.top && place.top < box.bottom) drawWords(sheet);
      }
    }
  }

  pages.whenNear(drawWords);
  for (const [name, chip] of chips) chip.addEventListener("click", () => toggle(name));
  return { toggle };
}

function drawn(word) {
  const rect = document.createElementNS(SVG, "rect");
  const [x, y, width, height] = word.box;
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
  if (word.confidence < UNSURE) rect.classList.add("unsure");
  const title = document.createElementNS(SVG, "title");
  title.textContent = `${word.text}  ${Math.floor(word.confidence * 100)} %`;
  rect.append(title);
  return rect;
}

// Fields: looking at one in the panel shows it on the page, and the other way round.

function makeItems(root, stage, pages) {
  const panel = root.querySelector(".panel");
  const rows = [...panel.querySelectorAll("[data-item]")];
  const of = (key) => [...root.querySelectorAll("[data-item]")].filter((element) => element.dataset.item === key);
  let active = null;

  function light(key) {
    if (key === active) return;
    for (const element of root.querySelectorAll("[data-item].active")) element.classList.remove("active");
    active = key;
    if (key !== null) for (const element of of(key)) element.classList.add("active");
  }

  function reveal(key) {
    const mark = of(key).find((element) => element instanceof SVGElement);
    if (!mark) return;
    const place = mark.getBoundingClientRect(), box = stage.getBoundingClientRect();
    const outside = place.top < box.top + 20 || place.bottom > box.bottom - 20 || place.left < box.left || place.right > box.right;
    if (!outside) return;
    stage.scrollTo({
      top: stage.scrollTop + place.top - box.top - (box.height - place.height) / 2,
      left: stage.scrollLeft + place.left - box.left - (box.width - place.width) / 2,
      behavior: calm(),
    });
  }

  const keyOf = (event) => event.target.closest?.("[data-item]")?.dataset.item ?? null;
  panel.addEventListener("mouseover", (event) => light(keyOf(event)));
  panel.addEventListener("mouseleave", () => light(keyOf({ target: document.activeElement })));
  panel.addEventListener("focusin", (event) => {
    light(keyOf(event));
    if (keyOf(event) && event.target.matches(":focus-visible")) reveal(keyOf(event));
  });
  panel.addEventListener("focusout", () => light(null));
  panel.addEventListener("click", (event) => keyOf(event) && reveal(keyOf(event)));

  stage.addEventListener("mouseover", (event) => light(keyOf(event)));
  stage.addEventListener("mouseleave", () => light(null));
  stage.addEventListener("click", (event) => {
    const key = keyOf(event);
    const row = key && rows.find((one) => one.dataset.item === key);
    if (!row) return;
    root.querySelector("#tab-fields").click();
    if (row instanceof HTMLDetailsElement) row.open = true;
    const target = row.querySelector("summary") ?? row;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest", behavior: calm() });
    light(key);
  });

  function step(direction) {
    root.querySelector("#tab-fields").click();
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[(at + direction + rows.length) % rows.length] ?? rows[0];
    if (next) (next.querySelector("summary") ?? next).focus();
    if (next) reveal(next.dataset.item);
  }
  return { step };
}

// Matches of a search.

function makeHits(root, stage) {
  const marks = [...stage.querySelectorAll(".layer.hits rect")];
  const shows = root.querySelector('[data-shows="hit"]');
  let at = -1;

  function next() {
    if (!marks.length) return;
    marks[at]?.classList.remove("here");
    at = (at + 1) % marks.length;
    marks[at].classList.add("here");
    const place = marks[at].getBoundingClientRect(), box = stage.getBoundingClientRect();
    stage.scrollTo({ top: stage.scrollTop + place.top - box.top - box.height / 3, behavior: calm() });
    if (shows) shows.textContent = `${at + 1} of ${marks.length}`;
  }
  return { next };
}

// Tabs, as the ARIA authoring practices have them. Without this script all panels are shown, one below the other.

function makeTabs(root) {
  const list = root.querySelector("[role=tablist]");
  const tabs = [...list.querySelectorAll("[role=tab]")];
  list.hidden = false;

  function choose(tab, focus = false) {
    for (const one of tabs) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", chosen);
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
  }
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(tabs[(to + tabs.length) % tabs.length], true);
  });
  choose(tabs[0]);
}

async function reloadWhenDone(address) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    if (document.hidden) continue;
    const answer = await request(address).catch(() => null);
    if (answer && answer.status !== "waiting") return location.reload();
  }
}
