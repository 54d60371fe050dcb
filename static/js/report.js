// A report that saves itself while it is written. Without it the same form has its buttons.
// What the portal has not taken yet is kept in this browser, under the person's own number.

import { isSignedOut, token } from "./session.js";

const QUIET = 1200; // milliseconds without a key before a text is sent
const PATIENCE = 30000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const BY_BUTTON = ["file", "link", "link_title", "csrfmiddlewaretoken"]; // never sent silently

const byId = (id) => document.getElementById(id);
// Browsers differ in the ends of lines that they give to a script.
const withPlainEnds = (data) => data.toString().replaceAll("%0D%0A", "%0A");
const form = byId("report-form");
const { autosave, store: place } = form.dataset;

let saved = form.dataset.typed === undefined ? storedText() : ""; // what the portal has, as far as this page knows
let retry = null; // a request without an answer: the same must go first, or the portal takes us for two people
let sending = null; // the request that is on its way
let isLeaving = false; // a button has been pressed: nothing is sent silently any more
let isUnloading = false; // the next page may be older than what the portal takes from now on
let isStopped = form.dataset.typed === "conflict"; // until the person has chosen between two texts
let pause = FIRST_PAUSE;
let timer = 0;
let errors = {};
let ownToken = token(); // another one is of a new sign-in, which may be that of another person

// --- What is typed ------------------------------------------------------------------------------

function typed() {
  const data = new FormData(form);
  for (const name of BY_BUTTON) data.delete(name);
  return data;
}

function textOf() {
  const data = typed();
  data.delete("seen");
  return withPlainEnds(new URLSearchParams(data));
}

// The same of what the page came with: somebody may have typed before this script was there.
function storedText() {
  const data = new URLSearchParams();
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || ["seen", ...BY_BUTTON].includes(field.name)) continue;
    if (field.type !== "radio") data.append(field.name, field.defaultValue);
    else if (field.defaultChecked) data.append(field.name, field.value);
  }
  return withPlainEnds(data);
}

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify({ seen: byId("report-seen").value, text: textOf() }));
  } catch {
    // Private windows and full disks: the browser asks before the page is left.
  }
}

function forget() {
  try {
    localStorage.removeItem(place);
  } catch {
    // nothing was kept
  }
}

function restore() {
  const entry = kept();
  if (!entry || entry.text === saved) return forget();
  for (const [name, value] of new URLSearchParams(entry.text)) {
    const field = form.elements.namedItem(name);
    if (field && name !== "l-total") field.value = value; // also checks the radio button of this value
  }
  byId("report-seen").value = entry.seen; // the portal judges whether somebody has written meanwhile
  say("восстановлено то, что не успело сохраниться");
  guard();
  schedule(0);
}

function kept() {
  try {
    const entry = JSON.parse(localStorage.getItem(place));
    return entry && typeof entry.text === "string" && /^\d+$/.test(entry.seen) ? entry : null;
  } catch {
    return null;
  }
}

// portal.js asks before a page with unsent input is left; what is saved needs no asking.
function guard() {
  const isWaiting = textOf() !== saved || Object.keys(errors).length > 0;
  const isChosen = form.elements.file.files.length > 0 || form.elements.link.value !== "";
  form.toggleAttribute("data-unguarded", !isWaiting && !isChosen);
}

// --- What the page says -------------------------------------------------------------------------

const say = (text) => (byId("report-saved").textContent = text);

function trouble(text, ...more) {
  const box = byId("report-trouble");
  box.replaceChildren();
  if (text) box.append(text, ...more);
}

function signInLink() {
  const link = document.createElement("a");
  Object.assign(link, { href: form.dataset.signIn, target: "_blank", rel: "noopener", textContent: "Войдите в новой вкладке" });
  return link;
}

function compareButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "do", value: "save", className: "btn btn-sm", textContent: "Сверить два текста" });
  return button;
}

