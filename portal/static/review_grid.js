// The lines of the document as a grid: cells are typed or picked, rows come and go, columns are filled from the page.

import { textOf } from "./review_page.js";

export class Grid {
  constructor(root, data, { readOnly, onChange, onFocus, onLeave }) {
    Object.assign(this, { data, readOnly, onChange, onFocus, onLeave });
    this.table = root.querySelector("[data-grid]");
    this.body = this.table.querySelector("tbody");
    this.label = root.querySelector("[data-lines-state]");
    this.rows = data.rows.map((cells, origin) => ({ origin, cells: structuredClone(cells), answers: {} }));
    this.touched = false;
    this.accepted = false;
    this.problems = [];
    root.querySelector("[data-lines-accept]")?.addEventListener("click", () => this.accept());
    root.querySelector("[data-lines-add]")?.addEventListener("click", () => this.add(this.rows.length));
    this.body.addEventListener("focusin", (event) => this.focused(event.target));
    this.body.addEventListener("input", (event) => this.typed(event.target));
    this.body.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (button) this.remove(Number(button.dataset.remove));
    });
    this.build();
  }

  get doubtful() {
    return this.data.rows.flatMap((cells, row) => Object.keys(cells).filter((name) => cells[name].doubtful).map((name) => [row, name]));
  }

  /** Whether a person must still look at the table. */
  get isOpen() {
    if (this.problems.length) return true;
    return !this.accepted && (this.doubtful.length > 0 || this.data.table_doubts.length > 0);
  }

  build() {
    this.body.replaceChildren(...this.rows.map((row, at) => this.line(row, at)));
    this.drawState();
  }

  line(row, at) {
    const node = document.createElement("tr");
    const number = document.createElement("th");
    number.scope = "row";
    number.className = "number";
    number.textContent = at + 1;
    node.append(number);
    for (const column of this.data.columns) {
      const cell = document.createElement("td");
      const input = document.createElement("input");
      Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, readOnly: this.readOnly });
      input.className = `kind-${column.kind}`;
      input.dataset.row = at;
      input.dataset.column = column.name;
      input.setAttribute("aria-label", `${column.title}, line ${at + 1}`);
      input.value = this.text(row, column.name);
      cell.append(input);
      node.append(cell);
      this.mark(input, row, column.name, at);
    }
    const last = document.createElement("td");
    if (!this.readOnly) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button quiet icon-only compact", tabIndex: -1, textContent: "×" });
      button.dataset.remove = at;
      button.setAttribute("aria-label", `Remove line ${at + 1}`);
      last.append(button);
    }
    node.append(last);
    return node;
  }

  text(row, name) {
    const answer = row.answers[name];
    if (answer) return answer.action === "absent" ? "" : answer.shown ?? answer.text;
    return (row.cells[name]?.raw ?? "").replaceAll("\n", " ");
  }

  mark(input, row, name, at) {
    const cell = row.cells[name];
    const problem = this.problems.find((one) => one.line === at + 1 && one.field === name);
    const doubt = cell?.doubtful && !row.answers[name] && !this.accepted;
    input.dataset.is = problem ? "problem" : row.answers[name] ? "done" : doubt ? "doubt" : "sure";
    input.setAttribute("aria-invalid", problem ? "true" : "false");
    input.title = problem ? problem.message : doubt ? `Confidence ${Math.floor(cell.confidence * 100)} %` : "";
  }

  input(at, name) {
    return this.body.querySelector(`input[data-row="${at}"][data-column="${CSS.escape(name)}"]`);
  }

  /** Focuses the first cell that needs a look, else the first one. */
  focus() {
    const first = this.problems.find((one) => one.line) ?? null;
    const [row, name] = first ? [first.line - 1, first.field] : this.doubtful[0] ?? [0, this.data.columns[0].name];
    if (!this.rows.length) this.add(0);
    (this.input(row, name) ?? this.body.querySelector("input"))?.focus();
  }

  focused(input) {
    if (!input.matches("input")) return;
    const [at, name] = [Number(input.dataset.row), input.dataset.column];
    this.active = { at, name };
    input.select();
    const row = this.rows[at];
    const cell = row.now?.[name] ?? row.cells[name];
    this.onFocus({ title: `${this.title(name)}, line ${at + 1}`, place: cell?.place ?? null, doubtful: input.dataset.is === "doubt" });
  }

  title(name) {
    return this.data.columns.find((column) => column.name === name).title;
  }

  typed(input) {
    const [at, name] = [Number(input.dataset.row), input.dataset.column];
    this.answer(at, name, { action: input.value.trim() ? "correct" : "absent", text: input.value });
  }

  answer(at, name, answer) {
    const row = this.rows[at];
    const same = row.origin !== null && answer.text === (row.cells[name]?.raw ?? "").replaceAll("\n", " ") && !answer.word_ids;
    if (same) delete row.answers[name];
    else row.answers[name] = { field: name, ...answer };
    this.problems = this.problems.filter((one) => !(one.line === at + 1 && one.field === name));
    this.mark(this.input(at, name), row, name, at);
    this.changed();
  }

  changed() {
    this.touched = true;
    this.accepted = true;
    this.drawState();
    this.onChange();
  }

  accept() {
    this.touched = true;
    this.accepted = true;
    this.build();
    this.onChange();
  }

  add(at) {
    this.rows.splice(at, 0, { origin: null, cells: {}, answers: {} });
    this.build();
    this.changed();
    this.input(at, this.data.columns[0].name).focus();
  }

  remove(at) {
    this.rows.splice(at, 1);
    this.problems = [];
    this.build();
    this.changed();
    this.body.querySelector(`input[data-row="${Math.min(at, this.rows.length - 1)}"]`)?.focus();
  }

  picked({ words, page, more }, text) {
    if (!this.active || !words.length) return false;
    const { at, name } = this.active;
    const before = more ? this.rows[at].answers[name]?.word_ids ?? [] : [];
    const ids = [...new Set([...before, ...words.map(([id]) => id)])].sort((a, b) => a - b);
    const value = text(ids);
    this.input(at, name).value = value;
    this.answer(at, name, { action: "pick", text: "", shown: value, word_ids: ids, page });
    return true;
  }

  /** Fills a column from words of a box: the words of one line of the page are one cell, top to bottom. */
  pickColumn(words) {
    const name = this.active?.name ?? this.data.columns[0].name;
    const start = this.active?.at ?? 0;
    cellsOf(words).forEach((cell, i) => {
      const at = start + i;
      if (!this.rows[at]) this.rows.push({ origin: null, cells: {}, answers: {} });
      const ids = cell.map(([id]) => id);
      this.rows[at].answers[name] = { field: name, action: "pick", text: "", shown: textOf(cell), word_ids: ids };
    });
    this.build();
    this.changed();
    this.input(start, name).focus();
  }

  /** Handles a key in the grid; returns whether it was one of ours. */
  key(event) {
    const input = event.target;
    const { at, name } = this.active;
    const columns = this.data.columns.map((column) => column.name);
    const column = columns.indexOf(name);
    const go = (row, to) => this.input(row, columns[to])?.focus();
    if (event.altKey && event.key === "Delete") this.remove(at);
    else if (event.altKey && event.code === "KeyN") this.add(at + 1);
    else if (event.altKey || event.ctrlKey || event.metaKey) return false;
    else if (event.key === "ArrowDown") go(at + 1, column);
    else if (event.key === "ArrowUp") go(at - 1, column);
    else if (event.key === "ArrowRight" && input.selectionEnd === input.value.length) go(at, column + 1);
    else if (event.key === "ArrowLeft" && input.selectionStart === 0) go(at, column - 1);
    else if (event.key === "Enter") this.nextDoubt(at, name);
    else if (event.key === "Escape") this.onLeave();
    else return false;
    return true;
  }

  /** Enter: the next doubtful cell; behind the last one the table is right. */
  nextDoubt(at, name) {
    const columns = this.data.columns.map((column) => column.name);
    const place = (row, column) => row * 100 + columns.indexOf(column);
    const open = this.rows.flatMap((row, i) => columns.filter((c) => this.input(i, c)?.dataset.is === "doubt" || this.input(i, c)?.dataset.is === "problem").map((c) => [i, c]));
    const next = open.find(([row, column]) => place(row, column) > place(at, name));
    if (next) this.input(...next).focus();
    else {
      this.accept();
      this.onLeave();
    }
  }

  judged(judgement) {
    this.problems = judgement.problems.filter((one) => one.line !== null);
    if (this.touched) this.sentRows.forEach((row, i) => { row.now = judgement.rows[i] ?? null; });
    for (const input of this.body.querySelectorAll("input")) {
      const at = Number(input.dataset.row);
      this.mark(input, this.rows[at], input.dataset.column, at);
    }
    this.drawState();
  }

  drawState() {
    const open = this.isOpen;
    const doubts = this.doubtful.length;
    this.label.textContent = this.problems.length ? "Look again" : this.accepted ? "Looked at" : open ? `${doubts || "To"} ${doubts ? (doubts === 1 ? "doubtful cell" : "doubtful cells") : "look at"}` : `${this.rows.length} rows`;
    this.label.title = this.data.table_doubts.join(" ");
    this.label.className = `badge ${this.problems.length ? "bad" : this.accepted ? "good" : open ? "warn" : "neutral"}`;
  }

  sent() {
    if (!this.touched) return null;
    this.sentRows = this.rows.filter((row) => row.origin !== null || Object.values(row.answers).some((a) => a.action !== "absent"));
    return this.sentRows.map((row) => ({
      origin: row.origin,
      cells: Object.fromEntries(Object.entries(row.answers)
        .filter(([, a]) => row.origin !== null || a.action !== "absent")
        .map(([name, { shown, page, ...answer }]) => [name, answer])),
    }));
  }

  restore(rows, text) {
    if (!rows) return;
    this.rows = rows.map((row) => ({
      origin: row.origin,
      cells: row.origin === null ? {} : structuredClone(this.data.rows[row.origin] ?? {}),
      answers: Object.fromEntries(Object.entries(row.cells).map(([name, answer]) => [name, answer.word_ids?.length && !answer.text ? { ...answer, shown: text(answer.word_ids) } : answer])),
    }));
    this.touched = true;
    this.accepted = true;
    this.build();
  }
}

/** Groups words by the line of the page they are on. */
function cellsOf(words) {
  const lines = new Map();
  for (const word of words) {
    if (!lines.has(word[2])) lines.set(word[2], []);
    lines.get(word[2]).push(word);
  }
  return [...lines.values()].sort((a, b) => a[0][4] - b[0][4]);
}
