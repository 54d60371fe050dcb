// Where the person is in the grid: one active cell, a selected block round it, and the keys that move both.

export class Keys {
  // `on` is told: moved(place), edit(place, text), clear(places), undo(), panel(place), leave().
  constructor(cells, on) {
    this.cells = cells;
    this.on = on;
    this.active = { r: 0, c: 0 };
    this.anchor = { r: 0, c: 0 };
    this.isLeaving = false;
    this.isDragging = false;
    this.isSecondTap = false;
    this.selected = [];
    const { table } = cells;
    table.addEventListener("keydown", (event) => this.keydown(event));
    table.addEventListener("mousedown", (event) => this.mousedown(event));
    table.addEventListener("mouseover", (event) => this.mouseover(event));
    table.addEventListener("dblclick", (event) => this.dblclick(event));
    table.addEventListener("pointerdown", (event) => (this.isSecondTap = document.activeElement === event.target));
    table.addEventListener("click", (event) => {
      // a phone has no key to begin with: the first tap goes to a cell, the second one opens it
      if (event.pointerType === "touch" && this.isSecondTap) this.dblclick(event);
    });
    table.addEventListener("focusin", (event) => this.focusin(event));
    document.addEventListener("mouseup", () => (this.isDragging = false));
    this.cells.at(this.active).tabIndex = 0;
  }

  get block() {
    const { active, anchor } = this;
    return {
      top: Math.min(active.r, anchor.r),
      bottom: Math.max(active.r, anchor.r),
      left: Math.min(active.c, anchor.c),
      right: Math.max(active.c, anchor.c),
    };
  }

  // Every place of the selected block, row by row.
  places() {
    const { top, bottom, left, right } = this.block;
    const found = [];
    for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) found.push({ r, c });
    return found;
  }

  // Go to a cell; at the edge the arrows stop. `extend` keeps the other corner of the block.
  go(r, c, { extend = false, focus = true } = {}) {
    const { cells } = this;
    const to = {
      r: Math.max(0, Math.min(r, cells.height - 1)),
      c: Math.max(0, Math.min(c, cells.width - 1)),
    };
    cells.at(this.active).removeAttribute("tabindex");
    this.active = to;
    if (!extend) this.anchor = { ...to };
    const cell = cells.at(to);
    cell.tabIndex = 0;
    if (focus) {
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.paint();
    this.on.moved(to);
  }

  move(down, right, options) {
    this.go(this.active.r + down, this.active.c + right, options);
  }

  paint() {
    for (const cell of this.selected) cell.removeAttribute("aria-selected");
    const places = this.places();
    this.selected = places.length > 1 ? places.map((place) => this.cells.at(place)) : [];
    for (const cell of this.selected) cell.setAttribute("aria-selected", "true");
  }

  // --- Keys -----------------------------------------------------------------------------------

  keydown(event) {
    if (event.target.tagName !== "TD" || event.isComposing || event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const handled = event.key === "Tab" ? this.tab(event) : ctrl ? this.withCtrl(event) : this.plain(event);
    if (handled) event.preventDefault();
    if (event.key !== "Escape" && event.key !== "Shift") this.isLeaving = false;
  }

  // Right and left within the row. At its end, or after Esc, Tab goes on to the rest of the page.
  tab(event) {
    const step = event.shiftKey ? -1 : 1;
    const next = this.active.c + step;
    if (this.isLeaving || event.ctrlKey || next < 0 || next >= this.cells.width) return false;
    this.move(0, step);
    return true;
  }

  // By `code`: on a Russian keyboard the key of A gives «ф».
  withCtrl(event) {
    const last = { r: this.cells.height - 1, c: this.cells.width - 1 };
    const extend = event.shiftKey;
    if (event.key === "Home") this.go(0, 0, { extend });
    else if (event.key === "End") this.go(last.r, last.c, { extend });
    else if (event.key === "Enter") this.on.panel(this.active);
    else if (event.code === "KeyZ") this.on.undo();
    else if (event.code === "KeyA") this.selectAll();
    else return false;
    return true;
  }

  plain(event) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const extend = event.shiftKey;
    if (event.key in steps) this.move(...steps[event.key], { extend });
    else if (event.key === "Home") this.go(this.active.r, 0, { extend });
    else if (event.key === "End") this.go(this.active.r, this.cells.width - 1, { extend });
    else if (event.key === "PageUp") this.move(-this.page(), 0, { extend });
    else if (event.key === "PageDown") this.move(this.page(), 0, { extend });
    else return this.editing(event);
    return true;
  }

  editing(event) {
    if (event.key === "Enter" || event.key === "F2") this.on.edit(this.active, null);
    else if (event.key === "Delete") this.on.clear(this.places());
    else if (event.key === "Backspace") this.on.edit(this.active, "");
    else if (event.key === "Escape") this.escape();
    else if ([...event.key].length === 1) this.on.edit(this.active, event.key === " " ? "" : event.key);
    else return false;
    return true;
  }

  escape() {
    this.go(this.active.r, this.active.c);
    this.isLeaving = true;
    this.on.leave();
  }

  selectAll() {
    this.anchor = { r: this.cells.height - 1, c: this.cells.width - 1 };
    this.go(0, 0, { extend: true });
  }

  page() {
    const row = this.cells.rows[0].offsetHeight || 1;
    const seen = this.cells.table.parentElement.clientHeight - this.cells.table.tHead.offsetHeight;
    return Math.max(1, Math.floor(seen / row) - 1);
  }

  // --- Mouse and finger -----------------------------------------------------------------------

  mousedown(event) {
    const cell = event.target.closest("td");
    if (!cell || event.button !== 0 || event.target.tagName === "INPUT") return;
    event.preventDefault();
    const { r, c } = this.cells.placeOf(cell);
    this.go(r, c, { extend: event.shiftKey });
    this.isDragging = true;
  }

  mouseover(event) {
    const cell = this.isDragging && event.target.closest("td");
    if (!cell) return;
    const { r, c } = this.cells.placeOf(cell);
    if (r !== this.active.r || c !== this.active.c) this.go(r, c, { extend: true });
  }

  dblclick(event) {
    const cell = event.target.closest("td");
    if (cell && event.target.tagName !== "INPUT") this.on.edit(this.cells.placeOf(cell), null);
  }

  // A screen reader may move the focus by itself.
  focusin(event) {
    if (event.target.tagName !== "TD") return;
    const { r, c } = this.cells.placeOf(event.target);
    if (r !== this.active.r || c !== this.active.c) this.go(r, c, { focus: false });
    else this.on.moved(this.active);
  }
}
