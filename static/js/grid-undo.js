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
    return step.filter(({ place, text }) => {
      const isState = this.cells.columns[place.c].field === "status";
      return text !== this.cells.text(this.cells.at(place)) && !(isState && text === DERIVED);
    });
  }
}
