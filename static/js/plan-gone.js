// A plan was deleted while somebody wrote in it: what this browser has kept of his text is shown, to be copied.

import { Drafts, moment } from "./drafts.js";

const byId = (id) => document.getElementById(id);
const labels = JSON.parse(byId("plan-labels").textContent);
const drafts = new Drafts(byId("plan-kept").dataset);

// «s-0-m-2-term» is «s-m-term» among the labels; what has none is of the form and not of the text.
const kind = (name) => name.replace(/-\d+/g, "");
const begins = (name) => ["s-title", "s-m-name"].includes(kind(name));

function words({ fields }) {
  const typed = fields.filter(([name, text]) => labels[kind(name)] && text.trim());
  return typed.map(([name, text]) => `${begins(name) ? "\n" : ""}${labels[kind(name)]}: ${text}`).join("\n");
}

function show() {
  const [draft] = drafts.all();
  byId("plan-kept").hidden = !draft;
  if (!draft) return;
  byId("plan-kept-when").textContent = moment(draft.at);
  byId("plan-kept-text").value = words(draft);
  byId("plan-kept-drop").onclick = () => {
    drafts.drop(draft.id);
    show();
    byId("main").focus();
  };
}

show();
