// One step back: the rows as they were before the last deed, saved like any other typing.

const MOST = 50;
const DERIVED = "есть"; // the state of a row with a result follows from its numbers

export class Undo {
  constructor(cells) {
    this.cells = cells;
    this.steps = [];
  }

  get isEmpty() {
    return !this.steps.length;
  }

  // Remember every cell of the sittings that `places` touch: a mean or a state may follow from them.
  remember(places) {
    const { cells } = this;
    const step = new Map();
    for (const { r, c } of places) {
      const { sitting } = cells.columns[c];
      for (let column = 0; column < cells.width; column += 1) {
        if (cells.columns[column].sitting === sitting) {
          const cell = cells.at({ r, c: column });
          step.set(cell, { place: { r, c: column }, text: cells.text(cell) });
        }
      }
    }
    this.steps.push([...step.values()]);
    if (this.steps.length > MOST) this.steps.shift();
  }

  // What must be typed to be back where the last step began.
  back() {
    const step = this.steps.pop() || [];
    const changed = step.filter(({ place, text }) => {
      const isState = this.cells.columns[place.c].field === "status";
      return text !== this.cells.text(this.cells.at(place)) && !(isState && text === DERIVED);
    });
    const rows = new Set(changed.map(({ place }) => this.rowOf(place)));
    // A mean is said again though it looks the same: with the marks that gave it, it would go too.
    const same = step.filter((one) => this.isMean(one) && !changed.includes(one) && rows.has(this.rowOf(one.place)));
    return [...changed, ...same.map((one) => ({ ...one, again: true }))];
  }

  rowOf({ r, c }) {
    return `${r}-${this.cells.columns[c].sitting}`;
  }

  isMean({ place, text }) {
    return text !== "" && this.cells.columns[place.c].field === "value";
  }
}
