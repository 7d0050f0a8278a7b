// The fields of the review screen: what the machine read, what the person says, and which one is next.

const KINDS = { money: "decimal", number: "decimal" };

export class Fields {
  /** onChange() is called after every answer, onFocus(field) when another field is in work. */
  constructor(root, data, { blind, readOnly, onChange, onFocus }) {
    Object.assign(this, { data, blind, readOnly, onChange, onFocus });
    this.answers = new Map();
    this.problems = new Map();
    this.byName = new Map(data.fields.map((field) => [field.name, field]));
    this.rows = new Map();
    for (const row of root.querySelectorAll("[data-field]")) this.take(row);
    this.active = null;
  }

  take(row) {
    const field = this.byName.get(row.dataset.field);
    const input = row.querySelector("[data-input]");
    this.rows.set(field.name, { row, input });
    input.value = shown(field);
    if (KINDS[field.kind]) input.inputMode = KINDS[field.kind];
    row.querySelector("[data-accept]")?.addEventListener("click", () => this.confirm(field.name));
    row.querySelector("[data-absent]")?.addEventListener("click", () => this.absent(field.name));
    input.addEventListener("focus", () => {
      this.active = field.name;
      for (const { row: other } of this.rows.values()) other.classList.toggle("current", other === row);
      this.onFocus(field);
    });
    input.addEventListener("input", () => this.typed(field.name, input.value));
    this.draw(field.name);
  }

  has(name) {
    return this.rows.has(name);
  }

  focus(name) {
    const { input } = this.rows.get(name);
    input.focus();
    input.select();
  }

  /** Whether a person must still say something about a field. */
  isOpen(name) {
    if (this.problems.has(name)) return true;
    return !this.answers.has(name) && this.byName.get(name).doubts.length > 0;
  }

  open() {
    return [...this.rows.keys()].filter((name) => this.isOpen(name));
  }

  /** Returns the next open field behind this one, else the first open one, else null. */
  next(name) {
    const open = this.open().filter((other) => other !== name);
    const order = [...this.rows.keys()];
    return open.find((other) => order.indexOf(other) > order.indexOf(name)) ?? open[0] ?? null;
  }

  step(name, by) {
    const order = [...this.rows.keys()];
    const at = order.indexOf(name) + by;
    if (order[at]) this.focus(order[at]);
    return Boolean(order[at]);
  }

  typed(name, text) {
    const field = this.byName.get(name);
    const before = this.answers.get(name);
    if (text === shown(field) && !before?.word_ids && !before?.boxes) this.answers.delete(name);
    else if (!text.trim()) this.answers.delete(name);
    else this.answers.set(name, { ...evidence(before), field: name, action: "correct", text });
    this.problems.delete(name);
    this.changed(name);
  }

  /** Enter: takes what was typed, else the machine's value; an empty field is absent. Returns false where it cannot. */
  confirm(name) {
    const field = this.byName.get(name);
    const { input } = this.rows.get(name);
    if (!input.value.trim()) return this.absent(name);
    const answer = this.answers.get(name);
    if (!answer || answer.action === "absent") {
      if (input.value === shown(field) && field.value !== null) this.answers.set(name, { field: name, action: "accept" });
      else this.answers.set(name, { field: name, action: "correct", text: input.value });
    }
    this.changed(name);
    return true;
  }

  absent(name) {
    this.answers.set(name, { field: name, action: "absent" });
    this.rows.get(name).input.value = "";
    this.problems.delete(name);
    this.changed(name);
    return true;
  }

  undo(name) {
    this.answers.delete(name);
    this.problems.delete(name);
    this.rows.get(name).input.value = shown(this.byName.get(name));
    this.changed(name);
  }

