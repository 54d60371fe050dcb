// What is typed, chosen and ticked in a form with `data-keep` is kept in this browser until the portal has it:
// a session that ended before it was sent loses no word. Files are not kept: no page may put them back.
//
// `data-keep` says what the form is about and `data-keep-as` which of several forms about it; `data-unsent` is on
// a form that came back with what was sent. The portal has it where a form shows the same, where `data-taken`
// says so, and where `data-told`, the history of the matter, quotes the words.

import { Drafts, flat, moment } from "./drafts.js";

const { user } = document.body.dataset;
const TITLE = "kept-title"; // kept beside the fields: how a page without the form names it
const NOT_KEPT = ["hidden", "file", "password", "submit", "button"];

const byId = (id) => document.getElementById(id);
const about = (plan, id) => new Drafts({ kind: "form", user, plan, id });
const storeOf = ({ dataset }) => about(dataset.keep, dataset.keepAs || "");
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const valueOf = (field) => (isTick(field) ? field.checked : field.value);

// Of radio buttons the chosen one says everything.
function typed(form) {
  const fields = [...form.elements].filter(({ id, name, type }) => id && name && !NOT_KEPT.includes(type));
  const said = fields.filter((field) => field.type !== "radio" || field.checked);
  return [[TITLE, form.dataset.keepTitle || ""], ...said.map((field) => [field.id, valueOf(field)])];
}

const keep = (form) => storeOf(form).put(typed(form));

// --- Back into the form -------------------------------------------------------------------------

function bringBack(form) {
  const store = storeOf(form);
  const draft = store.all().find(({ id }) => id === store.id);
  if (form.hasAttribute("data-unsent")) return keep(form);
  const lost = draft ? draft.fields.filter(([id, value]) => byId(id)?.form === form && valueOf(byId(id)) !== value) : [];
  if (lost.length === 0) return store.drop();
  for (const [id, value] of lost) put(byId(id), value);
  form.prepend(note(form, draft));
}

function put(field, value) {
  field[isTick(field) ? "checked" : "value"] = value;
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function note(form, { at }) {
  const line = document.createElement("p");
  Object.assign(line, { className: "note note-info", textContent: `Восстановлено введённое ${moment(at)}: портал этого ещё не записал. ` });
  line.append(button("Убрать восстановленное", () => {
    form.reset();
    storeOf(form).drop();
    line.remove();
  }));
  return line;
}

function button(textContent, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent, onclick });
}

// --- What the portal has ------------------------------------------------------------------------

function forgetTaken(plan, isTaken = () => true) {
  const store = about(plan, "");
  for (const draft of store.all()) if (isTaken(draft)) store.drop(draft.id);
}

function forgetTold(history) {
  const told = [...history.querySelectorAll("blockquote")].map((quote) => flat(quote.textContent));
  const words = ({ fields }) => fields.map(([, value]) => value).filter((value) => typeof value === "string" && value.trim());
  forgetTaken(history.dataset.told, (draft) => words(draft).every((text) => told.includes(`«${flat(text)}»`)));
}

// --- A page where the form can be come by again ---------------------------------------------------

function list(box) {
  const store = about(box.dataset.keptList, "");
  const drafts = store.all();
  box.hidden = drafts.length === 0;
  const lines = drafts.map(({ id, at, fields }) => {
    const line = document.createElement("li");
    line.append(`${Object.fromEntries(fields)[TITLE]}, ${moment(at)} `, button("Удалить ответы", () => {
      store.drop(id);
      list(box);
    }));
    return line;
  });
  box.querySelector("ul").replaceChildren(...lines);
}

// --- Beginning ----------------------------------------------------------------------------------

if (user) {
  for (const { dataset } of document.querySelectorAll("[data-taken]")) forgetTaken(dataset.taken);
  for (const history of document.querySelectorAll("[data-told]")) forgetTold(history);
  for (const form of document.querySelectorAll("form[data-keep]")) bringBack(form);
  for (const box of document.querySelectorAll("[data-kept-list]")) list(box);
  document.addEventListener("input", ({ target }) => target.form?.hasAttribute("data-keep") && keep(target.form));
  // A button that says «not this text» leaves nothing to bring back.
  document.addEventListener("submit", ({ target, submitter }) => {
    if (!target.hasAttribute("data-keep")) return;
    if (submitter?.hasAttribute("data-forgets")) storeOf(target).drop();
    else keep(target);
  });
}
