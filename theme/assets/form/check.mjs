// @ts-check
/**
 * What is wrong with a comment: the problems that the command line finds in its file, with the same codes, places and values.
 *
 * `macros/source/`, `entry`, `crosscheck` and `comment_faults` look one after another, and stop where going on would make
 * no sense; a form says everything at once, and marks with `later` what they would say only once the rest is mended.
 *
 * @typedef {import("./file.mjs").Answers} Answers
 * @typedef {import("./app.mjs").Data} Data
 * @typedef {{code: string, field: string, line: number, column: number, width: number, values: Record<string, string>,
 *   later: boolean}} Problem
 * @typedef {{typed: string[], clean: string[], rows: Record<string, number>, text: string, name: string}} Sheet
 */
import { commentFile, proposedName } from "./file.mjs";
import { nearest } from "./nearest.mjs";
import { personalData, linksIn } from "./personal.mjs";
import { faults, marks } from "./prose.mjs";
import { isHidden, named } from "./signs.mjs";

const NO_GLYPH = "\n\t\r\u00ad\u200d\ufe0f";
const CODES = { heading: "MB097", mark: "MB098", link: "MB096" };

/** Every problem of the answers, in the order of the file. @param {Answers} answers @param {Data} data
 * @returns {Problem[]} */
export function problemsOf(answers, data) {
  const file = commentFile(answers, data.writer);
  const bytes = new TextEncoder().encode(file).length;
  if (bytes > data.limits.file) return [tooLarge(bytes, data.limits.file)];
  const sheet = read(file);
  const told = [...hiddenSigns(sheet, data), ...emptyFields(sheet, answers), ...escapes(sheet)];
  const limits = misfits(sheet, answers, told, data);
  const stops = told.some((one) => one.code === "MB013" && one.field !== "name") || limits.stop;
  const rest = [
    ...(sheet.text.trim() ? textProblems(sheet, answers, data) : []),
    ...nameData(sheet, data),
    ...signature(sheet, answers),
    ...undrawn(sheet, data),
  ];
  const all = [...told, ...limits.problems, ...rest.map((one) => ({ ...one, later: stops }))];
  return all.sort((a, b) => a.line - b.line || a.column - b.column || a.width - b.width || (a.code < b.code ? -1 : +(a.code > b.code)));
}

/** @param {number} bytes @param {number} limit @returns {Problem} */
function tooLarge(bytes, limit) {
  const found = Math.ceil(Math.min(bytes, limit + 1) / 1000);
  return { ...place("text", 1, 1), code: "MB001", values: { allowed: `${limit / 1000} kB`, found: `${found} kB` } };
}

