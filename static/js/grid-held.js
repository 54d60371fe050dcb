// What waits for the person: cells that somebody else has changed, and held ones of pages that are not shown.

import { countOfCells } from "./grid-words.js";

const FIRST = 3; // cells of another page that are named at once

export class Held {
  // `on` is told: write(entry) for his own value, leave(entries) for what stands there.
  constructor(element, on) {
    this.element = element;
    this.on = on;
    this.shown = "";
  }

  // `contested` are cells of this page, `pages` the held cells of others: [address, entries] pairs.
  show(contested, pages) {
    const entries = [...contested, ...pages.flatMap(([, held]) => held)];
    const now = entries.map((entry) => `${entry.key}:${entry.version}:${entry.problem.note}`).join("\n");
    if (now === this.shown) return; // an alert that is written again is read out again
    this.shown = now;
    const boxes = pages.map(([address, held]) => this.page(address, held));
    this.element.replaceChildren(...contested.map((entry) => this.question(entry)), ...boxes);
  }

  question(entry) {
    const text = document.createElement("p");
    text.append(...said(entry));
    return box(
      text,
      actions(
        this.button(`Оставить ${entry.problem.theirs || "пустую"}`, () => this.on.leave([entry])),
        this.button(`Записать ${entry.text || "пустую"}`, () => this.on.write(entry)),
      ),
    );
  }

  page(address, entries) {
    const count = document.createElement("p");
    count.textContent = `Не сохранено на другой странице: ${countOfCells(entries.length)}.`;
    const isOne = entries.length === 1;
    const buttons = actions(
      link(isOne ? "Открыть страницу этой ячейки" : "Открыть страницу этих ячеек", address),
      this.button(isOne ? "Не записывать" : "Не записывать ни одну", () => this.on.leave(entries)),
    );
    return box(count, list(entries.slice(0, FIRST)), ...rest(entries.slice(FIRST)), buttons);
  }

  button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}

function said({ name, text, problem: { state, note } }) {
  const where = document.createElement("b");
  where.textContent = `${name}. `;
  return [where, state === "conflict" ? note : `Введено: «${text}». ${note}`];
}

function list(entries) {
  const items = document.createElement("ul");
  for (const entry of entries) {
    const item = document.createElement("li");
    item.append(...said(entry));
    items.append(item);
  }
  return items;
}

function rest(entries) {
  if (!entries.length) return [];
  const fold = document.createElement("details");
  fold.className = "more";
  const summary = document.createElement("summary");
  summary.textContent = `Ещё ${countOfCells(entries.length)}`;
  fold.append(summary, list(entries));
  return [fold];
}

function box(...parts) {
  const note = document.createElement("div");
  note.className = "note note-warn grid-held";
  note.append(...parts);
  return note;
}

function actions(...parts) {
  const buttons = document.createElement("div");
  buttons.className = "actions";
  buttons.append(...parts);
  return buttons;
}

function link(label, address) {
  const anchor = document.createElement("a");
  anchor.className = "btn btn-sm";
  anchor.href = address;
  anchor.textContent = label;
  return anchor;
}
