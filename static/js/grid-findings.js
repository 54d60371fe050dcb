// What the checks of the district say of the cells: asked again a moment after something has been saved.

import { keyOf } from "./grid-cells.js";

const WAIT = 800; // so that a row typed quickly is checked once

export class Findings {
  // `isWaiting(key)` tells whether something of the person's own stands in a cell.
  constructor(url, cells, isWaiting) {
    this.url = url;
    this.cells = cells;
    this.isWaiting = isWaiting;
    this.timer = 0;
    this.asked = 0;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  // Without an answer the old findings stay: the next saved cell asks again.
  async ask() {
    this.asked += 1;
    const { asked } = this;
    try {
      const response = await fetch(this.url, { redirect: "manual" });
      if (!response.ok) return;
      const { cells } = await response.json();
      if (asked === this.asked) this.show(cells);
    } catch {
      // no line: the grid itself says so when it saves
    }
  }

  show(found) {
    const texts = new Map(found.map(({ school, sitting, field, text }) => [keyOf(school, sitting, field), text]));
    this.cells.eachPlace((place) => {
      const { school, sitting, field } = this.cells.identity(place);
      const key = keyOf(school, sitting, field);
      this.cells.found(this.cells.at(place), texts.get(key) || "", this.isWaiting(key));
    });
  }
}
