// Rows of the editor change places: measures within and across sections, and whole sections; by the buttons
// «Выше» and «Ниже» and by dragging. The server reads the new order out of one field.

const EDGE = 60; // pixels from the edge of the window where dragging scrolls
const SPEED = 12; // pixels of one frame

export class Order {
  // `changed` is called after every move, `say` speaks to those who do not see the page.
  constructor(form, { changed, say }) {
    Object.assign(this, { form, changed, say });
    this.dragged = null;
    for (const grip of form.querySelectorAll("[data-grip]")) {
      grip.hidden = false;
      grip.addEventListener("pointerdown", (event) => this.grab(event, grip));
    }
    form.addEventListener("pointermove", (event) => this.dragged && this.follow(event.clientY));
    form.addEventListener("pointerup", () => this.drop());
    form.addEventListener("pointercancel", () => this.giveUp());
    this.onKey = (event) => event.key === "Escape" && this.giveUp();
  }

  sections() {
    return [...this.form.querySelectorAll("[data-section]")];
  }

  measures(section) {
    return [...section.querySelectorAll("[data-measure]")];
  }

  name(row) {
    return row.querySelector("[data-name]").textContent;
  }

  // --- By a button ----------------------------------------------------------------------

  // The button of a row: «s-0-m-2 up».
  press(button) {
    const row = button.closest("[data-measure]") || button.closest("[data-section]");
    const step = button.value.endsWith(" up") ? -1 : 1;
    const before = this.name(row);
    const moved = row.matches("[data-measure]") ? this.shiftMeasure(row, step) : this.shiftSection(row, step);
    if (moved) this.settle(row, before);
    else this.say(`${before}: ${step < 0 ? "выше" : "ниже"} некуда`);
    button.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  shiftMeasure(row, step) {
    const beside = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (beside) {
      if (step < 0) beside.before(row);
      else beside.after(row);
      return true;
    }
    const sections = this.sections();
    const next = sections[sections.indexOf(row.closest("[data-section]")) + step];
    if (!next) return false;
    const rows = next.querySelector("[data-rows]");
    if (step < 0) rows.append(row);
    else rows.prepend(row);
    return true;
  }

  shiftSection(section, step) {
    const sections = this.sections();
    const beside = sections[sections.indexOf(section) + step];
    if (!beside) return false;
    if (step < 0) beside.before(section);
    else beside.after(section);
    return true;
  }

  // --- By dragging ----------------------------------------------------------------------

  grab(event, grip) {
    if (event.button) return; // not the main one
    event.preventDefault();
    const row = grip.closest("[data-measure]") || grip.closest("[data-section]");
    this.dragged = { row, before: this.name(row), back: this.places(), y: event.clientY };
    for (const one of this.form.querySelectorAll("[data-measure], [data-section]")) {
      one.querySelector(".plan-brief").textContent = one.querySelector("textarea, input[type='text']").value;
    }
    this.form.classList.add("plan-sorting");
    this.form.classList.toggle("plan-sorting-sections", row.matches("[data-section]"));
    row.classList.add("plan-dragged");
    this.keepUnder(row, event.clientY);
    this.form.setPointerCapture(event.pointerId); // not the row: it leaves its place, and would lose it
    document.addEventListener("keydown", this.onKey);
    this.frame = requestAnimationFrame(() => this.scroll());
  }

  // The page has become shorter or longer: the row stays under the pointer.
  keepUnder(row, y) {
    window.scrollBy(0, row.getBoundingClientRect().top + 16 - y);
  }

  follow(y) {
    const { row } = this.dragged;
    this.dragged.y = y;
    const sections = this.sections();
    const section = sections.findLast((one) => one.getBoundingClientRect().top <= y) || sections[0];
    if (row.matches("[data-section]")) this.put(row, nextAfter(y, sections, row) || this.afterSections, this.form);
    else this.put(row, nextAfter(y, this.measures(section), row), section.querySelector("[data-rows]"));
  }

  // Before `next` or last in `parent`; a row that stands there already is left alone.
  put(row, next, parent) {
    if (row.parentElement !== parent || row.nextElementSibling !== next) parent.insertBefore(row, next);
  }

  get afterSections() {
    return this.form.querySelector("[data-after-sections]");
  }

  scroll() {
    if (!this.dragged) return;
    const { y } = this.dragged;
    const step = y < EDGE ? -SPEED : y > window.innerHeight - EDGE ? SPEED : 0;
    if (step) {
      window.scrollBy(0, step);
      this.follow(y);
    }
    this.frame = requestAnimationFrame(() => this.scroll());
  }

  drop() {
    if (!this.dragged) return;
    const { row, before, back } = this.dragged;
    this.release();
    if (this.places().join() !== back.join()) this.settle(row, before);
  }

  giveUp() {
    if (!this.dragged) return;
    const { back } = this.dragged;
    this.arrange(back);
    this.release();
  }

  release() {
    const { row, y } = this.dragged;
    this.dragged = null;
    cancelAnimationFrame(this.frame);
    document.removeEventListener("keydown", this.onKey);
    this.form.classList.remove("plan-sorting", "plan-sorting-sections");
    row.classList.remove("plan-dragged");
    this.keepUnder(row, y);
  }

  // --- What has come of it ---------------------------------------------------------------

  // The keys of all rows as they stand.
  places() {
    return [...this.form.querySelectorAll("[data-key]")].map((row) => row.dataset.key);
  }

  arrange(places) {
    let rows = null;
    for (const key of places) {
      const row = this.form.querySelector(`[data-key="${key}"]`);
      if (row.matches("[data-section]")) {
        this.afterSections.before(row);
        rows = row.querySelector("[data-rows]");
      } else rows.append(row);
    }
  }

  settle(row, before) {
    this.form.elements.order.value = this.places().join(" ");
    this.number();
    this.say(`${before} теперь ${this.name(row).split(" ")[1]}`);
    this.changed();
  }

  number() {
    const sections = this.sections();
    sections.forEach((section, place) => {
      const name = `Раздел ${place + 1}`;
      section.setAttribute("aria-label", name);
      const rows = this.measures(section);
      for (const one of section.querySelectorAll("[data-name]")) {
        if (!one.closest("[data-measure]")) one.textContent = name;
      }
      rows.forEach((row, index) => {
        const number = sections.length > 1 ? `${place + 1}.${index + 1}` : `${index + 1}`;
        for (const one of row.querySelectorAll("[data-name]")) one.textContent = `Мера ${number}`;
      });
    });
  }
}

// The first of `rows`, without the dragged one, whose middle is under the height `y`; null behind the last.
function nextAfter(y, rows, dragged) {
  const middle = (row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return (top + bottom) / 2;
  };
  return rows.find((row) => row !== dragged && y < middle(row)) || null;
}
