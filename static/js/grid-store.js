// Cells that the server has not taken yet, kept in this browser: one item a cell, so that two windows
// of one person do not overwrite each other. The name of the item begins with the person: nobody else's
// cells are ever read.

export class Store {
  constructor({ user, district, year }) {
    this.prefix = `grid:${user}:${district}:${year}:`;
    this.works = this.probe();
  }

  probe() {
    try {
      localStorage.setItem(`${this.prefix}probe`, "1");
      localStorage.removeItem(`${this.prefix}probe`);
      return true;
    } catch {
      return false; // private windows and full disks: the page says so and asks before it is left
    }
  }

  all() {
    const found = new Map();
    if (!this.works) return found;
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (name.startsWith(this.prefix)) {
        const entry = this.read(name);
        if (entry) found.set(name.slice(this.prefix.length), entry);
      }
    }
    return found;
  }

  read(name) {
    try {
      const entry = JSON.parse(localStorage.getItem(name));
      const whole = entry && Number.isInteger(entry.school) && Number.isInteger(entry.sitting);
      return whole && typeof entry.text === "string" && Array.isArray(entry.seen) ? entry : null;
    } catch {
      return null; // written by something else under our name
    }
  }

  put(key, { school, sitting, field, text, seen, state, name }) {
    if (!this.works) return;
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify({ school, sitting, field, text, seen, state, name }));
    } catch {
      this.works = false;
    }
  }

  drop(key) {
    if (this.works) localStorage.removeItem(this.prefix + key);
  }
}
