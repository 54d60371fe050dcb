// Numbers with their nouns as Russians say them.

export function countOf(count, one, few, many) {
  const last = count % 10;
  const teens = count % 100 > 10 && count % 100 < 15;
  const word = !teens && last === 1 ? one : !teens && last > 1 && last < 5 ? few : many;
  return `${count}\u00a0${word}`;
}
