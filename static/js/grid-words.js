// Numbers with their nouns as Russians say them, and what is said of a pasted block.

function countOf(count, one, few, many) {
  const last = count % 10;
  const teens = count % 100 > 10 && count % 100 < 15;
  const word = !teens && last === 1 ? one : !teens && last > 1 && last < 5 ? few : many;
  return `${count}\u00a0${word}`;
}

export const countOfCells = (count) => countOf(count, "ячейка", "ячейки", "ячеек");

export const lockedWords = (locked) => (locked ? `Закрытые ячейки не изменены: ${locked}.` : "");

// What was written, and what was left out: locked cells, and rows and columns beyond the edge.
export function pastedWords({ written, locked, same, below, beside }) {
  const lost = [];
  if (below > 0) lost.push(countOf(below, "строка", "строки", "строк"));
  if (beside > 0) lost.push(countOf(beside, "столбец", "столбца", "столбцов"));
  const beyond = `Не поместилось и не вставлено: ${lost.join(" и ")}. Встаньте выше или левее и повторите.`;
  return {
    said: `Вставлено: ${countOfCells(written)}.${same ? ` Без изменений: ${same}.` : ""}`,
    left: [lockedWords(locked), lost.length ? beyond : ""].filter(Boolean).join(" "),
  };
}
