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
 * @typedef {import("./sheet.mjs").Sheet} Sheet
 */
import { isMissing, signsOf } from "./drawn.mjs";
import { commentFile, proposedName } from "./file.mjs";
import { nearest } from "./nearest.mjs";
import { personalData, linksIn } from "./personal.mjs";
import { faults, marks } from "./prose.mjs";
import { column, place, placeOfSign, placeOfText, read } from "./sheet.mjs";
import { isUnseen, named } from "./signs.mjs";

const LONGEST_INITIAL = 3;
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
  const stops = told.some((one) => one.code === "MB013" && !["name", "position"].includes(one.field)) || limits.stop;
  const rest = [
    ...(sheet.text.trim() ? textProblems(sheet, answers, data) : []),
    ...nameData(sheet, data),
    ...signature(sheet, answers),
    ...initials(sheet, answers),
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

/** @param {Sheet} sheet @param {Data} data @returns {Problem[]} */
function hiddenSigns(sheet, data) {
  return sheet.typed.flatMap((line, number) => {
    const signs = [...line];
    const at = signs.findIndex((_, at) => isUnseen(signs, at));
    if (at < 0) return [];
    const codes = [...new Set(signs.filter((_, at) => isUnseen(signs, at)))].map(named);
    const told = codes.map((code) => `${code} ${data.hidden.names[code.slice(2).replace(/^0+(?=.)/, "")] ?? ""}`.trim());
    const [code, ...words] = told.join(", ").split(" ");
    const field = number + 1 === sheet.rows.name ? "name" : "text";
    const name = words.join(" ");
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
  const { rows } = sheet;
  const length = [...sheet.text].length;
  if (length > data.limits.text) problems.push(tooLong("text", place("text", rows.text, 7), data.limits.text, length));
  const at = placeOfName(sheet);
  if ([...sheet.name].length > data.limits.name) problems.push(tooLong("name", at, data.limits.name, [...sheet.name].length));
  else if (asAddress(sheet.name).includes("__")) {
    problems.push({ ...at, code: "MB061", values: { field: "name", value: sheet.name } });
  }
  const stop = problems.length > 0 || (rows.name > 0 && !sheet.name);
  const isTold = (/** @type {Problem} */ one) => told.some((other) => other.field === one.field && ["MB013", "MB033"].includes(other.code));
  return { problems: problems.filter((one) => !isTold(one)), stop };
}

/** @param {Sheet} sheet */
function placeOfName({ rows, clean }) {
  return place("name", rows.name, 9, rows.name ? [...clean[rows.name - 1]].length - 8 : 1);
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
  const entries = Object.keys(data.entries).filter((id) => data.entries[id].kind !== "commentary");
  return marks(sheet.text, data.language).flatMap((mark) => {
    if ("id" in mark) {
      if (mark.id in data.entries || mark.id === own) return [];
      return [lost("MB080", at, mark.id, { id: mark.id }, entries)];
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

/** A word too long for an initial. @param {Sheet} sheet @param {Answers} answers @returns {Problem[]} */
function initials(sheet, answers) {
  const whole = (sheet.name.match(/\p{L}+/gu) ?? []).find((word) => [...word].length > LONGEST_INITIAL);
  if (answers.form !== "initials" || !whole) return [];
  return [{ ...placeOfName(sheet), code: "MB178", values: { value: whole } }];
}

/** Signs that no font of the book draws, the first of each in each text. @param {Sheet} sheet @param {Data} data
 * @returns {Problem[]} */
function undrawn(sheet, data) {
  const inFile = signsOf(sheet.typed.join("\n"));
  return (/** @type {const} */ (["text", "name"])).flatMap((field) =>
    [...signsOf(sheet[field])].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
      .filter((sign) => inFile.has(sign) && isMissing(sign, data.isDrawn))
      .map((sign) => ({ ...placeOfSign(sheet, field, sign), code: "MB163", values: { code: named(sign), name: "", value: sign } })));
}
