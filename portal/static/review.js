// The review screen: one document after the other, by keys alone. See the sheet behind "?".

import { request, toast } from "./app.js";
import { Fields } from "./review_fields.js";
import { Grid } from "./review_grid.js";
import { PageView } from "./review_page.js";

const CHECK_AFTER_MS = 250;
const IDLE_MS = 60_000;

let screen = null;

class Screen {
  constructor() {
    this.root = document.querySelector("main");
    this.bar = this.root.querySelector("[data-review]");
    this.data = JSON.parse(document.getElementById("review-data").textContent);
    this.blind = this.bar.dataset.blind === "1";
    this.readOnly = this.bar.dataset.readonly === "1";
    this.lease = Number(this.bar.dataset.lease) * 1000;
    this.submission = newKey();
    this.seconds = 0;
    this.lastSign = this.lastTick = Date.now();
    this.acknowledged = new Set();
    this.findings = this.data.findings;
    this.page = new PageView(this.root, this.data, { request, onPick: (pick) => this.picked(pick), onPickColumn: (words) => this.pickedColumn(words) });
    const options = { blind: this.blind, readOnly: this.readOnly, onChange: () => this.changed() };
    this.fields = new Fields(this.root, this.data, { ...options, onFocus: (field) => this.focused(field) });
    const lines = this.root.querySelector("[data-lines]");
    this.grid = lines && new Grid(lines, this.data, { ...options, onFocus: (cell) => this.focusedCell(cell), onLeave: () => this.onward(this.fields.active) });
    this.wire();
    this.restore();
    this.draw();
    this.start();
  }

  api(path) {
    return `/api/v1/review/${this.data.document_id}${path}${this.blind ? "?round=2" : ""}`;
  }

  wire() {
    this.root.querySelector("[data-approve]")?.addEventListener("click", () => this.approve());
    for (const button of this.root.querySelectorAll("[data-asks]")) {
      button.addEventListener("click", () => this.ask(button.dataset.asks));
    }
    this.root.querySelector("[data-lines-column]")?.addEventListener("click", () => this.startColumn());
    this.root.querySelector("[data-ask-form]").addEventListener("submit", (event) => this.answered(event));
    this.root.querySelector("[data-class-form]").addEventListener("submit", (event) => this.reclassify(event));
    this.root.querySelector("[data-parts-form]")?.addEventListener("submit", (event) => this.divide(event));
  }

  start() {
    const first = this.fields.open()[0] ?? [...this.fields.rows.keys()][0];
    if (first) this.fields.focus(first);
    else this.root.querySelector("[data-approve]")?.focus();
    if (this.readOnly) return;
    this.heart = setInterval(() => this.beat(), this.lease / 3);
    this.prefetch();
  }

  stop() {
    clearInterval(this.heart);
    clearTimeout(this.checking);
  }

  // What happens on the screen

  focused(field) {
    this.inGrid = false;
    this.confirming = false;
    this.page.point(this.fields.placeOf(field.name), field.title, this.fields.isOpen(field.name));
  }

  focusedCell({ title, place, doubtful }) {
    this.inGrid = true;
    this.page.point(place, title, doubtful);
  }

  textOf(ids) {
    const known = new Map(this.data.pages.flatMap((page) => (page.words || []).map(([id, text]) => [id, text])));
    return ids.map((id) => known.get(id) ?? "").join(" ");
  }

  picked(pick) {
    if (this.readOnly) return;
    const text = (ids) => this.textOf(ids);
    if (this.inGrid) this.grid.picked(pick, text);
    else if (this.fields.active && !this.fields.picked(this.fields.active, { ...pick, text })) toast("Type the value first: no word was recognised there");
    if (!this.inGrid && this.fields.active) this.fields.rows.get(this.fields.active).input.focus();
  }

  startColumn() {
    if (!this.grid || this.readOnly) return;
    this.page.column = true;
    this.page.hint.textContent = "Draw a box around the column";
    this.grid.input(this.grid.active?.at ?? 0, this.grid.active?.name ?? this.data.columns[0].name)?.focus();
  }