  /** Words, or a box, that a person pointed at: they are the value, or with ``keep`` only its place. */
  picked(name, { words, box, page, mark, keep, more, text }) {
    const { input } = this.rows.get(name);
    const before = this.answers.get(name);
    const stays = (keep || this.problems.get(name)?.code === "no_place") && input.value.trim();
    if (!words.length && box) {
      const value = mark ?? input.value;
      if (!value.trim()) return false;
      this.answers.set(name, { field: name, action: "correct", text: value, page_number: page, boxes: [boxed(box)] });
      if (mark) input.value = mark;
    } else {
      const earlier = more && before?.word_ids && before.page === page ? before.word_ids : [];
      const ids = [...new Set([...earlier, ...words.map(([id]) => id)])].sort((a, b) => a - b);
      const value = stays ? input.value : text(ids);
      input.value = value;
      this.answers.set(name, { field: name, action: stays ? "correct" : "pick", text: stays ? value : "", word_ids: ids, page });
    }
    this.problems.delete(name);
    this.changed(name);
    return true;
  }

  changed(name) {
    this.draw(name);
    this.onChange();
  }

  /** Takes in what the server says about the answers. */
  judged(judgement) {
    this.problems = new Map(judgement.problems.filter((p) => p.line === null).map((p) => [p.field, p]));
    for (const [name, view] of Object.entries(judgement.fields)) {
      const field = this.byName.get(name);
      if (!field) continue;
      field.now = view;
      this.draw(name);
    }
  }

  placeOf(name) {
    const field = this.byName.get(name);
    const answer = this.answers.get(name);
    if (answer?.action === "absent") return null;
    return (answer && field.now?.place) || field.place;
  }

  sent() {
    return [...this.answers.values()].map(({ page, ...answer }) => answer);
  }

  restore(answers, text) {
    for (const answer of answers) {
      if (!this.rows.has(answer.field)) continue;
      this.answers.set(answer.field, answer);
      const { input } = this.rows.get(answer.field);
      if (answer.action === "absent") input.value = "";
      else if (answer.text) input.value = answer.text;
      else if (answer.word_ids?.length) input.value = text(answer.word_ids);
      this.draw(answer.field);
    }
  }

  draw(name) {
    const field = this.byName.get(name);
    const { row, input } = this.rows.get(name);
    const [state, tone, text] = this.state(field);
    row.dataset.is = state;
    row.querySelector("[data-state]").replaceChildren(badge(text, tone));
    const problem = this.problems.get(name);
    input.setAttribute("aria-invalid", problem ? "true" : "false");
    const answer = this.answers.get(name);
    const value = answer ? field.now?.value : field.value;
    const written = answer?.action === "absent" ? "" : input.value;
    row.querySelector("[data-normal]").textContent = value && written && value !== written ? `= ${value}` : "";
    const notes = problem ? [problem.message] : answer ? [] : [field.hint, ...field.doubts].filter(Boolean);
    row.querySelector("[data-notes]").textContent = notes.join(" ");
  }

  state(field) {
    const answer = this.answers.get(field.name);
    if (this.problems.has(field.name)) return ["problem", "bad", "Look again"];
    if (answer) {
      return {
        accept: ["done", "good", "Accepted"], correct: ["done", "accent", "Corrected"],
        pick: ["done", "accent", "Picked"], absent: ["done", "neutral", "Not there"],
      }[answer.action];
    }
    if (field.doubts.length) return ["doubt", "warn", field.confidence === null ? (this.blind ? "To read" : "Missing") : percent(field.confidence)];
    if (field.confidence === null) return ["empty", "neutral", "None"];
    return ["sure", "neutral", field.source === "person" ? "By a person" : percent(field.confidence)];
  }
}

export function shown(field) {
  if (field.kind === "bool") return { true: "yes", false: "no" }[field.value] ?? field.raw;
  return (field.raw || field.value || "").replaceAll("\n", " ");
}

export function percent(share) {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

export function badge(text, tone) {
  const node = document.createElement("span");
  node.className = `badge ${tone}`;
  node.textContent = text;
  return node;
}

export function boxed([left, top, right, bottom]) {
  return { left, top, right, bottom };
}

function evidence(answer) {
  if (answer?.word_ids?.length) return { word_ids: answer.word_ids, page: answer.page };
  if (answer?.boxes?.length) return { page_number: answer.page_number, boxes: answer.boxes };
  return {};
}
