// The panel of one cell: its history, the last years, the remark. It is asked for only when it is opened.

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
    this.isWarned = false;
    element.addEventListener("input", () => (this.isWarned = false));
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
    if (!this.mayLeave("откройте панель этой ячейки")) return;
    const url = this.address.replace("/0/0/", `/${school}/${sitting}/`);
    const { html, why } = await this.ask(fetch(`${url}?field=${field}`, { redirect: "manual" }));
    if (html) this.fill(html);
    else this.on.say(`Сведения о ячейке не загружены: ${why}. Повторите позже.`);
  }

  // What has not been saved stays in its field until it is: nothing else keeps it.
  async send(form) {
    const headers = { "X-CSRFToken": token() };
    const body = new FormData(form);
    body.delete("csrfmiddlewaretoken"); // that of the page is old after another sign-in
    const { html, why, said } = await this.ask(
      fetch(form.action, { method: "POST", redirect: "manual", headers, body }),
    );
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

  get isUnsaved() {
    const field = this.element.querySelector("textarea");
    return field !== null && (field.value !== field.defaultValue || field.getAttribute("aria-invalid") === "true");
  }

  // A text that is saved nowhere goes only when the person says so twice.
  mayLeave(deed) {
    if (!this.isUnsaved || this.isWarned) return true;
    this.isWarned = true;
    this.note(`Примечание ещё не сохранено. Сохраните его или ${deed} ещё раз, чтобы отказаться от текста.`);
    return false;
  }

  // The part comes from our own templates, which escape what people typed.
  fill(html) {
    this.isWarned = false;
    this.element.innerHTML = html;
    this.element.hidden = false;
    this.element.focus();
  }

  close() {
    if (!this.mayLeave("закройте панель")) return;
    this.isWarned = false;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.on.closed();
  }
}
