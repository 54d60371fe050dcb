// The entry grid: a table that has been rendered by the server becomes a spreadsheet whose cells save themselves.

import { Answers, isRefusedEmpty } from "./grid-answers.js";
import { Cells, keyOf } from "./grid-cells.js";
import { blockOf, textOfRows } from "./grid-clipboard.js";
import { Editor } from "./grid-edit.js";
import { Findings } from "./grid-findings.js";
import { Held } from "./grid-held.js";
import { Keys } from "./grid-keys.js";
import { Panel } from "./grid-panel.js";
import { Sender } from "./grid-send.js";
import { Store, shortened } from "./grid-store.js";
import { Undo } from "./grid-undo.js";
import { troubleNote } from "./grid-trouble.js";
import { countOfCells, lockedWords, pastedWords } from "./grid-words.js";

const byId = (id) => document.getElementById(id);
const table = byId("grid");
const { save, cell: cellAddress, findings: findingsAddress, user, district, year, signIn } = table.dataset;
const undoButton = byId("grid-undo"); // null for who may only read

// as another page of the grid leads back to this one
const here = `?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(window.location.search)), district, year })}`;

const cells = new Cells(table);
const store = new Store({ user, district, year });
const answers = new Answers(cells);
const undo = new Undo(cells);
let trouble = "";
let leftOut = ""; // by the last deed; said again when the rest of it has been saved

function say(text, left = "") {
  leftOut = left;
  const line = byId("grid-status");
  // once it has spoken it keeps its place, so that the table does not move at every cell
  line.textContent = [text, left].filter(Boolean).join(" ") || (line.textContent && "\u00a0");
}

// --- Typing -----------------------------------------------------------------------------------

const stateColumns = new Map(
  cells.columns.flatMap((one, place) => (one.field === "status" ? [[one.sitting, place]] : [])),
);

// Write texts into cells and send them; locked ones are left. The number of the written ones comes back.
// `again`: the cell is sent though it shows the text already.
function apply(changes, { remember = true } = {}) {
  const open = changes.filter(({ place }) => !cells.isLocked(cells.at(place)));
  const differs = ({ place, text }) => shortened(text) !== cells.text(cells.at(place));
  const sent = open.filter((change) => change.again || differs(change));
  const written = sent.filter(differs).length;
  if (written && remember) undo.remember(sent.map(({ place }) => place));
  for (const { place, text } of sent) put(place, shortened(text));
  if (undoButton) undoButton.disabled = undo.isEmpty;
  showHeld();
  return { written, locked: changes.length - open.length };
}

function put(place, text) {
  const cell = cells.at(place);
  const { school, sitting, field } = cells.identity(place);
  const key = keyOf(school, sitting, field);
  const waiting = sender.waiting.get(key);
  const stored = cells.stored.get(cell).text;
  const state = stateSeen({ r: place.r, c: stateColumns.get(sitting) });
  cells.write(cell, text);
  if (text === stored && waiting && waiting.held) {
    leave(waiting);
    say(cells.says(place)); // no answer may come that would replace what was wrong
  } else {
    const where = { school, sitting, field, name: cells.fullName(place), page: here, column: place.c };
    sender.put(key, where, { text, seen: stored, state });
  }
}

// Of a row, as far as the server can know it: a text that was refused is nothing that stood there.
function stateSeen(place) {
  const { school, sitting, field } = cells.identity(place);
  const waiting = sender.waiting.get(keyOf(school, sitting, field));
  const cell = cells.at(place);
  return waiting && waiting.held ? cells.stored.get(cell).text : cells.text(cell);
}

// His own text is not written. What another person has put there may be old by now: the server is asked.
function leave(entry) {
  if (entry.problem.state === "conflict") sender.choose(entry, { leaves: true });
  else giveUp(entry);
}

// Back to what the server has.
function giveUp({ key, school, sitting, field }) {
  sender.drop(key);
  const place = cells.find(school, sitting, field);
  if (place) cells.settle(cells.at(place));
}

function clear(places) {
  const { locked } = apply(places.map((place) => ({ place, text: "" })));
  if (locked) say("", lockedWords(locked));
}

function edit(place, text) {
  const cell = cells.at(place);
  if (cells.isLocked(cell)) say(cells.says(place));
  else editor.open(place, text);
}

function back() {
  const { written } = apply(undo.back(), { remember: false });
  if (undo.isEmpty) cells.at(keys.active).focus(); // the button, disabled now, would lose it to nothing
  say(written ? `Отменено: ${countOfCells(written)}.` : "Отменять нечего.");
}

// --- Blocks -----------------------------------------------------------------------------------

function paste(start, data) {
  const rows = blockOf(data);
  if (!rows.length) return;
  const single = rows.length === 1 && rows[0].length === 1;
  const changes = single
    ? keys.places().map((place) => ({ place, text: rows[0][0] }))
    : rows.flatMap((row, r) => row.map((text, c) => ({ place: { r: start.r + r, c: start.c + c }, text })));
  const inside = changes.filter(({ place }) => place.r < cells.height && place.c < cells.width);
  const { written, locked } = apply(inside);
  const width = Math.max(...rows.map((row) => row.length));
  if (!single) showBlock(start, rows, width);
  const beyond = { below: start.r + rows.length - cells.height, beside: start.c + width - cells.width };
  const { said, left } = pastedWords({ written, locked, same: inside.length - written - locked, ...beyond });
  say(said, left);
}

