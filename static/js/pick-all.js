// Tick all rows at once without losing what is typed; without this script the link loads the page with all ticked.
"use strict";

(() => {
  const form = document.querySelector("[data-pick]");
  const link = form && form.querySelector("[data-pick-all]");
  if (!link) return;
  const boxes = [...form.querySelectorAll("input[type='checkbox'][name='row']")];
  const words = link.textContent;
  const allTicked = () => boxes.every((box) => box.checked);
  const rename = () => {
    link.textContent = allTicked() ? "Снять отметки" : words;
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    const tick = !allTicked();
    for (const box of boxes) box.checked = tick;
    rename();
  });
  form.addEventListener("change", rename);
  rename();
})();
