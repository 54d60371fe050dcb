// Blocks of cells to and from Excel and Word.

// Rows of texts out of a paste: the table that Word and Excel give as HTML, else lines with tabs.
export function blockOf(data) {
  const html = data.getData("text/html");
  const rows = html ? rowsOfHtml(html) : null;
  return rows || rowsOfText(data.getData("text/plain"));
}

function rowsOfHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  const rows = [...table.rows].map((row) => [...row.cells].flatMap(textsOf));
  return rows.length ? rows : null;
}

// A merged cell stands in its first column; the others under it are empty.
function textsOf(cell) {
  return [clean(cell.textContent), ...Array(Math.max(cell.colSpan, 1) - 1).fill("")];
}

export function rowsOfText(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  const flush = () => {
    row.push(clean(field));
    field = "";
  };
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    if (quoted) {
      if (sign === '"' && text[place + 1] === '"') {
        field += '"';
        place += 1;
      } else if (sign === '"') quoted = false;
      else field += sign;
    } else if (sign === '"' && field === "") quoted = true;
    else if (sign === "\t") flush();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[place + 1] === "\n") place += 1;
      flush();
      rows.push(row);
      row = [];
    } else field += sign;
  }
  if (field !== "" || row.length) {
    flush();
    rows.push(row);
  }
  return rows;
}

function clean(text) {
  return text.replace(/[\s\u00a0\u202f]+/g, " ").trim();
}

// Excel takes a number only without the spaces between its thousands.
export function textOfRows(rows) {
  return rows.map((row) => row.map((text) => text.replace(/[\u00a0\u202f]/g, "")).join("\t")).join("\r\n");
}