  pickedColumn(words) {
    this.page.column = false;
    this.page.hint.textContent = "";
    if (words.length) this.grid.pickColumn(words);
  }

  /** Goes to what is open next: a field, the table, else the button that ends the review. */
  onward(name) {
    const next = this.fields.next(name);
    if (next) this.fields.focus(next);
    else if (this.grid?.isOpen) this.grid.focus();
    else this.root.querySelector("[data-approve]")?.focus();
    this.draw();
  }

  changed() {
    this.unsaved = true;
    this.confirming = false;
    this.draw();
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECK_AFTER_MS);
  }

  sheet() {
    return {
      version: this.data.version,
      seconds: Math.round(this.seconds * 10) / 10,
      answers: { answers: this.fields.sent(), rows: this.grid?.sent() ?? null, class_confirmed: this.classSeen, acknowledged: [...this.acknowledged] },
    };
  }

  /** The class counts as seen once anything was said: the screen's heading shows it. */
  get classSeen() {
    return !this.blind && (this.fields.answers.size > 0 || this.grid?.touched || this.acknowledged.size > 0);
  }

  async check() {
    if (this.readOnly || this.gone) return;
    this.asked = (this.asked ?? 0) + 1;
    const mine = this.asked;
    try {
      const judgement = await request(this.api("/check"), { method: "POST", json: this.sheet() });
      this.unsaved = this.unreachable = false;
      if (mine === this.asked) this.judged(judgement);
    } catch (error) {
      this.unreachable = true;
      this.failed(error);
    }
  }

  judged(judgement) {
    this.fields.judged(judgement);
    this.grid?.judged(judgement);
    this.findings = judgement.findings;
    this.complete = judgement.complete;
    if (this.fields.active && !this.inGrid) {
      const field = this.fields.byName.get(this.fields.active);
      this.page.point(this.fields.placeOf(field.name), field.title, this.fields.isOpen(field.name));
    }
    this.draw();
  }

  // Ending a review

  async approve() {
    if (this.readOnly || this.sending) return;
    const open = this.fields.open();
    if (open.length) {
      this.fields.focus(open[0]);
      toast(`${open.length === 1 ? "One field is" : `${open.length} fields are`} still open`);
      return;
    }
    if (this.grid?.isOpen) {
      this.grid.focus();
      toast("The table is still open: Alt+T says that it is right");
      return;
    }
    const left = this.findings.filter((finding) => !finding.passed && !this.acknowledged.has(finding.key));
    if (left.length && this.confirming) for (const finding of left) if (finding.key) this.acknowledged.add(finding.key);
    await this.send(left.length > 0 && !this.confirming);
  }

  async send(mayStop) {
    clearTimeout(this.checking);
    this.sending = true;
    this.root.setAttribute("aria-busy", "true");
    try {
      const done = await request(this.api("/corrections"), { method: "POST", json: { ...this.sheet(), key: this.submission } });
      if (done.stored) return await this.leave(this.blind ? "Thank you: handed in" : "Approved");
      this.judged(done.judgement);
      this.stopped();
    } catch (error) {
      this.failed(error);
    } finally {
      this.sending = false;
      this.root.removeAttribute("aria-busy");
    }
  }

  /** Something is left: a field first; of findings only, the next Ctrl+Enter lets them pass. */
  stopped() {
    const open = this.fields.open();
    if (open.length) return this.fields.focus(open[0]);
    if (this.grid?.isOpen) return this.grid.focus();
    this.confirming = true;
    this.draw();
    this.root.querySelector("[data-approve]").focus();
  }

  ask(kind) {
    if (this.readOnly) return;
    const dialog = document.getElementById("review-ask");
    const words = { skip: ["Skip this document", "Somebody else will look at it.", ["Not my language", "I know the sender", "Takes too long now"]],
      escalate: ["Escalate this document", "It goes to those who decide hard cases.", ["Cannot be read", "Two values fit", "Looks forged", "Unknown layout"]],
      reject: ["Reject this document", "It is none of ours, or nobody can read it. It leaves the queue.", ["Not a business document", "Nobody can read it", "Empty"]] }[kind];
    this.asking = kind;
    dialog.querySelector("h2").textContent = words[0];
    dialog.querySelector("[data-ask-text]").textContent = words[1];
    dialog.querySelector("[data-ask-button]").textContent = words[0].split(" ")[0];
    dialog.querySelector("[data-ask-choices]").replaceChildren(...words[2].map((text) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button compact", textContent: text });
      button.addEventListener("click", () => { document.getElementById("ask-why").value = text; document.getElementById("ask-why").focus(); });
      return button;
    }));
    document.getElementById("ask-why").value = words[2][0];
    dialog.showModal();
    document.getElementById("ask-why").select();
    document.getElementById("ask-why").focus();
  }

  async answered(event) {
    event.preventDefault();
    const why = document.getElementById("ask-why").value;
    document.getElementById("review-ask").close();
    const json = this.asking === "reject" ? { why, version: this.data.version, key: this.submission } : { why };
    try {
      await request(this.api(`/${this.asking}`), { method: "POST", json });
      await this.leave({ skip: "Skipped", escalate: "Escalated", reject: "Rejected" }[this.asking]);
    } catch (error) {
      this.failed(error);
    }
  }

  async reclassify(event) {
    event.preventDefault();
    document.getElementById("review-class").close();
    try {
      const chosen = event.target.elements.namedItem("class").value;
      await request(this.api("/class"), { method: "POST", json: { document_class: chosen, version: this.data.version } });
      await this.leave("It is read again");
    } catch (error) {
      this.failed(error);
    }
  }

  async divide(event) {
    event.preventDefault();
    document.getElementById("review-parts").close();
    try {
      const marked = [...event.target.querySelectorAll("input[name=first]:checked")].map((box) => Number(box.value));
      await request(this.api("/parts"), { method: "POST", json: { first_pages: marked, version: this.data.version } });
      await this.leave("Its documents are processed one by one");
    } catch (error) {
      this.failed(error);
    }
  }

  failed(error) {
    if (error.status !== 409 && error.status !== 404) {
      toast(`${error.message} Your work is kept on this screen; it is sent again with the next change.`, "bad");
      return;
    }
    this.gone = true;
    this.stop();
    const dialog = document.getElementById("review-conflict");
    dialog.querySelector("[data-conflict-text]").textContent = `${error.message[0].toUpperCase()}${error.message.slice(1)}.`;
    dialog.querySelector("[data-conflict-again]").href = location.href;
    if (!dialog.open) dialog.showModal();
  }

  // The next document

  /** Takes the next document and loads its page and image while this one is worked on. */
  async prefetch() {
    const queue = this.bar.dataset.queue;
    const wanted = { round: queue === "second" ? 2 : 1, state: queue === "escalated" ? "escalated" : "open", without: [this.data.document_id] };
    try {
      this.next = await request("/api/v1/review/next", { method: "POST", json: wanted });
      if (!this.next.url) return;
      const answer = await fetch(this.next.url, { credentials: "same-origin" });
      if (!answer.ok) return;
      this.ready = new DOMParser().parseFromString(await answer.text(), "text/html");
      const data = JSON.parse(this.ready.getElementById("review-data").textContent);
      const number = data.fields.find((field) => field.doubts.length && field.place)?.place.page ?? data.pages[0]?.number;
      if (number) new Image().src = `/documents/${data.document_id}/pages/${number}.webp?width=1800`;
    } catch {
      this.ready = null; // it is loaded when it is needed
    }
  }

  async leave(message) {
    this.gone = true;
    this.unsaved = false;
    this.stop();
    if (!this.ready) await this.prefetch();
    if (!this.ready) {
      location.assign(this.next?.url ?? "/review");
      return;
    }
    const next = this.ready;
    document.title = next.title;
    document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
    history.pushState({ review: this.next.url }, "", this.next.url);
    screen = new Screen();
    toast(message, "good");
  }

  async beat() {
    const now = Date.now();
    if (document.hidden && now - this.lastSign > this.lease * 4) return; // nobody is there: let it go
    try {
      const { held, assignee } = await request(this.api("/renew"), { method: "POST" });
      if (!held && assignee && !this.gone) this.failed({ status: 409, message: `${assignee} has taken this document over` });
      // Free: the page before a reload gave it back only after this one had taken it.
      else if (!held && !this.gone) await request(this.api("/take"), { method: "POST" });
      if (this.next?.document_id) await request(`/api/v1/review/${this.next.document_id}/renew?round=${this.next.round}`, { method: "POST" });
    } catch (error) {
      if ([404, 409].includes(error.status) && !this.gone) this.failed(error);
    }
  }

  /** Leaving the page: what was typed is kept, both documents are free for others. */
  flush() {
    if (this.readOnly || this.gone) return;
    const keep = { method: "POST", keepalive: true };
    if (this.unsaved) request(this.api("/check"), { ...keep, json: this.sheet() }).catch(() => {});
    else request(this.api("/release"), keep).catch(() => {});
    if (this.next?.document_id) request(`/api/v1/review/${this.next.document_id}/release?round=${this.next.round}`, keep).catch(() => {});
  }

  restore() {
    const kept = document.getElementById("review-draft");
    if (!kept || this.readOnly) return;
    const { payload, seconds, saved } = JSON.parse(kept.textContent);
    const { version, answers } = JSON.parse(payload);
    this.seconds = seconds;
    const text = (ids) => this.textOf(ids);
    this.fields.restore(answers.answers, text);
    if (version === this.data.version) {
      this.grid?.restore(answers.rows, text);
      for (const key of answers.acknowledged) this.acknowledged.add(key);
    }
    if (answers.answers.length || answers.rows) {
      toast(`Your draft is here again (${saved})`);
      this.changed();
    }
  }

  draw() {
    const open = this.fields.open().length + (this.grid?.isOpen ? 1 : 0);
    const list = this.root.querySelector("[data-findings]");
    const left = this.findings.filter((finding) => !finding.passed);
    if (list) this.drawFindings(list, left);
    const progress = this.root.querySelector("[data-progress]");
    const said = open ? `${open} to look at` : left.length ? `${left.length} finding${left.length > 1 ? "s" : ""} left` : "Ready";
    if (progress.textContent !== said) progress.textContent = said;
    const button = this.root.querySelector("[data-approve]");
    if (!button) return;
    button.classList.toggle("ready", !open);
    const text = this.blind ? "Hand in" : this.confirming && left.length ? `Approve, let ${left.length} pass` : "Approve";
    button.querySelector("[data-approve-text]").textContent = text;
  }

  drawFindings(list, left) {
    const drawn = left.map(({ key, message, severity, field }) => `${key}|${message}|${severity}|${field}`).join("\n") + [...this.acknowledged].join();
    if (list.dataset.drawn === drawn) return;
    list.dataset.drawn = drawn;
    list.replaceChildren(...left.map((finding) => {
      const item = document.createElement("li");
      item.className = finding.severity;
      const name = finding.field && this.fields.has(finding.field) ? finding.field : null;
      const text = document.createElement(name ? "button" : "span");
      if (name) {
        Object.assign(text, { type: "button", className: "link" });
        text.addEventListener("click", () => this.fields.focus(name));
      }
      text.textContent = finding.message;
      item.append(text);
      if (finding.key && !this.readOnly) {
        const label = Object.assign(document.createElement("label"), { className: "check small" });
        const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: this.acknowledged.has(finding.key) });
        box.addEventListener("change", () => {
          if (box.checked) this.acknowledged.add(finding.key);
          else this.acknowledged.delete(finding.key);
          this.changed();
        });
        label.append(box, "let pass");
        item.append(label);
      }
      return item;
    }));
  }

  // Keys

  key(event) {
    this.sign();
    if (event.key === "F1" || (event.key === "?" && !isTyping(event.target))) return this.help(event);
    if (document.querySelector("dialog[open]")) return;
    if (this.page.picking && event.target === this.page.paper) return this.pickKey(event);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.take(event, () => this.approve());
    if (event.altKey && this.altKey(event)) return event.preventDefault();
    if (event.key === "PageDown" || event.key === "PageUp") return this.take(event, () => this.page.turn(event.key === "PageDown" ? 1 : -1));
    if (event.key === "Escape" && this.page.column) return this.take(event, () => this.pickedColumn([]));
    if (event.target.closest("[data-grid]") && event.target.matches("input")) {
      if (this.grid.key(event)) event.preventDefault();
    } else if (event.target.matches("[data-input]")) this.fieldKey(event);
  }

  take(event, action) {
    event.preventDefault();
    action();
  }

  fieldKey(event) {
    const name = this.fields.active;
    if (event.key === "Enter" && !this.readOnly) this.take(event, () => { if (this.fields.confirm(name)) this.onward(name); });
    else if (event.key === "ArrowDown") this.take(event, () => { if (!this.fields.step(name, 1)) this.grid?.focus(); });
    else if (event.key === "ArrowUp") this.take(event, () => this.fields.step(name, -1));
    else if (event.key === "Escape") event.target.blur();
  }

  altKey(event) {
    const name = this.inGrid ? null : this.fields.active;
    const actions = {
      KeyX: () => name && !this.readOnly && this.fields.absent(name) && this.onward(name),
      KeyZ: () => name && !this.readOnly && this.fields.undo(name),
      KeyP: () => !this.readOnly && this.page.startPicking(),
      KeyS: () => this.ask("skip"),
      KeyE: () => this.ask("escalate"),
      KeyG: () => this.grid?.focus(),
      KeyT: () => { if (this.grid && !this.readOnly) { this.grid.accept(); this.onward(name); } },
      KeyC: () => this.startColumn(),
      Equal: () => this.page.enlarge(1), NumpadAdd: () => this.page.enlarge(1), BracketRight: () => this.page.enlarge(1),
      Minus: () => this.page.enlarge(-1), NumpadSubtract: () => this.page.enlarge(-1), Slash: () => this.page.enlarge(-1),
      Digit0: () => this.page.enlarge(0), Numpad0: () => this.page.enlarge(0),
    };
    if (event.code === "KeyN" || event.key === "Delete") return this.inGrid && this.grid.key(event);
    const action = actions[event.code];
    action?.();
    return Boolean(action);
  }

  pickKey(event) {
    const done = this.page.pickKey(event);
    if (done) event.preventDefault();
    if (done === "left") this.back();
    if (done === "taken" && this.inGrid) this.back();
  }

  back() {
    if (this.inGrid) this.grid.input(this.grid.active.at, this.grid.active.name)?.focus();
    else if (this.fields.active) this.fields.focus(this.fields.active);
  }

  help(event) {
    event.preventDefault();
    const dialog = document.getElementById("review-help");
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  /** A sign of life: seconds count while somebody works, not while the screen is left alone. */
  sign() {
    const now = Date.now();
    if (!document.hidden) this.seconds += Math.min(now - this.lastSign, IDLE_MS) / 1000;
    this.lastSign = now;
  }
}

/** In a field whose whole text is selected, "?" opens the help: it is no value. */
function isTyping(target) {
  if (!target.matches("input[type=text]")) return false;
  return target.selectionStart !== 0 || target.selectionEnd !== target.value.length || target.closest("dialog") !== null;
}

/** Names one submission. crypto.randomUUID would need HTTPS, which a portal inside of a company may not have. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

document.addEventListener("keydown", (event) => screen?.key(event));
document.addEventListener("pointerdown", () => screen?.sign());
addEventListener("beforeunload", (event) => {
  // What could not be sent before would not be sent while the page goes either.
  if (screen?.unsaved && screen.unreachable && !screen.gone) event.preventDefault();
});
addEventListener("pagehide", () => screen?.flush());
addEventListener("popstate", () => location.reload());
screen = new Screen();
