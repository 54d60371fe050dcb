// What is typed and not saved yet, kept in this browser until the portal has it. The name of an item begins with
// its kind and the person: nobody else's text is ever read. The editor of a roadmap has one item for each opened
// page, so that two windows do not overwrite each other; other forms have one each.

const LONGEST = 30 * 24 * 60 * 60 * 1000; // older ones nobody looks for any more

// «9:05», as the server writes it
export const clock = (time) => `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;

// «сегодня в 9:05», «20.05.2021 в 9:05»
export function moment(at) {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return `${isToday ? "сегодня" : time.toLocaleDateString("ru-RU")} в ${clock(time)}`;
}

// As the portal keeps a remark: in one line.
export const flat = (text) => text.replace(/\s+/g, " ").trim();

// Whether this browser keeps anything: private windows and full disks do not.
export function keepsTexts(prefix) {
  try {
    localStorage.setItem(`${prefix}probe`, "1");
    localStorage.removeItem(`${prefix}probe`);
    return true;
  } catch {
    return false;
  }
}

export class Drafts {
  constructor({ user, plan, kind = "plan", id = `${Date.now()}-${Math.random().toString(36).slice(2)}` }) {
    this.prefix = `${kind}:${user}:${plan}:`;
    this.id = id;
    this.works = keepsTexts(this.prefix); // where it does not, leaving the page asks first all the same
  }

  // Of this and of earlier visits, the newest first; `fields` are [name, text] pairs as a form sends them.
  all() {
    if (!this.works) return [];
    const names = Object.keys(localStorage).filter((name) => name.startsWith(this.prefix));
    const found = names.map((name) => this.read(name)).filter((draft) => draft !== null);
    return found.sort((one, other) => other.at - one.at);
  }

  read(name) {
    try {
      const { at, fields } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - at < LONGEST && Array.isArray(fields)) return { id: name.slice(this.prefix.length), at, fields };
    } catch {
      // written by something else under our name
    }
    localStorage.removeItem(name);
    return null;
  }

  put(fields) {
    if (!this.works) return;
    try {
      localStorage.setItem(this.prefix + this.id, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      this.works = false;
    }
  }

  drop(id = this.id) {
    if (this.works) localStorage.removeItem(this.prefix + id);
  }

  // From now on this page writes where the draft came from.
  adopt(id) {
    this.drop();
    this.id = id;
  }
}
