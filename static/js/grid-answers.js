// What the server answers: a cell is saved, refused or contested, and its whole row is shown anew.

import { keyOf } from "./grid-cells.js";
import { countOfCells } from "./grid-words.js";

const isDone = ({ state }) => state === "saved" || state === "left";

// Nothing of the person's own is in it: the server's value is seen again, the line of state has said why.
export function isRefusedEmpty({ text, problem }) {
  return text === "" && problem !== null && problem.state === "invalid";
}

export class Answers {
  constructor(cells) {
    this.cells = cells;
  }

  // `sent` are the versions of the cells that the answer is of. How many are saved comes back, and what to say.
  take(sender, answer, sent) {
    const rows = new Map(answer.rows.map((row) => [`${row.school}-${row.sitting}`, row]));
    const taken = new Set();
    for (const outcome of answer.cells) {
      const key = keyOf(outcome.school, outcome.sitting, outcome.field);
      if (outcome.state === "saved") taken.add(key);
      takeCell(sender, key, outcome, rows.get(`${outcome.school}-${outcome.sitting}`), sent);
    }
    for (const row of answer.rows) this.takeRow(sender, row, taken, answer.at);
    for (const entry of sender.waiting.values()) {
      const row = rows.get(`${entry.school}-${entry.sitting}`);
      if (entry.held && row && !sent.has(entry.key) && isToAskAgain(entry, row, taken)) sender.release(entry);
    }
    return { taken: taken.size, said: this.said(sender, answer, taken) };
  }

  takeRow(sender, row, taken, at) {
    for (const [field, text] of Object.entries(row.shown)) {
      const place = this.cells.find(row.school, row.sitting, field);
      if (!place) continue;
      const cell = this.cells.at(place);
      const key = keyOf(row.school, row.sitting, field);
      const before = this.cells.stored.get(cell);
      const moment = taken.has(key) || before.text !== text ? at : before.at;
      this.cells.stored.set(cell, { text, doubt: row.doubts[field] || "", finding: before.finding, at: moment });
      if (!sender.waiting.has(key)) this.cells.settle(cell, moment);
    }
  }

  // The worst that has come back.
  said(sender, answer, taken) {
    const bad = answer.cells.find((one) => !isDone(one));
    if (bad) return `${this.nameOf(sender, bad)}${bad.state === "conflict" ? "" : "не сохранено. "}${bad.text}`;
    if (!taken.size) return this.saidOfLeft(sender, answer.cells);
    if (taken.size !== 1) return `Сохранено в ${answer.at}: ${countOfCells(taken.size)}.`;
    const [row] = answer.rows;
    const doubt = row && Object.values(row.doubts)[0];
    const end = doubt ? `, сомнительно. ${doubt}` : ".";
    return `${this.nameOf(sender, answer.cells.find((one) => one.state === "saved"))}сохранено в ${answer.at}${end}`;
  }

  saidOfLeft(sender, [first]) {
    return `${this.nameOf(sender, first)}${first.shown ? `осталось ${first.shown}` : "осталась пустой"}.`;
  }

  // The entry knows its name where the cell is of another class or exam.
  nameOf(sender, { school, sitting, field }) {
    const place = this.cells.find(school, sitting, field);
    const entry = sender.waiting.get(keyOf(school, sitting, field));
    const name = place ? this.cells.name(place) : entry && entry.name;
    return name ? `${name}: ` : "";
  }
}

function takeCell(sender, key, outcome, row, sent) {
  const entry = sender.waiting.get(key);
  if (!entry) return;
  if (entry.version !== sent.get(key)) {
    if (outcome.state === "saved") entry.seen = [outcome.shown, entry.text]; // typed on meanwhile
  } else if (isDone(outcome)) sender.drop(key);
  else {
    sender.hold(entry, {
      state: outcome.state === "conflict" ? "conflict" : "invalid",
      note: outcome.text,
      depends: outcome.depends,
      theirs: outcome.shown,
      now: row ? row.shown[entry.field] : outcome.shown,
      rowState: row ? row.shown.status : null,
    });
  }
}

// Another cell of the row has been saved that stood in the way, or what a question of two values offers is old.
function isToAskAgain({ school, sitting, field, problem }, row, taken) {
  if (problem.state === "conflict") return row.shown[field] !== problem.now || row.shown.status !== problem.rowState;
  return problem.depends && [...taken].some((key) => key.startsWith(`${school}-${sitting}-`));
}
