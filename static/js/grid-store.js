// Cells that the server has not taken yet, kept in this browser: one item a cell, so that two windows
// of one person do not overwrite each other. The name of the item begins with the person: nobody else's
// cells are ever read.

import { keepsTexts } from "./drafts.js";

export const LONGEST = 30; // signs of a cell: no number and no state is longer
export const MOST_SEEN = 20; // texts that a cell has shown

// A text that can never be saved is kept as far as is needed to see what it was.
export const shortened = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

export class Store {
  constructor({ user, district, year }) {
    this.person = `grid:${user}:`;
    this.prefix = `grid:${user}:${district}:${year}:`;
    this.works = keepsTexts(this.prefix); // where it does not, the page says so and asks before it is left
    this.isUnloading = false;
    window.addEventListener("beforeunload", () => (this.isUnloading = true));
  }

  all() {
    const names = this.works ? Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)) : [];
    return names.flatMap((name) => {
      const entry = this.read(name);
      return entry ? [{ ...entry, key: name.slice(this.prefix.length) }] : [];
    });
  }

  read(name) {
    try {
      const entry = JSON.parse(localStorage.getItem(name));
      const { school, sitting, field, text, state } = entry;
      if (![school, sitting].every((one) => Number.isSafeInteger(one) && one > 0)) return null;
      if (typeof field !== "string" || typeof text !== "string" || !Array.isArray(entry.seen)) return null;
      const seen = entry.seen.filter((one) => typeof one === "string" && one.length <= LONGEST).slice(0, MOST_SEEN + 1);
      const isKnown = typeof state === "string";
      return { ...entry, text: shortened(text), seen: seen.length ? seen : [""], state: isKnown ? state : null };
    } catch {
      return null; // written by something else under our name
    }
  }

  // How many cells of other years and districts wait: [{ district, year, count }].
  elsewhere() {
    const found = new Map();
    for (const name of this.works ? Object.keys(localStorage) : []) {
      if (!name.startsWith(this.person) || name.startsWith(this.prefix) || !this.read(name)) continue;
      const [district, year] = name.slice(this.person.length).split(":");
      if (!/^\d{4}$/.test(year)) continue;
      const one = found.get(`${district}:${year}`) || { district, year, count: 0 };
      found.set(`${district}:${year}`, { ...one, count: one.count + 1 });
    }
    return [...found.values()].sort((first, second) => first.year - second.year);
  }

  put(key, { school, sitting, field, text, seen, state, leaves, name, page, column }) {
    this.isUnloading = false; // who types has stayed
    if (!this.works) return;
    try {
      const kept = { school, sitting, field, text, seen, state, leaves, name, page, column };
      localStorage.setItem(this.prefix + key, JSON.stringify(kept));
    } catch {
      this.works = false;
    }
  }

  // The next page may have been made before the server took the cell: it sends the cell again, to no effect.
  drop(key) {
    if (this.works && !this.isUnloading) localStorage.removeItem(this.prefix + key);
  }
}
