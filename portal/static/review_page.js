// The page on the review screen: its words, the place of the field in work, its crop, and picking by mouse and keys.

const SVG = "http://www.w3.org/2000/svg";
const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];

function make(name, attributes = {}) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

export class PageView {
  /** onPick({words, box, page, keep}) is called with picked words, or a box without words; keep: the typed text stays. */
  constructor(root, data, { request, onPick, onPickColumn }) {
    this.data = data;
    this.request = request;
    this.onPick = onPick;
    this.onPickColumn = onPickColumn;
    this.paper = root.querySelector("[data-paper]");
    this.sheet = root.querySelector("[data-sheet]");
    this.crop = root.querySelector("[data-crop] svg");
    this.cropText = root.querySelector("[data-crop-text]");
    this.number = root.querySelector("[data-page-number]");
    this.hint = root.querySelector("[data-hint]");
    this.spoken = root.querySelector("[data-spoken]");
    this.zoom = 1;
    this.place = null;
    this.picking = null;
    this.column = false;
    this.at = -1;
    for (const button of root.querySelectorAll("[data-page]")) {
      button.addEventListener("click", () => this.turn(Number(button.dataset.page)));
    }
    for (const button of root.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.enlarge(Number(button.dataset.zoom)));
    }
    this.listen();
    if (data.pages.length) this.show(0);
  }

  get page() {
    return this.data.pages[this.at];
  }

  imageUrl(page) {
    return `/documents/${this.data.document_id}/pages/${page.number}.webp?width=1800`;
  }

  async show(at) {
    if (at === this.at || !this.data.pages[at]) return;
    this.at = at;
    const page = this.page;
    this.sheet.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
    this.sheet.setAttribute("aria-label", `Page ${page.number} of ${this.data.pages.length}`);
    this.number.textContent = `Page ${page.number} of ${this.data.pages.length}`;
    const image = make("image", { href: this.imageUrl(page), width: page.width, height: page.height });
    this.marks = make("g");
    this.words = make("g", { class: "words" });
    this.band = make("rect", { class: "band", visibility: "hidden" });
    this.sheet.replaceChildren(image, this.marks, this.words, this.band);
    this.size();
    if (!page.words) page.words = await this.request(`/api/v1/review/${this.data.document_id}/words/${page.number}`);
    if (this.page === page) this.drawWords(page);
    this.draw();
  }

  drawWords(page) {
    const nodes = page.words.map(([id, text, , left, top, right, bottom]) => {
      const node = this.rect([left, top, right, bottom], "word");
      node.dataset.word = id;
      node.append(make("title"));
      node.firstChild.textContent = text;
      return node;
    });
    const ticks = (page.marks || []).map(([checked, ...box]) => {
      const node = this.rect(box, "mark");
      node.dataset.mark = checked ? "yes" : "no";
      return node;
    });
    this.words.replaceChildren(...nodes, ...ticks);
  }

  rect([left, top, right, bottom], name) {
    const { width, height } = this.page;
    return make("rect", { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height, class: name });
  }

  turn(step) {
    this.show(Math.min(Math.max(this.at + step, 0), this.data.pages.length - 1));
  }

  enlarge(step) {
    const at = ZOOMS.findIndex((zoom) => zoom >= this.zoom);
    this.zoom = step === 0 ? 1 : ZOOMS[Math.min(Math.max(at + step, 0), ZOOMS.length - 1)];
    this.size();
    this.reveal();
  }

  size() {
    this.sheet.setAttribute("width", `${this.zoom * 100}%`);
  }

  /** Shows where a value is: on the page, and enlarged. */
  async point(place, title, doubtful) {
    this.place = place;
    this.doubtful = doubtful;
    if (place) {
      const at = this.data.pages.findIndex((page) => page.number === place.page);
      if (at >= 0) await this.show(at);
    }
    this.draw();
    this.drawCrop(title);
    this.reveal();
  }

  draw() {
    if (!this.marks) return;
    const here = this.place && this.page && this.place.page === this.page.number;
    const boxes = here ? this.place.boxes.map((box) => this.rect(widened(box), this.doubtful ? "place doubtful" : "place")) : [];
    this.marks.replaceChildren(...boxes);
  }

  drawCrop(title) {
    const page = this.place && this.data.pages.find((one) => one.number === this.place.page);
    this.crop.parentElement.classList.toggle("nowhere", !page);
    if (!page) {
      this.crop.replaceChildren();
      this.cropText.textContent = `${title}: no place on the page yet`;
      return;
    }
    const [left, top, right, bottom] = around(this.place.boxes);
    const high = Math.max((bottom - top) * page.height * 2.2, 0.035 * page.height);
    const wide = Math.max((right - left) * page.width * 1.25, high * 4.2);
    const x = Math.max(((left + right) / 2) * page.width - wide / 2, -wide * 0.1);
    const y = ((top + bottom) / 2) * page.height - high / 2;
    this.crop.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`);
    this.crop.setAttribute("aria-label", `${title}, enlarged`);
    const image = make("image", { href: this.imageUrl(page), width: page.width, height: page.height });
    const frames = this.place.boxes.map(widened).map(([l, t, r, b]) => make("rect", {
      class: this.doubtful ? "place doubtful" : "place",
      x: l * page.width, y: t * page.height, width: (r - l) * page.width, height: (b - t) * page.height,
    }));
    this.crop.replaceChildren(image, ...frames);
    this.cropText.textContent = this.data.pages.length > 1 ? `${title}, page ${page.number}` : title;
  }

  reveal() {
    const node = this.marks?.firstElementChild;
    if (!node) return;
    const outer = this.paper.getBoundingClientRect();
    const inner = node.getBoundingClientRect();
    const seen = inner.top > outer.top + 20 && inner.bottom < outer.bottom - 20 && inner.left >= outer.left && inner.right <= outer.right;
    if (seen) return;
    this.paper.scrollTop += inner.top - outer.top - outer.height / 3;
    this.paper.scrollLeft += inner.left - outer.left - outer.width / 3;
  }

  // Mouse

  listen() {
    let from = null;
    this.sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault(); // the field keeps the focus
      from = this.where(event);
      this.sheet.setPointerCapture(event.pointerId);
    });
    this.sheet.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = this.where(event);
      const box = boxOf(from, to);
      const drawn = this.rect(box, "band");
      for (const name of ["x", "y", "width", "height"]) this.band.setAttribute(name, drawn.getAttribute(name));
      this.band.setAttribute("visibility", "visible");
    });
    this.sheet.addEventListener("pointerup", (event) => {
      if (!from) return;
      const box = boxOf(from, this.where(event));
      from = null;
      this.band.setAttribute("visibility", "hidden");
      const small = box[2] - box[0] < 0.006 && box[3] - box[1] < 0.006;
      if (small) this.clicked(box, event);
      else this.drew(box, event);
    });
  }

  where(event) {
    const frame = this.sheet.getBoundingClientRect();
    const clip = (value) => Math.min(Math.max(value, 0), 1);
    return [clip((event.clientX - frame.left) / frame.width), clip((event.clientY - frame.top) / frame.height)];
  }

  clicked([x, y], event) {
    const inside = ([left, top, right, bottom]) => left - 0.002 <= x && x <= right + 0.002 && top - 0.002 <= y && y <= bottom + 0.002;
    const mark = (this.page.marks || []).find(([, ...box]) => inside(box));
    const word = (this.page.words || []).find(([, , , ...box]) => inside(box));
    if (word) this.onPick({ words: [word], page: this.page.number, keep: event.altKey, more: event.shiftKey });
    else if (mark) this.onPick({ words: [], box: mark.slice(1), page: this.page.number, mark: mark[0] ? "yes" : "no" });
  }

  drew(box, event) {
    const [left, top, right, bottom] = box;
    const words = (this.page.words || []).filter(([, , , l, t, r, b]) => {
      const [x, y] = [(l + r) / 2, (t + b) / 2];
      return left <= x && x <= right && top <= y && y <= bottom;
    });
    if (this.column) this.onPickColumn(words);
    else this.onPick({ words, box, page: this.page.number, keep: event.altKey });
  }

  // Keys

  startPicking() {
    const words = this.page?.words || [];
    if (!words.length) return;
    const near = this.place?.words?.[0];
    const start = Math.max(words.findIndex(([id]) => id === near), 0);
    this.picking = { anchor: start, at: start };
    this.paper.focus({ preventScroll: true });
    this.hint.textContent = "Arrows move, Shift extends, Enter takes, Esc leaves";
    this.drawPicking();
  }

  stopPicking() {
    this.picking = null;
    this.hint.textContent = "";
    for (const node of this.words.querySelectorAll(".picked, .cursor")) node.classList.remove("picked", "cursor");
  }

  /** Handles a key while words are picked; returns whether it was one of ours, and "taken" or "left" at the end. */
  pickKey(event) {
    const words = this.page.words;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      this.stopPicking();
      return "left";
    }
    if (event.key === "Enter") {
      const chosen = this.pickedWords();
      this.stopPicking();
      this.onPick({ words: chosen, page: this.page.number, keep: event.altKey });
      return "taken";
    }
    let to = this.picking.at;
    if (step) to += step;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") to = this.beside(to, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = words.length - 1;
    else return "";
    this.picking.at = Math.min(Math.max(to, 0), words.length - 1);
    if (!event.shiftKey) this.picking.anchor = this.picking.at;
    this.drawPicking();
    return "moved";
  }

  /** Returns the word of the line above or below that is nearest. */
  beside(at, step) {
    const words = this.page.words;
    const [, , , left, top, right, bottom] = words[at];
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    let best = at;
    let least = Infinity;
    words.forEach(([, , , l, t, r, b], i) => {
      const down = ((t + b) / 2 - y) * step;
      if (down <= (bottom - top) * 0.4) return;
      const away = down + Math.abs((l + r) / 2 - x) * 0.5;
      if (away < least) [best, least] = [i, away];
    });
    return best;
  }

  pickedWords() {
    const [from, to] = [this.picking.anchor, this.picking.at].sort((a, b) => a - b);
    return this.page.words.slice(from, to + 1);
  }

  drawPicking() {
    const chosen = new Set(this.pickedWords().map(([id]) => String(id)));
    const cursor = String(this.page.words[this.picking.at][0]);
    for (const node of this.words.querySelectorAll(".word")) {
      node.classList.toggle("picked", chosen.has(node.dataset.word));
      node.classList.toggle("cursor", node.dataset.word === cursor);
      if (node.dataset.word === cursor) node.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.spoken.textContent = this.pickedWords().map(([, text]) => text).join(" ");
  }
}

/** A frame a little outside of the words: it must not cross their letters. */
function widened([left, top, right, bottom]) {
  return [left - 0.004, top - 0.002, right + 0.004, bottom + 0.002];
}

export function around(boxes) {
  return [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max)(...boxes.map((box) => box[i])));
}

/** Joins words as they are read: a blank on a line, a blank between lines as well. */
export function textOf(words) {
  return words.map(([, text]) => text).join(" ");
}

function boxOf([x0, y0], [x1, y1]) {
  return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
}
