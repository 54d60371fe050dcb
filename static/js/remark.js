// The remark of a decision is kept in this browser until it stands in the history of the page: a session that
// ended before it was sent loses no word. The names of what is kept begin with the person and the page.

import { Drafts, flat, moment } from "./plan-drafts.js";

const history = document.querySelector("[data-remarks]");
const { user, remarks: plan } = history.dataset;
const kept = (id) => new Drafts({ kind: "remark", user, plan, id });
const told = new Set([...history.querySelectorAll("blockquote")].map((quote) => flat(quote.textContent)));

// Sent, and the portal has it: an answer that asks to sign in has not taken it.
function isTaken({ fields }) {
  const { remark, sent } = Object.fromEntries(fields);
  return sent !== "" && told.has(`«${flat(remark)}»`);
}

function watch(area) {
  const store = kept(area.id);
  const keep = (sent) => (area.value.trim() ? store.put([["remark", area.value], ["sent", sent]]) : store.drop());
  const draft = store.all().find(({ id }) => id === area.id);
  if (area.value) keep(""); // came back with an error
  else if (draft) bringBack(area, draft);
  area.addEventListener("input", () => keep(""));
  area.form.addEventListener("submit", () => keep("yes"));
}

function bringBack(area, { at, fields }) {
  area.value = Object.fromEntries(fields).remark;
  area.closest("details").open = true;
  const note = document.createElement("p");
  Object.assign(note, { className: "form-text", textContent: `Восстановлено написанное ${moment(at)}: оно не было отправлено.` });
  area.after(note);
}

const store = kept("");
for (const draft of store.all()) if (isTaken(draft)) store.drop(draft.id);
for (const area of document.querySelectorAll("textarea[name='remark']")) watch(area);