function showBlock(start, rows, width) {
  keys.go(start.r, start.c);
  keys.anchor = {
    r: Math.min(start.r + rows.length, cells.height) - 1,
    c: Math.min(start.c + width, cells.width) - 1,
  };
  keys.paint();
}

function copy(event) {
  if (event.target.tagName === "INPUT") return;
  const { top, bottom, left, right } = keys.block;
  const rows = [];
  for (let r = top; r <= bottom; r += 1) {
    rows.push(cells.columns.slice(left, right + 1).map((_, c) => cells.text(cells.at({ r, c: left + c }))));
  }
  event.preventDefault();
  event.clipboardData.setData("text/plain", textOfRows(rows));
  say(`Скопировано: ${countOfCells(rows.length * rows[0].length)}.`);
}

// --- Answers of the server --------------------------------------------------------------------

function changed(entry) {
  const place = cells.find(entry.school, entry.sitting, entry.field);
  if (place) {
    const cell = cells.at(place);
    const { problem } = entry;
    const isOnItsWay = sender.isSending(entry) || !trouble;
    cells.mark(cell, problem ? problem.state : isOnItsWay ? "saving" : "unsent", problem ? problem.note : "");
    const text = entry.leaves && !problem ? cells.stored.get(cell).text : entry.text;
    if (cells.text(cell) !== text) cells.write(cell, text);
  }
}

function answered(answer, sent) {
  const { taken, said } = answers.take(sender, answer, sent);
  if (taken) {
    byId("grid-saved").textContent = `Сохранено в ${answer.at}`;
    findings.soon();
  }
  say(said, leftOut);
  for (const entry of sender.waiting.values()) if (isRefusedEmpty(entry)) giveUp(entry);
  showHeld();
}

function showHeld() {
  const contested = [];
  const pages = new Map(); // of held cells that this page does not show
  for (const entry of sender.waiting.values()) {
    if (!entry.problem) continue;
    if (!cells.find(entry.school, entry.sitting, entry.field)) {
      const page = entry.page || `?${new URLSearchParams({ district, year, sitting: entry.sitting })}`;
      pages.set(page, [...(pages.get(page) || []), entry]);
    } else if (entry.problem.state === "conflict") contested.push(entry);
  }
  held.show(contested, [...pages]);
}

function showTrouble(kind, text) {
  if (trouble === kind && !text) return;
  trouble = kind;
  const box = byId("grid-trouble");
  box.replaceChildren();
  if (kind) box.append(troubleNote(kind, text, signIn));
  for (const entry of sender.waiting.values()) changed(entry);
}

// --- Together ---------------------------------------------------------------------------------

const sender = new Sender({ url: save, user: Number(user), store, on: { changed, answered, trouble: showTrouble } });
const findings = new Findings(findingsAddress, cells, (key) => sender.waiting.has(key));
const held = new Held(byId("grid-conflicts"), {
  write: (entry) => decided(() => sender.choose(entry, { leaves: false })),
  leave: (entries) => decided(() => entries.forEach(leave)),
});
function decided(deed) {
  deed();
  showHeld();
  keys.go(keys.active.r, keys.active.c); // the button, gone now, would lose the focus to nothing
}

const panel = new Panel(byId("grid-panel"), cellAddress, {
  closed: () => keys.go(keys.active.r, keys.active.c),
  say: (text) => say(text),
  signIn,
});
const openPanel = (place) => panel.open(cells.identity(place));
const editor = new Editor(cells, {
  done: (place, text) => apply([{ place, text }]),
  left: (place, [down, right], event) => {
    keys.go(place.r + down, place.c + right);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) openPanel(place);
  },
  pasted: paste,
});
const keys = new Keys(cells, {
  moved: (place) => say(cells.says(place)),
  edit,
  clear,
  undo: back,
  panel: openPanel,
  leave: () => say("Клавиша Tab теперь выходит из таблицы."),
});

function start() {
  table.setAttribute("role", "grid");
  table.setAttribute("aria-multiselectable", "true");
  for (const link of table.querySelectorAll("tbody th a")) link.tabIndex = -1; // the grid is one stop
  for (const cell of table.querySelectorAll('td[data-state="locked"]')) cell.setAttribute("aria-readonly", "true");
  byId("grid-scroll").removeAttribute("tabindex"); // the cells themselves can be reached
  byId("grid-bar").hidden = false;
  byId("grid-plain")?.remove(); // it says that there are no scripts
  table.addEventListener("copy", copy);
  table.addEventListener("cut", (event) => {
    copy(event);
    if (event.defaultPrevented) clear(keys.places());
  });
  table.addEventListener("paste", (event) => {
    if (event.target.tagName === "INPUT") return;
    event.preventDefault();
    paste({ r: keys.block.top, c: keys.block.left }, event.clipboardData);
  });
  undoButton?.addEventListener("click", back);
  byId("grid-open-panel").addEventListener("click", () => openPanel(keys.active));
  // what stands in an open cell is kept like any other
  window.addEventListener("pagehide", () => editor.close(true));
  window.addEventListener("beforeunload", (event) => {
    if (!store.works && sender.waiting.size) event.preventDefault();
  });
  const left = sender.restore((entries) => cells.inOrder(entries));
  for (const entry of left.values()) changed(entry);
  if (!store.works) say("Этот браузер ничего не хранит: не закрывайте страницу, пока есть неотправленные ячейки.");
  else if (left.size) say(`С прошлого раза не отправлено: ${countOfCells(left.size)}. Отправляем.`);
}

start();
