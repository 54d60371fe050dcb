// The panel of one cell: its history, the last years, the remark. It is asked for only when it is opened.

import { Remark } from "./grid-remark.js";
import { isSignedOut, token } from "./session.js";

const NO_LINK = "нет связи с порталом";
const NO_SESSION = "сеанс закончился";
const REFUSED = "портал отказал. Возможно, в этом браузере вошёл другой сотрудник или ваши права изменились";

export class Panel {
  // `on` is told: closed(), and say(text) where there is no panel to write into. `signIn` is an address.
  constructor(element, address, on) {
    this.element = element;
    this.address = address; // …/0/0/ for school and sitting
    this.on = on;
    this.remark = null; // where one may be written
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

  async open({ school, sitting, field }) {
    const url = this.address.replace("/0/0/", `/${school}/${sitting}/`);
    const { html, why } = await this.ask(fetch(`${url}?field=${field}`, { redirect: "manual" }));
    if (html) this.goOn(() => this.fill(html));
    else this.on.say(`Сведения о ячейке не загружены: ${why}. Повторите позже.`);
  }

  // What has not been saved stays in its field until it is.
  async send(form) {
    const headers = { "X-CSRFToken": token() };
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken"); // that of the page is old after another sign-in
    const field = form.elements.remark;
    field.readOnly = true; // what is typed on meanwhile would meet this text as that of another person
    const { html, why, said } = await this.ask(
      fetch(form.action, { method: "POST", redirect: "manual", headers, body }),
    );
    field.readOnly = false;
    if (!form.isConnected) return; // the person has gone on: the text is kept until the portal shows that it has it
    if (html) this.fill(html);
    else if (said) this.note(said);
    else if (why === NO_SESSION) this.note(...this.noSession());
    else this.note(`Примечание не сохранено: ${why}. Текст остался в этом поле: сохраните его снова или скопируйте.`);
  }

  // `html` to show, or `said` by the server, or `why` there is nothing.
  async ask(asked) {
    let response;
    try {
      response = await asked;
    } catch {
      return { why: NO_LINK };
    }
    if (isSignedOut(response)) return { why: NO_SESSION };
    if (response.status >= 500) return { why: NO_LINK };
    if ((response.headers.get("Content-Type") || "").startsWith("application/json")) {
      return { said: (await response.json()).error };
    }
    const isPanel = response.ok || response.status === 400 || response.status === 409;
    return isPanel ? { html: await response.text() } : { why: REFUSED };
  }

  noSession() {
    const link = document.createElement("a");
    link.href = this.on.signIn;
    link.target = "_blank";
    link.textContent = "Войдите в новой вкладке";
    return ["Примечание не сохранено: сеанс закончился. ", link, ", вернитесь сюда и сохраните его снова."];
  }

  note(...words) {
    this.element.querySelector("[data-note]")?.remove();
    const note = document.createElement("p");
    note.className = "note note-bad";
    note.dataset.note = "";
    note.setAttribute("role", "alert");
    note.append(...words);
    const form = this.element.querySelector("form");
    form.prepend(note);
    form.scrollIntoView({ block: "nearest" });
  }

  // Go on from what is shown; a text that would be lost keeps the panel where it is.
  goOn(go) {
    const left = this.remark && this.remark.isUnsaved ? this.remark : null;
    if (left && !left.isKept) {
      this.note("Этот браузер ничего не хранит: сохраните примечание или верните прежний текст.");
      return;
    }
    go();
    if (left) this.on.say("Примечание не сохранено. Текст остался в этом браузере: откройте панель той ячейки снова.");
  }

  // The part comes from our own templates, which escape what people typed.
  fill(html) {
    this.element.innerHTML = html;
    this.element.hidden = false;
    const form = this.element.querySelector("form");
    this.remark = form && new Remark(form);
    this.element.focus();
  }

  close() {
    this.goOn(() => {
      this.element.hidden = true;
      this.element.replaceChildren();
      this.remark = null;
      this.on.closed();
    });
  }
}
