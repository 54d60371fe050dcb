// The table as rows and columns: which cell belongs to which school, sitting and field, what it shows and why.

export const keyOf = (school, sitting, field) => `${school}-${sitting}-${field}`;

const SAID = {
  saved: "сохранено",
  saving: "сохраняется",
  unsent: "не отправлено, ждёт связи",
  invalid: "ошибка, не сохранено",
  conflict: "изменил другой сотрудник",
  doubt: "сохранено, сомнительно",
  locked: "закрыто",
};

export class Cells {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    const [groups, heads] = table.tHead.rows;
    const labels = [...groups.cells].slice(1).flatMap((head) => Array(head.colSpan).fill(head.textContent));
    this.columns = [...heads.cells].map((head, place) => ({
      sitting: Number(head.dataset.sitting),
      field: head.dataset.field,
      name: `${labels[place]}, ${head.textContent}`,
    }));
    this.schools = this.rows.map((row) => ({ pk: Number(row.dataset.school), name: row.cells[0].textContent }));
    this.rowOf = new Map(this.schools.map((school, place) => [school.pk, place]));
    this.columnOf = new Map(this.columns.map((one, place) => [`${one.sitting}-${one.field}`, place]));
    // What the server has, by the cell itself; typed text that is not there yet stands in the cell.
    this.stored = new WeakMap();
    for (const row of this.rows) {
      for (const cell of [...row.cells].slice(1)) {
        const { note = "", finding = "" } = cell.dataset;
        this.stored.set(cell, { text: cell.textContent, doubt: this.isLocked(cell) ? "" : note, finding });
      }
    }
  }

  get height() {
    return this.rows.length;
  }

  get width() {
    return this.columns.length;
  }

  at({ r, c }) {
    return this.rows[r].cells[c + 1];
  }

  placeOf(cell) {
    return { r: this.rows.indexOf(cell.parentElement), c: cell.cellIndex - 1 };
  }

  // The place of a cell that this page shows, or null.
  find(school, sitting, field) {
    const r = this.rowOf.get(school);
    const c = this.columnOf.get(`${sitting}-${field}`);
    return r === undefined || c === undefined ? null : { r, c };
  }

  // As a reader meets them, though they may stand on another page: by school, then by their column there.
  inOrder(entries) {
    const rowOf = ({ school }) => this.rowOf.get(school) ?? this.height;
    const columnOf = ({ column }) => column ?? 0;
    return entries.sort((one, other) => rowOf(one) - rowOf(other) || columnOf(one) - columnOf(other));
  }

  identity({ r, c }) {
    const { sitting, field } = this.columns[c];
    return { school: this.schools[r].pk, sitting, field };
  }

  name({ r, c }) {
    return `${this.schools[r].name}: ${this.columns[c].name}`;
  }

  // As another page needs it: the heads of a page of one exam do not name it.
  fullName({ r, c }) {
    const { exam } = this.table.dataset;
    return `${this.schools[r].name}: ${exam ? `${exam}, ` : ""}${this.columns[c].name}`;
  }

  text(cell) {
    const node = cell.firstChild;
    return node && node.nodeType === Node.TEXT_NODE ? node.data : "";
  }

  // The editor may stand in the same cell, so only the text is changed.
  write(cell, text) {
    const node = cell.firstChild;
    if (node && node.nodeType === Node.TEXT_NODE) node.data = text;
    else cell.prepend(document.createTextNode(text));
  }

  isLocked(cell) {
    return cell.dataset.state === "locked";
  }

  // `state` is one of the legend, or "" for a cell as the page brought it.
  mark(cell, state, note = "") {
    if (state) cell.dataset.state = state;
    else delete cell.dataset.state;
    if (note) cell.dataset.note = note;
    else delete cell.dataset.note;
    if (state === "invalid" || state === "conflict") cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  // Back to what the server says of the cell; `at` is the hour of a save that has just been made.
  settle(cell, at = "") {
    const { text, doubt, finding } = this.stored.get(cell);
    this.write(cell, text);
    if (doubt || finding) this.mark(cell, "doubt", doubt);
    else this.mark(cell, at ? "saved" : "", at ? `сохранено в ${at}` : "");
  }

  // The words for the line of state: what a sign in the corner means to those who see it.
  says(place) {
    const cell = this.at(place);
    const { state, note } = cell.dataset;
    if (!state) return "";
    if (state === "saved") return `${this.name(place)}: ${note || SAID.saved}`;
    const { doubt, finding } = this.stored.get(cell);
    const repeats = doubt.startsWith(finding); // the row itself says it already
    const why = [note, repeats ? "" : finding].filter(Boolean).join(" ");
    return `${this.name(place)}: ${why ? `${SAID[state]}. ${why}` : SAID[state]}`;
  }

  // What the checks say of a cell now; a cell in which something of the person's own waits keeps its state.
  found(cell, finding, isWaiting) {
    const stored = this.stored.get(cell);
    if (stored.finding === finding) return;
    stored.finding = finding;
    if (finding) cell.dataset.finding = finding;
    else delete cell.dataset.finding;
    if (!isWaiting && !this.isLocked(cell)) this.settle(cell, stored.at);
  }

  eachPlace(visit) {
    for (let r = 0; r < this.height; r += 1) for (let c = 0; c < this.width; c += 1) visit({ r, c });
  }
}