// A field in which the person still stands is left alone until he leaves it.
function showErrors() {
  for (const box of form.querySelectorAll("[id$='_error']")) {
    const name = box.id.slice("id_".length, -"_error".length);
    if (document.activeElement?.name === name || BY_BUTTON.includes(name)) continue;
    const text = errors[name] || "";
    if (box.textContent !== text) box.textContent = text;
    box.hidden = !text;
    const field = byId(`id_${name}`);
    if (!field) continue; // radio buttons
    field.classList.toggle("is-invalid", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

// --- The way to the portal ----------------------------------------------------------------------

function schedule(delay) {
  clearTimeout(timer);
  if (!isStopped) timer = setTimeout(flush, delay);
}

function flush() {
  const text = retry ? retry.text : textOf();
  if (sending || isStopped || isLeaving || (!retry && text === saved)) return;
  begin(text);
}

function begin(text) {
  sending = send(text).finally(() => {
    sending = null;
    if (!retry && textOf() !== saved) schedule(QUIET);
  });
  return sending;
}

async function send(text) {
  const request = { ...(retry || { text, body: typed() }), token: token() };
  retry = null;
  say("сохраняется…");
  try {
    await answered(await post(request), request);
  } catch {
    later(request); // no answer at all: the link is down or the portal is
  }
}

function post(request) {
  return fetch(autosave, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { "X-CSRFToken": request.token },
    body: new URLSearchParams(request.body),
  });
}

async function answered(response, request) {
  if (response.ok) return taken(await response.json(), request);
  if (isSignedOut(response)) return signedOut(request);
  if (response.status >= 500) return later(request);
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (isJson) return refused(await response.json(), request);
  // 403 without a sentence: the session is gone with its token, or the right is.
  const page = await fetch(window.location.href, { redirect: "manual", cache: "no-store" });
  return isSignedOut(page) ? signedOut(request) : refused({ error: "Портал не принял отчёт. Обновите страницу." }, request);
}

function taken(answer, request) {
  pause = FIRST_PAUSE;
  ownToken = request.token;
  saved = request.text;
  errors = answer.errors;
  byId("report-seen").value = answer.seen;
  const isWhole = Object.keys(errors).length === 0;
  say(isWhole ? `сохранено в ${answer.at}` : `сохранено в ${answer.at}, кроме отмеченного`);
  byId("pupil-hint").textContent = answer.hint;
  byId("pupil-hint").hidden = !answer.hint;
  trouble("");
  showErrors();
  if (isWhole && textOf() === saved && !isUnloading) forget();
  else keep();
  guard();
}

function later(request) {
  retry = request;
  say("не сохранено");
  trouble("Нет связи с порталом. Текст не потерян: он в этом браузере и сохранится сам, когда связь появится.");
  clearTimeout(timer);
  timer = setTimeout(flush, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function signedOut(request) {
  retry = request;
  say("не сохранено");
  trouble("Вы вышли из портала или прошло много времени. Текст не потерян: он в этом браузере. ", signInLink(), " и вернитесь сюда — он сохранится сам.");
}

function anotherPerson(request) {
  retry = request;
  say("не сохранено");
  trouble("В этом браузере вошёл другой сотрудник. Ваш текст не потерян: он на этой странице и в этом браузере. В новой вкладке выйдите из портала, войдите под своим именем и вернитесь сюда — он сохранится сам.");
}

function refused({ error, kind }, request) {
  if (kind === "person") return anotherPerson(request);
  ownToken = request.token;
  isStopped = true;
  say("не сохранено");
  if (kind === "stale") trouble("Отчёт изменил другой сотрудник или вы сами в другом окне. Ваш текст цел. ", compareButton());
  else trouble(`${error} Ваш текст остался на этой странице и в этом браузере.`);
}

function press(button) {
  isLeaving = false;
  if (!retry) form.requestSubmit(button); // else the page has just said why not
}

// --- Beginning ----------------------------------------------------------------------------------

window.addEventListener("beforeunload", () => (isUnloading = true));
form.addEventListener("input", (event) => {
  isLeaving = isUnloading = false; // what was pressed did not lead away
  if (!BY_BUTTON.includes(event.target.name)) {
    keep();
    schedule(QUIET);
  }
  guard();
});
form.addEventListener("change", (event) => {
  if (!BY_BUTTON.includes(event.target.name)) schedule(0);
  guard();
});
form.addEventListener("focusout", () => setTimeout(showErrors, 0));
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (sending || token() !== ownToken) {
    // Two savings at once would take each other for two people: the button waits for the silent one.
    // After a new sign-in one goes first too: it tells whether the person is still the same.
    event.preventDefault();
    if (!isLeaving) (sending || begin(textOf())).then(() => press(event.submitter));
    isLeaving = true;
    return;
  }
  isLeaving = true;
  form.elements.csrfmiddlewaretoken.value = token(); // it is another one after a new sign-in
});
for (const sign of ["online", "focus"]) {
  window.addEventListener(sign, () => {
    pause = FIRST_PAUSE;
    if (retry || textOf() !== saved) schedule(0);
  });
}
if (form.dataset.typed === undefined) {
  restore();
  guard();
  if (textOf() !== saved) schedule(QUIET);
}
