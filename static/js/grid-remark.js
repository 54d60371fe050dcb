// The remark in the panel of a cell: what is typed is kept in this browser until the portal has it.

import { Drafts, flat, moment } from "./drafts.js";

export class Remark {
  constructor(form) {
    const { user, remark, seen } = form.elements;
    this.form = form;
    this.field = remark;
    this.seen = seen;
    this.stored = seen.value; // what the portal has
    this.drafts = new Drafts({ kind: "remark", user: user.value, plan: "grid", id: form.getAttribute("action") });
    this.bringBack();
    this.guard();
    remark.addEventListener("input", () => this.keep());
  }

  get isUnsaved() {
    return flat(this.field.value) !== this.stored;
  }

  // Where the browser keeps nothing, only the field itself holds the text.
  get isKept() {
    return this.drafts.works;
  }

  // With what stood there when it was written: another person's remark of later is not overwritten unseen.
  keep() {
    if (this.isUnsaved) this.drafts.put([["remark", this.field.value], ["seen", this.seen.value]]);
    else this.drafts.drop();
    this.guard();
  }

  // portal.js asks before a page with unsent input is left; what is kept needs no asking.
  guard() {
    this.form.toggleAttribute("data-unguarded", this.isKept);
  }

  bringBack() {
    const draft = this.drafts.all().find(({ id }) => id === this.drafts.id);
    if (!draft) return;
    const { remark, seen } = Object.fromEntries(draft.fields);
    if (flat(remark) === this.stored) return this.drafts.drop();
    if (remark === this.field.value) return this.keep(); // refused, and what the portal has now has been shown with it
    this.field.value = remark;
    this.seen.value = seen;
    const note = document.createElement("p");
    note.className = "form-text";
    note.textContent = `Восстановлено написанное ${moment(draft.at)}: оно ещё не сохранено.`;
    this.field.after(note);
  }
}
