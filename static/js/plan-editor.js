// The editor of a roadmap: rows change places on the page, the form is sent without leaving it, and what is
// typed outlives a lost connection, an ended session and a closed tab. Without this script the same form works.

import { Drafts, clock, moment } from "./drafts.js";
import { Order } from "./plan-order.js";
import { isSignedOut, token } from "./session.js";

const PATIENCE = 60000; // milliseconds for one request
const PAUSE = 400; // and between the last key and the writing of a draft
const REFUSALS = { 409: "another-person", 410: "gone" }; // pages without the form, by their status

const byId = (id) => document.getElementById(id);
const { user, plan } = byId("plan-form").dataset;
const drafts = new Drafts({ user, plan });

let form;
let order;
let stored; // what the form held when it came with nothing unsaved; null if it came with something
let timer = 0;
let isBusy = false;
let isLeaving = false; // saved, and on the way to the next page
let isGivenUp = false; // «Не сохранять» was pressed

// --- What is typed ----------------------------------------------------------------------------

const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const isUnsaved = () => stored === null || JSON.stringify(fields()) !== stored;

function keep() {
  clearTimeout(timer);
  timer = 0;
  if (isLeaving) return;
  if (!isUnsaved()) {
    drafts.drop();
    byId("plan-state").textContent = "";
    return;
  }
  drafts.put(fields());
  byId("plan-state").textContent = drafts.works
    ? `Не сохранено на портале. Текст записан в этом браузере в ${clock(new Date())}.`
    : "Не сохранено. Этот браузер не хранит текст: сохраните карту, прежде чем закрыть страницу.";
}

function keepSoon() {
  isGivenUp = false;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

// What the portal read, or asked, belongs to the words that it had: of others it says nothing until they are saved.
function unread({ target }) {
  const row = /-(term|starts_on|ends_on|recurrence)$/.test(target.name) && target.closest("[data-measure]");
  if (!row) return;
  const reading = row.querySelector("[data-read]");
  reading.textContent = "Как понят срок, будет видно после сохранения.";
  reading.hidden = row.querySelector("[name$='-term']").value.trim() === "";
  row.querySelector("[data-question]")?.remove();
}

// --- A draft of an earlier visit ----------------------------------------------------------------

function offer() {
  const [draft] = drafts.all().filter(({ id }) => id !== drafts.id);
  byId("plan-draft").hidden = !draft;
  if (!draft) return;
  byId("plan-draft-when").textContent = moment(draft.at);
  byId("plan-draft-older").hidden = Object.fromEntries(draft.fields).seen === form.elements.seen.value;
  byId("plan-draft-back").onclick = () => bringBack(draft);
  byId("plan-draft-drop").onclick = () => {
    drafts.drop(draft.id);
    offer();
    byId("main").focus();
  };
}

// The server makes the page of it: it knows how many rows the draft has, and in which order.
async function bringBack(draft) {
  const data = new FormData();
  for (const [name, text] of draft.fields) data.append(name, text);
  data.set("show", "1");
  if (await send(data)) drafts.adopt(draft.id);
}

// --- The way to the portal ----------------------------------------------------------------------

// True when the page has taken the answer.
async function send(data) {
  if (isBusy) return false;
  isBusy = true;
  form.setAttribute("aria-busy", "true");
  data.set("csrfmiddlewaretoken", token()); // that of the page is old after a new sign-in
  try {
    const response = await fetch(window.location.href, {
      method: "POST",
      body: data,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "X-Requested-With": "fetch" },
    });
    return await receive(response);
  } catch {
    trouble("network"); // no answer at all: the link is down or the server is
    return false;
  } finally {
    isBusy = false;
    form.removeAttribute("aria-busy");
  }
}

// A refusal says either that the visit is over, with its token, or that the right is gone.
const isOver = async (response) =>
  isSignedOut(response) ||
  (response.status === 403 && isSignedOut(await fetch(window.location.href, { redirect: "manual", cache: "no-store" })));

async function receive(response) {
  if (await isOver(response)) return trouble("signed-out");
  if (response.status >= 500) return trouble("network");
  if ((response.headers.get("Content-Type") || "").startsWith("application/json")) {
    const { url } = await response.json();
    isLeaving = true;
    drafts.drop();
    window.location.assign(url);
    return true;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!page.getElementById("plan-form")) return trouble(REFUSALS[response.status] || "refused");
  byId("main").replaceWith(document.adoptNode(page.getElementById("main")));
  start();
  const place = byId("main").querySelector("[role='alert'][tabindex]") || byId("main").querySelector("[autofocus]");
  (place || byId("main")).focus();
  return true;
}

function trouble(kind) {
  for (const words of document.querySelectorAll("[data-trouble]")) words.hidden = words.dataset.trouble !== kind;
  for (const words of document.querySelectorAll("[data-kept]")) words.hidden = !drafts.works;
  keep();
  return false;
}

function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  if (button && button.name === "move") {
    order.press(button);
    return;
  }
  const data = new FormData(form);
  if (button && button.name) data.set(button.name, button.value);
  keep();
  trouble("");
  send(data);
}

// --- The page -------------------------------------------------------------------------------------

// With the page as it came from the server: at first, and after every answer that is put in its place.
function start() {
  form = byId("plan-form");
  form.setAttribute("data-unguarded", ""); // this script asks before unsaved text is left
  stored = form.hasAttribute("data-unsent") ? null : JSON.stringify(fields());
  order = new Order(form, { changed: keep, say: (text) => (byId("plan-said").textContent = text) });
  form.addEventListener("submit", submit);
  form.addEventListener("input", unread);
  byId("main").addEventListener("input", keepSoon); // the boxes «взять» stand outside the form
  byId("plan-leave").addEventListener("click", () => (isGivenUp = true));
  byId("plan-gone").addEventListener("click", () => (isLeaving = drafts.works)); // the text waits on the next page
  if (stored === null) keep();
  else offer();
}

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && isUnsaved()) event.preventDefault();
});

window.addEventListener("pagehide", () => {
  if (isGivenUp) drafts.drop();
  else if (timer) keep();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted && isLeaving) window.location.reload(); // «Back» to what has been saved since
});

start();
