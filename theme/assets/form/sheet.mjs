// @ts-check
/**
 * The file of a comment as whoever checks it sees it: its lines, the fields they hold, and where in them something stands.
 *
 * @typedef {{typed: string[], clean: string[], rows: Record<string, number>, text: string, name: string}} Sheet
 * @typedef {{field: string, line: number, column: number, width: number, later: boolean}} Place
 */
import { seen } from "./signs.mjs";

/** The file, as typed and without what nobody sees, and the values of its texts. @param {string} file @returns {Sheet} */
export function read(file) {
  const typed = file.split("\n");
  const clean = typed.map((line) => seen(line));
  const row = (/** @type {string} */ start) => clean.findIndex((line) => line.startsWith(start)) + 1;
  const rows = { on: row("on: "), position: row("position: "), text: row("text: |"), form: 0, name: 0 };
  rows.form = clean.lastIndexOf("signature:") + 2;
  rows.name = clean[rows.form]?.startsWith("  name: ") ? rows.form + 1 : 0;
  const block = clean.slice(rows.text, rows.form - 2).map((line) => line.slice(2)).join("\n").replace(/\n*$/, "\n");
  const name = rows.name ? JSON.parse(clean[rows.name - 1].slice("  name: ".length)) : "";
  return { typed, clean, rows, text: block.trim() ? block : "", name };
}

/** Where some words stand from the start of a value: the first place that has them. @param {Sheet} sheet
 * @param {string} field @param {number} line @param {number} from @param {string} excerpt */
export function placeOfText(sheet, field, line, from, excerpt) {
  const rows = sheet.typed.join("\n").split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  for (let number = line; number <= rows.length; number++) {
    const row = rows[number - 1];
    const at = row.indexOf(excerpt, number === line ? from - 1 : 0);
    if (at >= 0) return place(field, number, column(row, at), [...excerpt].length);
  }
  return place(field, line, from);
}

/** @param {string} field @param {number} line @param {number} column @param {number} [width] */
export function place(field, line, column, width = 1) {
  return { field, line, column, width, later: false };
}

/** The column of an index, as editors count it. @param {string} line @param {number} index */
export function column(line, index) {
  return [...line.slice(0, index)].length + 1;
}

/** Where a sign stands in a value, or the value where that cannot be told. @param {Sheet} sheet @param {"text" | "name"} field
 * @param {string} sign */
export function placeOfSign(sheet, field, sign) {
  const first = sheet.rows[field];
  const lines = sheet.text.split("\n").length - 1;
  const rows = [...sheet.clean.entries()].slice(field === "text" ? first : first - 1, field === "text" ? first + lines : first);
  const asTyped = field === "text"
    ? rows.every(([at, row]) => row === sheet.typed[at])
    : rows.every(([at, row]) => sheet.typed[at].startsWith(row.slice(0, -1)) && !/\\[^"\\]/.test(row));
  const start = field === "text" ? 2 : 9;
  const found = asTyped && rows.find(([, row]) => row.includes(sign, start));
  if (!found) return place(field, first, field === "text" ? 7 : 9);
  return place(field, found[0] + 1, column(found[1], found[1].indexOf(sign, start)));
}
