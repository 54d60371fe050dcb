// The field in which one cell is typed.

import { LONGEST } from "./grid-store.js";

export class Editor {
  // `on` is told: done(place, text), left(place, step) with the step of rows and columns to go on.
  constructor(cells, on) {
    this.cells = cells;
    this.on = on;
    this.place = null;
    this.input = document.createElement("input");
    this.input.className = "grid-editor";
    this.input.type = "text";
    this.input.autocomplete = "off";
    this.input.maxLength = LONGEST;
    this.input.addEventListener("keydown", (event) => this.keydown(event));
    this.input.addEventListener("blur", () => this.close(true));
    // A block pasted into the field of one cell is meant for the cells.
    this.input.addEventListener("paste", (event) => this.paste(event));
  }

  get isOpen() {
    return this.place !== null;
  }

  // `text` replaces what stands there; null lets it be corrected.
  open(place, text) {
    if (this.isOpen) this.close(true);
    this.place = place;
    this.replaces = text !== null;
    const cell = this.cells.at(place);
    this.input.value = this.replaces ? text : this.cells.text(cell);
    this.input.setAttribute("aria-label", this.cells.name(place));
    this.input.inputMode = this.cells.columns[place.c].field === "status" ? "text" : "decimal";
    cell.append(this.input);
    this.input.focus();
    const end = this.input.value.length;
    this.input.setSelectionRange(end, end);
  }

  close(keep) {
    if (!this.isOpen) return;
    const place = this.place;
    const text = this.input.value.trim();
    this.place = null; // first: taking the field away makes it lose the focus
    this.input.remove();
    if (keep && text !== this.cells.text(this.cells.at(place))) this.on.done(place, text);
  }

  keydown(event) {
    if (event.isComposing) return;
    event.stopPropagation();
    const step = this.stepOf(event);
    if (!step) return;
    event.preventDefault();
    const place = this.place;
    this.close(event.key !== "Escape");
    this.on.left(place, step, event);
  }

  // Typing over a cell, arrows go on as in a spreadsheet; correcting it, they move in the text.
  stepOf(event) {
    const back = event.shiftKey ? -1 : 1;
    const always = { Enter: [back, 0], Tab: [0, back], Escape: [0, 0] };
    const typed = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return [0, 0];
    if (event.key in always) return always[event.key];
    return this.replaces && !event.shiftKey ? typed[event.key] : undefined;
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const place = this.place;
    this.close(false);
    this.on.pasted(place, event.clipboardData);
  }
}