/** The file, as typed and without what nobody sees, and the values of its texts. @param {string} file @returns {Sheet} */
function read(file) {
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

/** @param {string} line */
function seen(line) {
  const signs = [...line];
  return signs.filter((sign, at) => joins(signs, at) || !isHidden(sign)).join("");
}

/** A family of emoji is joined by a sign that nobody sees. @param {string[]} signs @param {number} at */
function joins(signs, at) {
  return signs[at] === "\u200d" && at > 0 && (signs[at - 1].codePointAt(0) ?? 0) >= 0x2190;
}

/** @param {Sheet} sheet @param {Data} data @returns {Problem[]} */
function hiddenSigns(sheet, data) {
  return sheet.typed.flatMap((line, number) => {
    const signs = [...line];
    const at = signs.findIndex((sign, at) => isHidden(sign) && !joins(signs, at));
    if (at < 0) return [];
    const code = named(signs[at]);
    const field = number + 1 === sheet.rows.name ? "name" : "text";
    const name = data.hidden.names[code.slice(2).replace(/^0+(?=.)/, "")] ?? "";
    return [{ ...place(field, number + 1, at + 1), code: "MB100", values: { code, name } }];
  });
}

/** @param {Sheet} sheet @param {Answers} answers @returns {Problem[]} */
function emptyFields(sheet, answers) {
  const { rows } = sheet;
  const empty = (/** @type {string} */ key, /** @type {number} */ column = 1) =>
    ({ ...place(key, rows[key], column, key.length), code: "MB013", values: { key } });
  return [
    ...(answers.on ? [] : [empty("on")]),
    ...(answers.position ? [] : [empty("position")]),
    ...(sheet.text ? [] : [empty("text")]),
    ...(rows.name && !sheet.name.trim() ? [empty("name", 3)] : []),
  ];
}

/** Signs of a name that can only be written with a backslash. @param {Sheet} sheet @returns {Problem[]} */
function escapes(sheet) {
  if (!sheet.rows.name || !sheet.name.trim()) return [];
  const line = sheet.clean[sheet.rows.name - 1];
  const found = [...line.matchAll(/\\(.)/gsu)].find(([, sign]) => !'\\"n'.includes(sign));
  if (!found) return [];
  return [{ ...place("name", sheet.rows.name, column(line, found.index), 2), code: "MB033", values: { sign: found[0] } }];
}

/** Texts beyond their limits, and whether the file then says nothing that could be looked at further.
 * @param {Sheet} sheet @param {Answers} answers @param {Problem[]} told @param {Data} data */
function misfits(sheet, answers, told, data) {
  /** @type {Problem[]} */
  const problems = [];
  const { rows, clean } = sheet;
  const length = [...sheet.text].length;
  if (length > data.limits.text) problems.push(tooLong("text", place("text", rows.text, 7), data.limits.text, length));
  const at = place("name", rows.name, 9, rows.name ? [...clean[rows.name - 1]].length - 8 : 1);
  if ([...sheet.name].length > data.limits.name) problems.push(tooLong("name", at, data.limits.name, [...sheet.name].length));
  else if (asAddress(sheet.name).includes("__")) {
    problems.push({ ...at, code: "MB061", values: { field: "name", value: sheet.name } });
  }
  const stop = problems.length > 0 || (rows.name > 0 && !sheet.name);
  const isTold = (/** @type {Problem} */ one) => told.some((other) => other.field === one.field && ["MB013", "MB033"].includes(other.code));
  return { problems: problems.filter((one) => !isTold(one)), stop };
}

/** @param {string} field @param {Omit<Problem, "code" | "values">} at @param {number} allowed @param {number} found
 * @returns {Problem} */
function tooLong(field, at, allowed, found) {
  return { ...at, code: "MB059", values: { field, allowed: String(allowed), found: String(found) } };
}

/** What is left of a name when it becomes an address. @param {string} name */
function asAddress(name) {
  return name.normalize("NFKD").replace(/[^\0-\x7f]/g, "").replace(/[^\w\s-]/g, "");
}

/** @param {Sheet} sheet @param {Answers} answers @param {Data} data @returns {Problem[]} */
function textProblems(sheet, answers, data) {
  const at = (/** @type {string} */ excerpt) => placeOfText(sheet, "text", sheet.rows.text, 7, excerpt);
  const written = faults(sheet.text).map((fault) => ({ ...at(fault.excerpt), code: CODES[fault.kind], values: { value: fault.excerpt } }));
  const links = answers.form === "anonymous" ? [...new Set(linksIn(sheet.text))] : [];
  return [
    ...written,
    ...lostMarks(sheet, answers, data, at),
    ...personalData(sheet.text, data.personal).map((value) => ({ ...at(value), code: "MB174", values: { value } })),
    ...links.map((value) => ({ ...at(value), code: "MB175", values: { value } })),
  ];
}

/** Marks that lead nowhere. @param {Sheet} sheet @param {Answers} answers @param {Data} data
 * @param {(excerpt: string) => Omit<Problem, "code" | "values">} at @returns {Problem[]} */
function lostMarks(sheet, answers, data, at) {
  const own = proposedName(answers.text, (id) => id in data.entries, data.writer);
  return marks(sheet.text, data.language).flatMap((mark) => {
    if ("id" in mark) {
      if (mark.id in data.entries || mark.id === own) return [];
      return [lost("MB080", at, mark.id, { id: mark.id }, [own, ...Object.keys(data.entries)])];
    }
    const passages = data.sources[mark.source];
    if (!passages) return [lost("MB082", at, mark.source, { id: mark.source }, Object.keys(data.sources))];
    const known = passages.map((passage) => passage.id);
    if (known.includes(mark.passage)) return [];
    return [lost("MB083", at, mark.passage, { source: mark.source, passage: mark.passage, legal: known.join(", ") }, known)];
  });
}

/** @param {string} code @param {(excerpt: string) => Omit<Problem, "code" | "values">} at @param {string} word
 * @param {Record<string, string>} values @param {string[]} known @returns {Problem} */
function lost(code, at, word, values, known) {
  return { ...at(word), code, values: { ...values, nearest: nearest(word, known).join(", ") || "—" } };
}

/** @param {Sheet} sheet @param {Data} data @returns {Problem[]} */
function nameData(sheet, data) {
  return personalData(sheet.name, data.personal)
    .map((value) => ({ ...placeOfText(sheet, "name", sheet.rows.name, 9, value), code: "MB174", values: { value } }));
}

/** @param {Sheet} sheet @param {Answers} answers @returns {Problem[]} */
function signature(sheet, answers) {
  const at = { line: sheet.rows.form, column: 9, width: answers.form.length, later: false };
  const missing = (/** @type {string} */ field) => ({ ...at, field, code: "MB093", values: { field } });
  return [
    ...(answers.date ? [] : [missing("date")]),
    ...(answers.consents ? [] : [missing("consent")]),
    ...(answers.form !== "anonymous" && !sheet.rows.name ? [missing("name")] : []),
  ];
}

/** Signs that no font of the book draws, the first of each in each text. @param {Sheet} sheet @param {Data} data
 * @returns {Problem[]} */
function undrawn(sheet, data) {
  const inFile = signsOf(sheet.typed.join("\n"));
  return (/** @type {const} */ (["text", "name"])).flatMap((field) =>
    [...signsOf(sheet[field])].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)).filter((sign) => inFile.has(sign) && !NO_GLYPH.includes(sign) && !data.isDrawn(sign))
      .map((sign) => ({ ...placeOfSign(sheet, field, sign), code: "MB163", values: { code: named(sign), name: "", value: sign } })));
}

