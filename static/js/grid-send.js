// The way of typed cells to the server: one request at a time, again and again until each has an answer.

import { LONGEST, MOST_SEEN } from "./grid-store.js";
import { isSignedOut, token } from "./session.js";

const BATCH = 500; // cells of one request
const PATIENCE = 30000; // milliseconds for one request
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

export class Sender {
  // `on` is told: changed(entry), answered(answer, sent), trouble(kind, text); kind "" means all is well.
  constructor({ url, user, store, on }) {
    Object.assign(this, { url, user, store, on });
    this.waiting = new Map(); // key → entry; `held` ones wait for the person, not for the server
    this.inFlight = null;
    this.pause = FIRST_PAUSE;
    this.timer = 0;
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("focus", () => this.hurry());
  }

  // Take over what an earlier visit left, row by row: the store itself knows no order.
  restore(inOrder) {
    for (const entry of inOrder(this.store.all())) {
      this.waiting.set(entry.key, { ...entry, version: 0, held: false, problem: null });
    }
    this.hurry();
    return this.waiting;
  }

  // `where` is the cell, and how another page names it and leads to it; `seen` is what the cell showed before:
  // the server compares it with what it has.
  put(key, where, { text, seen, state }) {
    const before = this.waiting.get(key);
    const entry = {
      ...where,
      key,
      text,
      state,
      seen: before ? seenBy(before) : [seen],
      version: before ? before.version + 1 : 0,
      held: false,
      problem: null,
    };
    this.waiting.set(key, entry);
    this.store.put(key, entry);
    this.on.changed(entry);
    this.schedule(30);
  }

  drop(key) {
    this.waiting.delete(key);
    this.store.drop(key);
  }

  hold(entry, problem) {
    entry.held = true;
    entry.problem = problem;
    this.on.changed(entry);
  }

  // The person has chosen between two values: his own, or the other one, which he `leaves`. He is asked
  // again if what he has seen is no longer there.
  choose(entry, { leaves }) {
    const { now, rowState } = entry.problem;
    Object.assign(entry, { seen: [now], state: rowState, leaves, held: false, problem: null });
    entry.version += 1;
    this.store.put(entry.key, entry);
    this.on.changed(entry);
    this.schedule(0);
  }

  release(entry) {
    entry.held = false;
    entry.problem = null;
    this.schedule(0);
  }

  hurry() {
    this.pause = FIRST_PAUSE;
    this.schedule(0);
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  ready() {
    return [...this.waiting.values()].filter((entry) => !entry.held);
  }

  isSending(entry) {
    return this.inFlight !== null && this.inFlight.get(entry.key) === entry.version;
  }

  async flush() {
    const entries = wholeRows(this.ready(), BATCH);
    if (this.inFlight || !entries.length) return;
    this.inFlight = new Map(entries.map((entry) => [entry.key, entry.version]));
    for (const entry of entries) this.on.changed(entry);
    let isTaken = false;
    try {
      isTaken = await this.send(entries);
    } catch {
      this.later(); // no answer at all: the link is down or the server is
    }
    const sent = this.inFlight;
    this.inFlight = null;
    for (const key of sent.keys()) {
      if (this.waiting.has(key)) this.on.changed(this.waiting.get(key));
    }
    if (isTaken && this.ready().length) this.schedule(0);
  }

  // True when the server took the request, so that the next one may follow at once.
  async send(entries) {
    const response = await fetch(this.url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ user: this.user, cells: entries.map(asSent) }),
    });
    if (response.ok) {
      this.pause = FIRST_PAUSE;
      const answer = await response.json();
      this.on.trouble("", "");
      this.on.answered(answer, this.inFlight);
      return true;
    }
    // After a refusal trying again by itself is pointless: the person must sign in or look.
    if (isSignedOut(response)) this.on.trouble("signed-out", "");
    else if (response.status === 403) await this.refused();
    else if (response.status >= 500) this.later();
    else await this.explained(response);
    return false;
  }

  // 403 says either that the session is gone with its token, or that the right is.
  async refused() {
    const page = await fetch(window.location.href, { redirect: "manual", cache: "no-store" });
    this.on.trouble(isSignedOut(page) ? "signed-out" : "refused", "");
  }

  async explained(response) {
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    this.on.trouble("refused", isJson ? (await response.json()).error : "");
  }

  later() {
    this.on.trouble("network", "");
    this.schedule(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

// What the cell showed at first, then what was typed: any of it may be what the server has now. A text that
// it cannot have taken is left out.
function seenBy({ seen, text }) {
  return [seen[0], ...[...seen.slice(1), text].slice(-MOST_SEEN).filter((one) => one.length <= LONGEST)];
}

// The cells of one row go together: a mean means something only with its marks.
function wholeRows(entries, most) {
  let end = Math.min(most, entries.length);
  const rowOf = ({ school, sitting }) => `${school}-${sitting}`;
  while (end < entries.length && rowOf(entries[end]) === rowOf(entries[end - 1])) end += 1;
  return entries.slice(0, end);
}

function asSent({ school, sitting, field, text, seen, state, leaves }) {
  return { school, sitting, field, text, seen, state, leaves };
}
