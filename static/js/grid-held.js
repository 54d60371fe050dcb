// What waits for the person: cells that somebody else has changed, and refused ones that this page does not show.

export class Held {
  // `on` is told: write(entry) for his own value, leave(entry) for the other one; it tells the address(entry)
  // of the page of a cell that this page does not show.
  constructor(element, on) {
    this.element = element;
    this.on = on;
    this.shown = "";
  }

  show(entries) {
    const now = entries.map((entry) => `${entry.key}:${entry.version}:${entry.problem.note}`).join("\n");
    if (now === this.shown) return; // an alert that is written again is read out again
    this.shown = now;
    this.element.replaceChildren(...entries.map((entry) => this.item(entry)));
  }

  item(entry) {
    const box = document.createElement("div");
    box.className = "note note-warn grid-held";
    const text = document.createElement("p");
    const where = document.createElement("b");
    where.textContent = `${entry.name}. `;
    const { theirs, state, note } = entry.problem;
    text.append(where, state === "conflict" ? note : `Введено: «${entry.text}». ${note}`);
    const buttons = document.createElement("div");
    buttons.className = "actions";
    if (state === "conflict") {
      buttons.append(
        this.button(`Оставить ${theirs || "пустую"}`, () => this.on.leave(entry)),
        this.button(`Записать ${entry.text || "пустую"}`, () => this.on.write(entry)),
      );
    } else {
      buttons.append(this.button("Не записывать", () => this.on.leave(entry)));
    }
    const address = this.on.address(entry);
    if (address) buttons.append(this.link("Открыть страницу этой ячейки", address));
    box.append(text, buttons);
    return box;
  }

  link(label, address) {
    const link = document.createElement("a");
    link.className = "btn btn-sm";
    link.href = address;
    link.textContent = label;
    return link;
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