/** Every sign of a text, those that are only named (`&rarr;`) too. @param {string} text @returns {Set<string>} */
function signsOf(text) {
  const byName = [...text.matchAll(/&#?[\p{L}\p{N}_]+;/gu)].flatMap(([name]) => [...unnamed(name)]);
  return new Set([...text.normalize("NFC"), ...byName]);
}

/** Where a sign stands in a value, or the value where that cannot be told. @param {Sheet} sheet @param {"text" | "name"} field
 * @param {string} sign */
function placeOfSign(sheet, field, sign) {
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

/** `&rarr;` → →. @param {string} name */
function unnamed(name) {
  const holder = document.createElement("textarea");
  holder.innerHTML = name;
  return holder.value;
}

/** Where some words stand from the start of a value: the first place that has them. @param {Sheet} sheet
 * @param {string} field @param {number} line @param {number} from @param {string} excerpt */
function placeOfText(sheet, field, line, from, excerpt) {
  const rows = sheet.typed.join("\n").split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  for (let number = line; number <= rows.length; number++) {
    const row = rows[number - 1];
    const at = row.indexOf(excerpt, number === line ? from - 1 : 0);
    if (at >= 0) return place(field, number, column(row, at), [...excerpt].length);
  }
  return place(field, line, from);
}

/** @param {string} field @param {number} line @param {number} column @param {number} [width] */
function place(field, line, column, width = 1) {
  return { field, line, column, width, later: false };
}

/** The column of an index, as editors count it. @param {string} line @param {number} index */
function column(line, index) {
  return [...line.slice(0, index)].length + 1;
}
