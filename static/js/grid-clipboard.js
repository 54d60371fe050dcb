// Blocks of cells to and from Excel and Word.

const LINE = "\u2028"; // the end of a line within a cell, as the clipboard itself does not write it

// Rows of texts out of a paste: the table that Word and Excel give as HTML, else lines with tabs.
export function blockOf(data) {
  const html = data.getData("text/html");
  const rows = html ? rowsOfHtml(html) : null;
  return rows || rowsOfText(data.getData("text/plain"));
}

// A merged cell stands in its first column and row; the others under it are empty.
function rowsOfHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table || !table.rows.length) return null;
  const until = []; // by column: the row at which the cell that is merged over it ends
  return [...table.rows].map((row, place) => textsOf(row, place, until));
}

function textsOf(row, place, until) {
  const texts = [];
  const pass = () => {
    while (until[texts.length] > place) texts.push("");
  };
  for (const cell of row.cells) {
    pass();
    const end = cell.rowSpan ? place + cell.rowSpan : Infinity; // 0: to the last row
    for (let part = 0; part < cell.colSpan; part += 1) {
      until[texts.length] = end;
      texts.push(part ? "" : textOf(cell));
    }
  }
  pass();
  return texts;
}

// The source of Word is broken anywhere; only paragraphs and <br> are lines to a reader.
function textOf(cell) {
  for (const end of cell.querySelectorAll("br, p, div, li")) end.after(LINE);
  return clean(cell.textContent.replace(/[ \t\r\n\f]+/g, " "));
}

function rowsOfText(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  const flush = () => {
    row.push(clean(field.replace(/[\r\n]+/g, LINE)));
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

// Words may go on in the next line; numbers in two lines are two, and «1⏎234» is no thousand.
function clean(text) {
  return text.replace(/(\d)\s*\u2028\s*(?=\d)/g, "$1 ↵ ").replace(/\s+/g, " ").trim();
}

// Excel takes a number only without the spaces between its thousands.
export function textOfRows(rows) {
  return rows.map((row) => row.map((text) => text.replace(/[\u00a0\u202f]/g, "")).join("\t")).join("\r\n");
}
