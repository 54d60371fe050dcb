// What is said over the grid while typed cells wait.

export function troubleNote(kind, text, signIn) {
  const note = document.createElement("div");
  note.className = `note ${kind === "network" ? "note-warn" : "note-bad"}`;
  const said = document.createElement("p");
  note.append(said);
  if (kind === "network") said.textContent = "Нет связи с порталом. Ячейки не потеряны: они в этом браузере и отправятся сами.";
  else if (kind === "signed-out") {
    const link = document.createElement("a");
    link.href = `${signIn}?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
    link.textContent = "Войдите снова";
    said.append("Сеанс закончился. Ячейки не потеряны. ", link, ", и они отправятся.");
  } else said.textContent = text || "Портал не принял ячейки. Ячейки не потеряны: обновите страницу.";
  return note;
}
