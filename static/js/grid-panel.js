// The panel of one cell: its history, the last years, the remark. It is asked for only when it is opened.

import { isSignedOut, token } from "./session.js";

export class Panel {
  // `on` is told: closed(), trouble(kind).
  constructor(element, address, on) {
    this.element = element;
    this.address = address; // …/0/0/ for school and sitting
    this.on = on;
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.close();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target);
    });
  }

  open({ school, sitting, field }) {
    const url = this.address.replace("/0/0/", `/${school}/${sitting}/`);
    return this.show(fetch(`${url}?field=${field}`, { redirect: "manual" }));
  }

  send(form) {
    const headers = { "X-CSRFToken": token() };
    return this.show(fetch(form.action, { method: "POST", redirect: "manual", headers, body: new FormData(form) }));
  }

  async show(asked) {
    let response;
    try {
      response = await asked;
    } catch {
      this.on.trouble("network");
      return;
    }
    if (isSignedOut(response)) this.on.trouble("signed-out");
    else if (response.ok || response.status === 400 || response.status === 409) this.fill(await response.text());
    else this.on.trouble("refused");
  }

  // The part comes from our own templates, which escape what people typed.
  fill(html) {
    this.element.innerHTML = html;
    this.element.hidden = false;
    this.element.focus();
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
    this.on.closed();
  }
}
