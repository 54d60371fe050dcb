// Cells of other years that this browser still keeps: only the grid of their own year sends them.

import { Store } from "./grid-store.js";
import { countOfCells } from "./grid-words.js";

const box = document.getElementById("grid-elsewhere");
const { user, district, year, grid } = box.dataset;
const store = new Store({ user, district, year });

function noteOf(one) {
  const note = document.createElement("p");
  note.className = "note note-warn";
  const link = document.createElement("a");
  link.href = `${grid}?${new URLSearchParams({ district: one.district, year: one.year })}`;
  link.textContent = `Откройте ${one.year} год`;
  const place = one.district === district ? "" : " в другом районе";
  note.append(`Есть несохранённые ячейки за ${one.year} год${place}: ${countOfCells(one.count)}. `);
  note.append(link, ": портал отправит их или покажет, что исправить.");
  return note;
}

const show = () => box.replaceChildren(...store.elsewhere().map(noteOf));

window.addEventListener("storage", show); // another window has just sent them, or keeps more
show();
