// On a phone the choices stand in rows that move sideways: each begins where its current one is seen.

for (const chip of document.querySelectorAll(".grid-choice [aria-current]")) {
  const row = chip.parentElement;
  row.scrollLeft = chip.offsetLeft - row.offsetLeft - (row.clientWidth - chip.offsetWidth) / 2;
}
