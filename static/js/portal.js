// What plain HTML cannot do: move focus to the errors, warn before unsent input is lost, send a form once.
// Every page works without it.
"use strict";

(() => {
  const UNLOCK_AFTER = 10000; // a reply that is a file leaves the page where it is
  const touched = new WeakSet(); // forms that somebody typed in
  const sent = new WeakSet(); // forms on their way to the server

  function isPost(form) {
    return (form.getAttribute("method") || "").toLowerCase() === "post";
  }

  function focusErrors(root) {
    const box = root.querySelector("[role='alert'][tabindex]");
    if (box) box.focus();
  }

  // --- Unsent input ---------------------------------------------------------------------

  function isChanged(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") {
      const options = [...field.options];
      // Without a marked option the browser itself shows the first one.
      if (!options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
      return options.some((option) => option.selected !== option.defaultSelected);
    }
    return "defaultValue" in field && field.value !== field.defaultValue;
  }

  function isUnsent(form) {
    if (sent.has(form) || form.hasAttribute("data-unguarded")) return false;
    // A form that came back with errors holds input that is saved nowhere; a file input comes back empty.
    if (form.querySelector("[aria-invalid='true']:not([type='file'])")) return true;
    return touched.has(form) && [...form.elements].some(isChanged);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && isPost(form)) touched.add(form);
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...document.forms].some((form) => isPost(form) && isUnsent(form))) event.preventDefault();
  });

  // --- One sending ----------------------------------------------------------------------

  function unlock(form) {
    sent.delete(form);
    for (const button of form.elements) {
      if (button.hasAttribute("data-locked")) {
        button.removeAttribute("data-locked");
        button.disabled = false;
      }
    }
  }

  function lock(form) {
    for (const button of form.elements) {
      if (button.type === "submit" && !button.disabled) {
        button.setAttribute("data-locked", "");
        button.disabled = true;
      }
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // htmx has taken the event over where it is already prevented.
    if (event.defaultPrevented || !isPost(form)) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    // Later: a button disabled at once would not send its own name and value.
    setTimeout(() => lock(form), 0);
    setTimeout(() => unlock(form), UNLOCK_AFTER);
  });

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // Back from the next page: what stands in the forms has been sent.
    for (const form of document.forms) {
      unlock(form);
      touched.delete(form);
    }
  });

  // A notice is read once its link was followed; without scripts its button says so.
  document.addEventListener("click", (event) => {
    const form = document.getElementById(event.target.closest("a[data-reads]")?.dataset.reads);
    if (form) navigator.sendBeacon(form.action, new FormData(form));
  });

  // A part that asks for itself and hears nothing new stays: put in again, it would be read out every second,
  // and a bar that moves would begin anew.
  const heard = new Map(); // by the id of the part

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, serverResponse } = event.detail;
    if (!target.matches("[hx-trigger^='every']")) return;
    if (heard.get(target.id) === serverResponse) event.detail.shouldSwap = false;
    heard.set(target.id, serverResponse);
  });

  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
  focusErrors(document);
})();
